package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"inclusioncards/reportcard"
)

const hostile = `=cmd|' /C calc'!A0`

// small is a workbook with every kind of cell.
func small() *reportcard.Workbook {
	w := func(f reportcard.WorkFormat, v float64) reportcard.WorkCell {
		return reportcard.WorkCell{V: v, Format: f}
	}
	t := func(s string) reportcard.WorkCell { return reportcard.WorkCell{Text: s} }
	return &reportcard.Workbook{Title: "Figures", Sheets: []reportcard.WorkSheet{
		{Name: "Cover", Columns: []reportcard.WorkColumn{{Head: "About", Width: 20}, {Head: "Value", Width: 40}}, Rows: [][]reportcard.WorkCell{{t("Area"), t("Ashwater")}}},
		{Name: "Schools", Columns: []reportcard.WorkColumn{{Head: "URN", Width: 9}, {Head: "School", Width: 30}, {Head: "Roll", Width: 9}, {Head: "Share", Width: 9}, {Head: "Rate", Width: 9}, {Head: "z", Width: 9}, {Head: "p", Width: 9}},
			Rows: [][]reportcard.WorkCell{
				{t("100001"), t(hostile), w(reportcard.WorkWhole, 1234), w(reportcard.WorkPercent, 1.0/3), w(reportcard.WorkOneDecimal, 12.25), w(reportcard.WorkThreeDecimals, -2), w(reportcard.WorkProbability, 0.0001)},
				{t("100002"), t("+1-2@\x01"), {}, w(reportcard.WorkPercent, 0)},
			}},
	}}
}

func written(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(small(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Another reader sees the headings, numbers as numbers with their format, and
// texts as texts whatever they look like; what there is not is empty, not 0.
func TestReadsBack(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{"Cover", "Schools"}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	shown, err := f.GetRows("Schools")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := f.GetRows("Schools", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	head := []string{"URN", "School", "Roll", "Share", "Rate", "z", "p"}
	for name, c := range map[string]struct{ want, got [][]string }{
		"shown": {[][]string{head, {"100001", hostile, "1,234", "33.3%", "12.3", "-2.000", "0.000100"}, {"100002", "+1-2@", "", "0.0%"}}, shown},
		"exact": {[][]string{head, {"100001", hostile, "1234", "0.333333333333333", "12.25", "-2", "0.0001"}, {"100002", "+1-2@", "", "0"}}, raw},
	} {
		for i := range c.got {
			for j := range c.got[i] { // 15 digits are what Excel keeps
				c.got[i][j] = c.got[i][j][:min(len(c.got[i][j]), 18)]
				if strings.HasPrefix(c.got[i][j], "0.3333333333333333") {
					c.got[i][j] = "0.333333333333333"
				}
			}
		}
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeInlineString, "C2": excelize.CellTypeUnset} {
		if got, err := f.GetCellType("Schools", cell); err != nil || got != want {
			t.Errorf("%s is of type %v, not %v (%v)", cell, got, want, err)
		}
	}
	for _, sheet := range f.GetSheetList() {
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: the heading row does not stay in view: %+v (%v)", sheet, panes, err)
		}
		if merged, err := f.GetMergeCells(sheet); err != nil || len(merged) > 0 {
			t.Errorf("%s: merged cells %v (%v)", sheet, merged, err)
		}
	}
}

// No part of the file holds a formula, a clock or a name.
func TestParts(t *testing.T) {
	first := written(t)
	for range 5 {
		if !bytes.Equal(first, written(t)) {
			t.Fatal("two workbooks of the same numbers differ")
		}
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("first file %s", z.File[0].Name)
	}
	core := false
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		part := string(content)
		if strings.Contains(part, "<f>") || strings.Contains(part, "<f ") {
			t.Errorf("%s holds a formula", f.Name)
		}
		if strings.HasSuffix(f.Name, "core.xml") {
			core = true
			for _, want := range []string{"1980-01-01T00:00:00Z", ">Figures<", ">reportcard<"} {
				if !strings.Contains(part, want) {
					t.Errorf("%s lacks %s:\n%s", f.Name, want, part)
				}
			}
		}
	}
	if !core {
		t.Error("no properties")
	}
}
