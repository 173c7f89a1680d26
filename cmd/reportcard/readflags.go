package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"inclusioncards/reportcard/ingest"
)

// readFlags are the flags that change how files are read.
type readFlags struct {
	includeHidden   bool
	includeClosed   bool
	sumPredecessors bool
	term            string
	prefer          []string
	mappingFile     string
	maxUnpacked     int64 // MB; 0 is the default of package ingest
	mapping         []ingest.MapEntry
}

func (r *readFlags) add(f *pflag.FlagSet) {
	f.BoolVar(&r.includeHidden, "include-hidden", false, "read hidden sheets and rows of workbooks too")
	f.BoolVar(&r.includeClosed, "include-closed", false, "make cards of closed schools too")
	f.BoolVar(&r.sumPredecessors, "sum-predecessors", false, "add up the earlier figures of schools that merged")
	f.StringVar(&r.term, "term", "", "read the figures of one `TERM` of each year: autumn, spring or summer (default: whole years)")
	f.StringSliceVar(&r.prefer, "prefer", nil, "`FILE` to believe where two files disagree")
	f.StringVar(&r.mappingFile, "mapping", "", "`FILE` that says what headings mean; see: reportcard map")
	f.Int64Var(&r.maxUnpacked, "max-unpacked", 0, "let a zip, gz or XLSX file unpack to as much as `MB`, however small it is (default 2048, and 200 times its size)")
}

var terms = []string{"autumn", "spring", "summer"}

// check turns what was typed into values.
func (r *readFlags) check() (err error) {
	if r.term = strings.ToLower(r.term); r.term != "" && !slices.Contains(terms, r.term) {
		return fail(usage, fmt.Sprintf("--term %q: not a term", r.term), "--term autumn, spring or summer")
	}
	if r.maxUnpacked < 0 || r.maxUnpacked > 1<<20 {
		return fail(usage, fmt.Sprintf("--max-unpacked %d: not a number of MB from 1 to 1048576", r.maxUnpacked), "--max-unpacked 4096")
	}
	for i, p := range r.prefer {
		r.prefer[i] = filepath.Base(p)
	}
	r.mapping, err = loadMapping(r.mappingFile)
	return err
}

// into sets the options of reading.
func (r *readFlags) into(o *ingest.Options) {
	o.IncludeHidden, o.SumPredecessors, o.Mapping = r.includeHidden, r.sumPredecessors, r.mapping
	o.Term, o.Prefer, o.MaxUncompressed = r.term, r.prefer, r.maxUnpacked<<20
}

// record lists the flags in use, for run.json.
func (r *readFlags) record() map[string]string {
	out := map[string]string{}
	for _, f := range []struct {
		name string
		on   bool
	}{{"include_hidden", r.includeHidden}, {"include_closed", r.includeClosed}, {"sum_predecessors", r.sumPredecessors}} {
		if f.on {
			out[f.name] = "true"
		}
	}
	for _, f := range []struct{ name, value string }{{"term", r.term}, {"prefer", strings.Join(r.prefer, " ")}} {
		if f.value != "" {
			out[f.name] = f.value
		}
	}
	if r.maxUnpacked > 0 {
		out["max_unpacked"] = strconv.FormatInt(r.maxUnpacked, 10)
	}
	if r.mappingFile != "" {
		out["mapping"] = filepath.Base(r.mappingFile)
	}
	return out
}
