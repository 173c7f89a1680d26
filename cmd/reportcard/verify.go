package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"inclusioncards/reportcard/batch"
)

func verifyCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Check that an output is as it was written",
		Long: `Hash every file of an output again, also those inside archives, and compare it
with run.json: what is missing, what was changed, and what run.json does not
list. The hash of run.json itself is printed: note it elsewhere, as nothing in
DIR can vouch for it.`,
		Example: `  reportcard verify cards
  reportcard verify cards --json`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(verify(cmd.Context(), cmd.OutOrStdout(), args[0], asJSON))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write the result as JSON, for machines")
	return cmd
}

func oneFolder(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fail(usage, fmt.Sprintf("%s takes one DIR, not %d", cmd.Name(), len(args)), "reportcard "+cmd.Name()+" cards")
	}
	return nil
}

func verify(ctx context.Context, w io.Writer, dir string, asJSON bool) error {
	v, err := batch.Verify(ctx, dir)
	if err != nil {
		return err
	}
	if asJSON {
		if err := writeJSON(w, v); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(w, "%s: %s of reportcard %s, method %s", dir, plural(v.Files, "file"), v.Version, v.Method)
		if v.Archived > 0 {
			fmt.Fprintf(w, ", and %s in archives", plural(v.Archived, "file"))
		}
		fmt.Fprintf(w, "\nrun.json: SHA-256 %s\n", v.Record)
		for _, f := range v.Findings {
			fmt.Fprintf(w, "  %s\n", f)
		}
		if len(v.Findings) == 0 {
			fmt.Fprintln(w, "every file is as it was written")
		}
	}
	if n := len(v.Findings); n > 0 {
		return fail(refused, plural(n, "file")+" not as run.json says",
			"make the output again with the same command and --resume, which keeps what is right")
	}
	return nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
