package main

import (
	"path/filepath"

	"github.com/spf13/pflag"

	"inclusioncards/reportcard/ingest"
)

// readFlags are the flags that change how files are read.
type readFlags struct {
	includeHidden   bool
	includeClosed   bool
	sumPredecessors bool
	mappingFile     string
	mapping         []ingest.MapEntry
}

func (r *readFlags) add(f *pflag.FlagSet) {
	f.BoolVar(&r.includeHidden, "include-hidden", false, "read hidden sheets and rows of workbooks too")
	f.BoolVar(&r.includeClosed, "include-closed", false, "make cards of closed schools too")
	f.BoolVar(&r.sumPredecessors, "sum-predecessors", false, "add up the earlier figures of schools that merged")
	f.StringVar(&r.mappingFile, "mapping", "", "`FILE` that says what headings mean; see: reportcard map")
}

// check turns what was typed into values.
func (r *readFlags) check() (err error) {
	r.mapping, err = loadMapping(r.mappingFile)
	return err
}

// into sets the options of reading.
func (r *readFlags) into(o *ingest.Options) {
	o.IncludeHidden, o.SumPredecessors, o.Mapping = r.includeHidden, r.sumPredecessors, r.mapping
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
	if r.mappingFile != "" {
		out["mapping"] = filepath.Base(r.mappingFile)
	}
	return out
}
