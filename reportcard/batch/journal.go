package batch

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
)

// journalName is the record in DIR.partial of what a run has finished: one JSON
// object a line, the first for the run, the others for a school or a file. It
// is only ever added to, and a later line stands in for an earlier one. It is
// not flushed to the disk line by line: what it says is checked against the
// files before it is believed, so that a line or a file lost in a power cut
// costs one card and no more.
const journalName = ".journal"

// journalLine is one line; one of the fields is set.
type journalLine struct {
	Run  *journalRun `json:"run,omitempty"`
	Card *CardEntry  `json:"card,omitempty"`
	// Places says where the files of the card stand in their archives.
	Places []place    `json:"places,omitempty"`
	File   *FileEntry `json:"file,omitempty"`
}

// journalRun says which run the lines belong to.
type journalRun struct {
	// Program is the SHA-256 of the running program: another build may draw
	// other cards though its version is the same.
	Program  string   `json:"program"`
	Manifest Manifest `json:"manifest"`
}

// journal appends to the record of a run. Its methods are not for concurrent
// use.
type journal struct {
	stage *Stage
	file  *os.File
}

// openJournal starts the record, or goes on with one that is there. A line torn
// by a crash is ended first.
func openJournal(s *Stage, run journalRun) (*journal, error) {
	f, err := os.OpenFile(filepath.Join(s.partial, journalName), os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, s.fail(journalName, err)
	}
	j := &journal{stage: s, file: f}
	end, err := f.Seek(0, io.SeekEnd)
	if err == nil && end > 0 {
		_, err = f.Write([]byte("\n"))
	}
	if err != nil {
		f.Close()
		return nil, s.fail(journalName, err)
	}
	return j, j.add(journalLine{Run: &run})
}

func (j *journal) add(line journalLine) error {
	raw, err := json.Marshal(line)
	if err == nil {
		_, err = j.file.Write(append(raw, '\n'))
	}
	if err != nil {
		return j.stage.fail(journalName, err)
	}
	return nil
}

func (j *journal) close() { j.file.Close() }
