package reportcard

import (
	"fmt"
	"strings"
)

// Audience is the reader of an edition of the card. Every edition has the same
// facts; sections, order, questions and disclosure profile differ.
type Audience string

const (
	Inspector Audience = "inspector"
	Governor  Audience = "governor"
	LA        Audience = "la"
)

// Audiences lists every audience, in the order of every output.
func Audiences() []Audience { return []Audience{Inspector, Governor, LA} }

// ParseAudiences reads a list of audiences, "all" among them. The result is in
// the order of Audiences, each once.
func ParseAudiences(list []string) ([]Audience, error) {
	wanted := map[Audience]bool{}
	for _, raw := range list {
		a := Audience(strings.ToLower(strings.TrimSpace(raw)))
		if a == "all" {
			for _, each := range Audiences() {
				wanted[each] = true
			}
			continue
		}
		if a != Inspector && a != Governor && a != LA {
			return nil, fmt.Errorf("unknown audience %q: use inspector, governor, la or all", raw)
		}
		wanted[a] = true
	}
	var out []Audience
	for _, each := range Audiences() {
		if wanted[each] {
			out = append(out, each)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no audience named: use inspector, governor, la or all")
	}
	return out, nil
}

// Officer tells that readers of this edition may see small numbers.
func (a Audience) Officer() bool { return a.Profile() == OfficerProfile }

// Profile is the disclosure profile that goes with the edition.
func (a Audience) Profile() Profile {
	if a == Governor {
		return GovernorProfile
	}
	return OfficerProfile
}

// Profile is a disclosure profile (method.md section 5). It is about small
// numbers that could identify a child, not about reliability.
type Profile string

const (
	// OfficerProfile withholds nothing; pages are marked.
	OfficerProfile Profile = "officer"
	// GovernorProfile withholds counts under 6 and names no other school.
	GovernorProfile Profile = "governor"
	// PublicProfile withholds counts under 11 and rounds the others to 5.
	PublicProfile Profile = "public"
)

// Profiles lists every profile, the loosest first.
func Profiles() []Profile { return []Profile{OfficerProfile, GovernorProfile, PublicProfile} }

// ParseProfile reads the name of a profile.
func ParseProfile(raw string) (Profile, error) {
	for _, p := range Profiles() {
		if raw == string(p) {
			return p, nil
		}
	}
	return "", fmt.Errorf("unknown disclosure profile %q: use officer, governor or public", raw)
}

// Floor is the least count that is shown: 0 for no limit.
func (p Profile) Floor() int {
	switch p {
	case GovernorProfile:
		return 6
	case PublicProfile:
		return 11
	}
	return 0
}

// LooserThan reports whether p shows more than the other profile.
func (p Profile) LooserThan(other Profile) bool { return p.Floor() < other.Floor() }
