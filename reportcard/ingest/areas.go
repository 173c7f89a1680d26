package ingest

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

//go:embed la.csv
var laTable string

// areas knows the local authorities: the embedded table, which files given by
// the user extend and override.
type areas struct {
	byCode map[metrics.LACode]*area
	byONS  map[string]metrics.LACode
	byName map[string]metrics.LACode
	seen   map[string]bool // code and ONS pairs already learnt
}

type area struct{ name, region string }

func newAreas() *areas {
	a := &areas{
		byCode: map[metrics.LACode]*area{}, byONS: map[string]metrics.LACode{}, byName: map[string]metrics.LACode{}, seen: map[string]bool{},
	}
	rd := csv.NewReader(strings.NewReader(laTable))
	rd.Comment = '#'
	records, err := rd.ReadAll()
	if err != nil || len(records) == 0 {
		return a // a test reads the embedded table, so this cannot ship
	}
	for _, rec := range records[1:] {
		code := metrics.LACode(rec[0])
		a.byCode[code] = &area{name: rec[2], region: rec[3]}
		for ons := range strings.FieldsSeq(rec[1]) {
			a.byONS[ons] = code
		}
		a.byName[areaKey(rec[2])] = code
	}
	return a
}

// laSuccessors are the authorities that took over from one that was abolished.
var laSuccessors = map[metrics.LACode][]metrics.LACode{
	"820": {"822", "823"}, "875": {"895", "896"}, // Bedfordshire, Cheshire: April 2009
	"836": {"839"}, "837": {"839"}, "835": {"838", "839"}, // Poole, Bournemouth, Dorset (Christchurch to 839): April 2019
	"928": {"940", "941"}, // Northamptonshire: April 2021
	"909": {"942", "943"}, // Cumbria: April 2023
}

// Successors lists the authorities that a local authority became, or nil while
// it exists; Predecessors those it came from.
func Successors(la metrics.LACode) []metrics.LACode { return slices.Clone(laSuccessors[la]) }

// Predecessors lists the abolished authorities whose area one covers, sorted.
func Predecessors(la metrics.LACode) []metrics.LACode {
	var out []metrics.LACode
	for old, now := range laSuccessors {
		if slices.Contains(now, la) {
			out = append(out, old)
		}
	}
	slices.Sort(out)
	return out
}

// AreaName gives the name of a local authority, empty when it is not known.
func AreaName(la metrics.LACode) string { return newAreas().get(la).name }

// areaKey compares names of areas (never of schools): "Cheshire West &
// Chester" and "Cheshire West and Chester" are one.
func areaKey(name string) string { return squash(strings.ReplaceAll(name, "&", "and")) }

// learn adds what a row of a DfE file says of an authority that the tables so
// far do not.
func (a *areas) learn(code, ons, name, region string) {
	key := code + ons
	if code == "" || a.seen[key] {
		return
	}
	a.seen[strings.Clone(key)] = true
	la, err := metrics.ParseLACode(code)
	if err != nil {
		return
	}
	if ons != "" {
		if _, ok := a.byONS[ons]; !ok {
			a.byONS[strings.Clone(ons)] = la
		}
	}
	if a.byCode[la] == nil {
		a.byCode[la] = &area{name: strings.Clone(name), region: normaliseRegion(region)}
		a.byName[areaKey(name)] = la
	}
}

// override takes the name and region of a table of codes the user gave.
func (a *areas) override(la metrics.LACode, name, region string) {
	was := a.byCode[la]
	if was == nil {
		was = &area{}
		a.byCode[la] = was
	}
	if name != "" {
		// The embedded name stays where only the spelling of "and" differs.
		if areaKey(name) != areaKey(was.name) {
			was.name = name
		}
		a.byName[areaKey(name)] = la
	}
	if region != "" {
		was.region = region
	}
}

func (a *areas) get(la metrics.LACode) area {
	if x := a.byCode[la]; x != nil {
		return *x
	}
	return area{}
}

// find gives the authority of an ONS code, else of an area name.
func (a *areas) find(ons, name string) (metrics.LACode, bool) {
	if la, ok := a.byONS[ons]; ok {
		return la, true
	}
	la, ok := a.byName[areaKey(name)]
	return la, ok
}

// regions maps spellings of the nine regions of England, squashed.
var regions = map[string]string{
	"northeast": "North East", "northwest": "North West", "yorkshireandthehumber": "Yorkshire and The Humber",
	"yorkshirehumber": "Yorkshire and The Humber", "yorkshireandhumber": "Yorkshire and The Humber", "eastmidlands": "East Midlands",
	"westmidlands": "West Midlands", "eastofengland": "East of England", "eastengland": "East of England", "east": "East of England",
	"london": "London", "innerlondon": "London", "outerlondon": "London", "southeast": "South East", "southwest": "South West",
	"northyorkshireandthehumber": "Yorkshire and The Humber", "southandwestyorkshire": "Yorkshire and The Humber",
	"londoncentral": "London", "londoneast": "London", "londonnorth": "London", "londonsouth": "London", "londonwest": "London",
}

// normaliseRegion gives one of the nine regions, or "". DfE sub-regions such
// as "North West B" lose their letter.
func normaliseRegion(s string) string {
	t := trimCell(s)
	if n := len(t); n > 2 && t[n-2] == ' ' && t[n-1] >= 'A' && t[n-1] <= 'D' {
		t = t[:n-2]
	}
	if region := regionOfCode(t); region != "" {
		return region
	}
	return regions[squash(t)]
}

// regionOfCode gives the region of an ONS code; Inner and Outer London are
// halves of London.
func regionOfCode(code string) string {
	return map[string]string{
		"E12000001": "North East", "E12000002": "North West", "E12000003": "Yorkshire and The Humber", "E12000004": "East Midlands", "E12000005": "West Midlands",
		"E12000006": "East of England", "E12000007": "London", "E12000008": "South East", "E12000009": "South West", "E13000001": "London", "E13000002": "London",
	}[trimCell(code)]
}

// subRegion gives the region of a DfE performance-table sub-region number.
func subRegion(n int) string {
	switch n {
	case 1, 3:
		return "North East"
	case 6, 7, 9:
		return "North West"
	case 10, 12:
		return "Yorkshire and The Humber"
	case 14, 16:
		return "East Midlands"
	case 20, 22, 24:
		return "West Midlands"
	case 25, 27:
		return "East of England"
	case 31, 32, 33, 34, 35:
		return "London"
	case 36, 37, 38, 39:
		return "South East"
	case 43, 45:
		return "South West"
	}
	return ""
}

// readLACodes reads a table of authorities: code, name, and region by number
// or name.
func (r *reader) readLACodes(t *table) {
	code, name, ons := t.col("la_code"), t.col("la_name"), t.col("la_ons")
	for {
		cells, line, more := t.next()
		if !more {
			return
		}
		la, err := metrics.ParseLACode(cells[code])
		if err != nil {
			if t.furniture(cells) {
				t.noted["furniture"]++
			} else {
				r.report(codeValue, t.spot(line, code), "options", "a three-digit local authority code")
			}
			continue
		}
		region := ""
		for i, n := range t.names {
			if n != "region" || region != "" {
				continue
			}
			if num, err := strconv.Atoi(trimCell(cells[i])); err == nil {
				region = subRegion(num)
			} else {
				region = normaliseRegion(cells[i])
			}
		}
		t.count++
		la = metrics.LACode(strings.Clone(string(la)))
		r.areas.override(la, strings.Clone(cellAt(cells, name)), region)
		if o := cellAt(cells, ons); o != "" {
			r.areas.byONS[strings.Clone(o)] = la
		}
	}
}
