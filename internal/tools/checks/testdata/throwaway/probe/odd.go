package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/stash-sdk/stash-go/stash"
)

// oddValues reads an answer whose values are not of the formats and enums that the document names. One of them
// must not cost the whole answer, and digits must not be lost.
func oddValues(ctx context.Context) error {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = io.WriteString(w, `{"notes":[{"kind":"STONE","noteWeight":16777217.25,"author":"nobody","day":"tomorrow","ticket":"7","new":{}}]}`)
	}))
	defer srv.Close()
	client, err := stash.New(stash.APIKey("fake-key"), stash.WithBaseURL(srv.URL))
	if err != nil {
		return err
	}
	list, err := client.ListThrowAwayNotes(ctx, "top", stash.ListThrowAwayNotesParams{})
	if err != nil {
		return err
	}
	if len(list.Notes) != 1 {
		return fmt.Errorf("the answer has one note, and it was read as %+v", list)
	}
	got := list.Notes[0]
	weight := float64(got.NoteWeight) // of whatever type: a 32-bit number would have lost its digits by now
	got.NoteWeight = 0
	if weight != 16777217.25 || got != (stash.ThrowAwayNote{Kind: "STONE", Author: "nobody", Day: "tomorrow", Ticket: "7"}) {
		return fmt.Errorf("odd values did not survive: %+v", list)
	}
	return nil
}
