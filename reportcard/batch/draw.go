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

// Edition is one kind of card that is made of every school: for one audience,
// in one format.
type Edition struct {
	Audience reportcard.Audience
	// Ext is the extension of the file, with its dot.
	Ext  string
	Draw Drawer
}

// folder keeps the cards of the audiences apart.
func (e Edition) folder() string { return "cards/" + string(e.Audience) + "/" }

// outcome is what became of one card of one school: a file, or the reason why
// not.
type outcome struct {
	school    int
	audience  reportcard.Audience
	file, sum string
	rejected  error
}

// drawAll draws every edition of the schools into the stage. A card that fails or
// panics is an outcome like any other; an error is returned only when the
// output cannot be written or the context ends. Outcomes are in the order of
// the schools and, of each, of the editions, whatever the number of workers.
func drawAll(ctx context.Context, s *Stage, schools []int, workers int, editions []Edition, progress *Progress) ([]outcome, error) {
	if workers < 1 {
		workers = runtime.NumCPU()
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	out := make([]outcome, len(schools)*len(editions))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, len(out)) {
		wg.Go(func() {
			for i := range next {
				var err error
				if out[i], err = drawOne(s, schools[i/len(editions)], editions[i%len(editions)]); err != nil {
					cancel(err)
					return
				}
				progress.Done(out[i].rejected != nil)
			}
		})
	}
feed:
	for i := range out {
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

func drawOne(s *Stage, school int, e Edition) (outcome, error) {
	out := outcome{school: school, audience: e.Audience}
	name, content, err := recovered(e.Draw, school)
	if err == nil && (strings.ContainsAny(name, `/\`) || name == "") {
		err = fmt.Errorf("%q cannot be a file name", name)
	}
	if err != nil {
		out.rejected = err
		return out, nil
	}
	out.file = e.folder() + name + e.Ext
	out.sum, err = s.Write(out.file, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
	return out, err
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
