package metrics

import (
	"fmt"
	"slices"
	"strings"
)

// ComparatorKind is what a school is compared with: always other state-funded
// schools of its own phase group, never itself.
type ComparatorKind string

const (
	// CompareLA: the other schools of the local authority.
	CompareLA ComparatorKind = "la"
	// CompareRegion: of the region (one of nine).
	CompareRegion ComparatorKind = "region"
	// CompareEngland: of England, when the input covers England.
	CompareEngland ComparatorKind = "england"
	// CompareSimilar: the nearest schools by published characteristics.
	CompareSimilar ComparatorKind = "similar"
	// CompareTrust: the other schools of the academy trust, wherever they are. A
	// card shows it beside another comparator and never takes its result from it:
	// schools under one management can share what should be asked about.
	CompareTrust ComparatorKind = "trust"
	// CompareCustom: schools named by the user.
	CompareCustom ComparatorKind = "custom"
)

// ComparatorKinds lists every kind, in the order of help texts.
func ComparatorKinds() []ComparatorKind {
	return []ComparatorKind{CompareLA, CompareRegion, CompareEngland, CompareSimilar, CompareTrust, CompareCustom}
}

// ParseComparator reads a comparator name.
func ParseComparator(s string) (ComparatorKind, error) {
	k := ComparatorKind(strings.ToLower(strings.TrimSpace(s)))
	if slices.Contains(ComparatorKinds(), k) {
		return k, nil
	}
	return "", fmt.Errorf("unknown comparator %q: use la, region, england, similar, trust or custom", s)
}

// wider lists where schools of a small group of their own are compared when
// the comparator asked for has too few of them.
func (a *Analysis) wider(k ComparatorKind) []ComparatorKind {
	switch k {
	case CompareLA:
		return []ComparatorKind{CompareRegion, CompareEngland}
	case CompareRegion:
		return []ComparatorKind{CompareEngland}
	}
	return nil
}

// newPools builds the pools of one kind.
func (a *Analysis) newPools(k ComparatorKind) *pools {
	d := a.Data
	switch k {
	case CompareLA:
		return newPartition(d, func(s *School) (string, bool) { return string(s.LA), s.LA != "" })
	case CompareRegion:
		return newPartition(d, func(s *School) (string, bool) { return s.Region, s.Region != "" })
	case CompareTrust:
		return newPartition(d, func(s *School) (string, bool) { return s.TrustKey(), s.TrustKey() != "" })
	case CompareSimilar:
		return a.similarPools()
	case CompareCustom:
		return a.customPools()
	}
	return newPartition(d, func(*School) (string, bool) { return "", true })
}

// customPools compares every school with those of the user's list that are of
// its phase group.
func (a *Analysis) customPools() *pools {
	d := a.Data
	p := &pools{of: make([]int, len(d.Schools)), lists: make([][]int, len(d.Schools))}
	byPhase := map[Phase][]int{}
	for _, u := range a.Options.Custom {
		if i := d.Find(u); i >= 0 && d.Schools[i].StateFunded() && !slices.Contains(byPhase[d.Schools[i].Phase], i) {
			byPhase[d.Schools[i].Phase] = append(byPhase[d.Schools[i].Phase], i)
		}
	}
	for _, list := range byPhase {
		slices.Sort(list)
	}
	for i := range d.Schools {
		p.of[i] = -1
		if s := &d.Schools[i]; s.StateFunded() {
			p.of[i], p.lists[i] = 0, byPhase[s.Phase]
		}
	}
	return p
}

// Neighbour is a school of another's comparator.
type Neighbour struct {
	School int // index in Dataset.Schools
	// Distance is the Euclidean distance on standardised characteristics;
	// only similar schools have one.
	Distance float64
}

// Neighbours lists the schools that a school is compared with, itself left
// out: nearest first for similar schools, else by URN.
func (a *Analysis) Neighbours(school int, k ComparatorKind) []Neighbour {
	if k == CompareSimilar && a.pools[k] != nil {
		return a.nearest[school]
	}
	var out []Neighbour
	if p := a.pools[k]; p != nil {
		for _, i := range p.compared(school) {
			if i != school {
				out = append(out, Neighbour{School: i})
			}
		}
	}
	return out
}
