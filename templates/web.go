package templates

import "embed"

// Pages holds the HTML templates. base.gohtml is the frame of every page; a
// page defines "main" and, where it differs, "header" and "footer".
//
//go:embed html/*.gohtml
var Pages embed.FS

// SchoolsScript makes a table of schools sortable, and counts the rows in sight.
//
//go:embed js/schools.js
var SchoolsScript string

// SearchScript finds a school in the list of a large output.
//
//go:embed js/search.js
var SearchScript string

// Styles is the style sheet of every page: screen, dark, high contrast, print.
//
//go:embed css/page.css
var Styles string
