package contract

import (
	"cmp"
	"slices"
	"strings"
)

// Suggestion ends a sentence about a misspelled name: "; did you mean X or Y". It is empty when no name is close.
func Suggestion(name string, names []string) string {
	const most = 3
	close := nearest(name, names)
	switch n := min(len(close), most); n {
	case 0:
		return ""
	case 1:
		return "; did you mean " + close[0]
	default:
		return "; did you mean " + strings.Join(close[:n-1], ", ") + " or " + close[n-1]
	}
}

// nearest returns the names that someone may have meant, best first. A name that is misspelled in at most a third of its
// letters has one answer. A shortened name can have several: those that begin with it, or else those that contain it.
func nearest(name string, names []string) []string {
	name = strings.ToLower(name)
	best, fewest := "", len(name)/3+2
	var begin, contain []string
	for _, each := range names {
		other := strings.ToLower(each)
		if n := changes(name, other); n < fewest {
			best, fewest = each, n
		}
		switch at := strings.Index(other, name); {
		case len(name) < 3:
		case at == 0:
			begin = append(begin, each)
		case at > 0:
			contain = append(contain, each)
		}
	}
	byLength := func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) }
	slices.SortFunc(begin, byLength)
	slices.SortFunc(contain, byLength)
	switch {
	case fewest <= 1:
		return []string{best}
	case begin != nil:
		return begin
	case contain != nil:
		return contain
	case best != "":
		return []string{best}
	}
	return nil
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
