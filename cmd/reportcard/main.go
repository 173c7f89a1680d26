// Command reportcard makes inclusion report cards from files of school data.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"inclusioncards/config"
)

// version of the program, printed on every card and in run.json; .ci/release can
// stamp another.
var version = "0.1.0"

func main() {
	// Most of the memory holds counts, which cost a collection next to nothing.
	// With half the usual slack all of England needs a quarter less memory, for an
	// eighth more work.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program, for main and for tests.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second interrupt ends the program at once.
	context.AfterFunc(ctx, stop)

	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var f *failure
	if err != nil && !errors.As(err, &f) {
		f = usageError(root, err)
	}
	if f == nil {
		return exitStatus(done)
	}
	f.print(stderr)
	return exitStatus(f.outcome)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "reportcard",
		Short: "Two-page inclusion report cards for schools",
		Long: `reportcard reads files of school data and makes, for every school in them, a
two-page card: suspensions, absence, movement and the SEN register, each for
pupils with and without special educational needs, beside what the local
pattern would lead one to expect.`,
		Example: `  reportcard build --demo                  cards of an invented local authority
  reportcard check data                    what is in a folder, and what is wrong
  reportcard build data --la 202           cards for one local authority`,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return fail(usage, "no command given", "reportcard build --demo, or see: reportcard help")
		},
	}
	root.SetVersionTemplate(versionLine())
	root.SetFlagErrorFunc(flagError)
	root.SetHelpTemplate(root.HelpTemplate() + exitHelp)
	root.AddCommand(buildCommand(), checkCommand(), measuresCommand(), explainCommand(), comparatorsCommand(), mergeCommand(), verifyCommand(), diffCommand(), configCommand(), versionCommand())
	root.AddCommand(areaCommand(), mapCommand(), templateCommand())
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		c.Example = "  reportcard completion bash > reportcard.bash\n  source reportcard.bash"
		for _, shell := range c.Commands() {
			shell.Example = "  reportcard completion " + shell.Name()
		}
	}
	return root
}

// usageError words an error of the command-line library, all of which are
// about how the command was written.
func usageError(root *cobra.Command, err error) *failure {
	text, _, _ := strings.Cut(err.Error(), "\n")
	text = strings.TrimSuffix(text, ` for "reportcard"`)
	hint := "see: reportcard help"
	if word, ok := strings.CutPrefix(text, "unknown command "); ok {
		var names []string
		for _, c := range root.Commands() {
			if c.IsAvailableCommand() {
				names = append(names, c.Name())
			}
		}
		hint = "did you mean: reportcard " + config.Nearest(strings.Trim(word, `"`), names, 1)[0]
	}
	return fail(usage, text, hint)
}

// flagError names the nearest flag to one that does not exist.
func flagError(cmd *cobra.Command, err error) error {
	hint := "see: " + cmd.CommandPath() + " --help"
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return fail(usage, fmt.Sprintf("--%s %q: not a value it can take", invalid.GetFlag().Name, invalid.GetValue()), hint)
	}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		hint = "did you mean --" + config.Nearest(unknown.GetSpecifiedName(), names, 1)[0] + "? " + hint
	}
	return fail(usage, err.Error(), hint)
}
