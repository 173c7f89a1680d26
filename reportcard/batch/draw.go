package batch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/pdf"
)

// Drawer makes the card of one school (an index in the dataset). It returns the
// card's file name without extension and its content. It is called from
// several goroutines at once.
type Drawer func(school int) (name string, content []byte, err error)

// PDF returns the drawer of PDF cards.
func PDF(a *metrics.Analysis, r *pdf.Renderer, o reportcard.BuildOptions) Drawer {
	return func(school int) (string, []byte, error) {
		card, err := reportcard.Build(a, school, o)
		if err != nil {
			return "", nil, err
		}
		var b bytes.Buffer
		if err := r.Render(card, &b); err != nil {
			return "", nil, err
		}
		return card.FileName, b.Bytes(), nil
	}
}

// outcome is what became of one school: a file, or the reason why not.
type outcome struct {
	file, sum string
	rejected  error
}

// drawAll draws the cards of the schools into the stage. A card that fails or
// panics is an outcome like any other; an error is returned only when the
// output cannot be written or the context ends. Outcomes are in the order of
// the schools, whatever the number of workers.
func drawAll(ctx context.Context, s *Stage, schools []int, workers int, draw Drawer, progress *Progress) ([]outcome, error) {
	if workers < 1 {
		workers = runtime.NumCPU()
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	out := make([]outcome, len(schools))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, len(schools)) {
		wg.Go(func() {
			for i := range next {
				var err error
				if out[i], err = drawOne(s, schools[i], draw); err != nil {
					cancel(err)
					return
				}
				progress.Done(out[i].rejected != nil)
			}
		})
	}
feed:
	for i := range schools {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wg.Wait()
	return out, context.Cause(ctx)
}

func drawOne(s *Stage, school int, draw Drawer) (outcome, error) {
	name, content, err := recovered(draw, school)
	if err != nil {
		return outcome{rejected: err}, nil
	}
	if strings.ContainsAny(name, `/\`) || name == "" {
		return outcome{rejected: fmt.Errorf("%q cannot be a file name", name)}, nil
	}
	file := "cards/" + name + ".pdf"
	sum, err := s.Write(file, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
	return outcome{file: file, sum: sum}, err
}

// recovered turns a panic over one school into that school's failure.
func recovered(draw Drawer, school int) (name string, content []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("defect of the tool: %v", p)
		}
	}()
	return draw(school)
}
