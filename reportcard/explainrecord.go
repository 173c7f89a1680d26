package reportcard

import (
	"math"
	"strconv"

	"inclusioncards/metrics"
)

// figure is a number as a machine reads it: 15 significant digits, and null
// for one that does not exist.
type figure float64

// MarshalJSON never writes NaN or infinity, which JSON does not have.
func (f figure) MarshalJSON() ([]byte, error) {
	v := float64(f)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return []byte(strconv.FormatFloat(v, 'g', 15, 64)), nil
}

// maybe leaves a figure that does not exist out of the record.
func maybe(n metrics.Number) *figure {
	if !n.OK || math.IsNaN(n.V) || math.IsInf(n.V, 0) {
		return nil
	}
	f := figure(n.V)
	return &f
}

// Words are the sentences of an explanation.
type Words struct {
	Title     string   `json:"title"`
	Subtitle  string   `json:"subtitle"`
	Label     string   `json:"label,omitempty"`
	Plain     []string `json:"plain"`
	Technical []string `json:"technical"`
}

// Record is an explanation as numbers and codes.
type Record struct {
	URN         string         `json:"urn"`
	School      string         `json:"school"`
	Year        string         `json:"academic_year"`
	Measure     string         `json:"measure"`
	MeasureName string         `json:"measure_name"`
	Definition  string         `json:"definition"`
	NotThis     string         `json:"not_this"`
	Source      string         `json:"source"`
	Comparator  string         `json:"comparator,omitempty"`
	With        string         `json:"compared_with,omitempty"`
	Verdict     string         `json:"verdict,omitempty"`
	Direction   string         `json:"direction,omitempty"`
	Reason      string         `json:"reason,omitempty"`
	FailedCheck string         `json:"failed_check,omitempty"`
	Result      string         `json:"result,omitempty"`
	SecondYear  bool           `json:"second_year_running"`
	Numbers     *RecordNumbers `json:"numbers,omitempty"`
	Years       []RecordYear   `json:"years,omitempty"`
	Cells       []cell         `json:"cells,omitempty"`
	Change      *RecordChange  `json:"change,omitempty"`
	Others      []RecordOther  `json:"other_comparators,omitempty"`
	Figures     []RecordFigure `json:"figures,omitempty"`
	Method      string         `json:"method_version"`
	Version     string         `json:"program_version"`
	ConfigHash  string         `json:"configuration_hash"`
	Words       Words          `json:"words"`
}

// RecordNumbers are the figures of a result. Those that too few pupils cannot
// carry are left out.
type RecordNumbers struct {
	Schools      int     `json:"other_schools"`
	Published    bool    `json:"published"`
	Termly       bool    `json:"termly"`
	Alone        bool    `json:"alone"`
	Years        int     `json:"years_pooled"`
	Group        int     `json:"group"`
	Others       int     `json:"others"`
	Events       int     `json:"events"`
	GroupEvents  int     `json:"group_events"`
	GroupPooled  int     `json:"group_pooled"`
	EventsPooled int     `json:"events_pooled"`
	Observed     *figure `json:"observed,omitempty"`
	Expected     *figure `json:"expected,omitempty"`
	Excess       *figure `json:"excess,omitempty"`
	Variance     *figure `json:"variance,omitempty"`
	OddsRatio    *figure `json:"odds_ratio,omitempty"`
	D            *figure `json:"d,omitempty"`
	Tau2         *figure `json:"tau2,omitempty"`
	Tau2Schools  int     `json:"tau2_schools,omitempty"`
	TauFloored   bool    `json:"tau2_floored"`
	Effect       *figure `json:"effect,omitempty"`
	Centre       *figure `json:"centre,omitempty"`
	CentreVar    *figure `json:"centre_variance,omitempty"`
	S2           *figure `json:"s2,omitempty"`
	Z            *figure `json:"z,omitempty"`
	P            *figure `json:"p,omitempty"`
	Q            *figure `json:"q,omitempty"`
	Tests        int     `json:"tests,omitempty"`
	PYear        *figure `json:"p_year,omitempty"`
	ExpectedYear *figure `json:"expected_year,omitempty"`
	VarianceYear *figure `json:"variance_year,omitempty"`
	SchoolValue  *figure `json:"school_value,omitempty"`
	Lo           *figure `json:"interval_low,omitempty"`
	Hi           *figure `json:"interval_high,omitempty"`
	Level        figure  `json:"level"`
	Comparator   *figure `json:"comparator_value,omitempty"`
	QuartileLo   *figure `json:"quartile_low,omitempty"`
	QuartileHi   *figure `json:"quartile_high,omitempty"`
	LimitLo      *figure `json:"limit_low,omitempty"`
	LimitHi      *figure `json:"limit_high,omitempty"`
}

// RecordYear is one year of an excess test.
type RecordYear struct {
	Year      string  `json:"academic_year"`
	Used      bool    `json:"used"`
	Reason    string  `json:"reason,omitempty"`
	N1        int     `json:"n1"`
	N0        int     `json:"n0"`
	A         int     `json:"a"`
	B         int     `json:"b"`
	Schools   int     `json:"other_schools"`
	PooledN1  *figure `json:"pooled_n1,omitempty"`
	PooledN0  *figure `json:"pooled_n0,omitempty"`
	PooledA   *figure `json:"pooled_a,omitempty"`
	PooledB   *figure `json:"pooled_b,omitempty"`
	OddsRatio *figure `json:"odds_ratio,omitempty"`
	Expected  *figure `json:"expected,omitempty"`
	Variance  *figure `json:"variance,omitempty"`
}

// RecordChange is the smallest change that would alter the verdict.
type RecordChange struct {
	Pupils    int    `json:"pupils"`
	Verdict   string `json:"verdict"`
	Direction string `json:"direction"`
}

// RecordOther is the verdict against another comparator.
type RecordOther struct {
	Comparator string  `json:"comparator"`
	With       string  `json:"compared_with,omitempty"`
	Verdict    string  `json:"verdict"`
	Direction  string  `json:"direction"`
	Reason     string  `json:"reason"`
	Schools    int     `json:"other_schools"`
	Expected   *figure `json:"expected,omitempty"`
	P          *figure `json:"p,omitempty"`
	Q          *figure `json:"q,omitempty"`
}

// RecordFigure is one value of a measure without a verdict.
type RecordFigure struct {
	Group string  `json:"group"`
	State string  `json:"state"`
	Value *figure `json:"value,omitempty"`
	Num   *figure `json:"numerator,omitempty"`
	Den   *figure `json:"denominator,omitempty"`
	Lo    *figure `json:"interval_low,omitempty"`
	Hi    *figure `json:"interval_high,omitempty"`
}

func (e *explainer) recordOf() *Record {
	m := e.l.measure
	return &Record{
		URN: string(e.in.school.URN), School: e.name(), Year: e.in.year.String(),
		Measure: string(m.ID), MeasureName: m.Name, Definition: m.Definition, NotThis: m.NotThis, Source: m.Source,
		Method: metrics.MethodVersion, Version: e.options.Version, ConfigHash: e.options.ConfigHash,
	}
}
