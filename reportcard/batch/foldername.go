package batch

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
)

// devices are the names that Windows keeps for devices, with any ending: a
// folder of such a name cannot be made there, or not be opened.
var devices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])[ .]*(\..*)?$`)

// windowsObjection says what Windows has against a name of a folder, or nothing.
func windowsObjection(name string) string {
	switch last := len(name) - 1; {
	case name == "" || name == "." || name == "..":
		return ""
	case devices.MatchString(name):
		return fmt.Sprintf("%q is the name of a device on Windows", name)
	case name[last] == '.' || name[last] == ' ':
		return fmt.Sprintf("%q ends in a dot or a space, which Windows drops", name)
	case strings.ContainsAny(name, `<>:"|?*`):
		return fmt.Sprintf("%q holds a character that Windows allows in no name: < > : \" | ? *", name)
	}
	return ""
}

// checkName refuses, on Windows, a DIR that could not be made or not be found
// again: Windows itself would drop the ending, or write to a device. Of a path
// only what is below its drive is looked at.
func checkName(dir, system string) error {
	if system != "windows" {
		return nil
	}
	below := dir[len(filepath.VolumeName(dir)):]
	for _, name := range strings.FieldsFunc(below, func(r rune) bool { return r == '/' || r == '\\' }) {
		if why := windowsObjection(name); why != "" {
			return &OutputError{dir, why, "choose another folder with --out"}
		}
	}
	return nil
}
