package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

const sniffLen = 4096

// errTooLarge stops a decompression that goes past the limit.
var errTooLarge = errors.New("more than is safe to unpack")

// file opens one input and passes its tables on.
func (r *reader) file(in *input) {
	f, err := in.fsys.Open(in.name)
	if err != nil {
		r.fail(in, codeUnreadable, "cannot be read", "why", reason(err))
		return
	}
	defer f.Close()
	sum := sha256.New()
	br := bufio.NewReaderSize(io.TeeReader(f, sum), 1<<16)
	r.reading, r.pupil.later = in, false
	before := len(r.rep.Files)
	srcBefore := len(r.sources)
	r.content(in, br)
	if r.pupil.later && len(r.rep.Files) == before+1 {
		return // nothing but a pupil-level table, which is read later
	}
	// The hash is of the whole file, also when only its head was needed.
	if _, err := io.Copy(io.Discard, br); err != nil {
		r.report(codeUnreadable, spot{file: in.show}, "why", reason(err))
	}
	hexSum := hex.EncodeToString(sum.Sum(nil))
	for i := before; i < len(r.rep.Files); i++ {
		r.rep.Files[i].SHA256 = hexSum
	}
	r.sums(in, hexSum)
	for i := srcBefore; i < len(r.sources); i++ {
		r.sources[i].SHA256 = hexSum
	}
}

// content looks at the first bytes, never at the name, to choose a reader.
func (r *reader) content(in *input, br *bufio.Reader) {
	head, err := br.Peek(sniffLen)
	if err != nil && !errors.Is(err, io.EOF) {
		r.fail(in, codeUnreadable, "cannot be read", "why", reason(err))
		return
	}
	if documentation(in) {
		r.rep.Files = append(r.rep.Files, FileReport{File: in.show, Kind: "documentation", Note: "not data"})
		return
	}
	switch form := sniff(head); form.code {
	case "":
		r.container(in, br, form.name)
	case codeXLS:
		r.compoundFile(in, br)
	default:
		r.fail(in, form.code, "not a table", "kind", form.name)
	}
}

func (r *reader) container(in *input, br *bufio.Reader, form string) {
	switch form {
	case "gzip":
		zr, err := gzip.NewReader(br)
		if err != nil {
			r.fail(in, codeUnreadable, "damaged gzip file", "why", err.Error())
			return
		}
		r.text(in, in.show, bufio.NewReaderSize(&limited{r: zr, left: r.opt.MaxUncompressed}, 1<<16))
	case "zip":
		r.zipFile(in, br)
	default:
		r.text(in, in.show, br)
	}
}

// format is what the first bytes of a file say it is: a code of the catalogue
// when it cannot hold a table, else the name of a container or "text".
type format struct{ name, code string }

var magics = []struct {
	prefix string
	format
}{
	{"\x89PNG", format{"PNG", codeImage}}, {"\xff\xd8\xff", format{"JPEG", codeImage}}, {"GIF8", format{"GIF", codeImage}},
	{"BM", format{"BMP", codeImage}}, {"II*\x00", format{"TIFF", codeImage}}, {"MM\x00*", format{"TIFF", codeImage}},
	{"%PDF", format{"", codePDF}}, {"\xd0\xcf\x11\xe0", format{"", codeXLS}}, {"\x1f\x8b", format{"gzip", ""}},
	{"PK\x03\x04", format{"zip", ""}}, {"PK\x05\x06", format{"zip", ""}}, {"version https://git-lfs", format{"", codeLFS}},
}

func sniff(head []byte) format {
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))) == 0 && len(head) < sniffLen {
		return format{"", codeEmpty}
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) && (m.prefix != "BM" || bytes.IndexByte(head, 0) >= 0) {
			return m.format
		}
	}
	if utf16Order(head) != 0 {
		return format{"text", ""}
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return format{"", codeBinary}
	}
	start := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(head[:min(len(head), 200)]), "\ufeff")))
	for _, tag := range [...]string{"<!doctype html", "<html", "<head", "<?xml", "<body", "<table"} {
		if strings.HasPrefix(start, tag) {
			return format{"", codeHTML}
		}
	}
	return format{"text", ""}
}

// documentation knows the papers that lie beside data.
func documentation(in *input) bool {
	base := strings.ToLower(path.Base(in.name))
	if in.explicit {
		return false
	}
	return strings.HasPrefix(base, "readme") || strings.HasPrefix(base, "notes.") || strings.HasPrefix(base, "licen") || strings.HasSuffix(base, ".md") ||
		strings.HasSuffix(base, ".yaml") || strings.HasSuffix(base, ".yml") // a mapping or settings
}

