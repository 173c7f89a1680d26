package ingest

import (
	"encoding/csv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

// FuzzArchive reads archives that are broken themselves: zip, gzip, workbooks
// and compound files, flipped anywhere.
func FuzzArchive(f *testing.F) {
	gz, inner := gzipped(f, smallCounts), zipped(f, map[string]string{"counts.csv": smallCounts})
	for _, b := range [][]byte{
		[]byte(gz), []byte(inner), []byte(zipped(f, map[string]string{"a/counts.csv": smallCounts, "b.zip": inner, "c.csv": gz})), []byte(inner)[:len(inner)/2],
		bookOf(f, sheetOpen+`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`+sheetClose, sharedTexts), []byte("PK\x05\x06" + strings.Repeat("\x00", 18)), []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), []byte("\x1f\x8b\x08"),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) <= 16<<10 {
			sound(t, "2022-23.zip", data)
		}
	})
}

// FuzzDialects writes one table in another dialect and reads both: separator,
// encoding, ends of lines and quotation marks must change no figure and no
// problem. Cells with separators, quotation marks or line breaks are left out:
// which separator a file has is then a matter of opinion.
func FuzzDialects(f *testing.F) {
	for i, s := range []string{
		smallCounts, "urn,academic_year,sen_group,pupils\n100049,2022/23,E,1O\n100049,2022/23,N,12.5\n,2022/23,N,3\n",
		"urn,name,phase,low_age,high_age\n100049,Ysgol Tŷ Gwyn,Primary,5,11\n100050,École,Secondary,11,16\n",
		"urn,text,by_whom\n100049,Many thanks – we have grown,Head\n", "URN,LA,ESTAB,NOR,TSENELSE,TSENELK\n100049,202,4104,700,20,90\nNAT,,PRI,1,2,3\n",
		"upn,urn,year_group,sen_status\nA1,100049,8,K\nA2,100049,9,N\n",
	} {
		f.Add(s, uint8(i))
	}
	f.Fuzz(func(t *testing.T, text string, how uint8) {
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil || len(rows) == 0 || len(text) > 4<<10 {
			return
		}
		for _, row := range rows {
			// A row of one empty cell is an empty line, which has no dialect.
			if len(row) < 2 || strings.ContainsFunc(strings.Join(row, ""), func(c rune) bool { return c < ' ' || strings.ContainsRune(",;\t|\"\ufeff\ufffd", c) }) {
				return
			}
		}
		if strings.HasPrefix(strings.ToLower(rows[0][0]), "sep=") {
			return // a first line that names the separator
		}
		plain := dialected(rows, 0)
		other := dialected(rows, how)
		if sniff(plain) != (format{"text", ""}) || sniff(other) != (format{"text", ""}) {
			return // the first cells are those of another format
		}
		d, rep := readFiles(t, map[string]string{"2022-23.csv": string(plain)}, Options{})
		e, again := readFiles(t, map[string]string{"2022-23.csv": string(other)}, Options{})
		if diff := cmp.Diff(figuresOf(d), figuresOf(e)); diff != "" {
			t.Errorf("dialect %b (-plain +other):\n%s", how, diff)
		}
		if diff := cmp.Diff(d.Schools, e.Schools); diff != "" {
			t.Errorf("dialect %b, schools (-plain +other):\n%s", how, diff)
		}
		if diff := cmp.Diff(printed(rep), printed(again)); diff != "" {
			t.Errorf("dialect %b, problems (-plain +other):\n%s", how, diff)
		}
	})
}

