package batch

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// ChangeKind says what a difference between two runs lies in.
type ChangeKind string

// The kinds of difference.
const (
	ChangedVersion       ChangeKind = "version"
	ChangedMethod        ChangeKind = "method"
	ChangedConfiguration ChangeKind = "configuration"
	ChangedInput         ChangeKind = "input"
	ChangedOptions       ChangeKind = "options"
	ChangedSelection     ChangeKind = "selection" // which schools are written
)

// Difference is one thing in which two runs differ. Before or After is empty
// when there is none.
type Difference struct {
	Kind   ChangeKind `json:"kind"`
	What   string     `json:"what"`
	Before string     `json:"before"`
	After  string     `json:"after"`
}

// String words a difference: "input counts.csv: 1acd4fcd3994 -> 06a5183d1858".
func (d Difference) String() string {
	what := string(d.Kind)
	if d.What != "" && d.What != what {
		what += " " + d.What
	}
	return what + ": " + short(d.Before) + " -> " + short(d.After)
}

// short cuts a hash to what can be read out.
func short(s string) string {
	switch {
	case s == "":
		return "none"
	case len(s) == 64:
		return s[:12]
	}
	return s
}

// Differences lists in what two runs differ: version, method, settings, input
// files, options, and the choice of schools to write.
func Differences(old, new *Manifest) []Difference {
	var out []Difference
	add := func(kind ChangeKind, what, before, after string) {
		if before != after {
			out = append(out, Difference{kind, what, before, after})
		}
	}
	add(ChangedVersion, "", old.Version, new.Version)
	add(ChangedMethod, "", old.Method, new.Method)
	if old.ConfigurationHash != new.ConfigurationHash {
		keys := maps.Clone(old.Settings)
		if keys == nil {
			keys = map[string]string{}
		}
		maps.Copy(keys, new.Settings)
		before := len(out)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			add(ChangedConfiguration, key, old.Settings[key], new.Settings[key])
		}
		if len(out) == before {
			add(ChangedConfiguration, "", old.ConfigurationHash, new.ConfigurationHash)
		}
	}
	inputs := map[string][2]string{}
	for side, m := range []*Manifest{old, new} {
		for _, in := range m.Inputs {
			name := in.File
			if in.Sheet != "" {
				name += ", sheet " + in.Sheet
			}
			both := inputs[name]
			// Files of one name in two folders are told apart by their content.
			both[side] = strings.TrimPrefix(both[side]+" "+in.SHA256, " ")
			inputs[name] = both
		}
	}
	for _, name := range slices.Sorted(maps.Keys(inputs)) {
		add(ChangedInput, name, inputs[name][0], inputs[name][1])
	}
	// The other fields are options, also those that are added one day.
	before, after := optionFields(old), optionFields(new)
	keys := maps.Clone(before)
	maps.Copy(keys, after)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		add(ChangedOptions, strings.ReplaceAll(key, "_", " "), before[key], after[key])
	}
	add(ChangedSelection, "local authorities", strings.Join(old.LAs, ","), strings.Join(new.LAs, ","))
	add(ChangedSelection, "trusts", strings.Join(old.Trusts, ","), strings.Join(new.Trusts, ","))
	add(ChangedSelection, "schools", strings.Join(old.URNs, ","), strings.Join(new.URNs, ","))
	return out
}

// optionFields are the fields of a record that are neither compared by
// themselves nor tell of the outcome.
func optionFields(m *Manifest) map[string]string {
	raw, err := json.Marshal(m)
	var fields map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(raw, &fields)
	}
	if err != nil {
		panic(err) // a struct of strings, numbers and lists
	}
	for _, key := range []string{"tool", "version", "method_version", "configuration_sha256", "settings", "inputs",
		"la", "urn", "trust", "shard", "counts", "cards", "files", "replaces"} {
		delete(fields, key)
	}
	out := map[string]string{}
	for key, value := range fields {
		out[key] = strings.Trim(string(value), `"`)
	}
	return out
}

// reach is how much of the cards a set of differences can change.
type reach uint8

const (
	sameCards reach = iota
	someCards       // those that say something else: input and settings
	everyCard       // the program draws them in another way, or other ones
)

func reachOf(diffs []Difference) reach {
	out := sameCards
	for _, d := range diffs {
		switch d.Kind {
		case ChangedSelection:
		case ChangedInput, ChangedConfiguration:
			out = max(out, someCards)
		default:
			out = everyCard
		}
	}
	return out
}
