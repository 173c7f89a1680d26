package batch

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// window is the number of finished schools per worker that may wait for one
// before them: what bounds the memory of a run.
const window = 4

// outcome is what became of one card.
type outcome struct {
	entry  CardEntry
	packed []packed // for archives
	places []place
	kept   bool
	err    error // the output cannot be written
}

// work draws the cards of a job.
type work struct {
	job      *Job
	stage    *Stage
	journal  *journal
	archives *archives
	reach    reach // of what changed since stage.prior
	// finished schools have a card in the stage, kept ones from an earlier run.
	finished, kept int
}

// run draws the cards of all schools and returns what became of each, in the
// order of the schools and, of each, of the editions. A card that fails or panics is an outcome like any other; an error is
// returned only when the output cannot be written or the context ends. The
// cards in hand are finished first.
func (w *work) run(ctx context.Context) ([]CardEntry, error) {
	schools, workers := w.job.Cards, w.job.Workers
	if workers < 1 {
		workers = runtime.NumCPU()
	}
	workers = min(workers, len(schools)*len(w.job.Editions))
	type task struct {
		school  int
		edition Edition
		done    chan outcome
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	tasks := make(chan task)
	// Outcomes are taken in the order of the schools, whatever the number of
	// workers: the order of archives and journal.
	queue := make(chan chan outcome, window*workers)
	go func() {
		defer close(queue)
		defer close(tasks)
		for i := range len(schools) * len(w.job.Editions) {
			t := task{schools[i/len(w.job.Editions)], w.job.Editions[i%len(w.job.Editions)], make(chan outcome, 1)}
			select {
			case <-ctx.Done():
				return
			case queue <- t.done:
			}
			select {
			case <-ctx.Done():
				close(t.done)
				return
			case tasks <- t:
			}
		}
	}()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for t := range tasks {
				t.done <- w.card(t.school, t.edition)
			}
		})
	}
	out := make([]CardEntry, 0, len(schools)*len(w.job.Editions))
	var failed error
	for done := range queue {
		o, ok := <-done
		if !ok || failed != nil {
			continue // drained, so that no worker waits
		}
		if failed = w.take(&o); failed != nil {
			cancel(failed)
			continue
		}
		out = append(out, o.entry)
	}
	wg.Wait()
	return out, context.Cause(ctx)
}

// take files the outcome of the next school.
func (w *work) take(o *outcome) error {
	if o.err != nil {
		return o.err
	}
	for _, p := range o.packed {
		at, err := w.archives.add(p)
		if err != nil {
			return err
		}
		o.places = append(o.places, at)
	}
	if o.entry.Status == statusDrawn {
		w.stage.keep = true
		w.finished++
	}
	if o.kept {
		w.kept++
	}
	if err := w.journal.add(journalLine{Card: &o.entry, Places: o.places}); err != nil {
		return err
	}
	w.job.Progress.Done(o.entry.Status == statusRejected, o.kept)
	return nil
}

// card draws one card, or keeps what an earlier run drew.
func (w *work) card(school int, e Edition) outcome {
	o := outcome{entry: CardEntry{
		URN: string(w.job.Analysis.Data.Schools[school].URN), Audience: string(e.Audience), Status: statusRejected,
	}}
	old, known := w.earlier(&o.entry)
	if known && old.sameWork && w.reach == sameCards && w.keep(&o, old) {
		return o
	}
	sheet, err := prepared(e.Draw, school)
	if err != nil {
		o.entry.Reason = err.Error()
		return o
	}
	if known && sheet.Content != "" && sheet.Content == old.Content && w.keep(&o, old) {
		return o
	}
	files, err := drawn(sheet)
	for _, f := range files {
		if err == nil && (strings.ContainsAny(f.Name, `/\:`) || !filepath.IsLocal(f.Name)) {
			err = fmt.Errorf("%q cannot be a file name", f.Name)
		}
	}
	if err != nil {
		o.entry.Reason = err.Error()
		return o
	}
	defer w.job.Timings.work("writing files of schools", time.Now())
	o.entry.Status, o.entry.Content = statusDrawn, sheet.Content
	packs := slices.Contains(w.job.Manifest.Packs, string(e.Audience))
	for _, f := range files {
		if !f.PackOnly {
			o.file(w, school, path.Join(e.folder(), f.Name), f.Content)
		}
	}
	for _, f := range files {
		if packs {
			o.file(w, school, path.Join(packFolder, packName(files[0].Name, e), f.Name), f.Content)
		}
	}
	return o
}

// file writes a file or packs it for its archive.
func (o *outcome) file(w *work, school int, name string, content []byte) {
	if o.err != nil {
		return
	}
	e := FileEntry{Path: name, SHA256: hashBytes(content)}
	if w.archives == nil {
		o.err = w.stage.add(name, content, e.SHA256)
	} else {
		e.Archive = w.archiveOf(school, name)
		var p packed
		p, o.err = pack(e, content)
		o.packed = append(o.packed, p)
	}
	o.entry.Files = append(o.entry.Files, e)
}

// packFolder holds the packs, a folder or an archive for each school.
const packFolder = "packs"

func inPack(name string) bool { return strings.HasPrefix(name, packFolder+"/") }

// packName is the folder to send to a school: the name of its card up to the
// audience, so that it starts with the LAESTAB and the URN.
func packName(file string, e Edition) string {
	name := strings.TrimSuffix(file, path.Ext(file))
	if i := strings.LastIndex(name, "_"+string(e.Audience)+"_"); i > 0 {
		name = name[:i]
	}
	return name
}

// archiveOf is the archive of a file: one for each local authority beside where
// the file would be, or the one to send to a school.
func (w *work) archiveOf(school int, name string) string {
	if inPack(name) {
		return path.Dir(name) + ".zip"
	}
	s := &w.job.Analysis.Data.Schools[school]
	la := s.LA
	if la == "" {
		la = s.LAESTAB.LA()
	}
	if la == "" {
		la = NoLA
	}
	return path.Join(path.Dir(name), string(la)+".zip")
}

// NoLA names the archive of schools whose local authority is not known.
const NoLA = "no-la"

// earlier is the card as an earlier run drew it.
func (w *work) earlier(card *CardEntry) (priorCard, bool) {
	if w.stage.prior == nil || w.reach == everyCard {
		return priorCard{}, false
	}
	c, ok := w.stage.prior.cards[card.key()]
	return c, ok && c.Status == statusDrawn
}

// keep takes over the files of an earlier run, if every one of them is as it
// was.
func (w *work) keep(o *outcome, old priorCard) bool {
	defer w.job.Timings.work("checking files of an earlier run", time.Now())
	if w.archives == nil {
		published := make([]bool, len(old.Files))
		for i, f := range old.Files {
			var there bool
			if there, published[i] = w.stage.find(f); !there {
				return false
			}
		}
		for i, f := range old.Files {
			if o.err = w.stage.retain(f, published[i]); o.err != nil {
				return true
			}
		}
	} else {
		if len(old.places) != len(old.Files) {
			return false
		}
		var again []packed
		for i, f := range old.Files {
			content, err := readPlace(w.stage.prior.folder, f, old.places[i])
			if err != nil {
				return false
			}
			p, err := pack(f, content)
			if err != nil {
				return false
			}
			again = append(again, p)
		}
		o.packed = again
	}
	o.entry, o.kept = old.CardEntry, true
	return true
}
