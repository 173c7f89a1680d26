package reportcard

import (
	"errors"
	"fmt"
	"reflect"

	"inclusioncards/metrics"
)

// explainWords are the phrases of an explanation: those of the plain half, of
// the technical half, and of the list of schools compared with.
type explainWords struct {
	Title  phrase `json:"title"`
	School phrase `json:"school"`
	Halves pair   `json:"halves"`
	Labels struct {
		Question, Result, Counts, Pattern, Range, Definition, Compared, Change, Other, Caveats, Help string
	} `json:"labels"`
	Result phrase `json:"result"`
	// Why says why a result is what it is, by test and kind of reason.
	Why struct {
		Excess   map[string]phrase `json:"excess"`
		Register map[string]phrase `json:"register"`
		Year10   map[string]phrase `json:"year10"`
	} `json:"why"`
	More   phrase `json:"more"`
	Fewer  phrase `json:"fewer"`
	AsMany string `json:"as_many"`
	Gap    struct {
		Higher    phrase `json:"higher"`
		Lower     phrase `json:"lower"`
		Share     phrase `json:"share"`
		Above     phrase `json:"above"`
		Across    phrase `json:"across"`
		Below     phrase `json:"below"`
		Between   phrase `json:"between"`
		Others    phrase `json:"others"`
		OthersGap phrase `json:"others_gap"`
	} `json:"gap"`
	Compared struct {
		Schools   phrase `json:"schools"`
		Wider     phrase `json:"wider"`
		Published phrase `json:"published"`
		Termly    string `json:"termly"`
		Alone     string `json:"alone"`
		Self      string `json:"self"`
	} `json:"compared"`
	Source     phrase `json:"source"`
	SecondYear string `json:"second_year"`
	Change     struct {
		Fewer    phrase            `json:"fewer"`
		More     phrase            `json:"more"`
		When     string            `json:"when"`
		Verdicts map[string]string `json:"verdicts"`
		None     string            `json:"none"`
		Rest     string            `json:"rest"`
	} `json:"change"`
	Against struct {
		Same    phrase `json:"same"`
		Differs phrase `json:"differs"`
		Silent  phrase `json:"silent"`
		TooFew  phrase `json:"too_few"`
	} `json:"against"`
	Caveats struct {
		OnePupil phrase   `json:"one_pupil"`
		Any      []string `json:"any"`
	} `json:"caveats"`
	Help      map[metrics.Reason]phrase                 `json:"help"`
	Measures  map[metrics.MeasureID]explainMeasureWords `json:"measures"`
	Figure    figureWords                               `json:"figure"`
	Technical technicalWords                            `json:"technical"`
	List      listWords                                 `json:"list"`
}

// explainMeasureWords are the words of one flagged measure.
type explainMeasureWords struct {
	Question string   `json:"question"`
	Counted  string   `json:"counted"`
	IsNot    string   `json:"is_not"`
	Unit     phrase   `json:"unit"` // of a change: "suspended pupil with SEND"
	Caveats  []string `json:"caveats"`
}

// figureWords are for a measure without a verdict, or one that cannot apply.
type figureWords struct {
	Without  phrase            `json:"without"`
	Value    phrase            `json:"value"`
	Counts   phrase            `json:"counts"`
	Interval phrase            `json:"interval"`
	NoFile   phrase            `json:"no_file"`
	AllOnly  string            `json:"all_only"`
	Groups   map[string]string `json:"groups"`
	Units    map[string]phrase `json:"units"`
	Absent   phrase            `json:"absent"`
}

