package pdf

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// visual puts text in the order in which it stands on the page: words of scripts
// written from right to left are turned round, the line around them runs from
// left to right. It knows no embedding and no mirrored brackets: such words are
// names inside English.
func visual(s string) string {
	if strings.IndexFunc(s, rightToLeft) < 0 {
		return s
	}
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		if !rightToLeft(runes[i]) {
			continue
		}
		// A stretch ends at its last such letter before one of the other
		// direction, with the marks on that letter.
		end := i + 1
		for j := i + 1; j < len(runes) && !leftToRight(runes[j]); j++ {
			if rightToLeft(runes[j]) || unicode.Is(unicode.M, runes[j]) && end == j {
				end = j + 1
			}
		}
		turn(runes[i:end])
		i = end - 1
	}
	return string(runes)
}

// turn reverses a stretch; marks stay behind their letters and numbers keep
// their order.
func turn(runes []rune) {
	slices.Reverse(runes)
	for i := 0; i < len(runes); i++ {
		start := i
		switch {
		case unicode.Is(unicode.M, runes[i]):
			for i < len(runes)-1 && unicode.Is(unicode.M, runes[i]) {
				i++
			}
		case unicode.IsDigit(runes[i]):
			for i < len(runes)-1 && unicode.IsDigit(runes[i+1]) {
				i++
			}
		}
		slices.Reverse(runes[start : i+1])
	}
}

func rightToLeft(r rune) bool {
	if r < 0x590 {
		return false
	}
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

func leftToRight(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.L
}
