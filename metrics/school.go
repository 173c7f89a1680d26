package metrics

import "strings"

// Phase is the phase group of method.md section 4. Schools of different phase
// groups are never compared.
type Phase uint8

const (
	PhaseUnknown Phase = iota
	Nursery
	Primary   // infant, junior, first, primary, middle deemed primary
	Secondary // including all-through, middle deemed secondary, UTC, studio
	SixteenPlus
	Special
	AP // alternative provision and pupil referral units
	Independent
)

// String gives the word used in measures.csv.
func (p Phase) String() string {
	return [...]string{"", "Nursery", "Primary", "Secondary", "16-plus", "Special", "AP", "Independent"}[p]
}

// Mainstream reports whether the phase is state-funded mainstream.
func (p Phase) Mainstream() bool { return p == Primary || p == Secondary || p == SixteenPlus }

// ownGroup reports whether the phase is compared within its own group over the
// region or England when too few of it are near.
func (p Phase) ownGroup() bool { return p == Special || p == AP }

// Tri is yes, no, or not known.
type Tri uint8

const (
	NotKnown Tri = iota
	Yes
	No
)

// School is what the input says a school is. Empty strings and zero ages mean
// that no file says.
type School struct {
	URN        URN
	LAESTAB    LAESTAB
	Name       string
	LA         LACode
	LAName     string
	Region     string // one of the nine regions of England
	Phase      Phase
	Type       string // as the source words it: "Academy - Converter mainstream"
	LowAge     int
	HighAge    int
	AllThrough bool
	// Admissions policy as the source words it; Selective is read from it.
	Admissions string
	Selective  Tri
	Gender     string
	SENUnit    Tri
	Resourced  Tri // resourced provision
	Ofsted     string
	Religious  string // religious character as the source words it: "Church of England", "None"
	Trust      string // name of the academy trust, empty when maintained or not known
	TrustCode  string // code of the trust in Get Information about Schools
	Closed     bool
	// New is true for a school that opened within the years of the data.
	New bool
	// Simulated is true when a source of this school's figures is marked as
	// simulated or as demonstration data.
	Simulated bool
}

// TrustKey tells trusts apart: by code, else by name; empty without a trust.
func (s *School) TrustKey() string {
	if s.TrustCode != "" {
		return s.TrustCode
	}
	return strings.ToLower(s.Trust)
}

// StateFunded reports whether a card is made for the school by default.
func (s *School) StateFunded() bool { return s.Phase != PhaseUnknown && s.Phase != Independent }

// HasYear10 reports whether the school can have a Year 10 (pupils aged 14 to
// 15). Ages beat phase; with neither the answer is no.
func (s *School) HasYear10() bool {
	if s.LowAge > 0 && s.HighAge > 0 {
		return s.LowAge <= 14 && s.HighAge >= 15
	}
	return s.Phase == Secondary || s.Phase == Special || s.Phase == AP
}
