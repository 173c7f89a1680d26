package ingest

import "sync"

// rowBatch is some rows read ahead.
type rowBatch struct {
	cells []string
	rows  []row
	err   error // after the last row
}

// batchRows is how many rows a batch holds; batches is how many there are, one
// of them with each side.
const (
	batchRows = 1 << 10
	batches   = 4
)

// readAhead is the traffic with the goroutine that reads: batches go to and
// fro, so that no more than a few blocks are ever held.
type readAhead struct {
	full, free chan *rowBatch
	quit       chan struct{}
	running    sync.WaitGroup
}

// start goes on reading in another goroutine, and without a copy of each row:
// a cell that is kept from here on keeps a whole block alive.
func (d *delimited) start() {
	if d.ahead != nil {
		return
	}
	a := &readAhead{full: make(chan *rowBatch, batches), free: make(chan *rowBatch, batches), quit: make(chan struct{})}
	for range batches {
		a.free <- &rowBatch{}
	}
	d.ahead = a
	a.running.Go(func() {
		for {
			var b *rowBatch
			select {
			case <-a.quit:
				return
			case b = <-a.free:
			}
			*b = rowBatch{cells: b.cells[:0], rows: b.rows[:0]}
			for b.err == nil && len(b.rows) < batchRows {
				var next row
				if next, b.err = d.cut(&b.cells); b.err == nil {
					b.rows = append(b.rows, next)
				}
			}
			a.full <- b
			if b.err != nil {
				return
			}
		}
	})
}

// stop ends the reading and waits, so that what is left of the stream is the
// caller's again.
func (d *delimited) stop() {
	if d.ahead != nil {
		close(d.ahead.quit)
		d.ahead.running.Wait()
		d.ahead = nil
	}
}

// batched gives the next row read ahead.
func (d *delimited) batched() (cells []string, line int, spans bool, err error) {
	for d.batch == nil || d.at == len(d.batch.rows) {
		if d.batch != nil {
			if d.batch.err != nil {
				return nil, 0, false, d.batch.err
			}
			d.ahead.free <- d.batch
		}
		d.batch, d.at = <-d.ahead.full, 0
	}
	from := 0
	if d.at > 0 {
		from = d.batch.rows[d.at-1].end
	}
	own := d.batch.rows[d.at]
	d.at++
	return d.batch.cells[from:own.end:own.end], own.line, own.spans, nil
}
