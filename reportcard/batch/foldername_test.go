package batch

import (
	"strings"
	"testing"
)

// The names that Windows refuses, as its documentation of naming files lists
// them.
func TestNamesThatWindowsRefuses(t *testing.T) {
	for name, why := range map[string]string{
		"cards": "", "cards 2026": "", "console": "", "communication": "", "com": "", "lpt": "", "auxiliary.x": "", ".": "", "..": "", "nullable": "", "COM10": "",
		"con": "device", "CON": "device", "aux.partial": "device", "nul.": "device", "Com1": "device", "LPT9.txt": "device", "com²": "device", "PRN ": "device",
		"cards.": "dot", "cards ": "dot", "c|d": "character", "what?": "character",
	} {
		if got := windowsObjection(name); why == "" && got != "" || !strings.Contains(got, why) {
			t.Errorf("%q: %q, want %q", name, got, why)
		}
	}
	if err := checkName(`out\aux\cards`, "windows"); err == nil {
		t.Error("a device inside a path is not refused")
	}
	for _, dir := range []string{`out\cards`, `..\cards`, `./cards/`} {
		if err := checkName(dir, "windows"); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if err := checkName("aux", "linux"); err != nil {
		t.Errorf("elsewhere: %v", err)
	}
}
