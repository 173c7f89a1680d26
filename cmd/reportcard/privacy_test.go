package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// marks stand in cells about pupils; no byte the program writes may hold one.
// They are an identifier, a UPN, a name and a date of birth, as they are planted
// and as they might come out.
var marks = []string{"QZMARK", "qzmark", "Z829200009", "Vexquill", "VEXQUILL", "29/02/2012", "2012-02-29", "29 February 2012", "20120229"}

// plantedTables are the tables of the small extract with every identifier
// replaced by a mark, columns for a name added, and below them bad rows: a mark
// in one column at a time and in all of them, too few cells and too many.
func plantedTables(t *testing.T) map[string][][]string {
	t.Helper()
	dir := filepath.Join("..", "..", "testdata", "pupils")
	out := map[string][][]string{}
	for _, name := range []string{
		"schools.csv", "census_2024_01.csv", "census_2025_01.csv", "attendance_2023_24.csv", "suspensions_2023_24.csv", "destinations_2025_01.csv",
	} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if name != "schools.csv" {
			rows = plant(rows)
		}
		out[name] = rows
	}
	return out
}

func plant(rows [][]string) [][]string {
	head := rows[0]
	for i := range rows {
		for j, h := range head {
			switch {
			case i == 0:
			case h == "pupil_id":
				rows[i][j] = strings.Replace(rows[i][j], "TH", "QZMARK", 1)
			case h == "reason" || h == "destination_name":
				rows[i][j] = "Vexquill " + rows[i][j]
			}
		}
		if i == 0 {
			rows[i] = append(rows[i], "surname", "forename", "form notes")
		} else {
			rows[i] = append(rows[i], "Vexquill", "Qzmark", "born 29/02/2012")
		}
	}
	good := rows[1]
	bad := func(cells ...string) { rows = append(rows, cells) }
	for _, mark := range []string{"QZMARK1", "Vexquill", "29/02/2012", "Z829200009A1B", "40968", "1.23E+11", ""} {
		for j := range good {
			row := append([]string(nil), good...)
			row[j] = mark
			bad(row...)
		}
	}
	all := make([]string, len(good))
	for j := range all {
		all[j] = "QZMARK Vexquill 29/02/2012"
	}
	bad(all...)
	bad(append(append([]string(nil), good...), "Vexquill", "29/02/2012")...)
	return rows
}

