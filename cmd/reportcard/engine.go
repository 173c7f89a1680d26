package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"inclusioncards/reportcard/pdf"
)

// engineFlag chooses what draws the pages.
func (o *options) engineFlag(cmd *cobra.Command) {
	var names []string
	for _, e := range pdf.Engines() {
		names = append(names, string(e))
	}
	cmd.Flags().StringVar(&o.engine, "engine", names[0], "what draws the pages: "+strings.Join(names, " or "))
	cmd.RegisterFlagCompletionFunc("engine", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
}

func (o *options) checkEngine() error {
	if o.engine == "" || slices.Contains(pdf.Engines(), pdf.Engine(o.engine)) {
		return nil
	}
	return fail(usage, fmt.Sprintf("--engine %q: there is no such engine", o.engine), "--engine "+string(pdf.Engines()[0]))
}
