// Package ingest reads the files users really hold into a metrics.Dataset. It
// recognises each file by its headings, joins schools by URN and else by
// LAESTAB, keeps the reason why a figure is missing, and collects what is
// wrong as problems with a place instead of stopping.
package ingest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// defaultMaxUncompressed is the most a compressed file may unpack to.
const defaultMaxUncompressed = 2 << 30

// Options are the choices of a run of reading. The zero value is the default.
type Options struct {
	// FileYear is the academic year of files that give none in a column, their
	// name or a folder.
	FileYear metrics.AcademicYear
	// FileLA is the local authority of schools for which no file gives one.
	FileLA metrics.LACode
	// Demonstration marks every source as demonstration data.
	Demonstration bool
	// MaxUncompressed limits what one compressed file may unpack to, in bytes;
	// 0 means 2 GiB, and no more than 200 times its packed size.
	MaxUncompressed int64
	// SumPredecessors adds up the figures of schools that merged, for the years
	// before.
	SumPredecessors bool
	// Term selects the figures of one term of each year: "autumn", "spring" or
	// "summer"; empty selects those of whole years. The two are never mixed.
	Term string
	// Prefer names files, without folders, whose figure is taken where two files
	// disagree.
	Prefer []string
	// Mapping says what headings mean that the tool does not know.
	Mapping []MapEntry
	// IncludeHidden reads hidden sheets and rows of workbooks too.
	IncludeHidden bool
	// LeaverPreset, AbsenceCohort, AbsenceAges and SENStatus are the rules that
	// pupil-level tables are counted by, in the words of metrics.Options; empty
	// is the default.
	LeaverPreset, AbsenceCohort, AbsenceAges, SENStatus string
	// AcceptRoll is the reason why figures stand whose roll differs by more than
	// a tenth from the published one; empty forbids a verdict on them.
	AcceptRoll string
}

// input is one file to read.
type input struct {
	fsys fs.FS
	name string // in fsys
	show string // as printed
	// typed is the path as the user gave it.
	typed string
	// segments are the names that may give a year, the file's own first, then
	// its folders from the nearest outwards.
	segments  []string
	simulated bool
	explicit  bool // named by the user, not found in a folder
	output    bool // a folder this tool wrote: named, never read
	size      int64
}

// reader carries the state of one run.
type reader struct {
	// anyRatio: the user set a limit, which alone counts.
	anyRatio bool
	opt      Options
	rep      Report
	sources  []source
	urns     *store
	labs     *store // rows known by LAESTAB only, per year
	areas    *areas
	mapping  *mapper
	// survey, when set, is given the headings of each table, and no row is read.
	survey  func(p part, t *table, top []heldRow, known bool)
	schools []schoolRow
	news    map[metrics.URN]newSchool // made when it is asked for
	dated   []dated                   // what dated files say of a school, by its id in urns
	links   map[metrics.LAESTAB][]link
	linked  *linkTable // links between schools
	lineage *lineage
	// histories by URN of today
	histories  map[metrics.URN]metrics.History
	cutFigures map[uint16]cutFigure // by source
	comments   []comment
	disputes   map[cellKey][]figure // figures of cells on which files disagree
	disputed   []cellKey            // in the order they were found
	bench      []benchRow
	// closedInGIAS are schools a table better than the spine calls closed
	closedInGIAS map[metrics.URN]bool
	presets      map[string]bool
	words        map[string]string
	claims       []doubleID // rows of counts with both numbers of a school
	// named are the names of schools in tables of counts, by URN or LAESTAB
	named       map[string]string
	supplements []supplementRow
	yearCells   map[string]yearCell
	// reading is the file at hand, pupil what is known of pupil-level tables.
	reading *input
	pupil   pupilReader
	// found are checks of the input that a school's card must carry.
	found []metrics.Check
	// pairs of sources with equal figures, and with figures only one has
	same, filled map[filePair]int
}

