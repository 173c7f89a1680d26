package ingest

import (
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// uncalculated stands in a cell whose formula has no stored value and cannot be
// worked out safely. It is no number, no symbol and no word.
const uncalculated = "\x01formula"

// calculator works out formulas that a program wrote without their values.
// A formula is safe when its result cannot differ from what the user would see
// and no missing figure can pass for zero: arithmetic of cells that hold
// numbers, text put together from cells that are not empty, nothing else.
type calculator struct {
	f     *excelize.File
	scans map[string]sheetScan
	safe  map[string]bool
	done  int
	stuck int
}

func newCalculator(f *excelize.File) *calculator {
	return &calculator{f: f, scans: map[string]sheetScan{}, safe: map[string]bool{}}
}

// scan gives the scan of a sheet, made once.
func (c *calculator) scan(sheet string) sheetScan {
	s, ok := c.scans[sheet]
	if !ok {
		s = scanSheet(c.f, sheet)
		c.scans[sheet] = s
	}
	return s
}

// value gives the value of a cell whose formula has none.
func (c *calculator) value(sheet, cell string) string {
	if c.isSafe(sheet, cell, 0) {
		v, err := c.f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if err == nil && !strings.HasPrefix(v, "#") {
			c.done++
			return v
		}
	}
	c.stuck++
	return uncalculated
}

const (
	// formulaDepth bounds formulas that rest on formulas: the library follows
	// them by recursion.
	formulaDepth = 16
	// formulaCells bounds the cells one formula may add up.
	formulaCells = 2000
)

var (
	textInFormula = regexp.MustCompile(`"[^"]*"`)
	callInFormula = regexp.MustCompile(`([A-Z][A-Z0-9.]*)\(`)
	refInFormula  = regexp.MustCompile(`(?:('[^']+'|[A-Za-z0-9_]+)!)?\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?`)
	plainFormula  = regexp.MustCompile(`^[-+*/&(),.\s0-9]*$`)
)

// safeCalls are the functions whose results are plain; the others need a
// spreadsheet program.
var safeCalls = map[string]bool{"SUM": true, "ROUND": true, "CONCATENATE": true, "TEXT": true, "TRIM": true, "VALUE": true}

func (c *calculator) isSafe(sheet, cell string, depth int) bool {
	key := sheet + "!" + cell
	if known, ok := c.safe[key]; ok {
		return known
	}
	if depth > formulaDepth {
		return false
	}
	c.safe[key] = false // a formula that rests on itself is not safe
	formula, err := c.f.GetCellFormula(sheet, cell)
	if err != nil || formula == "" {
		return false
	}
	ok := c.checked(sheet, formula, depth)
	c.safe[key] = ok
	return ok
}

// checked looks at the words and the cells of one formula.
func (c *calculator) checked(sheet, formula string, depth int) bool {
	body := textInFormula.ReplaceAllString(strings.TrimPrefix(formula, "="), "")
	calls := callInFormula.FindAllStringSubmatch(strings.ToUpper(body), -1)
	arithmetic := strings.ContainsAny(body, "+-*/")
	for _, m := range calls {
		if !safeCalls[m[1]] {
			return false
		}
		arithmetic = arithmetic || m[1] == "SUM" || m[1] == "ROUND"
	}
	rest := callInFormula.ReplaceAllString(strings.ToUpper(body), "(")
	refs := refInFormula.FindAllStringSubmatch(body, -1)
	rest = refInFormula.ReplaceAllString(rest, "")
	if !plainFormula.MatchString(rest) || len(refs) == 0 {
		return false
	}
	for _, m := range refs {
		on := sheet
		if m[1] != "" {
			on = strings.Trim(m[1], "'")
		}
		last := m[2] + m[3]
		if m[4] != "" {
			last = m[4] + m[5]
		}
		r, ok := parseRange(m[2] + m[3] + ":" + last)
		if !ok || (r.c2-r.c1+1)*(r.r2-r.r1+1) > formulaCells || !c.cells(on, r, arithmetic, depth) {
			return false
		}
	}
	return true
}

// cells reports whether every cell of a range can be built upon.
func (c *calculator) cells(sheet string, r mergedRange, arithmetic bool, depth int) bool {
	scan := c.scan(sheet)
	for row := r.r1; row <= r.r2; row++ {
		for col := r.c1; col <= r.c2; col++ {
			name, err := excelize.CoordinatesToCellName(col, row)
			if err != nil {
				return false
			}
			var text string
			if _, formula := scan.formulas[name]; formula {
				if !c.isSafe(sheet, name, depth+1) {
					return false
				}
				text, err = c.f.CalcCellValue(sheet, name, excelize.Options{RawCellValue: true})
			} else {
				text, err = c.f.GetCellValue(sheet, name, excelize.Options{RawCellValue: true})
			}
			if err != nil || trimCell(text) == "" || arithmetic && parseNumber(text, false).state != metrics.Observed {
				return false
			}
		}
	}
	return true
}
