package batch

import (
	"fmt"
	"io"
	"sync"

	"github.com/schollz/progressbar/v3"
)

// Progress tells how far a run has got: a bar with the time left on a
// terminal, plain lines elsewhere. A nil Progress is silent. It never reaches
// an output file.
type Progress struct {
	w        io.Writer
	terminal bool
	colour   bool

	mu                    sync.Mutex
	bar                   *progressbar.ProgressBar
	total, done, rejected int
}

// NewProgress writes to w, which is a terminal or not.
func NewProgress(w io.Writer, terminal, colour bool) *Progress {
	return &Progress{w: w, terminal: terminal, colour: colour}
}

// Start begins with the number of schools to come.
func (p *Progress) Start(total int) {
	if p == nil || total == 0 {
		return
	}
	p.total = total
	if !p.terminal {
		noun := "cards"
		if total == 1 {
			noun = "card"
		}
		fmt.Fprintf(p.w, "reportcard: making %d %s\n", total, noun)
		return
	}
	p.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(p.w),
		progressbar.OptionEnableColorCodes(p.colour),
		progressbar.OptionSetDescription(p.words()),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true), // [time so far:time left]
		progressbar.OptionSetWidth(30),
		progressbar.OptionSetRenderBlankState(true),
		progressbar.OptionClearOnFinish(),
	)
}

// Done counts one school.
func (p *Progress) Done(rejected bool) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if rejected {
		p.rejected++
	}
	if p.bar != nil {
		if rejected {
			p.bar.Describe(p.words())
		}
		p.bar.Add(1)
		return
	}
	// One line for each tenth of the schools, and none twice for few schools.
	if tenth := (p.total + 9) / 10; p.done%tenth == 0 || p.done == p.total {
		fmt.Fprintf(p.w, "reportcard: %d of %d schools, %d rejected\n", p.done, p.total, p.rejected)
	}
}

// Finish takes the bar away.
func (p *Progress) Finish() {
	if p != nil && p.bar != nil {
		p.bar.Exit()
		p.bar.Clear()
	}
}

func (p *Progress) words() string {
	words := fmt.Sprintf("schools done, %d rejected", p.rejected)
	if p.colour && p.rejected > 0 {
		return "[yellow]" + words + "[reset]"
	}
	return words
}