// Read reads files and folders. The error is for a path that does not exist or
// cannot be listed; everything else is a Problem.
func Read(paths []string, opt Options) (*metrics.Dataset, *Report, error) {
	inputs, err := gatherAll(paths)
	if err != nil {
		return nil, nil, err
	}
	r := newReader(opt)
	r.readAll(inputs)
	for _, p := range paths {
		r.emptyFolder(p, inputs)
	}
	return r.finish(), &r.rep, nil
}

// gatherAll lists the files of all paths.
func gatherAll(paths []string) ([]input, error) {
	var inputs []input
	for _, p := range paths {
		in, err := gather(p, len(paths) > 1)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, in...)
	}
	distinguish(inputs)
	return inputs, nil
}

// ReadFS reads every file of a file system: the embedded demonstration data.
func ReadFS(fsys fs.FS, opt Options) (*metrics.Dataset, *Report, error) {
	inputs, err := walk(fsys, "", "")
	if err != nil {
		return nil, nil, err
	}
	r := newReader(opt)
	r.readAll(inputs)
	return r.finish(), &r.rep, nil
}

func newReader(opt Options) *reader {
	anyRatio := opt.MaxUncompressed > 0
	if !anyRatio {
		opt.MaxUncompressed = defaultMaxUncompressed
	}
	return &reader{
		anyRatio: anyRatio, opt: opt, urns: newStore(), labs: newStore(), areas: newAreas(), linked: newLinkTable(), disputes: map[cellKey][]figure{}, mapping: &mapper{opt.Mapping, make([]bool, len(opt.Mapping))},
		links: map[metrics.LAESTAB][]link{}, presets: map[string]bool{}, words: map[string]string{}, named: map[string]string{}, yearCells: map[string]yearCell{},
		same: map[filePair]int{}, filled: map[filePair]int{}, pupil: newPupilReader(),
	}
}

// distinguish prints the whole path of files that would otherwise be printed
// alike.
func distinguish(inputs []input) {
	times := map[string]int{}
	for _, in := range inputs {
		times[in.show]++
	}
	for i := range inputs {
		if in := &inputs[i]; times[in.show] > 1 {
			in.show = in.typed
		}
	}
}

// gather lists the files of one path.
func gather(p string, several bool) ([]input, error) {
	info, err := os.Stat(p)
	if err != nil {
		return nil, err
	}
	typed := filepath.ToSlash(filepath.Clean(p))
	if !info.IsDir() {
		in := input{
			fsys: os.DirFS(filepath.Dir(p)), name: filepath.Base(p), show: filepath.Base(p),
			explicit: true, size: info.Size(),
		}
		in.describe(typed)
		return []input{in}, nil
	}
	if base := path.Base(typed); base == "." || base == ".." {
		if abs, err := filepath.Abs(p); err == nil {
			typed = filepath.ToSlash(abs)
		}
	}
	prefix := ""
	if several {
		prefix = path.Base(typed)
	}
	return walk(os.DirFS(p), typed, prefix)
}

// walk lists the files of a folder, sorted, without those that start with a
// dot and the lock files office programs leave.
func walk(fsys fs.FS, typed, prefix string) ([]input, error) {
	var out []input
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || base == "__MACOSX") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			if name == "." {
				return nil
			}
			if strings.HasSuffix(name, ".partial") { // being written by this run
				return fs.SkipDir
			}
			if !isOutput(fsys, name) {
				return nil
			}
			out = append(out, input{name: name, show: path.Join(prefix, name), output: true})
			return fs.SkipDir
		}
		in := input{fsys: fsys, name: name, show: path.Join(prefix, name)}
		if info, err := fs.Stat(fsys, name); err == nil {
			if info.IsDir() {
				return nil
			}
			in.size = info.Size()
		}
		in.describe(path.Join(typed, name))
		out = append(out, in)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cannot list the folder: %w", err)
	}
	return out, nil
}

