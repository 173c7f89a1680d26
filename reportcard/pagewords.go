package reportcard

// PageWords are the words that an HTML page has besides those of its body.
type PageWords struct {
	Skip string `json:"skip"` // the link past the head of the page
	// Strip and Dots name the pictures in the rows of the measure table.
	Strip string `json:"strip"`
	Dots  string `json:"dots"`
	// Unprinted stands on paper where the further figures would.
	Unprinted string `json:"unprinted"`
	// Pages number the two printed pages.
	Pages [2]string `json:"pages"`
}

// Page gives the words of HTML pages.
func Page() (PageWords, error) {
	w, err := loadWords()
	if err != nil {
		return PageWords{}, err
	}
	return w.page, nil
}
