package batch

import (
	"os"
	"sync"
)

// ThisProgram identifies the running build by the SHA-256 of its file. It is
// empty when the file cannot be read: such a program takes over nothing that
// another build may have drawn.
var ThisProgram = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	sum, err := SHA256(path)
	if err != nil {
		return ""
	}
	return sum
})

// SHA256 returns the SHA-256 of a file in hexadecimal.
func SHA256(path string) (string, error) { return hashFile(path) }
