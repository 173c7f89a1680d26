package batch

import (
	"context"
	"io"
	"path"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/tables"
)

// WriteAll publishes an output without cards: the files given, officer/rejects.csv and
// run.json. It appears whole or not at all. The manifest holds what the caller
// knows of the run; inputs, counts and files are filled in.
func WriteAll(ctx context.Context, s *Stage, m Manifest, schools int, report *ingest.Report, files []Extra) error {
	m.Tool, m.Method = Tool, metrics.MethodVersion
	m.Inputs = Inputs(report)
	for i := range m.Inputs {
		m.Inputs[i].File = path.Base(m.Inputs[i].File)
	}
	m.Counts.Schools, m.Counts.Problems = schools, len(report.Problems)
	files = append(files[:len(files):len(files)], Extra{Path: officerFolder + rejectsName, Fill: func(w io.Writer) error { return tables.Rejects(w, report.Problems) }})
	for _, f := range files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if _, err := s.Write(f.Path, f.Fill); err != nil {
			return err
		}
	}
	m.Files = s.Files()
	if _, err := s.Write(ManifestName, m.write); err != nil {
		return err
	}
	return s.Commit()
}
