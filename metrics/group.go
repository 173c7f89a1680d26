package metrics

import "fmt"

// SENStatus is a pupil's recorded provision. The zero value is unknown and is
// never read as "no SEN".
type SENStatus uint8

const (
	SENUnknown SENStatus = iota
	NoSEN
	SENSupport
	EHCPlan
)

// Group is a set of pupils a figure is about.
type Group uint8

const (
	// GroupAll is every pupil.
	GroupAll Group = iota
	// GroupSEND is SEN support and EHC plan together.
	GroupSEND
	GroupSENSupport
	GroupEHCPlan
	GroupNoSEN
	// GroupGap is SEND minus no SEN: a difference, never a count.
	GroupGap
)

// CountGroups lists the groups that hold counts, in the order of every output.
var CountGroups = [...]Group{GroupAll, GroupSEND, GroupSENSupport, GroupEHCPlan, GroupNoSEN}

const groupCount = 5

// String gives the word used in files: all, send, sen_support, ehc_plan,
// no_sen, gap.
func (g Group) String() string {
	return [...]string{"all", "send", "sen_support", "ehc_plan", "no_sen", "gap"}[g]
}

// GroupOf returns the group of pupils with one SEN status.
func GroupOf(s SENStatus) (Group, error) {
	switch s {
	case NoSEN:
		return GroupNoSEN, nil
	case SENSupport:
		return GroupSENSupport, nil
	case EHCPlan:
		return GroupEHCPlan, nil
	}
	return 0, fmt.Errorf("SEN status unknown")
}
