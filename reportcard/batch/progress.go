package batch

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Progress tells how far a run has got, how fast it goes and how long it will
// take: a bar on a terminal, plain lines elsewhere. A nil Progress is silent.
// It never reaches an output file.
type Progress struct {
	w        io.Writer
	terminal bool
	colour   bool
	now      func() time.Time

	mu                          sync.Mutex
	bar                         *progressbar.ProgressBar
	begin                       time.Time
	total, done, rejected, kept int
}

// NewProgress writes to w, which is a terminal or not.
func NewProgress(w io.Writer, terminal, colour bool) *Progress {
	return &Progress{w: w, terminal: terminal, colour: colour, now: time.Now}
}

// Start begins with the number of cards to come.
func (p *Progress) Start(total int) {
	if p == nil || total == 0 {
		return
	}
	p.total, p.begin = total, p.now()
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
		progressbar.OptionShowIts(), // cards a second
		progressbar.OptionSetItsString("cards"),
		progressbar.OptionSetPredictTime(true), // [time so far:time left]
		progressbar.OptionSetWidth(30),
		progressbar.OptionSetRenderBlankState(true),
		progressbar.OptionClearOnFinish(),
	)
}

// Done counts one card: made, rejected, or kept from an earlier
// run.
func (p *Progress) Done(rejected, kept bool) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if rejected {
		p.rejected++
	}
	if kept {
		p.kept++
	}
	if p.bar != nil {
		if rejected || kept {
			p.bar.Describe(p.words())
		}
		p.bar.Add(1)
		return
	}
	// One line for each tenth of the cards, and none twice for few cards.
	if tenth := (p.total + 9) / 10; p.done%tenth == 0 || p.done == p.total {
		fmt.Fprintf(p.w, "reportcard: %d of %d cards, %s%s\n", p.done, p.total, p.counts(), p.pace())
	}
}

// pace is the rate and the time left, or nothing before they can be told.
func (p *Progress) pace() string {
	took := p.now().Sub(p.begin)
	if took <= 0 {
		return ""
	}
	rate := float64(p.done) / took.Seconds()
	if p.done == p.total {
		return fmt.Sprintf(", %.0f a second", rate)
	}
	left := time.Duration(float64(took) / float64(p.done) * float64(p.total-p.done))
	return fmt.Sprintf(", %.0f a second, %s left", rate, left.Round(time.Second))
}

// Finish takes the bar away.
func (p *Progress) Finish() {
	if p != nil && p.bar != nil {
		p.bar.Exit()
		p.bar.Clear()
	}
}

func (p *Progress) counts() string {
	if p.kept > 0 {
		return fmt.Sprintf("%d rejected, %d kept", p.rejected, p.kept)
	}
	return fmt.Sprintf("%d rejected", p.rejected)
}

func (p *Progress) words() string {
	words := "cards done, " + p.counts()
	if p.colour && p.rejected > 0 {
		return "[yellow]" + words + "[reset]"
	}
	return words
}