// describe reads what the path itself says of a file.
func (in *input) describe(typed string) {
	parts := strings.Split(strings.Trim(typed, "/"), "/")
	slices.Reverse(parts)
	in.typed, in.segments = typed, parts
	named := parts
	if path.IsAbs(typed) || filepath.VolumeName(filepath.FromSlash(typed)) != "" {
		// Folders above what the user chose say nothing about the data.
		depth := strings.Count(in.name, "/") + 2
		named = parts[:min(len(parts), depth)]
	}
	for _, p := range named {
		in.simulated = in.simulated || namesSimulation(p)
	}
}

// namesSimulation reports whether a file or folder name says that its figures
// are not of real schools.
func namesSimulation(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9')
	})
	for i, w := range words {
		switch w {
		case "simulated", "synthetic", "demo":
			return true
		case "test":
			if i+1 < len(words) && words[i+1] == "data" {
				return true
			}
		}
	}
	return false
}

// readAll reads every input in the order of its printed name.
func (r *reader) readAll(inputs []input) {
	slices.SortStableFunc(inputs, func(a, b input) int { return cmp.Compare(a.show, b.show) })
	same := sameFiles(inputs)
	for i := range inputs {
		in := &inputs[i]
		if in.output {
			r.report(codeOutput, spot{file: in.show})
			continue
		}
		if other, ok := same[i]; ok {
			r.report(codeSameFile, spot{file: in.show}, "other", inputs[other].show)
			r.rep.Files = append(r.rep.Files, FileReport{File: in.show, Note: "the same as " + inputs[other].show + ": read once"})
			continue
		}
		r.file(in)
	}
}

// isOutput reports whether a folder below the one that is read holds the output
// of an earlier run: figures made from the input must not come back as input.
func isOutput(fsys fs.FS, folder string) bool {
	b, err := fs.ReadFile(fsys, path.Join(folder, "run.json"))
	if err != nil {
		return false
	}
	var manifest struct {
		Tool string `json:"tool"`
	}
	return json.Unmarshal(b, &manifest) == nil && manifest.Tool == "reportcard"
}

// sameFiles finds files that repeat an earlier one byte for byte. Only files
// of equal size are compared.
func sameFiles(inputs []input) map[int]int {
	bySize := map[int64][]int{}
	for i, in := range inputs {
		bySize[in.size] = append(bySize[in.size], i)
	}
	out := map[int]int{}
	for size, group := range bySize {
		if size == 0 || len(group) < 2 {
			continue
		}
		first := map[string]int{}
		for _, i := range group {
			sum, err := hashFile(inputs[i].fsys, inputs[i].name)
			if err != nil {
				continue
			}
			if j, ok := first[sum]; ok {
				out[i] = j
			} else {
				first[sum] = i
			}
		}
	}
	return out
}

// emptyFolder reports a folder in which nothing could be used.
func (r *reader) emptyFolder(p string, inputs []input) {
	info, err := os.Stat(p)
	if err != nil || !info.IsDir() {
		return
	}
	for _, f := range r.rep.Files {
		if f.Used || f.Note == exampleOnly {
			return
		}
	}
	r.report(codeNothing, spot{file: filepath.Base(p)})
}

// fail reports a file that cannot be used. A file the user named is an error;
// one that merely lies in a folder is a warning.
func (r *reader) fail(in *input, code, note string, pairs ...string) {
	p := r.report(code, spot{file: in.show}, pairs...)
	if in.explicit && p.Severity == Warning {
		p.Severity = Error
	}
	if !in.explicit && p.Severity == Error && notATable[code] {
		p.Severity = Warning
	}
	r.rep.Files = append(r.rep.Files, FileReport{File: in.show, Note: note})
}

// notATable are the codes of files that may lie in a folder of data without
// harm.
var notATable = map[string]bool{
	codeImage: true, codePDF: true, codeHTML: true, codeBinary: true, codeNoHeading: true, codeEmpty: true,
}

func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
