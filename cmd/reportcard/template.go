package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"inclusioncards/reportcard/ingest"
)

func templateCommand() *cobra.Command {
	var book, folder string
	var force bool
	cmd := &cobra.Command{
		Use:   "template [--xlsx FILE | --csv DIR]",
		Short: "Write the tables to fill in, with drop-down lists and notes",
		Long: `Write a workbook, or a folder of CSV files, with the headings of every table you
can supply: counts, schools, benchmarks of your own, comments, and pupil-level
extracts. Fill in what you have and leave out the rest. Rows that begin with
EXAMPLE show how a table is filled in; they are never read as data.`,
		Example: `  reportcard template
  reportcard template --xlsx camden.xlsx
  reportcard template --csv tables`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if folder == "" {
				return asFailure(writeBook(cmd.OutOrStdout(), book, force))
			}
			if cmd.Flags().Changed("xlsx") {
				return fail(usage, "--xlsx and --csv together", "leave out one of the two")
			}
			return asFailure(writeTables(cmd.OutOrStdout(), folder, force))
		},
	}
	f := cmd.Flags()
	f.StringVar(&book, "xlsx", "template.xlsx", "`FILE` for a workbook")
	f.StringVar(&folder, "csv", "", "`DIR` for CSV files instead; made when missing")
	f.BoolVar(&force, "force", false, "replace files that exist")
	cmd.MarkFlagDirname("csv")
	return cmd
}

func writeBook(w io.Writer, name string, force bool) error {
	if err := isFree(name, force); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := ingest.WriteTemplateXLSX(&b); err != nil {
		return err
	}
	if err := writeWhole(name, b.Bytes()); err != nil {
		return fail(failed, err.Error(), "choose another file with --xlsx")
	}
	fmt.Fprintf(w, "%s: fill in what you have, then: reportcard check %s\n", name, name)
	return nil
}

func writeTables(w io.Writer, folder string, force bool) error {
	files := map[string][]byte{}
	var order []string
	err := ingest.WriteTemplateCSV(func(name string) (io.WriteCloser, error) {
		order = append(order, name)
		return &kept{done: func(text []byte) { files[name] = text }}, nil
	})
	if err != nil {
		return err
	}
	// Every name is checked before the first file is written.
	for _, name := range order {
		if err := isFree(filepath.Join(folder, name), force); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return fail(failed, err.Error(), "choose another folder with --csv")
	}
	for _, name := range order {
		if err := writeWhole(filepath.Join(folder, name), files[name]); err != nil {
			return fail(failed, err.Error(), "choose another folder with --csv")
		}
	}
	fmt.Fprintf(w, "%s in %s: fill in what you have, then: reportcard check %s\n", plural(len(order), "file"), folder, folder)
	return nil
}

// kept holds a file in memory until it is closed.
type kept struct {
	bytes.Buffer
	done func([]byte)
}

func (k *kept) Close() error {
	k.done(k.Bytes())
	return nil
}

func isFree(name string, force bool) error {
	_, err := os.Stat(name)
	switch {
	case err == nil && !force:
		return fail(usage, name+" exists already", "choose another name, or replace it with --force")
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return fail(failed, err.Error(), "choose another name")
	}
	return nil
}