func asCSV(t *testing.T, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asWorkbook(t *testing.T, tables map[string][][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for name, rows := range tables {
		sheet := strings.TrimSuffix(name, ".csv")
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			if err == nil {
				err = f.SetSheetRow(sheet, at, &rows[i])
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// plantedInputs writes the tables as each kind of input, and files that cannot
// be read as tables.
func plantedInputs(t *testing.T, root string) map[string]string {
	t.Helper()
	tables := plantedTables(t)
	write := func(name string, content []byte) {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	zw := zip.NewWriter(&packed)
	for name, rows := range tables {
		text := asCSV(t, rows)
		write("csv/"+name, text)
		var gz bytes.Buffer
		gw := gzip.NewWriter(&gz)
		_, err := gw.Write(text)
		if err == nil {
			err = gw.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		write("gz/"+name+".gz", gz.Bytes())
		w, err := zw.Create(name)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
		if name == "schools.csv" {
			write("broken/"+name, text)
			continue
		}
		head, rest, _ := bytes.Cut(text, []byte("\n"))
		write("broken/half_"+name, text[:len(text)*2/3])
		write("broken/quote_"+name, append(append(append([]byte(nil), text...), '"'), rest...))
		write("broken/headless_"+name, rest)
		write("broken/half.gz/"+name+".gz", gz.Bytes()[:gz.Len()/2])
		write("broken/other_"+name, append(bytes.ReplaceAll(head, []byte("pupil_id"), []byte("upn")), append([]byte("\n"), rest...)...))
		write("broken/undated/"+name[:4]+".csv", text)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	write("zip/extract.zip", packed.Bytes())
	write("xlsx/extract.xlsx", asWorkbook(t, tables))
	return map[string]string{
		"csv": filepath.Join(root, "csv"), "gz": filepath.Join(root, "gz"), "zip": filepath.Join(root, "zip"),
		"xlsx": filepath.Join(root, "xlsx"), "broken": filepath.Join(root, "broken"),
	}
}

// sandbox is a folder that holds everything a process may write: its output, its
// home and its temporary files.
type sandbox struct{ dir string }

func newSandbox(t *testing.T) *sandbox {
	t.Helper()
	s := &sandbox{dir: t.TempDir()}
	for _, d := range []string{"tmp", "home", "out"} {
		if err := os.MkdirAll(filepath.Join(s.dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// command prepares a run whose screen goes to files of the sandbox too.
func (s *sandbox) command(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("reportcard", args...)
	cmd.Dir = filepath.Join(s.dir, "out")
	home, tmp := filepath.Join(s.dir, "home"), filepath.Join(s.dir, "tmp")
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp, "TMP="+tmp, "TEMP="+tmp, "HOME="+home, "XDG_CACHE_HOME="+home, "XDG_CONFIG_HOME="+home, "GOTRACEBACK=system")
	for kind, to := range map[string]*io.Writer{"stdout": &cmd.Stdout, "stderr": &cmd.Stderr} {
		f, err := os.Create(filepath.Join(s.dir, "screen-"+name+"-"+kind+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		*to = f
	}
	return cmd
}

// search looks for marks in every byte of the sandbox, packed or not, and gives
// the number of files.
func (s *sandbox) search(t *testing.T) int {
	t.Helper()
	files := 0
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		name, _ := filepath.Rel(s.dir, path)
		searchBytes(t, name, b, 0)
		if text, err := exec.Command("pdftotext", path, "-").Output(); strings.HasSuffix(name, ".pdf") && err == nil {
			searchBytes(t, name+" as text", text, 0)
		}
		if strings.HasPrefix(name, "tmp") {
			t.Errorf("a temporary file is left: %s", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func searchBytes(t *testing.T, name string, b []byte, depth int) {
	t.Helper()
	for _, m := range marks {
		wide := make([]byte, 0, 2*len(m))
		for _, c := range []byte(m) {
			wide = append(wide, 0, c)
		}
		for _, form := range [][]byte{[]byte(m), wide, []byte(fmt.Sprintf("%X", m)), []byte(fmt.Sprintf("%x", m))} {
			if i := bytes.Index(b, form); i >= 0 {
				t.Errorf("%s holds %q: ...%q", name, m, b[max(0, i-60):min(len(b), i+60)])
				return
			}
		}
	}
	if depth > 2 {
		return
	}
	if zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err == nil {
		for _, f := range zr.File {
			if r, err := f.Open(); err == nil {
				inner, _ := io.ReadAll(r)
				searchBytes(t, name+"/"+f.Name, inner, depth+1)
			}
		}
	}
	if zr, err := gzip.NewReader(bytes.NewReader(b)); err == nil {
		inner, _ := io.ReadAll(zr)
		searchBytes(t, name+" unpacked", inner, depth+1)
	}
	if !bytes.HasPrefix(b, []byte("%PDF")) {
		return
	}
	for rest := b; ; {
		_, after, ok := bytes.Cut(rest, []byte("stream"))
		if !ok {
			return
		}
		rest = after
		if zr, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(after, "\r\n"))); err == nil {
			inner, _ := io.ReadAll(zr)
			searchBytes(t, name+" stream", inner, depth+1)
		}
	}
}

// Marked identifiers, names and dates of birth go in everywhere, in good rows and
// bad; nothing the program writes holds them: not its output, nor the screen, nor
// a temporary file.
func TestNoPupilGetsOut(t *testing.T) {
	s := newSandbox(t)
	inputs := plantedInputs(t, t.TempDir())
	commands := map[string][]string{
		"build":       {"build", "IN", "--out", "OUT", "--audience", "all"},
		"measures":    {"measures", "IN", "--out", "OUT"},
		"check":       {"check", "IN"},
		"check-json":  {"check", "IN", "--json"},
		"explain":     {"explain", "900008", "suspended_once", "IN"},
		"explain-l":   {"explain", "900008", "leavers", "IN", "--json"},
		"comparators": {"comparators", "900008", "IN"},
	}
	for _, c := range newRoot().Commands() {
		if c.Name() == "area" {
			commands["area"] = []string{"area", "IN", "--out", "OUT"}
		}
	}
	ran := 0
	for input, path := range inputs {
		for name, args := range commands {
			id := input + "-" + name
			own := append([]string(nil), args...)
			for i := range own {
				switch own[i] {
				case "IN":
					own[i] = path
				case "OUT":
					own[i] = id
				}
			}
			err := s.command(t, id, own...).Run()
			var ended *exec.ExitError
			if err != nil && !asExit(err, &ended) {
				t.Fatalf("%s: %v", id, err)
			}
			if ended != nil && (ended.ExitCode() == 1 || ended.ExitCode() == 2 || ended.ExitCode() < 0) {
				text, _ := os.ReadFile(filepath.Join(s.dir, "screen-"+id+"-stderr.txt"))
				t.Errorf("%s: exit %d: %s", id, ended.ExitCode(), text)
			}
			ran++
		}
	}
	files := s.search(t)
	t.Logf("%d runs, %d files searched", ran, files)
	if files < 3*ran {
		t.Errorf("only %d files of %d runs", files, ran)
	}
	// The tables were read, good rows and bad.
	for _, input := range []string{"csv", "gz", "zip", "xlsx"} {
		said, err := os.ReadFile(filepath.Join(s.dir, "screen-"+input+"-check-stdout.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"pupil census", "pupil attendance", "suspensions and exclusions", "destinations", "A build would make 2 cards", "IN701", "IN703", "IN713", "IN718"} {
			if !bytes.Contains(said, []byte(want)) {
				t.Errorf("check of %s does not say %q:\n%s", input, want, said)
			}
		}
	}
	// The search finds what is there.
	for _, b := range [][]byte{[]byte("x QZMARK1"), asWorkbook(t, map[string][][]string{"a.csv": {{"Vexquill"}}})} {
		probe := &testing.T{}
		if searchBytes(probe, "probe", b, 0); !probe.Failed() {
			t.Error("the search does not find a mark")
		}
	}
}

func asExit(err error, to **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*to = e
	return ok
}

// A run that is interrupted, killed or crashes in the middle of the records
// leaves no mark either: not in what is kept to go on from, nor in the trace of
// every routine with its stack.
func TestNoPupilInTraces(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent these signals there")
	}
	s := newSandbox(t)
	root := t.TempDir()
	tables := plantedTables(t)
	// Enough rows for the signal to come while they are read.
	rows := tables["attendance_2023_24.csv"]
	for i := range 300_000 {
		rows = append(rows, []string{"QZMARK" + strconv.Itoa(i), "900008", "380", "21", "Vexquill", "Qzmark", "born 29/02/2012"})
	}
	tables["attendance_2023_24.csv"] = rows
	for name, rows := range tables {
		if err := os.WriteFile(filepath.Join(root, name), asCSV(t, rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	died := map[os.Signal]int{}
	for i, sig := range []os.Signal{syscall.SIGQUIT, os.Interrupt, os.Kill, syscall.SIGQUIT, os.Interrupt, os.Kill, syscall.SIGQUIT} {
		id := "signal" + strconv.Itoa(i)
		cmd := s.command(t, id, "build", root, "--out", id)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(20+40*i)*time.Millisecond, func() { _ = cmd.Process.Signal(sig) })
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code != 0 && code != 3 {
			died[sig]++
		}
	}
	files := s.search(t)
	t.Logf("ended by a signal: %v; %d files searched", died, files)
	if died[syscall.SIGQUIT] == 0 {
		t.Error("no run crashed: the test tests nothing")
	}
}
