package config

import "slices"

// Nearest returns up to n of the candidates that are spelt most like word,
// best first; equally near ones keep their order.
func Nearest(word string, candidates []string, n int) []string {
	distance := make(map[string]int, len(candidates))
	for _, c := range candidates {
		distance[c] = editDistance(word, c)
	}
	out := slices.Clone(candidates)
	slices.SortStableFunc(out, func(a, b string) int { return distance[a] - distance[b] })
	return out[:min(n, len(out))]
}

// editDistance is the Levenshtein distance.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
