// Package metrics owns the definitions and the numbers of an inclusion report
// card: schools, academic years, counts with their reasons for being missing,
// the catalogue of measures, comparators, and the rule that turns a number
// into a result. It writes no sentences and does no rounding; package
// reportcard does both.
package metrics

// MethodVersion names the edition of the statistical method in force. It is
// printed on every card and changes whenever a definition or a rule changes.
const MethodVersion = "1"
