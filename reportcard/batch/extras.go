package batch

import (
	"context"
	"path"
	"runtime"
	"sync"
	"sync/atomic"
)

// tables makes the files about the whole batch in their order; files of a group
// several at a time.
func (r *run) tables(ctx context.Context, list []Extra) error {
	for len(list) > 0 {
		n := 1
		for list[0].Group != "" && n < len(list) && list[n].Group == list[0].Group {
			n++
		}
		if err := r.group(ctx, list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// group makes one file, or several at a time.
func (r *run) group(ctx context.Context, list []Extra) error {
	name, workers := list[0].Group, r.job.Workers
	if name == "" {
		name = list[0].Path
	}
	if workers < 1 {
		workers = runtime.NumCPU()
	}
	defer r.job.Timings.Stage(name)()
	made, errs := make([]*FileEntry, len(list)), make([]error, len(list))
	var next atomic.Int64
	var failed atomic.Bool
	var wg sync.WaitGroup
	for range min(workers, len(list)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(list) || failed.Load() || ctx.Err() != nil {
					return
				}
				if made[i], errs[i] = r.extra(list[i]); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	for i, f := range made {
		if errs[i] != nil {
			return errs[i]
		}
		if f == nil {
			continue
		}
		if err := r.journal.add(journalLine{File: f}); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

// extra makes one file about the whole batch, or keeps that of an earlier run and
// returns nil.
func (r *run) extra(x Extra) (*FileEntry, error) {
	if p := r.stage.prior; p != nil && r.unchanged && path.Base(x.Path) != rejectsName {
		if f, ok := p.files[x.Path]; ok {
			if there, published := r.stage.find(f); there {
				return nil, r.stage.retain(f, published)
			}
		}
	}
	sum, err := r.stage.Write(x.Path, x.Fill)
	if err != nil {
		return nil, err
	}
	return &FileEntry{Path: x.Path, SHA256: sum}, nil
}
