package batch

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// prior is what an earlier run left: which run it was, and what became of its
// schools and files. Nothing of it is believed before the files are hashed.
type prior struct {
	run   journalRun
	cards map[string]priorCard // by CardEntry.key
	files map[string]FileEntry // those not of one school
	// folder holds the files: DIR.partial, or DIR for a run that is published.
	folder    string
	published bool
	finished  bool // the run came to its end
}

type priorCard struct {
	CardEntry
	places []place
	// sameWork is set when the card was made by the run of prior.run, not by
	// one before it that read other files or had other settings.
	sameWork bool
}

// findPrior reads what there is to go on from: the journal of a run that was
// stopped, else the run.json of one that ended.
func (s *Stage) findPrior() (*prior, error) {
	p, err := readJournal(s.partial)
	if err != nil {
		return nil, s.fail(journalName, err)
	}
	if p != nil {
		return p, nil
	}
	for _, folder := range []string{s.partial, s.target} {
		m, err := ReadManifest(folder)
		if err != nil {
			continue // none, or half of one: there is nothing to go on from
		}
		p := newPrior(folder)
		p.published, p.finished = folder == s.target, true
		places := archivePlaces(folder, m)
		for _, c := range m.Cards {
			pc := priorCard{CardEntry: c, sameWork: true}
			for _, f := range c.Files {
				if f.Archive != "" {
					pc.places = append(pc.places, places[inArchive(f)])
				}
			}
			p.cards[c.key()] = pc
		}
		for _, f := range m.Files {
			p.files[f.Path] = f
		}
		m.Cards, m.Files = nil, nil
		p.run.Manifest = *m
		return p, nil
	}
	return nil, nil
}

func newPrior(folder string) *prior {
	return &prior{cards: map[string]priorCard{}, files: map[string]FileEntry{}, folder: folder}
}

// readJournal reads what a run that was stopped has finished. Lines that cannot
// be read, as the last one after a crash, are passed over: their work is done
// again.
func readJournal(folder string) (*prior, error) {
	f, err := os.Open(filepath.Join(folder, journalName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p := newPrior(folder)
	started := false
	for in := bufio.NewReaderSize(f, 1<<16); ; {
		raw, err := in.ReadBytes('\n')
		var line journalLine
		if len(bytes.TrimSpace(raw)) > 0 && json.Unmarshal(raw, &line) == nil {
			switch {
			case line.Run != nil:
				if started {
					p.supersede(*line.Run)
				}
				p.run, started = *line.Run, true
			case line.Card != nil:
				p.cards[line.Card.key()] = priorCard{*line.Card, line.Places, true}
			case line.File != nil:
				p.files[line.File.Path] = *line.File
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if !started {
		return nil, nil
	}
	return p, nil
}

// supersede marks what was made by a run before the one that went on from it.
func (p *prior) supersede(next journalRun) {
	diffs := Differences(&p.run.Manifest, &next.Manifest)
	if len(diffs) > 0 {
		clear(p.files)
	}
	switch p.reach(&next) {
	case everyCard:
		clear(p.cards)
	case someCards:
		for key, c := range p.cards {
			c.sameWork = false
			p.cards[key] = c
		}
	}
}

// reach is how much of the earlier run's cards a run may find changed. A run
// that ended does not tell which build of the program it was; its version must
// do.
func (p *prior) reach(run *journalRun) reach {
	if !p.finished && (p.run.Program == "" || p.run.Program != run.Program) {
		return everyCard
	}
	return reachOf(Differences(&p.run.Manifest, &run.Manifest))
}

// find looks for a file of the earlier run that is as it was, where it was left
// or where it was published before.
func (s *Stage) find(f FileEntry) (there, published bool) {
	if f.Archive != "" {
		return false, false
	}
	if !s.prior.published && intact(s.path(f.Path), f.SHA256) {
		return true, false
	}
	return intact(s.published(f.Path), f.SHA256), true
}

// intact reports whether the file is there with the content it had.
func intact(path, sum string) bool {
	got, err := hashFile(path)
	return err == nil && got == sum
}

// hashFile returns the SHA-256 of a file in hexadecimal.
func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func hashBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
