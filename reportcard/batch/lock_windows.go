package batch

import (
	"errors"
	"os"
	"syscall"
)

var errHeld = errors.New("held by another run")

// A folder with an open file in it cannot be renamed here.
const unlockToRename = true

const (
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
)

// openElsewhere reports whether an error says that another program has the file
// open.
func openElsewhere(err error) bool {
	return errors.Is(err, sharingViolation) || errors.Is(err, lockViolation)
}

// lockFile opens the file at path, creating it, so that no other process can
// open it until it is closed or the process dies.
func lockFile(path string) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, sharingViolation) {
		return nil, errHeld
	}
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}
