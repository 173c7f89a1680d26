package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"inclusioncards/cmd/reportcard/demo"
)

// The scripts run the program as its users do: a process of its own, with its
// exit code.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"reportcard": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script",
		Setup: func(env *testscript.Env) error {
			// $WORK/demo holds the demonstration data as files.
			return os.CopyFS(env.WorkDir+"/demo", demo.Files)
		},
		Condition: func(name string) (bool, error) {
			// A limit on the size of a file stands for a full disk.
			return name == "filelimit" && runtime.GOOS != "windows", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": exitCode,
		},
	})
}

// exitCode runs "exit CODE reportcard ARGS...": exec knows only success and
// failure, and the codes are a contract.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE PROGRAM ARGS...")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			ts.Fatalf("%v", err)
		}
		got = ended.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}
