package reportcard

import (
	"errors"
	"fmt"
	"reflect"

	areas "inclusioncards/metrics/area"
)

// areaWords are the phrases of templates/words/area.json.
type areaWords struct {
	Title       phrase `json:"title"`
	Footer      phrase `json:"footer"`
	Continued   string `json:"continued"`
	EverySchool string `json:"every_school"`
	SeveralLAs  phrase `json:"several_las"`
	LACode      phrase `json:"la_code"`
	Identity    struct {
		Schools phrase `json:"schools"`
		Phase   phrase `json:"phase"`
		Records phrase `json:"records"`
		Period  phrase `json:"period"`
		Method  phrase `json:"method"`
	} `json:"identity"`
	Labels struct {
		Demonstration string `json:"demonstration"`
		Simulated     string `json:"simulated"`
	} `json:"labels"`
	Notice       phrase                      `json:"notice"`
	Measures     map[string]areaMeasureWords `json:"measures"`
	Groups       map[string]string           `json:"groups"`
	InGroup      map[string]string           `json:"in_group"`
	Scopes       map[string]string           `json:"scopes"`
	One          map[string]string           `json:"one"`
	Breakdowns   map[areas.By]string         `json:"breakdowns"`
	Categories   map[string]string           `json:"categories"`
	Destinations map[string]string           `json:"destinations"`
	Terms        map[string]string           `json:"terms"`
	States       map[string]string           `json:"states"`
	Profile      profileSection              `json:"profile"`
	Band         struct {
		First  phrase `json:"first"`
		Middle phrase `json:"middle"`
		Last   phrase `json:"last"`
	} `json:"band"`
	Headings struct {
		Findings string `json:"findings"`
		Glance   string `json:"glance"`
		Phase    phrase `json:"phase"`
		Cross    string `json:"cross"`
		Leavers  string `json:"leavers"`
		Odds     string `json:"odds"`
		Told     string `json:"told"`
		Method   string `json:"method"`
	} `json:"headings"`
	Findings struct {
		Gap          phrase `json:"gap"`
		GapFew       phrase `json:"gap_few"`
		Mean         phrase `json:"mean"`
		Odds         phrase `json:"odds"`
		Excess       phrase `json:"excess"`
		Chance       string `json:"chance"`
		OddsUnclear  phrase `json:"odds_unclear"`
		ExcessChance string `json:"excess_chance"`
		ExcessItem   phrase `json:"excess_item"`
		Ranges       phrase `json:"ranges"`
		Withheld     phrase `json:"withheld"`
	} `json:"findings"`
	Shares struct {
		InHundred phrase `json:"in_hundred"`
		BelowOne  string `json:"below_one"`
		Of        phrase `json:"of"`
	} `json:"shares"`
	Glance struct {
		Title   string   `json:"title"`
		Caption string   `json:"caption"`
		Header  []string `json:"header"`
	} `json:"glance"`
	Breakdown struct {
		TitleGap      phrase   `json:"title_gap"`
		TitleFlat     phrase   `json:"title_flat"`
		TitleTable    phrase   `json:"title_table"`
		Takeaway      phrase   `json:"takeaway"`
		Caption       phrase   `json:"caption"`
		CaptionPupils phrase   `json:"caption_pupils"`
		Header        []string `json:"header"`
		Alt           string   `json:"alt"`
		Axis          string   `json:"axis"`
	} `json:"breakdown"`
	Excess struct {
		Title   string   `json:"title"`
		Caption string   `json:"caption"`
		Header  []string `json:"header"`
		Note    string   `json:"note"`
	} `json:"excess"`
	Destination struct {
		Title   string   `json:"title"`
		Caption phrase   `json:"caption"`
		Header  []string `json:"header"`
		Note    phrase   `json:"note"`
	} `json:"destination"`
	Odds areaOddsWords `json:"odds"`
	Told struct {
		NoSENSplit   phrase `json:"no_sen_split"`
		NotBySEN     phrase `json:"not_by_sen"`
		NotSupplied  phrase `json:"not_supplied"`
		NoAttribute  phrase `json:"no_attribute"`
		FewForBands  phrase `json:"few_for_bands"`
		LeftOut      phrase `json:"left_out"`
		FewForPhase  phrase `json:"few_for_phase"`
		NoPupilLevel string `json:"no_pupil_level"`
		Nothing      string `json:"nothing"`
		Why          string `json:"why"`
	} `json:"told"`
	Method struct {
		Pooled         phrase `json:"pooled"`
		Ranges         phrase `json:"ranges"`
		SameSchool     phrase `json:"same_school"`
		Bands          phrase `json:"bands"`
		Leavers        phrase `json:"leavers"`
		Protection     phrase `json:"protection"`
		ProtectionNone phrase `json:"protection_none"`
		Version        phrase `json:"version"`
	} `json:"method"`
}

