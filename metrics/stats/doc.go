// Package stats holds the statistical formulas behind the report cards: pure
// numbers in, pure numbers out. It knows nothing of schools or of this module.
//
// Conventions, the same everywhere:
//
//   - Proportions and rates of pupils live in [0,1]; nothing is a percentage.
//   - A level is a confidence level in (0,1), such as 0.95; 95 is an error.
//   - Impossible input (more cases than pupils, negative counts, a level of 95,
//     NaN where a number is needed) returns an error wrapping [ErrInvalid].
//   - Possible input for which the quantity has no value (no pupils at all, 0/0)
//     returns an error wrapping [ErrUndefined], never 0 and never infinity.
//   - Where only part of a result has no value (a risk ratio of 0 has no log
//     interval), that part is NaN and the doc comment says so.
//
// Sources are named beside each function; the reference values in
// testdata/reference were produced by R and Python, never by this package.
package stats
