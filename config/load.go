package config

import (
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
)

// Problems is everything wrong with a configuration, one sentence each.
type Problems []string

func (p Problems) Error() string { return strings.Join(p, "\n") }

func (p Problems) orNil() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Load reads a YAML file over the defaults and checks the result. All problems
// of the file are reported together, as Problems; an error of another type
// means that the file could not be read.
func Load(path string) (Config, error) {
	f, err := os.Open(path)
	if err != nil {
		return Config{}, err
	}
	defer f.Close()
	return read(f)
}

func read(r io.Reader) (Config, error) {
	v := viper.New()
	v.SetConfigType("yaml")
	if err := v.ReadConfig(r); err != nil {
		return Config{}, Problems{"not a YAML file of settings: " + firstLine(err)}
	}
	var known []string
	for _, s := range Default().Settings() {
		known = append(known, s.Key)
	}
	var problems Problems
	keys := v.AllKeys()
	slices.Sort(keys)
	for _, k := range keys {
		switch {
		case !slices.Contains(known, k):
			problems = append(problems, fmt.Sprintf("unknown key %q: did you mean %q?", k, Nearest(k, known, 1)[0]))
		case v.Get(k) == nil:
			problems = append(problems, fmt.Sprintf("%s has no value: give one or remove the line", k))
		}
	}
	if len(problems) > 0 {
		return Config{}, problems
	}
	c := Default()
	if err := v.UnmarshalExact(&c, strict); err != nil {
		return Config{}, Problems(decodeMessages(err))
	}
	return c, c.Validate()
}

// strict makes decoding refuse what it would otherwise convert in silence:
// text for a number, true for 1, 11.5 for 11.
func strict(d *mapstructure.DecoderConfig) {
	d.WeaklyTypedInput = false
	d.MatchName = func(key, field string) bool { return key == snake(field) }
	d.DecodeHook = func(from, to reflect.Value) (any, error) {
		isNumber := from.CanInt() || from.CanFloat()
		switch {
		case to.CanInt() && (!isNumber || from.CanFloat() && from.Float() != math.Trunc(from.Float())):
			return nil, fmt.Errorf("is %v: it must be a whole number", from)
		case to.CanFloat() && !isNumber:
			return nil, fmt.Errorf("is %v: it must be a number", from)
		case to.Kind() == reflect.String && from.Kind() != reflect.String:
			return nil, fmt.Errorf("is %v: it must be text; put it in quotes", from)
		}
		return from.Interface(), nil
	}
}

// decodeMessages words the decoder's errors with the keys of the file.
func decodeMessages(err error) []string {
	switch e := err.(type) {
	case *mapstructure.DecodeError:
		parts := strings.Split(e.Name(), ".")
		for i := range parts {
			parts[i] = snake(parts[i])
		}
		return []string{strings.Join(parts, ".") + " " + firstLine(e.Unwrap())}
	case interface{ Unwrap() []error }:
		var out []string
		for _, part := range e.Unwrap() {
			out = append(out, decodeMessages(part)...)
		}
		return out
	case interface{ Unwrap() error }:
		return decodeMessages(e.Unwrap())
	}
	return []string{firstLine(err)}
}

// messages splits a joined error into its parts.
func messages(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
