package batch

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/reportcard/ingest"
)

// Shard is one of several runs that together make one output. Every one reads
// and compares everything; each draws its own slice of the schools, and the
// first also makes the files about the whole batch.
type Shard struct {
	Index int `json:"index"` // from 0
	Of    int `json:"of"`
}

// ParseShard reads "0/4", the first of four.
func ParseShard(s string) (Shard, error) {
	first, second, ok := strings.Cut(s, "/")
	i, err1 := strconv.Atoi(first)
	n, err2 := strconv.Atoi(second)
	switch {
	case !ok || err1 != nil || err2 != nil || n < 1:
		return Shard{}, fmt.Errorf("%q is not a shard and a number of shards", s)
	case i < 0 || i >= n:
		return Shard{}, fmt.Errorf("shards are counted from 0: 0/%d to %d/%d", n, n-1, n)
	}
	return Shard{i, n}, nil
}

// Slice is the shard's part of the schools: neighbours, so that the parts
// follow one another.
func (s Shard) Slice(schools []int) []int {
	return schools[len(schools)*s.Index/s.Of : len(schools)*(s.Index+1)/s.Of]
}

// ShardError means that outputs are not the shards of one run.
type ShardError struct{ What, Hint string }

func (e *ShardError) Error() string { return e.What }

// part is the output of one shard.
type part struct {
	dir string
	m   *Manifest
}

// readParts reads the records of shards and puts them in order.
func readParts(dirs []string) ([]part, error) {
	var parts []part
	for _, dir := range dirs {
		m, err := Record(dir)
		if err != nil {
			return nil, err
		}
		if m.Shard == nil {
			return nil, &ShardError{dir + " is not a shard: it was made without --shard", "name the folders that build --shard wrote"}
		}
		if m.Shard.Of != len(dirs) {
			return nil, &ShardError{fmt.Sprintf("%s is one of %d shards, and %d were named", dir, m.Shard.Of, len(dirs)), "name every shard once"}
		}
		parts = append(parts, part{dir, m})
	}
	slices.SortFunc(parts, func(a, b part) int { return a.m.Shard.Index - b.m.Shard.Index })
	for i, p := range parts {
		if p.m.Shard.Index != i {
			return nil, &ShardError{fmt.Sprintf("shard %d/%d is missing, or another stands twice", i, len(dirs)), "name every shard once"}
		}
		if diffs := Differences(parts[0].m, p.m); len(diffs) > 0 {
			return nil, &ShardError{fmt.Sprintf("%s and %s are not of one run: %s", parts[0].dir, p.dir, diffs[0]),
				"make the shards with the same program, files and flags"}
		}
	}
	return parts, nil
}

// Merge joins the shards of a run into the output that the run would have
// written without shards, to the byte. Every file is hashed on the way. The
// shards are left as they are.
func Merge(ctx context.Context, s *Stage, dirs []string, t *Timings) (Manifest, *Replacement, error) {
	parts, err := readParts(dirs)
	if err != nil {
		return Manifest{}, nil, err
	}
	m := *parts[0].m
	m.Shard, m.Cards, m.Counts = nil, nil, Counts{Schools: m.Counts.Schools}
	job := &Job{Manifest: m, Timings: t}
	r := &run{work: work{job: job, stage: s}, identity: journalRun{Manifest: m}}
	if r.journal, err = openJournal(s, r.identity); err != nil {
		return m, nil, err
	}
	defer r.journal.close()
	if m.Zip {
		r.archives = &archives{stage: s, open: map[string]*archive{}}
		defer r.archives.drop()
	}
	for _, p := range parts {
		if err := r.takePart(ctx, p); err != nil {
			return m, nil, err
		}
	}
	if m.Zip {
		if err := r.archives.finish(); err != nil {
			return m, nil, err
		}
	}
	if err := r.takeTables(ctx, parts); err != nil {
		return m, nil, err
	}
	if err := r.reissue(ctx); err != nil {
		return m, nil, err
	}
	err = r.publish()
	return job.Manifest, job.Manifest.Replaces, err
}

