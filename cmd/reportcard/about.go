package main

import (
	"cmp"
	"debug/buildinfo"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"inclusioncards/cmd/reportcard/notices"
	"inclusioncards/metrics"
	"inclusioncards/reportcard/batch"
)

func versionLine() string {
	return fmt.Sprintf("reportcard %s, method %s, %s\n", version, metrics.MethodVersion, runtime.Version())
}

func versionCommand() *cobra.Command {
	var licences, bom bool
	cmd := &cobra.Command{
		Use:   "version [PROGRAM]",
		Short: "Print the version of the program and of the method, and what it is made of",
		Long: `Print the version of the program and of its method, and the SHA-256 of its file,
to compare with the list it was released with. --licences prints every part of the
program with its licence, and the texts; --sbom a bill of materials (CycloneDX).
PROGRAM is another build of reportcard to tell of, for any system.`,
		Example: `  reportcard version
  reportcard version --licences
  reportcard version --sbom > reportcard.cdx.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(about(cmd.OutOrStdout(), args, licences, bom))
		},
	}
	cmd.Flags().BoolVar(&licences, "licences", false, "print the parts of the program, their licences and the texts")
	cmd.Flags().BoolVar(&bom, "sbom", false, "print a bill of materials as CycloneDX JSON")
	cmd.MarkFlagsMutuallyExclusive("licences", "sbom")
	return cmd
}

// about prints what a program is made of: this one, or the file named.
func about(w io.Writer, args []string, licences, bom bool) error {
	info, ok := debug.ReadBuildInfo()
	sum, v := batch.ThisProgram(), version
	if len(args) == 1 {
		var err error
		if info, err = buildinfo.ReadFile(args[0]); err != nil || info.Path != "inclusioncards/cmd/reportcard" {
			return fail(usage, args[0]+": not a build of reportcard", "reportcard version reportcard.exe")
		}
		if sum, err = batch.SHA256(args[0]); err != nil {
			return err
		}
		v = "" // a stamped version does not show from outside
	}
	if !ok {
		return fail(failed, "this program was built without a record of its parts", "build it with Go modules")
	}
	switch {
	case bom:
		return notices.WriteBOM(w, info, cmp.Or(v, version), sum)
	case licences:
		return printLicences(w)
	case v == "":
		_, err := fmt.Fprintf(w, "reportcard, %s\nSHA-256 of the program: %s\n", info.GoVersion, sum)
		return err
	}
	fmt.Fprint(w, versionLine())
	fmt.Fprintf(w, "SHA-256 of the program: %s\n", cmp.Or(sum, "not readable"))
	for _, n := range notices.All() {
		if n.Name == notices.Font {
			fmt.Fprintf(w, "fonts of the cards: %s %s (%s)\n", n.Name, n.Version, n.Licence)
		}
	}
	_, err := fmt.Fprintf(w, "licence MIT; %s by others, see: reportcard version --licences\nbill of materials: reportcard version --sbom\n", plural(len(notices.All()), "part"))
	return err
}

// printLicences lists the parts, then every text once with the parts it is of.
func printLicences(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "reportcard\t"+version+"\tMIT")
	texts := map[string][]string{}
	var order []string
	for _, n := range notices.All() {
		fmt.Fprintf(t, "%s\t%s\t%s\n", n.Name, cmp.Or(n.Version, "of "+runtime.Version()), n.Licence)
		if texts[n.Text] == nil {
			order = append(order, n.Text)
		}
		texts[n.Text] = append(texts[n.Text], n.Name)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, text := range order {
		fmt.Fprintf(w, "\n==== %s\n\n%s", strings.Join(texts[text], ", "), text)
	}
	return nil
}

func configCommand() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print the settings in force, explained",
		Long: `Print every setting with its meaning, its source and the value in force. The
output is itself a file for --config.`,
		Example: `  reportcard config > settings.yaml
  reportcard config --config settings.yaml`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(file)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), c.YAML())
			return asFailure(err)
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "`FILE` of settings")
	return cmd
}
