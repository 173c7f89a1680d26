// Package demo holds the demonstration data: a fictional local authority of 46
// schools over three years, drawn from one pattern with a few planted
// differences, so that every result word occurs on some card.
package demo

import "embed"

// Files holds the tables of the demonstration data. No school, place or figure
// in them is real.
//
//go:embed *.csv
var Files embed.FS
