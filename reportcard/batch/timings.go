package batch

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

// Timings collects how long the stages of a run take. It is for a screen and
// never reaches an output. A nil Timings keeps nothing.
type Timings struct {
	mu     sync.Mutex
	stages []stageTime
	inside []stageTime
}

type stageTime struct {
	name string
	took time.Duration
}

// Stage starts a stage of the run, which ends when the function it returns is
// called.
func (t *Timings) Stage(name string) (end func()) {
	begin := time.Now()
	return func() {
		if t != nil {
			t.mu.Lock()
			t.stages = append(t.stages, stageTime{name, time.Since(begin)})
			t.mu.Unlock()
		}
	}
}

// work adds up time spent by all workers together.
func (t *Timings) work(name string, begin time.Time) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.IndexFunc(t.inside, func(s stageTime) bool { return s.name == name })
	if i < 0 {
		t.inside = append(t.inside, stageTime{name: name})
		i = len(t.inside) - 1
	}
	t.inside[i].took += time.Since(begin)
}

// Print writes the stages in the order they ended, then the work of all
// workers, longest first.
func (t *Timings) Print(w io.Writer) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.stages {
		fmt.Fprintf(w, "reportcard: time: %8.3f s  %s\n", s.took.Seconds(), s.name)
	}
	slices.SortStableFunc(t.inside, func(a, b stageTime) int { return cmp.Compare(b.took, a.took) })
	for _, s := range t.inside {
		fmt.Fprintf(w, "reportcard: time: %8.3f s  of all workers: %s\n", s.took.Seconds(), s.name)
	}
}