// compoundFile tells an old .xls from a workbook with a password: both are
// compound files, and the second names its stream in UTF-16.
func (r *reader) compoundFile(in *input, br *bufio.Reader) {
	data, err := io.ReadAll(io.LimitReader(br, 64<<20))
	if err != nil {
		r.fail(in, codeUnreadable, "cannot be read", "why", reason(err))
		return
	}
	if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		r.fail(in, codePassword, "protected with a password")
		return
	}
	r.fail(in, codeXLS, "old .xls workbook")
}

// maxPacked is the largest compressed container held in memory.
const maxPacked = 512 << 20

// zipFile reads an XLSX workbook, or the CSV files of a zip.
func (r *reader) zipFile(in *input, br *bufio.Reader) {
	data, err := io.ReadAll(io.LimitReader(br, maxPacked+1))
	if err != nil {
		r.fail(in, codeUnreadable, "cannot be read", "why", reason(err))
		return
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		r.fail(in, codeUnreadable, "damaged zip file", "why", err.Error())
		return
	}
	if len(data) > maxPacked || r.bomb(zr, int64(len(data))) || sharedBomb(zr, r.anyRatio) {
		r.fail(in, codeTooLarge, "too large to unpack", "limit", plural(int(r.opt.MaxUncompressed>>20), "MB", "MB"))
		return
	}
	workbook := false
	var names, nested []string
	for _, f := range zr.File {
		workbook = workbook || f.Name == "xl/workbook.xml"
		ext := strings.ToLower(path.Ext(f.Name))
		if ext == ".zip" || ext == ".gz" || ext == ".xlsx" || ext == ".xls" || ext == ".xlsm" {
			nested = append(nested, f.Name)
		}
		if (ext == ".csv" || ext == ".tsv" || ext == ".txt") && !strings.HasPrefix(path.Base(f.Name), ".") && !strings.HasPrefix(f.Name, "__MACOSX/") {
			names = append(names, f.Name)
		}
	}
	if workbook {
		r.workbook(in, data, zr)
		return
	}
	for _, name := range nested {
		if !r.pupil.counting {
			inner := *in
			inner.show = in.show + "/" + name
			r.fail(&inner, codeUnreadable, "not unpacked", "why", "it is packed within another file; unpack that first")
		}
	}
	if len(names)+len(nested) == 0 {
		r.fail(in, codeBinary, "a zip without tables")
		return
	}
	slices.Sort(names)
	for _, name := range names {
		if !r.wanted(in.show+"/"+name, "") {
			continue
		}
		r.zipEntry(in, zr, name)
	}
}

func (r *reader) zipEntry(in *input, zr *zip.Reader, name string) {
	inner := *in
	inner.show = in.show + "/" + name
	folders := strings.Split(name, "/")
	slices.Reverse(folders)
	inner.segments = append(folders, in.segments...)
	f, err := zr.Open(name)
	if err != nil {
		r.fail(&inner, codeUnreadable, "cannot be unpacked", "why", err.Error())
		return
	}
	defer f.Close()
	br := bufio.NewReaderSize(&limited{r: f, left: r.opt.MaxUncompressed}, 1<<16)
	head, err := br.Peek(sniffLen)
	if err != nil && !errors.Is(err, io.EOF) {
		r.fail(&inner, codeUnreadable, "cannot be unpacked", "why", err.Error())
		return
	}
	if form := sniff(head); form.code != "" || form.name != "text" {
		code := form.code
		if code == "" {
			code = codeBinary
		}
		r.fail(&inner, code, "not a table", "kind", form.name)
		return
	}
	r.text(&inner, inner.show, br)
}

// bomb reports whether a zip claims to unpack to more than the limit, or,
// where the user set none, to more than two hundred times its size.
func (r *reader) bomb(zr *zip.Reader, packed int64) bool {
	var total uint64
	for _, f := range zr.File {
		total += f.UncompressedSize64
	}
	return total > uint64(r.opt.MaxUncompressed) || !r.anyRatio && total > 16<<20 && total > 200*uint64(packed)
}

// limited stops a decompressor that gives more than it should.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > l.left {
		p = p[:l.left]
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	return n, err
}

func hashFile(fsys fs.FS, name string) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var h hash.Hash = sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
