package pages

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
)

const (
	shownViolations = 10  // of a call to a game server; a response may have any number
	shownViolation  = 300 // bytes of one
)

func (p *Pages) showGameCalls(w http.ResponseWriter, _ *http.Request) {
	hide := p.hiding()
	view := desk.GameCalls{Console: p.frame(gamePage, desk.Message{}), GameServer: p.gameAddress(hide)}
	calls, total := p.games.Newest(shownRows)
	view.Total = total
	for i := range calls {
		view.List = append(view.List, gameCallView(total-i, &calls[i], hide))
	}
	p.show(w, http.StatusOK, view)
}

// gamePage is the path of the game server's page.
const gamePage = "/console/game-server"

// gameAddress returns the address of the connected game server, without other parts of its URL; empty for none.
func (p *Pages) gameAddress(hide hiding) string {
	game := p.games.Current()
	if game == nil {
		return ""
	}
	plain := ""
	if u, err := url.Parse(game.URL); err == nil {
		plain = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
	}
	return cmp.Or(hide.text(plain), "a URL that cannot be read")
}

// gameCallView returns the row of the nth call since the start.
func gameCallView(n int, call *callout.Call, hide hiding) desk.GameCall {
	view := desk.GameCall{
		ID: fmt.Sprintf("game-call-%06d", n), At: call.Time, Operation: call.Operation, Outcome: outcome(call.Status), Kind: "good",
		Took: call.Duration.Round(100 * time.Microsecond).String(),
	}
	if call.Status == 0 {
		view.Outcome = "no answer"
	}
	if call.Err != nil {
		view.Kind, view.Answer = "bad", whyFailed(call.Err, hide)
	}
	for _, violation := range call.Violations[:min(len(call.Violations), shownViolations)] {
		view.Violations = append(view.Violations, cut(hide.text(violation), shownViolation))
	}
	if more := len(call.Violations) - shownViolations; more > 0 {
		view.Violations = append(view.Violations, fmt.Sprintf("and %d more", more))
	}
	return view
}

// lookedAt is how many bytes of a response are searched for secrets. It is much longer than the shown part, so that no
// part of a secret is shown.
const lookedAt = 8 << 10

// whyFailed returns the game server's response, or why there was none. It shows only the cause of a net/http error,
// because the error begins with the URL, which may contain a secret. It hides secrets before it cuts the text.
func whyFailed(err error, hide hiding) string {
	var failed *callout.Error
	if !errors.As(err, &failed) {
		return ""
	}
	answer := failed.Body
	if failed.Cause != nil {
		cause := failed.Cause
		var unreached *url.Error
		if errors.As(cause, &unreached) {
			cause = unreached.Err
		}
		answer = []byte(cause.Error())
	}
	text := hide.body(answer[:min(len(answer), lookedAt)])
	return cut(strings.Join(strings.Fields(text), " "), shownAnswer)
}
