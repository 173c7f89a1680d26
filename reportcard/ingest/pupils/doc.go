// Package pupils counts pupil-level extracts (two January censuses, attendance,
// suspensions, destinations, schools) into the figures per school and SEN
// group that the rest of the product uses. Tables are read row by row; memory
// grows with pupils and suspensions, not with the size of the files. A pupil
// identifier lives only as a hash under a key drawn for each Aggregator: it is
// never kept, never returned and never part of a message.
//
// The rules are those of method.md 1.1 to 1.3.
package pupils