// dialected writes rows: bits 0 and 1 choose the separator, 2 CRLF, 3 quotation
// marks around every cell, 4 and 5 UTF-16 either way or a mark before UTF-8.
func dialected(rows [][]string, how uint8) []byte {
	comma, end := string(",;\t|"[how&3]), "\n"
	if how&4 != 0 {
		end = "\r\n"
	}
	var b strings.Builder
	for _, row := range rows {
		for i, c := range row {
			if i > 0 {
				b.WriteString(comma)
			}
			if how&8 != 0 {
				c = `"` + c + `"`
			}
			b.WriteString(c)
		}
		b.WriteString(end)
	}
	text := b.String()
	switch how >> 4 & 3 {
	case 1:
		text = "\ufeff" + text
	case 2, 3:
		out := []byte{}
		for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
			if how&16 != 0 {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return out
	}
	return []byte(text)
}

// FuzzPupilFiles reads an extract of a school of which one table is of any
// shape: no identifier comes out again, and what was counted holds together.
func FuzzPupilFiles(f *testing.F) {
	files := map[string]string{
		"schools.csv":        "urn,name,phase,low_age,high_age\n100001,A,Secondary,11,16\n",
		"census_2024_01.csv": censusHeadings + "TH00481,100001,8,K,1,C\nTH00482,100001,8,N,0,C\nTH00483,100001,9,E,0,M\nTH00484,100001,11,N,1,C\n",
		"census_2025_01.csv": censusHeadings + "TH00481,100001,9,K,1,C\nTH00483,100001,10,E,0,C\n",
		"attendance.csv":     "pupil_id,school_urn,sessions_possible,sessions_missed\nTH00481,100001,380,50\nTH00482,100001,380,0\nTH00483,100001,190,100\n",
		"suspensions.csv":    "suspension_id,pupil_id,school_urn,start_date,length_days,category\nS1,TH00481,100001,2023-11-06,1.5,SUSP\nS2,TH00481,100001,13/12/2023,1,SUSP\nS3,TH00484,100001,2024-02-01,0.5,PERM\n",
		"destinations.csv":   "pupil_id,from_school_urn,destination_type,ground\nTH00482,100001,EHE,f\nTH00484,100001,Post-16,a\n",
	}
	names := []string{"schools.csv", "census_2024_01.csv", "census_2025_01.csv", "attendance.csv", "suspensions.csv", "destinations.csv"}
	for i, name := range names {
		f.Add(uint8(i), files[name])
	}
	f.Add(uint8(3), "upn,school_urn,date,session,code\nTH00481,100001,06/11/2023,AM,E\nTH00482,100001,06/11/2023,AM,/\n")
	f.Add(uint8(3), "upn,school_urn,/,\\,I,E,C2\nTH00481,100001,10,10,3,4,1\n")
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		if len(text) > 8<<10 {
			return
		}
		fsys := fstest.MapFS{}
		for i, name := range names {
			fsys[name] = &fstest.MapFile{Data: []byte(files[name])}
			if int(which)%len(names) == i {
				fsys[name].Data = []byte(text)
			}
		}
		d, rep, err := ReadFS(fsys, Options{FileYear: 2023})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range rep.Problems {
			if kindByCode[p.Code].Code == "" || p.What == "" {
				t.Errorf("problem %+v", p)
			}
			if strings.Contains(p.String()+p.Hint, "TH0048") {
				t.Errorf("an identifier is echoed: %s", p)
			}
		}
		holdTogether(t, d)
	})
}

// holdTogether checks that no count of a part exceeds that of its whole.
func holdTogether(t *testing.T, d *metrics.Dataset) {
	t.Helper()
	for i := range d.Schools {
		for _, y := range d.Years() {
			for g := metrics.GroupAll; g < anyGroup; g++ {
				for _, pair := range [][2]metrics.Field{
					{metrics.PupilsSuspendedRepeat, metrics.PupilsSuspended}, {metrics.SessionsAbsent, metrics.SessionsPossible},
					{metrics.SevereAbsentees, metrics.PersistentAbsentees}, {metrics.PersistentAbsentees, metrics.Enrolments}, {metrics.NonStandardLeavers, metrics.LeaverBase},
				} {
					part, whole := d.Get(i, y, pair[0], g), d.Get(i, y, pair[1], g)
					if part.OK() && whole.OK() && part.N > whole.N {
						t.Errorf("%s %s %s: %s is %v, %s %v", d.Schools[i].URN, y, g, pair[0], part.N, pair[1], whole.N)
					}
				}
			}
		}
	}
}
