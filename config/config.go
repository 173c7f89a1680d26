// Package config holds the settings a user may change, their defaults and
// their checks. It is the only package that knows of configuration files:
// everything else is given plain values.
package config

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"inclusioncards/metrics"
)

//go:embed default.yaml
var defaultYAML string

// Config is every setting of one run.
type Config struct {
	// Label is printed at the top of every page when not empty.
	Label string
	// Metrics holds the settings of the method. Proportions are in (0,1).
	Metrics metrics.Options
}

// Default returns the settings in force when no file says otherwise.
func Default() Config { return Config{Metrics: metrics.DefaultOptions()} }

// maxLabel keeps the label on one line of a page.
const maxLabel = 90

// Validate reports every setting that cannot be used, together.
func (c Config) Validate() error {
	var out Problems
	if n := len([]rune(c.Label)); n > maxLabel {
		out = append(out, fmt.Sprintf("label has %d characters: at most %d fit on a page", n, maxLabel))
	}
	if strings.ContainsFunc(c.Label, unicode.IsControl) {
		out = append(out, "label must be one line of text")
	}
	for _, m := range messages(c.Metrics.Validate()) {
		out = append(out, "metrics."+m)
	}
	return out.orNil()
}

// Setting is one key with its value in force, both as a file writes them.
type Setting struct{ Key, Value string }

// Settings lists every setting in the order of the documented default.
func (c Config) Settings() []Setting {
	out := []Setting{{"label", format(reflect.ValueOf(c.Label))}}
	v := reflect.ValueOf(c.Metrics)
	for i := range v.NumField() {
		out = append(out, Setting{"metrics." + snake(v.Type().Field(i).Name), format(v.Field(i))})
	}
	return out
}

// format writes a value as a YAML file does, the same way on every machine.
func format(v reflect.Value) string {
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanFloat():
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case v.Kind() == reflect.Slice:
		var items []string
		for i := range v.Len() {
			items = append(items, format(v.Index(i)))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return strconv.Quote(v.String())
}

// Hash is the SHA-256 of the settings in force, in hexadecimal. Two runs with
// the same hash used the same settings, whatever their files looked like.
func (c Config) Hash() string {
	h := sha256.New()
	for _, s := range c.Settings() {
		fmt.Fprintf(h, "%s=%s\n", s.Key, s.Value)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ShortHash is the start of Hash, as printed on a card.
func (c Config) ShortHash() string { return c.Hash()[:12] }

// YAML writes the settings in force as a documented file that Load reads back.
func (c Config) YAML() string {
	value := map[string]string{}
	for _, s := range c.Settings() {
		value[s.Key] = s.Value
	}
	lines := strings.Split(defaultYAML, "\n")
	section := ""
	for i, line := range lines {
		key, _, found := strings.Cut(line, ":")
		if !found || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if trimmed := strings.TrimSpace(key); trimmed == key {
			section = key + "."
			if v, ok := value[key]; ok {
				lines[i] = key + ": " + v
			}
		} else if v, ok := value[section+trimmed]; ok {
			lines[i] = key + ": " + v
		}
	}
	return strings.Join(lines, "\n")
}

// snake turns a field name into a key: MinGroup is min_group, EnglandLAs is
// england_las.
func snake(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if lower && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
		lower = !unicode.IsUpper(r)
	}
	return b.String()
}