// areaMeasureWords name an outcome: as a heading, inside a sentence, after "were",
// and after "the odds of".
type areaMeasureWords struct {
	Name  string `json:"name"`
	Topic string `json:"topic"`
	Did   string `json:"did"`
	Odds  string `json:"odds"`
}

// areaOddsWords are those of the models.
type areaOddsWords struct {
	Title              phrase   `json:"title"`
	TitleFlat          phrase   `json:"title_flat"`
	Caption            phrase   `json:"caption"`
	Header             []string `json:"header"`
	Crude              string   `json:"crude"`
	Interaction        string   `json:"interaction"`
	InteractionCaption string   `json:"interaction_caption"`
	InteractionGroup   phrase   `json:"interaction_group"`
	Alt                string   `json:"alt"`
	Axis               string   `json:"axis"`
	Reference          string   `json:"reference"`
	Clusters           string   `json:"clusters"`
	Meaning            string   `json:"meaning"`
	Absent             phrase   `json:"absent"`
	Constant           phrase   `json:"constant"`
	Aliased            phrase   `json:"aliased"`
	Merged             phrase   `json:"merged"`
	Excluded           phrase   `json:"excluded"`
	ExcludedItem       phrase   `json:"excluded_item"`
	ExcludedFew        phrase   `json:"excluded_few"`
	Separation         phrase   `json:"separation"`
	TooFew             phrase   `json:"too_few"`
	NoConvergence      phrase   `json:"no_convergence"`
}

// check demands every text, and a word for everything a report can hold.
func (w *areaWords) check() error {
	var errs []error
	for _, at := range unfilled(reflect.ValueOf(*w), "area") {
		errs = append(errs, fmt.Errorf("words: %s is empty", at))
	}
	for _, m := range areas.Measures() {
		if at := unfilled(reflect.ValueOf(w.Measures[m.ID]), m.ID); len(at) > 0 {
			errs = append(errs, fmt.Errorf("words: area: measure %s lacks words", m.ID))
		}
	}
	for _, by := range areas.Breakdowns() {
		if w.Breakdowns[by] == "" {
			errs = append(errs, fmt.Errorf("words: area: nothing for breakdown %s", by))
		}
	}
	for _, term := range areas.Terms() {
		if w.Terms[term] == "" {
			errs = append(errs, fmt.Errorf("words: area: nothing for term %s", term))
		}
	}
	for s := areas.Withheld; s <= areas.NoPupils; s++ {
		if w.States[s.String()] == "" {
			errs = append(errs, fmt.Errorf("words: area: nothing for state %s", s))
		}
	}
	for name, n := range map[string][2]int{
		"glance": {len(w.Glance.Header), 7}, "breakdown": {len(w.Breakdown.Header), 8}, "excess": {len(w.Excess.Header), 6},
		"destination": {len(w.Destination.Header), 5}, "odds": {len(w.Odds.Header), 5},
	} {
		if n[0] != n[1] {
			errs = append(errs, fmt.Errorf("words: area: %d columns of %s, %d expected", n[0], name, n[1]))
		}
	}
	return errors.Join(errs...)
}
