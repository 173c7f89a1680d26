package reportcard

import (
	"errors"
	"fmt"
	"reflect"

	"inclusioncards/metrics"
)

// overviewWords are the phrases of templates/words/overview.json.
type overviewWords struct {
	Audiences map[Audience]string `json:"audiences"`
	Index     struct {
		Title    phrase            `json:"title"`
		Footer   phrase            `json:"footer"`
		Notice   phrase            `json:"notice"`
		Batch    string            `json:"batch"`
		Files    map[string]string `json:"files"`
		Combined phrase            `json:"combined"`
		Search   SearchWords       `json:"search"`
		Archives string            `json:"archives"`
		Archive  phrase            `json:"archive"`
		Schools  string            `json:"schools"`
		Caption  string            `json:"caption"`
		URN      string            `json:"urn"`
	} `json:"index"`
	Combined struct {
		Title   phrase   `json:"title"`
		Footer  phrase   `json:"footer"`
		Notice  phrase   `json:"notice"`
		Heading string   `json:"heading"`
		Caption string   `json:"caption"`
		Header  []string `json:"header"`
		NoCard  string   `json:"no_card"`
	} `json:"combined"`
	Title    phrase `json:"title"`
	Footer   phrase `json:"footer"`
	Notice   phrase `json:"notice"`
	Verdicts struct {
		Title   string `json:"title"`
		Caption string `json:"caption"`
		Measure string `json:"measure"`
		Note    string `json:"note"`
	} `json:"verdicts"`
	Chance struct {
		Title    string `json:"title"`
		Tested   phrase `json:"tested"`
		None     phrase `json:"none"`
		Chance   phrase `json:"chance"`
		Register phrase `json:"register"`
		Source   string `json:"source"`
	} `json:"chance"`
	Funnel struct {
		Heading      phrase   `json:"heading"`
		None         phrase   `json:"none"`
		Title        phrase   `json:"title"`
		Takeaway     phrase   `json:"takeaway"`
		Alt          phrase   `json:"alt"`
		CaptionRatio string   `json:"caption_ratio"`
		CaptionShare string   `json:"caption_share"`
		XRatio       string   `json:"x_ratio"`
		XShare       string   `json:"x_share"`
		YRatio       string   `json:"y_ratio"`
		YShare       string   `json:"y_share"`
		TargetRatio  string   `json:"target_ratio"`
		TargetShare  phrase   `json:"target_share"`
		Same         string   `json:"same"`
		Times        phrase   `json:"times"`
		Outside      phrase   `json:"outside"`
		TableCaption phrase   `json:"table_caption"`
		HeaderRatio  []string `json:"header_ratio"`
		HeaderShare  []string `json:"header_share"`
	} `json:"funnel"`
	Coverage struct {
		Title    string   `json:"title"`
		Caption  string   `json:"caption"`
		Header   []string `json:"header"`
		Left     phrase   `json:"left"`
		NoneLeft string   `json:"none_left"`
	} `json:"coverage"`
	Rejects struct {
		Title      string            `json:"title"`
		None       string            `json:"none"`
		Caption    string            `json:"caption"`
		Header     []string          `json:"header"`
		Severities map[string]string `json:"severities"`
	} `json:"rejects"`
	Areas struct {
		Title    string `json:"title"`
		Jump     string `json:"jump"`
		Order    string `json:"order"`
		Note     string `json:"note"`
		OnPaper  string `json:"on_paper"`
		Caption  string `json:"caption"`
		Area     string `json:"area"`
		Schools  string `json:"schools"`
		Tested   string `json:"tested"`
		Files    string `json:"files"`
		Page     string `json:"page"`
		Print    string `json:"print"`
		Workbook string `json:"workbook"`
		Count    phrase `json:"count"`
	} `json:"areas"`
	Trusts struct {
		Title   string `json:"title"`
		Caption string `json:"caption"`
		Trust   string `json:"trust"`
		Schools string `json:"schools"`
		Tested  string `json:"tested"`
		None    string `json:"none"`
		Note    string `json:"note"`
	} `json:"trusts"`
	Back    string `json:"back"`
	Schools struct {
		Title         string `json:"title"`
		Jump          string `json:"jump"`
		OnPaper       phrase `json:"on_paper"`
		FilterTitle   string `json:"filter_title"`
		FilterPhase   string `json:"filter_phase"`
		FilterAll     string `json:"filter_all"`
		FilterResult  string `json:"filter_result"`
		FilterAny     string `json:"filter_any"`
		Shown         string `json:"shown"`
		Order         string `json:"order"`
		Caption       string `json:"caption"`
		School        string `json:"school"`
		Phase         string `json:"phase"`
		Cards         string `json:"cards"`
		Link          phrase `json:"link"`
		NotApplicable string `json:"not_applicable"`
	} `json:"schools"`
	Method struct {
		Title      string `json:"title"`
		Compared   phrase `json:"compared"`
		Rule       string `json:"rule"`
		Protection phrase `json:"protection"`
		Version    phrase `json:"version"`
	} `json:"method"`
	Workbook workbookWords `json:"workbook"`
}

