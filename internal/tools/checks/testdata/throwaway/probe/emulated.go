package main

import (
	"context"
	"fmt"
	"reflect"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// emulated calls the new operations against the emulator, which must route them, judge them by the document and
// answer with its examples.
func emulated(ctx context.Context) error {
	srv, err := stashtest.Start()
	if err != nil {
		return err
	}
	defer srv.Close()
	client, err := stash.New(stash.APIKey(srv.APIKey), stash.WithBaseURL(srv.URL))
	if err != nil {
		return err
	}

	made, err := client.CreateThrowAwayNote(ctx, "top/left", stash.CreateThrowAwayNoteRequest{Title: "Milk", Copies: 2})
	if err != nil {
		return err
	}
	if made.ID != "note-1" {
		return fmt.Errorf("the emulator did not answer with the document's example: %+v", made)
	}
	list, err := client.ListThrowAwayNotes(ctx, "top", stash.ListThrowAwayNotesParams{})
	if err != nil {
		return err
	}
	note := stash.ThrowAwayNote{
		ID: "note-1", Kind: stash.ThrowAwayKindPaper, NoteWeight: 0.1, Author: "robin@example.com", Day: "2026-11-23",
		Ticket: "0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f",
	}
	if len(list.Notes) != 1 || list.Notes[0] != note {
		return fmt.Errorf("the emulator did not answer with the document's example: %+v", list)
	}
	if _, err := client.ListThrowAwayNotes(ctx, "top", stash.ListThrowAwayNotesParams{
		Search: ptr("a b&c=d"), NoteLimit: ptr(int32(0)), Hidden: ptr(false), Kind: ptr(stash.ThrowAwayKindAndroid), Tag: &[]string{"x", "y z"},
	}); err != nil {
		return err
	}
	return recorded(srv.Requests())
}

// sent is what must be on the wire: all that was set, zero or not, and nothing that was not.
type sent struct{ operation, path, query, body string }

func recorded(requests []stashtest.Request) error {
	var got []sent
	for _, r := range requests {
		if len(r.Violations) > 0 {
			return fmt.Errorf("%s broke the document: %q", r.Operation, r.Violations)
		}
		got = append(got, sent{r.Operation, r.Path, r.Query, string(r.Body)})
	}
	want := []sent{
		{"CreateThrowAwayNote", "/sdk/throw_away/top%2Fleft/notes", "", `{"copies":2,"title":"Milk"}`},
		{"ListThrowAwayNotes", "/sdk/throw_away/top/notes", "", ""},
		{"ListThrowAwayNotes", "/sdk/throw_away/top/notes", "search=a+b%26c%3Dd&noteLimit=0&hidden=false&kind=ANDROID&tag=x&tag=y+z", ""},
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("the emulator received\n%+v\nand should have received\n%+v", got, want)
	}
	return nil
}
