package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"inclusioncards/reportcard/batch"
)

func mergeCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "merge SHARD... --out DIR",
		Short: "Join the shards of one run into one output",
		Long: `Join the folders written by build --shard 0/N to N-1/N, in any order, into the
output that one build would have written, to the byte. Every file is hashed on the
way. The shards are left as they are.`,
		Example: `  reportcard merge shard0 shard1 shard2 shard3 --out cards`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(o.merge(cmd, args))
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", "`DIR` for the output; made when missing")
	f.BoolVar(&o.force, "force", false, "replace the output of an earlier run in DIR; other files there are kept")
	cmd.MarkFlagDirname("out")
	return cmd
}

func (o *options) merge(cmd *cobra.Command, shards []string) error {
	switch {
	case len(shards) == 0:
		return fail(usage, "no SHARD given", "reportcard merge shard0 shard1 --out cards")
	case o.out == "":
		return fail(usage, "no --out DIR given", "--out cards")
	}
	stage, err := batch.Open(o.out, batch.Opening{Force: o.force})
	if err != nil {
		return err
	}
	defer stage.Close()
	m, replaced, err := batch.Merge(cmd.Context(), stage, shards, nil)
	if err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	o.tellReplaced(w, replaced, "officer")
	fmt.Fprintf(w, "%s for %s of %s in %s\n", plural(m.Counts.Cards, "card"), m.Year, plural(len(shards), "shard"), filepath.Join(o.out, "cards"))
	if bad, err := batch.AnyError(o.out); err != nil || !bad {
		return err
	}
	return fail(rejected, "", "")
}
