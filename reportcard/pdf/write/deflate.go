package write

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// level is the effort of compression: on card pages level 1 takes half the time
// of level 5 for a twentieth more bytes.
const level = 1

// compressor is a deflate writer with the buffer it fills, both kept for the
// next stream: making one costs more than compressing a page.
type compressor struct {
	w   *zlib.Writer
	buf bytes.Buffer
}

var compressors = sync.Pool{New: func() any {
	c := &compressor{}
	var err error
	if c.w, err = zlib.NewWriterLevel(&c.buf, level); err != nil {
		panic(err) // the level is a constant
	}
	return c
}}

// Deflate compresses data for FlateDecode.
func Deflate(data []byte) []byte {
	c := compressors.Get().(*compressor)
	defer compressors.Put(c)
	c.buf.Reset()
	c.w.Reset(&c.buf)
	// Neither can fail: the writer only appends to memory.
	_, _ = c.w.Write(data)
	_ = c.w.Close()
	return bytes.Clone(c.buf.Bytes())
}
