package metrics

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Options holds every contested setting of the method, each with its default
// in DefaultOptions. Proportions are in [0,1].
type Options struct {
	// Level of printed intervals; Outer of the outer funnel limit.
	Level float64
	Outer float64
	// Q is the false discovery rate of "worth exploring"; P the threshold of
	// "watch".
	Q float64
	P float64
	// MinGroup is the least size of a group whose rate is compared
	// (reliability; it is not the disclosure floor).
	MinGroup int
	// MinComparator is the least number of other schools of a comparator.
	MinComparator int
	// DominantShare: a comparator in which one school holds more than this
	// share of the pupils is not used.
	DominantShare float64
	// PoolYears is how many years the evidence of the excess test pools.
	PoolYears int
	// MaterialShare and MaterialPupils: an excess below either is not material.
	MaterialShare  float64
	MaterialPupils float64
	// RegisterRelative is the least relative difference of the register.
	RegisterRelative float64
	// Y10Leavers and Y10Share: Ofsted's published conditions.
	Y10Leavers int
	Y10Share   float64
	// WinsorShare is the share winsorised at each end; WinsorExpectation the
	// expectation of the mean winsorised z squared under no heterogeneity.
	WinsorShare       float64
	WinsorExpectation float64
	// TauSchools: with fewer testable schools tau2 is at least TauFloor.
	TauSchools int
	TauFloor   float64
	// AreaMean is the comparator figure that is printed: pooled (pupil-weighted)
	// or median (of the other schools' figures). Tests always use the pooled one.
	AreaMean string
	// CentrePools: with this many local patterns or more, evidence is measured
	// from the ordinary schools of the comparator (see centre); with fewer from
	// the printed odds ratio.
	CentrePools int
	// StratumSchools: a register stratum with fewer schools uses the
	// over-dispersion of its whole phase group.
	StratumSchools int
	// AloneFamily: with fewer testable schools a card is made alone, with
	// exact mid-p thresholds AloneEvidence and AloneWatch.
	AloneFamily   int
	AloneEvidence float64
	AloneWatch    float64
	// LeaverPreset is the leaver rule printed when the supplier of counts does
	// not say which was used: school or mime2024 (method.md section 1.3).
	LeaverPreset string
	// AbsenceCohort says whose attendance counts in pupil-level tables: auto,
	// census (pupils of the January census with an attendance row) or dfe
	// (every enrolment of the period). auto is dfe for tables that evidently
	// cover everyone on roll in the period, else census.
	AbsenceCohort string
	// AbsenceAges says which pupils count in absence: all the table holds, or
	// dfe (Years 1 to 11, aged 5 to 15 on 31 August).
	AbsenceAges string
	// SenStatus (key sen_status) says when a suspended pupil's SEN status is taken: on the
	// January census, or at the event where the suspensions give it.
	SenStatus string
	// EnglandLAs: schools of fewer local authorities in the input are not
	// called England.
	EnglandLAs int
	// SimilarK is how many similar schools a school is compared with.
	SimilarK int
	// Custom lists the schools of the custom comparator.
	Custom []URN
}

// DefaultOptions returns the settings of method.md, with their sources there.
func DefaultOptions() Options {
	return Options{
		Level: 0.95, Outer: 0.998, Q: 0.05, P: 0.05, MinGroup: 11, MinComparator: 5,
		DominantShare: 0.5, PoolYears: 3, MaterialShare: 0.05, MaterialPupils: 2,
		RegisterRelative: 0.2, Y10Leavers: 5, Y10Share: 0.05, WinsorShare: 0.1,
		WinsorExpectation: 0.6787, TauSchools: 20, TauFloor: 0.02, CentrePools: 10, AreaMean: "pooled", StratumSchools: 20,
		AloneFamily: 5, AloneEvidence: 0.002, AloneWatch: 0.05, EnglandLAs: 100,
		SimilarK: 50, LeaverPreset: "school", AbsenceCohort: "auto", AbsenceAges: "all", SenStatus: "census",
	}
}

// Validate reports every setting that is out of range, together.
func (o Options) Validate() error {
	var errs []error
	unit := func(name string, v float64) {
		if !(v > 0 && v < 1) {
			errs = append(errs, fmt.Errorf("%s is %v: it must lie between 0 and 1", name, v))
		}
	}
	unit("level", o.Level)
	unit("outer", o.Outer)
	unit("q", o.Q)
	unit("p", o.P)
	unit("dominant_share", o.DominantShare)
	unit("material_share", o.MaterialShare)
	unit("register_relative", o.RegisterRelative)
	unit("y10_share", o.Y10Share)
	unit("winsor_expectation", o.WinsorExpectation)
	unit("alone_evidence", o.AloneEvidence)
	unit("alone_watch", o.AloneWatch)
	if !(o.WinsorShare >= 0 && o.WinsorShare < 0.5) {
		errs = append(errs, fmt.Errorf("winsor_share is %v: it must be at least 0 and below 0.5", o.WinsorShare))
	}
	if !(o.TauFloor >= 0 && o.TauFloor < 10) {
		errs = append(errs, fmt.Errorf("tau_floor is %v: it must be at least 0 and below 10", o.TauFloor))
	}
	if !(o.MaterialPupils >= 0 && o.MaterialPupils < 1000) {
		errs = append(errs, fmt.Errorf("material_pupils is %v: it must be at least 0 and below 1000", o.MaterialPupils))
	}
	least := func(name string, v, min int) {
		if v < min {
			errs = append(errs, fmt.Errorf("%s is %d: it must be at least %d", name, v, min))
		}
	}
	least("min_group", o.MinGroup, 1)
	least("min_comparator", o.MinComparator, 1)
	least("pool_years", o.PoolYears, 1)
	least("y10_leavers", o.Y10Leavers, 1)
	least("tau_schools", o.TauSchools, 0)
	least("centre_pools", o.CentrePools, 3)
	least("stratum_schools", o.StratumSchools, 0)
	least("alone_family", o.AloneFamily, 1)
	least("england_las", o.EnglandLAs, 1)
	least("similar_k", o.SimilarK, 5)
	one := func(name, v string, options ...string) {
		if !slices.Contains(options, v) {
			list := strings.Join(options[:len(options)-1], ", ") + " or " + options[len(options)-1]
			errs = append(errs, fmt.Errorf("%s is %q: it must be %s", name, v, list))
		}
	}
	one("area_mean", o.AreaMean, "pooled", "median")
	one("leaver_preset", o.LeaverPreset, "school", "mime2024")
	one("absence_cohort", o.AbsenceCohort, "auto", "census", "dfe")
	one("absence_ages", o.AbsenceAges, "all", "dfe")
	one("sen_status", o.SenStatus, "census", "event")
	for _, u := range o.Custom {
		if v, err := ParseURN(string(u)); err != nil || v != u {
			errs = append(errs, fmt.Errorf("custom holds %q: a URN has six digits", string(u)))
		}
	}
	if o.Outer <= o.Level {
		errs = append(errs, fmt.Errorf("outer is %v: it must be above level, %v", o.Outer, o.Level))
	}
	return errors.Join(errs...)
}
