// Package notices holds the licences of everything that is part of the program,
// and lists its parts for those who must approve it.
package notices

import (
	_ "embed"
	"encoding/json"
	"io"
	"runtime/debug"
	"strings"
	"sync"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

//go:embed notices.json
var raw []byte

// Notice is one part of the program. Parts are the modules linked on any of the
// systems the program is released for, the Go standard library, and fonts.
type Notice struct {
	Name    string `json:"name"` // of a module: its path
	Version string `json:"version"`
	Licence string `json:"licence"` // SPDX identifier
	Text    string `json:"text"`    // the licence and the notices to be passed on
}

// Kinds of part that are not modules, as Name tells them.
const (
	Standard = "Go standard library"
	Font     = "Liberation Sans" // regular and bold, embedded unmodified
)

// All lists the parts, sorted by name.
var All = sync.OnceValue(func() []Notice {
	var out []Notice
	if err := json.Unmarshal(raw, &out); err != nil {
		panic(err) // a file of this package, read by its tests
	}
	return out
})

// licence is the SPDX identifier of a part, or empty.
func licence(name string) string {
	for _, n := range All() {
		if n.Name == name {
			return n.Licence
		}
	}
	return ""
}

// WriteBOM writes the parts of a program as a software bill of materials
// (CycloneDX 1.5, JSON). It holds no clock and no serial number: the same program
// has the same list.
func WriteBOM(w io.Writer, info *debug.BuildInfo, version, sum string) error {
	main := cdx.Component{
		BOMRef: "reportcard", Type: cdx.ComponentTypeApplication, Name: "reportcard", Version: version,
		Licenses: &cdx.Licenses{{License: &cdx.License{ID: "MIT"}}},
	}
	if sum != "" {
		main.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: sum}}
	}
	var refs []string
	var parts []cdx.Component
	add := func(kind cdx.ComponentType, name, version, purl, sum string) {
		c := cdx.Component{BOMRef: purl, Type: kind, Name: name, Version: version, PackageURL: purl}
		if strings.HasPrefix(purl, "font:") {
			c.PackageURL = ""
		}
		if id := licence(name); id != "" {
			c.Licenses = &cdx.Licenses{{License: &cdx.License{ID: id}}}
		}
		if sum != "" {
			c.Properties = &[]cdx.Property{{Name: "go:sum", Value: sum}}
		}
		parts, refs = append(parts, c), append(refs, purl)
	}
	goVersion := strings.TrimPrefix(info.GoVersion, "go")
	add(cdx.ComponentTypeLibrary, Standard, goVersion, "pkg:golang/std@"+goVersion, "")
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		add(cdx.ComponentTypeLibrary, m.Path, m.Version, "pkg:golang/"+m.Path+"@"+m.Version, m.Sum)
	}
	for _, n := range All() {
		if n.Name == Font {
			add(cdx.ComponentTypeFile, n.Name, n.Version, "font:liberation-sans@"+n.Version, "")
		}
	}
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Component: &main, Properties: settings(info)}
	bom.Components = &parts
	bom.Dependencies = &[]cdx.Dependency{{Ref: main.BOMRef, Dependencies: &refs}}
	enc := cdx.NewBOMEncoder(w, cdx.BOMFileFormatJSON)
	enc.SetPretty(true)
	enc.SetEscapeHTML(false)
	return enc.EncodeVersion(bom, cdx.SpecVersion1_5)
}

// settings are those of the build that change the program.
func settings(info *debug.BuildInfo) *[]cdx.Property {
	out := []cdx.Property{}
	for _, s := range info.Settings {
		switch s.Key {
		case "GOOS", "GOARCH", "GOAMD64", "GOARM64", "CGO_ENABLED", "-trimpath", "-tags":
			out = append(out, cdx.Property{Name: "go:build:" + s.Key, Value: s.Value})
		}
	}
	return &out
}
