package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"inclusioncards/metrics"
)

func versionLine() string {
	return fmt.Sprintf("reportcard %s, method %s, %s\n", version, metrics.MethodVersion, runtime.Version())
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of the program and of the method",
		Example: "  reportcard version",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), versionLine())
			return asFailure(err)
		},
	}
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