// technicalWords are the sentences around the formulae, which are notation and
// stand in the code.
type technicalWords struct {
	Tests      map[string]string `json:"tests_by_kind"`
	Heading    phrase            `json:"heading"`
	Definition phrase            `json:"definition"`
	Source     phrase            `json:"source"`
	Notation   []string          `json:"notation"`
	Unused     phrase            `json:"unused"`
	Others     phrase            `json:"others"`
	Benchmark  string            `json:"benchmark"`
	Termly     string            `json:"termly"`
	Tau        phrase            `json:"tau"`
	TauHow     phrase            `json:"tau_how"`
	Centre     phrase            `json:"centre"`
	TauFloor   phrase            `json:"tau_floor"`
	TestsRun   phrase            `json:"tests"`
	Alone      phrase            `json:"alone"`
	PYear      phrase            `json:"p_year"`
	Interval   phrase            `json:"interval"`
	Methods    map[string]string `json:"methods"`
	OthersGap  phrase            `json:"others_gap"`
	Target     phrase            `json:"target"`
	Limits     phrase            `json:"limits"`
	Register   []string          `json:"register"`
	Stratum    phrase            `json:"stratum"`
	WholePhase phrase            `json:"whole_phase"`
	Funnel     phrase            `json:"funnel"`
	Year10     []string          `json:"year10"`
	Previous   phrase            `json:"previous"`
	NoPrevious string            `json:"no_previous"`
	Conditions string            `json:"conditions"`
	Clauses    map[string]string `json:"clauses"`
	Rule       phrase            `json:"rule"`
	Version    phrase            `json:"version"`
	YesNo      pair              `json:"yes_no"`
}

// listWords are for the list of schools compared with.
type listWords struct {
	Title     phrase `json:"title"`
	Similar   phrase `json:"similar"`
	Register  string `json:"register"`
	CannotUse phrase `json:"cannot_use"`
	Wider     phrase `json:"wider"`
}

// check demands every text, and for every flagged measure, verdict and reason
// the words that explain it.
func (w *explainWords) check() error {
	var errs []error
	need := func(has bool, what string) {
		if !has {
			errs = append(errs, fmt.Errorf("words of explanations: nothing for %s", what))
		}
	}
	for _, at := range unfilled(reflect.ValueOf(*w), "explain") {
		need(false, at)
	}
	for _, m := range metrics.Flagged() {
		mw, ok := w.Measures[m.ID]
		need(ok && len(unfilled(reflect.ValueOf(mw), "")) == 0, "every word of measure "+string(m.ID))
	}
	for v := metrics.NotSupplied; v <= metrics.Typical; v++ {
		need(w.Change.Verdicts[v.String()] != "", "a change to "+v.String())
		need(w.Technical.Clauses[v.String()] != "", "the clause of "+v.String())
	}
	for by, keys := range map[*map[string]phrase][]string{
		&w.Why.Excess:   {"worth_exploring", "watch", "watch_not_now", "possible_strength", "typical", "typical_small", "typical_lower"},
		&w.Why.Register: {"worth_exploring", "watch", "typical", "typical_small"},
		&w.Why.Year10:   {"worth_exploring", "watch", "watch_one_year", "typical", "typical_conditions"},
	} {
		for _, key := range keys {
			need((*by)[key].source != "", "why "+key)
		}
	}
	for _, r := range []metrics.Reason{
		metrics.ReasonNotSupplied, metrics.ReasonFewSchools, metrics.ReasonDominated, metrics.ReasonMissingYear,
		metrics.ReasonNotEngland, metrics.ReasonNotState, metrics.ReasonMissing, metrics.ReasonNoPattern,
		metrics.ReasonPhaseUnknown, metrics.ReasonNoPupils, metrics.ReasonOneGroup, metrics.ReasonReshaped, metrics.ReasonSmallGroup,
		metrics.ReasonFewEvents, metrics.ReasonNoEvents,
	} {
		need(w.Help[r].source != "", "help with "+string(r))
	}
	for g := metrics.GroupAll; g <= metrics.GroupGap; g++ {
		need(w.Figure.Groups[g.String()] != "", "group "+g.String())
	}
	for u := metrics.UnitProportion; u <= metrics.UnitCount; u++ {
		need(w.Figure.Units[u.String()].source != "", "unit "+u.String())
	}
	return errors.Join(errs...)
}
