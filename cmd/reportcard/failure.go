package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"inclusioncards/reportcard/batch"
)

// outcome is how a run ended.
type outcome uint8

const (
	done     outcome = iota
	failed           // the tool or the machine
	usage            // the command line or the configuration
	rejected         // finished, but not everything could be used
	refused          // the input: nothing was written
)

// exitStatus is the only place where exit codes are decided.
func exitStatus(o outcome) int {
	switch o {
	case done:
		return 0
	case usage:
		return 2
	case rejected:
		return 3
	case refused:
		return 4
	default:
		return 1
	}
}

const exitHelp = `
Exit status:
  0  done
  1  failed: the output could not be written, or a defect
  2  the command line or the configuration is wrong
  3  finished, but some schools, rows or files were rejected (see rejects.csv)
  4  the input, or an output given to verify or diff, failed its checks: nothing was written
`

// failure ends a command: what happened, and what the user can do. One without
// a message has already been told.
type failure struct {
	outcome outcome
	message string
	hint    string
}

func (f *failure) Error() string { return f.message }

func fail(o outcome, message, hint string) *failure {
	return &failure{outcome: o, message: message, hint: hint}
}

func (f *failure) print(w io.Writer) {
	for line := range strings.Lines(f.message) {
		fmt.Fprintf(w, "reportcard: error: %s\n", strings.TrimRight(line, "\n"))
	}
	if f.hint != "" {
		fmt.Fprintf(w, "reportcard: hint: %s\n", f.hint)
	}
}

// asFailure gives every error of a run its outcome and its hint.
func asFailure(err error) error {
	var f *failure
	var out *batch.OutputError
	var stopped *batch.StoppedError
	var record *batch.RecordError
	var shard *batch.ShardError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return f
	case errors.As(err, &stopped):
		what := asFailure(stopped.Cause).(*failure)
		if errors.Is(err, context.Canceled) {
			what.message = "stopped"
		}
		what.message += fmt.Sprintf("\n%d of %d cards are done and kept in %s", stopped.Kept, stopped.Total, stopped.Folder)
		what.hint = strings.TrimPrefix(what.hint+"; then go on with the same command and --resume, or start again without it", "; then ")
		return what
	case errors.As(err, &shard):
		return fail(refused, shard.What, shard.Hint)
	case errors.As(err, &record):
		return fail(refused, record.Error(), "name a folder written by reportcard build or reportcard measures, whole")
	case errors.As(err, &out):
		return fail(failed, out.Error(), out.Hint)
	case errors.Is(err, context.Canceled):
		return fail(failed, "stopped: nothing was written", "")
	}
	return fail(failed, err.Error(), "run the command again; if it fails again, report it with this message, without the data")
}