// takePart takes over the cards of a shard.
func (r *run) takePart(ctx context.Context, p part) error {
	m := &r.job.Manifest
	m.Counts.Cards += p.m.Counts.Cards
	m.Counts.Rejected += p.m.Counts.Rejected
	m.Counts.Problems += p.m.Counts.Problems
	m.Cards = append(m.Cards, p.m.Cards...)
	var places map[string]place
	if m.Zip {
		places = archivePlaces(p.dir, p.m)
	}
	for _, c := range p.m.Cards {
		for _, f := range c.Files {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			var content []byte
			var err error
			if f.Archive == "" {
				content, err = readFile(p.dir, f)
			} else {
				content, err = readPlace(p.dir, f, places[inArchive(f)])
			}
			if err != nil {
				return damaged(p.dir, f.Path)
			}
			if err := r.takeFile(f, content); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) takeFile(f FileEntry, content []byte) error {
	if f.Archive == "" {
		return r.stage.add(f.Path, content, f.SHA256)
	}
	packed, err := pack(f, content)
	if err == nil {
		_, err = r.archives.add(packed)
	}
	return err
}

// takeTables takes over the files about the whole batch, which the first shard
// has, and joins the problems of all.
func (r *run) takeTables(ctx context.Context, parts []part) error {
	archives := archiveNames(parts[0].m)
	for _, f := range parts[0].m.Files {
		if path.Base(f.Path) == rejectsName || slices.Contains(archives, f.Path) {
			continue
		}
		if path.Base(f.Path) == "results.csv" {
			r.job.TableFolder = strings.TrimSuffix(f.Path, "results.csv")
		}
		in, err := os.Open(filepath.Join(parts[0].dir, filepath.FromSlash(f.Path)))
		if err != nil {
			return damaged(parts[0].dir, f.Path)
		}
		sum, err := r.stage.Write(f.Path, func(w io.Writer) error { return copyUntil(ctx, w, in) })
		in.Close()
		if err != nil {
			return err
		}
		if sum != f.SHA256 {
			return damaged(parts[0].dir, f.Path)
		}
	}
	_, err := r.stage.Write(officerFolder+rejectsName, func(w io.Writer) error {
		out := csv.NewWriter(w)
		for i, p := range parts {
			rows, err := readRejects(p)
			if err != nil {
				return err
			}
			if i > 0 {
				rows = rows[1:] // one heading is enough, with its byte order mark
			}
			out.WriteAll(rows)
		}
		return out.Error()
	})
	return err
}

func copyUntil(ctx context.Context, w io.Writer, in io.Reader) error {
	for {
		if _, err := io.CopyN(w, in, 1<<24); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
}

func readRejects(p part) ([][]string, error) {
	for _, f := range p.m.Files {
		if path.Base(f.Path) != rejectsName {
			continue
		}
		content, err := readFile(p.dir, f)
		if err != nil {
			break
		}
		rows, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
		if err != nil || len(rows) == 0 {
			break
		}
		return rows, nil
	}
	return nil, damaged(p.dir, rejectsName)
}

// readFile reads a file that has the hash it should have.
func readFile(dir string, f FileEntry) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Path)))
	if err == nil && hashBytes(content) != f.SHA256 {
		err = errors.New("changed")
	}
	return content, err
}

func damaged(dir, name string) error {
	return &ShardError{filepath.Join(dir, filepath.FromSlash(name)) + " is missing or not as it was written",
		"make this shard again with its command and --resume"}
}

// AnyError reports whether the table of problems of an output holds an error.
func AnyError(dir string) (bool, error) {
	m, err := Record(dir)
	if err != nil {
		return false, err
	}
	rows, err := readRejects(part{dir, m})
	if err != nil {
		return false, err
	}
	severity := slices.Index(rows[0], "severity")
	return slices.ContainsFunc(rows[1:], func(r []string) bool { return severity >= 0 && r[severity] == ingest.Error.String() }), nil
}
