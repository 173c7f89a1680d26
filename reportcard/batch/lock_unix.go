//go:build !windows

package batch

import (
	"errors"
	"os"
	"syscall"
)

var errHeld = errors.New("held by another run")

// A folder with an open file in it can be renamed here.
const unlockToRename = false

// openElsewhere reports whether an error says that another program has the file
// open, which does not matter here.
func openElsewhere(error) bool { return false }

// lockFile locks the file at path, creating it. The lock goes when the file is
// closed or the process dies.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errHeld
		}
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	// Between opening and locking, the run that held the lock may have ended
	// and taken the file away with its folder.
	mine, err := f.Stat()
	there, err2 := os.Stat(path)
	if err != nil || err2 != nil || !os.SameFile(mine, there) {
		f.Close()
		return nil, errHeld
	}
	return f, nil
}
