package templates

import _ "embed"

// The text faces, Liberation Sans 2.1.5, unmodified, under the SIL Open Font
// License 1.1 (fonts/LICENSE-Liberation.txt). They cover Welsh, the accented
// Latin of names, and the comparison signs the cards use; they have none of the
// result shapes, which renderers draw as vectors.
var (
	//go:embed fonts/LiberationSans-Regular.ttf
	FontRegular []byte
	//go:embed fonts/LiberationSans-Bold.ttf
	FontBold []byte
)
