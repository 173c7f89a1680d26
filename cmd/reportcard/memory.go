package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// relaxCollector lets at least 128 MiB of garbage gather before it is collected.
// With the data of one local authority the collector would run after every few
// cards; with those of England it runs as usual, and more often as the program
// nears a gigabyte, so that short-lived peaks do not add to it. The limit is never
// nearer than as much again as is in use: the collector must not run all the time.
func relaxCollector() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return // the user has decided
	}
	const (
		headroom = 128 << 20
		usual    = 100 // per cent of what is in use
		most     = 1000
		limit    = 920 << 20
	)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if percent := headroom * 100 / max(m.HeapAlloc, 1); percent > usual {
		debug.SetGCPercent(int(min(percent, most)))
	}
	debug.SetMemoryLimit(int64(max(limit, 2*m.HeapAlloc)))
}
