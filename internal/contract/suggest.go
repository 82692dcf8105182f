package contract

import "strings"

// Suggestion ends a sentence about a misspelled name: "; did you mean X". It is empty when no name is close.
func Suggestion(name string, names []string) string {
	if best := nearest(name, names); best != "" {
		return "; did you mean " + best
	}
	return ""
}

// nearest returns the name that needs the fewest changes, or nothing when more than a third of the letters change.
func nearest(name string, names []string) string {
	name = strings.ToLower(name)
	best, fewest := "", len(name)/3+2
	for _, each := range names {
		other := strings.ToLower(each)
		n := changes(name, other)
		if len(name) >= 4 && within(name, other) {
			n = min(n, 2) // a misspelled name is closer than a shortened one
		}
		if n < fewest {
			best, fewest = each, n
		}
	}
	return best
}

// within reports whether a name is another one with letters left out.
func within(name, other string) bool {
	for _, b := range []byte(other) {
		if name != "" && name[0] == b {
			name = name[1:]
		}
	}
	return name == ""
}

// changes is the Levenshtein distance.
func changes(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
