// Package templates holds what every card shares: the words and the fonts. It
// has no logic.
package templates

import "embed"

// Words holds the prose of every card as JSON: common phrases, phrases of each
// measure, questions of each audience, and the glossary. The files are read
// and checked by package reportcard.
//
//go:embed words/*.json
var Words embed.FS
