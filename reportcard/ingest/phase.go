package ingest

import (
	"strings"

	"inclusioncards/metrics"
)

// phaseWords are the words files use for a phase, squashed.
var phaseWords = map[string]metrics.Phase{
	"nursery": metrics.Nursery, "nurseryschool": metrics.Nursery, "statefundednursery": metrics.Nursery, "maintainednursery": metrics.Nursery,
	"primary": metrics.Primary, "statefundedprimary": metrics.Primary, "infant": metrics.Primary, "junior": metrics.Primary, "first": metrics.Primary,
	"primaryschool": metrics.Primary, "infantschool": metrics.Primary, "juniorschool": metrics.Primary, "firstschool": metrics.Primary,
	"infantandjunior": metrics.Primary, "middledeemedprimary": metrics.Primary,
	"secondary": metrics.Secondary, "statefundedsecondary": metrics.Secondary, "secondaryschool": metrics.Secondary,
	"middledeemedsecondary": metrics.Secondary, "upper": metrics.Secondary, "high": metrics.Secondary, "highschool": metrics.Secondary,
	"allthrough": metrics.Secondary, "utc": metrics.Secondary, "studioschool": metrics.Secondary,
	"16plus": metrics.SixteenPlus, "sixteenplus": metrics.SixteenPlus, "post16": metrics.SixteenPlus, "sixthform": metrics.SixteenPlus,
	"16to19": metrics.SixteenPlus, "1619": metrics.SixteenPlus,
	"special": metrics.Special, "specialschool": metrics.Special, "statefundedspecial": metrics.Special, "statefundedspecialschool": metrics.Special,
	"nonmaintainedspecialschool": metrics.Special, "nonmaintainedspecial": metrics.Special,
	"ap": metrics.AP, "alternativeprovision": metrics.AP, "statefundedapschool": metrics.AP, "statefundedap": metrics.AP, "apschool": metrics.AP,
	"pupilreferralunit": metrics.AP, "pru": metrics.AP, "appru": metrics.AP,
	"independent": metrics.Independent, "independentschool": metrics.Independent,
}

// phaseOptions names the words in a hint.
const phaseOptions = "Nursery, Primary, Secondary, All-through, 16 plus, Special, AP, Independent"

// noPhase are words that say a file does not know.
var noPhase = map[string]bool{"": true, "notapplicable": true, "na": true, "notrecorded": true, "unknown": true, "x": true, "z": true, "other": true}

// parsePhase reads a phase word; ok is false for a word that means nothing.
func parsePhase(s string) (p metrics.Phase, allThrough, ok bool) {
	key := squash(s)
	if noPhase[key] {
		return metrics.PhaseUnknown, false, true
	}
	p, ok = phaseWords[key]
	return p, key == "allthrough", ok
}

// typePhase reads the phase from an establishment type, as far as the type
// says it.
func typePhase(s string) metrics.Phase {
	t := strings.ToLower(s)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(t, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("independent"):
		return metrics.Independent
	case has("special"):
		if has("designated college") {
			return metrics.SixteenPlus
		}
		return metrics.Special
	case has("pupil referral", "alternative provision") || squash(t) == "pru":
		return metrics.AP
	case has("nursery"):
		return metrics.Nursery
	case has("16-19", "16 to 19", "sixth form", "further education college", "agriculture and horticulture", "art, design"):
		return metrics.SixteenPlus
	case has("studio school", "university technical", "city technology") || t == "ctcs":
		return metrics.Secondary
	}
	return metrics.PhaseUnknown
}

// mainstreamType reports whether a type leaves the phase to the ages.
func mainstreamType(s string) bool {
	t := strings.ToLower(s)
	for _, w := range [...]string{"community school", "foundation school", "voluntary", "academ", "free school", "maintained", "middle school"} {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

// agePhase is the last resort: what the ages alone allow.
func agePhase(low, high int) metrics.Phase {
	switch {
	case high == 0:
		return metrics.PhaseUnknown
	case low >= 16:
		return metrics.SixteenPlus
	case high <= 5:
		return metrics.Nursery
	case high <= 12:
		return metrics.Primary
	}
	return metrics.Secondary
}

// settlePhase puts together what the files say. stated is the best stated
// phase; census is that of the latest school census, whose word on being
// state-funded beats a type that may be older.
func settlePhase(s *metrics.School, stated, census metrics.Phase) {
	p := stated
	if p == metrics.PhaseUnknown {
		p = census
	}
	byType := typePhase(s.Type)
	if p == metrics.PhaseUnknown {
		p = byType
	}
	if p == metrics.PhaseUnknown && mainstreamType(s.Type) {
		p = agePhase(s.LowAge, s.HighAge)
	}
	if byType == metrics.Independent && (census == metrics.PhaseUnknown || census == metrics.Independent) {
		p = metrics.Independent
	}
	if p == metrics.Secondary && (s.LowAge >= 16 || byType == metrics.SixteenPlus) {
		p = metrics.SixteenPlus
	}
	s.Phase = p
	if p != metrics.Secondary {
		s.AllThrough = false
	} else if s.LowAge > 0 && s.LowAge <= 7 && s.HighAge >= 15 {
		s.AllThrough = true
	}
}
