package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"inclusioncards/reportcard"
)

// Combined is one file with the cards of an audience.
type Combined struct {
	Path     string // inside DIR, with slashes
	Audience reportcard.Audience
	// Fill writes the file; hasCard tells of which schools (indices in the
	// dataset) there is a card.
	Fill func(hasCard func(school int) bool, w io.Writer) error
}

// combine makes a file of the cards, or keeps that of an earlier run when each
// card is as it was.
func (r *run) combine(c Combined) error {
	defer r.job.Timings.Stage(c.Path)()
	drawn := map[string]bool{}
	h, known := sha256.New(), true
	for _, e := range r.job.Manifest.Cards {
		if e.Audience != string(c.Audience) {
			continue
		}
		drawn[e.URN] = e.Status == statusDrawn
		known = known && (e.Content != "" || !drawn[e.URN])
		fmt.Fprintln(h, e.URN, e.Status, e.Content)
	}
	f := FileEntry{Path: c.Path}
	if known {
		f.Content = hex.EncodeToString(h.Sum(nil))
	}
	if r.contents == nil {
		r.contents = map[string]string{}
	}
	r.contents[c.Path] = f.Content
	if p := r.stage.prior; p != nil && known && r.reach != everyCard && p.files[c.Path].Content == f.Content {
		if there, published := r.stage.find(p.files[c.Path]); there {
			return r.stage.retain(p.files[c.Path], published)
		}
	}
	var err error
	f.SHA256, err = r.stage.Write(c.Path, func(w io.Writer) error {
		return c.Fill(func(school int) bool { return drawn[string(r.job.Analysis.Data.Schools[school].URN)] }, w)
	})
	if err != nil {
		return err
	}
	return r.journal.add(journalLine{File: &f})
}
