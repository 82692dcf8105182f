package transport

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// TestPages checks where an iteration ends: after the last page, on break, on an error, on a page that comes again.
func TestPages(t *testing.T) {
	failed := errors.New("failed")
	for _, tt := range []struct {
		name    string
		next    map[string]string // by token
		fail    string            // token whose page fails
		stop    int               // break after so many items
		want    []string
		fetches int
		err     error
	}{
		{"one page", map[string]string{"": ""}, "-", 0, []string{"0", "0'"}, 1, nil},
		{"three pages", map[string]string{"": "a", "a": "b", "b": ""}, "-", 0, []string{"0", "0'", "a", "a'", "b", "b'"}, 3, nil},
		{"break on the first page", map[string]string{"": "a", "a": ""}, "-", 1, []string{"0"}, 1, nil},
		{"break at a page's end", map[string]string{"": "a", "a": ""}, "-", 2, []string{"0", "0'"}, 1, nil},
		{"break on the second page", map[string]string{"": "a", "a": ""}, "-", 3, []string{"0", "0'", "a"}, 2, nil},
		{"error on the second page", map[string]string{"": "a"}, "a", 0, []string{"0", "0'"}, 2, failed},
		{"page names itself", map[string]string{"": "a", "a": "a"}, "-", 0, []string{"0", "0'", "a", "a'"}, 2, errPageRepeated},
		{"loop of two", map[string]string{"": "a", "a": "b", "b": "a"}, "-", 0, nil, 0, errPageRepeated},
		{"loop of three", map[string]string{"": "a", "a": "b", "b": "c", "c": "a"}, "-", 0, nil, 0, errPageRepeated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fetches := 0
			seq := ByToken(nil, func(token *string) ([]string, string, error) {
				fetches++
				name, at := "0", ""
				if token != nil {
					name, at = *token, *token
				}
				if at == tt.fail {
					return nil, "", failed
				}
				return []string{name, name + "'"}, tt.next[at], nil
			})
			var got []string
			var err error
			for item, e := range seq {
				if e != nil {
					err = e
					continue
				}
				got = append(got, item)
				if len(got) == tt.stop {
					break
				}
			}
			if !errors.Is(err, tt.err) || tt.want != nil && !slices.Equal(got, tt.want) || tt.fetches > 0 && fetches != tt.fetches {
				t.Errorf("items %v, %d fetches, error %v", got, fetches, err)
			}
			if fetches > 20 {
				t.Errorf("a loop was found after %d fetches only", fetches)
			}
		})
	}
}

// TestEmptyPages checks that pages which a filter has emptied are passed over, and that a server which names a next
// page for ever is not read for ever.
func TestEmptyPages(t *testing.T) {
	for _, full := range []int{maxEmptyPages - 1, 0} {
		fetches, items := 0, 0
		var failed error
		for _, err := range ByOffset(nil, func(*int) ([]int, int, error) {
			fetches++
			switch {
			case full == 0 || fetches%(full+1) != 0:
				return nil, fetches, nil
			case fetches < 3*(full+1):
				return []int{1}, fetches, nil
			}
			return []int{1}, 0, nil
		}) {
			if err != nil {
				failed = err
				break
			}
			items++
		}
		if full > 0 && (items != 3 || failed != nil) {
			t.Errorf("%d items of a list with %d empty pages in between, and error %v", items, full, failed)
		}
		if full == 0 && (fetches != maxEmptyPages || !errors.Is(failed, errPagesEmpty)) {
			t.Errorf("%d pages of an endless list were asked for, and error %v", fetches, failed)
		}
	}
}

// TestOffsetsFromTheMiddle checks that an iteration starts where its caller says, each time it is run.
func TestOffsetsFromTheMiddle(t *testing.T) {
	first := 4
	seq := ByOffset(&first, func(at *int) ([]int, int, error) {
		if *at == 8 {
			return []int{*at}, 0, nil
		}
		return []int{*at, *at + 1}, *at + 2, nil
	})
	for range 2 {
		var got []int
		for item, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, item)
		}
		if fmt.Sprint(got) != "[4 5 6 7 8]" {
			t.Errorf("items %v", got)
		}
	}
}
