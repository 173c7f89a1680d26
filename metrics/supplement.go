package metrics

import (
	"cmp"
	"slices"
)

// SelfRating is how a school rates itself on one subject.
type SelfRating struct {
	URN URN
	// About is a measure or the name of a family: "suspensions", "absence",
	// "movement", "register".
	About   string
	Rating  Rating
	Comment string
}

// Rating is red, amber or green. The zero value is no rating.
type Rating uint8

const (
	NoRating Rating = iota
	Red
	Amber
	Green
)

// String gives the word used in files.
func (r Rating) String() string { return [...]string{"", "red", "amber", "green"}[r] }

// SurveyCount is how many parents and carers ticked one statement of a
// tick-all-that-apply question.
type SurveyCount struct {
	URN                 URN
	Question, Statement string
	Ticks, Replies      int // Replies to the survey: 0 <= Ticks <= Replies
	// Suppressed: the file withholds the ticks, which are 0 here.
	Suppressed bool
}

// AdmissionIncidents are refused or resisted admissions of children with SEND.
type AdmissionIncidents struct {
	URN       URN
	Year      AcademicYear
	Incidents int
	// Resolved of them; HasResolved tells that the file says.
	Resolved    int
	HasResolved bool
}

// Supplement is what a school or an authority may add to the figures. The
// survey keeps the order of the file, which is that of the questions.
type Supplement struct {
	Ratings    []SelfRating
	Survey     []SurveyCount
	Admissions []AdmissionIncidents
}

// Sort puts the parts into the order the outputs rely on.
func (s *Supplement) Sort() {
	slices.SortStableFunc(s.Ratings, func(a, b SelfRating) int { return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.About, b.About)) })
	slices.SortStableFunc(s.Survey, func(a, b SurveyCount) int { return cmp.Compare(a.URN, b.URN) })
	slices.SortStableFunc(s.Admissions, func(a, b AdmissionIncidents) int {
		return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.Year, b.Year))
	})
}

// Of leaves what is about one school.
func (s *Supplement) Of(u URN) Supplement {
	var out Supplement
	for _, r := range s.Ratings {
		if r.URN == u {
			out.Ratings = append(out.Ratings, r)
		}
	}
	for _, c := range s.Survey {
		if c.URN == u {
			out.Survey = append(out.Survey, c)
		}
	}
	for _, i := range s.Admissions {
		if i.URN == u {
			out.Admissions = append(out.Admissions, i)
		}
	}
	return out
}