// workbookWords name the sheets of the workbook, their columns and notes.
type workbookWords struct {
	Title phrase `json:"title"`
	Yes   string `json:"yes"`
	Cover struct {
		Sheet    workTable `json:"sheet"`
		Report   string    `json:"report"`
		Marking  string    `json:"marking"`
		Label    string    `json:"label"`
		Area     string    `json:"area"`
		Year     string    `json:"year"`
		Schools  string    `json:"schools"`
		Date     string    `json:"date"`
		Method   string    `json:"method"`
		Program  string    `json:"program"`
		Settings string    `json:"settings"`
	} `json:"cover"`
	Notes struct {
		Sheet workTable `json:"sheet"`
		Rows  []struct {
			About string `json:"about"`
			Note  phrase `json:"note"`
		} `json:"rows"`
	} `json:"notes"`
	National struct {
		About string `json:"about"`
		Note  string `json:"note"`
	} `json:"national"`
	Schools    workTable         `json:"schools"`
	Measures   workTable         `json:"measures"`
	Results    workTable         `json:"results"`
	Problems   workTable         `json:"problems"`
	Groups     map[string]string `json:"groups"`
	States     map[string]string `json:"states"`
	Directions map[string]string `json:"directions"`
}

// workTable names a sheet and its columns.
type workTable struct {
	Name    string       `json:"name"`
	Columns []WorkColumn `json:"columns"`
}

// check demands every text, and a word for everything a figure can be.
func (w *overviewWords) check() error {
	var errs []error
	for _, at := range unfilled(reflect.ValueOf(*w), "overview") {
		errs = append(errs, fmt.Errorf("words: %s is empty", at))
	}
	for _, a := range Audiences() {
		if w.Audiences[a] == "" {
			errs = append(errs, fmt.Errorf("words: overview: nothing for audience %s", a))
		}
	}
	b := &w.Workbook
	for g := metrics.GroupAll; g <= metrics.GroupGap; g++ {
		if b.Groups[g.String()] == "" {
			errs = append(errs, fmt.Errorf("words: overview: nothing for group %s", g))
		}
	}
	for s := metrics.NotAvailable; s <= metrics.Withheld; s++ {
		if b.States[s.String()] == "" {
			errs = append(errs, fmt.Errorf("words: overview: nothing for state %s", s))
		}
	}
	for d := metrics.NoDirection; d <= metrics.Lower; d++ {
		if b.Directions[d.String()] == "" {
			errs = append(errs, fmt.Errorf("words: overview: nothing for direction %s", d))
		}
	}
	for _, t := range []struct {
		workTable
		columns int
	}{{b.Cover.Sheet, 2}, {b.Notes.Sheet, 2}, {b.Schools, 11}, {b.Measures, 11}, {b.Results, 23}, {b.Problems, 9}} {
		if len(t.Columns) != t.columns {
			errs = append(errs, fmt.Errorf("words: overview: %d columns of sheet %s, %d expected", len(t.Columns), t.Name, t.columns))
		}
	}
	for name, n := range map[string][2]int{
		"funnel": {len(w.Funnel.HeaderRatio), 5}, "funnel of shares": {len(w.Funnel.HeaderShare), 5}, "coverage": {len(w.Coverage.Header), 4}, "rejects": {len(w.Rejects.Header), 4}, "combined": {len(w.Combined.Header), 5},
	} {
		if n[0] != n[1] {
			errs = append(errs, fmt.Errorf("words: overview: %d columns of %s, %d expected", n[0], name, n[1]))
		}
	}
	return errors.Join(errs...)
}
