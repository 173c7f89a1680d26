package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

// Each line of the mess in the design notes on inputs, symbols and numbers.
func TestParseNumber(t *testing.T) {
	type want struct {
		State   metrics.State
		Value   float64
		Bad     string
		Blank   bool
		Percent bool
		Low     bool
	}
	obs := func(v float64) want { return want{State: metrics.Observed, Value: v} }
	state := func(s metrics.State) want { return want{State: s} }
	bad := func(code string) want { return want{Bad: code} }
	for in, w := range map[string]want{
		"0": obs(0), "12": obs(12), " 12 ": obs(12), "'12": obs(12), "007": obs(7), "20.0": obs(20), "2.5": obs(2.5), ".5": bad(codeNotWhole), "5.": bad(codeNotWhole),
		"12,345": obs(12345), "1,234,567": obs(1234567), "1 234": obs(1234), "1\u00a0234": obs(1234), "1\u202f234": obs(1234), "12,345.5": obs(12345.5),
		"12.3%": {State: metrics.Observed, Value: 12.3, Percent: true}, "12.3 %": {State: metrics.Observed, Value: 12.3, Percent: true},
		"5*": {State: metrics.Observed, Value: 5, Low: true}, "5u": {State: metrics.Observed, Value: 5, Low: true}, "(5)": {State: metrics.Observed, Value: 5, Low: true},
		"1O": bad(codeLetter), "l8": bad(codeLetter), "1o5": bad(codeLetter), "12e": bad(codeNotWhole), "1E3": bad(codeNotWhole), "twelve": bad(codeNotWhole),
		"18-22": bad(codeTwoNumbers), "18–22": bad(codeTwoNumbers), "20 35": bad(codeTwoNumbers), "3/4": bad(codeTwoNumbers),
		"-3": bad(codeNegative), "−3": bad(codeNegative), "-12,345": bad(codeNegative), "--3": bad(codeNotWhole),
		"12,34": bad(codeNotWhole), "1,5": bad(codeNotWhole), "3 .2": bad(codeTwoNumbers), "1,  234": bad(codeNotWhole), "1.2.3": bad(codeNotWhole), "*": bad(codeNotWhole), "#N/A": bad(codeSheetError), "#DIV/0!": bad(codeSheetError), "%": bad(codeNotWhole),
		"z": state(metrics.NotApplicable), "Z": state(metrics.NotApplicable), "x": state(metrics.NotAvailable), "c": state(metrics.Suppressed), "low": state(metrics.Low),
		"k": state(metrics.Low), "u": state(metrics.NotAvailable), ":": state(metrics.NotAvailable), "~": state(metrics.NotAvailable), ".": state(metrics.NotAvailable),
		"..": state(metrics.NotAvailable), "-": state(metrics.NotAvailable), "SUPP": state(metrics.Suppressed), "NE": state(metrics.NotAvailable), "NP": state(metrics.NotAvailable),
		"NA": state(metrics.NotAvailable), "N/A": state(metrics.NotAvailable), "LOWCOV": state(metrics.NotAvailable), "NULL": state(metrics.NotAvailable),
		"<5": state(metrics.Suppressed), "< 5": state(metrics.Suppressed), "≤10": state(metrics.Suppressed), "<=10": state(metrics.Suppressed),
		"5 or fewer": state(metrics.Suppressed), "fewer than 6": state(metrics.Suppressed), "<": bad(codeNotWhole), "<5%": bad(codeNotWhole),
		"[c]": state(metrics.Suppressed), "[x]": state(metrics.NotAvailable), "[z]": state(metrics.NotApplicable), "[low]": state(metrics.Low), "[5]": bad(codeNotWhole), "[]": bad(codeNotWhole),
		"": {Blank: true}, "  ": {Blank: true}, "\u00a0": {Blank: true},
	} {
		n := parseNumber(in, false)
		got := want{n.state, n.value, n.bad, n.blank, n.percent, n.low}
		if d := cmp.Diff(w, got); d != "" {
			t.Errorf("parseNumber(%q): %s", in, d)
		}
	}
}

// In the DfE tables of 2016/17, x hides 1 or 2 and a full stop means "not
// applicable"; today x is "not available".
func TestParseNumberOldEra(t *testing.T) {
	for in, want := range map[string]metrics.State{"x": metrics.Suppressed, ".": metrics.NotApplicable, "z": metrics.NotApplicable, "..": metrics.NotAvailable, "3": metrics.Observed} {
		if got := parseNumber(in, true).state; got != want {
			t.Errorf("%q in 2016/17: %v, want %v", in, got, want)
		}
	}
}

// The quotient is rounded once: 1.4% is the float nearest to 0.014, where 1.4
// divided by 100 gives 0.013999999999999999.
func TestHundredth(t *testing.T) {
	for in, want := range map[string]float64{"9.8": 0.098, "1.4": 0.014, "100": 1, "0": 0, "15.736041": 0.15736041, "12.3%": 0.123} {
		if got := parseNumber(in, false).hundredth(); got != want {
			t.Errorf("%s%% = %v, want %v", in, got, want)
		}
	}
}

func TestEchoWithholds(t *testing.T) {
	for in, want := range map[string]string{
		"1O": `"1O"`, "18-22": `"18-22"`, "Smith, Jane": "the cell", "H801200001001": "the cell", "12/10/2011": "the cell", "2011-10-12": "the cell",
		strings.Repeat("9", 30): `"` + strings.Repeat("9", 20) + `…"`,
	} {
		if got := echo(in); got != want {
			t.Errorf("echo(%q) = %s, want %s", in, got, want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"12", "1,234", "(5)", "5*", "12.3%", "-3", "20 35", "1O", "<5", "5 or fewer", "\u00a0", "−", "(", "u", "%%", "1e9", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := parseNumber(s, false)
		if n.bad != "" && n.state == metrics.Observed {
			t.Errorf("%q is both refused and observed", s)
		}
		if n.state == metrics.Observed {
			if !(n.value >= 0) {
				t.Errorf("%q read as %v", s, n.value)
			}
			if !strings.ContainsAny(s, "0123456789") {
				t.Errorf("%q has no digit and was read as %v", s, n.value)
			}
		}
		if k, known := kindByCode[n.bad]; n.bad != "" && (!known || k.Stage != StageCell) {
			t.Errorf("%q refused with %q, which is no code of a cell", s, n.bad)
		}
	})
}
