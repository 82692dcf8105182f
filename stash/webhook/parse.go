package webhook

import (
	"encoding/json"
	"fmt"
	"strings"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// Parse reads an event from a body that Verify has accepted. Both of Stash's envelopes are read, the payload under
// its own key, eventData or data. Numbers and strings for amounts and times, currencies in either case, canceled and
// cancelled, camelCase and snake_case read alike. A type that this SDK does not know is no error: its payload is an
// *Unknown. Errors are ErrNotJSON, ErrNoType and ErrBadPayload, and show nothing of the body's values.
//
// With ErrBadPayload, and with it alone, the event is returned as well: its type is known and its payload cannot be
// read. Its Payload is an *Unknown with the error, its Key a hash of the body. NewHandler does the same for the receiver
// of WithUnreadable.
func Parse(body []byte) (*Event, error) {
	var room [8]wire.Member
	members, err := wire.Members(room[:0], body)
	if err != nil {
		return nil, fmt.Errorf("webhook: Parse: %w: %w", ErrNotJSON, err)
	}
	envelope := envelope(members)
	e := &Event{Body: body}
	if e.Type = EventType(envelope.text("type")); e.Type == "" {
		return nil, fmt.Errorf("webhook: Parse: %w: it must have a string \"type\"", ErrNoType)
	}
	e.Environment = environment(envelope.textOrJSON("environment"))
	e.ShopID = envelope.textOrJSON("shopId")
	known := gen.Find(string(e.Type))
	if known == nil {
		return e.unknown(envelope)
	}
	e.Type, e.Repeats = known.Type, known.Repeats
	at, member := -1, ""
	for _, member = range [...]string{known.Member, "eventData", "data"} {
		if at = envelope.index(member); at >= 0 {
			break
		}
	}
	if at < 0 {
		e.Raw = body
		return e.unreadable(envelope, fmt.Sprintf("%s has neither %q nor \"eventData\"", e.Type, known.Member))
	}
	e.Raw = envelope[at].Value
	if e.Payload, err = known.Decode(e.Raw); err != nil {
		if !json.Valid(e.Raw) {
			return nil, fmt.Errorf("webhook: Parse: %w: %s is not valid JSON", ErrNotJSON, member)
		}
		return e.unreadable(envelope, string(e.Type)+": "+misfit(known.Decode, member, "", e.Raw, ""))
	}
	if err := envelope.check(at); err != nil {
		return nil, err
	}
	e.Key = key(e, known.Key(e.Payload))
	return e, nil
}

func (e *Event) unknown(envelope envelope) (*Event, error) {
	if err := envelope.check(-1); err != nil {
		return nil, err
	}
	e.Raw = e.Body
	for _, name := range []string{"eventData", "data", string(e.Type)} {
		if at := envelope.index(name); at >= 0 {
			e.Raw = envelope[at].Value
		}
	}
	e.Payload = &Unknown{Raw: e.Raw}
	e.Key = key(e, "")
	return e, nil
}

// envelope is what an event is wrapped in.
type envelope []wire.Member

// index finds a member that is not null, whatever its spelling: purchaseSucceeded, purchase_succeeded. The last one
// counts, as for encoding/json.
func (e envelope) index(name string) int {
	for i := len(e) - 1; i >= 0; i-- {
		if sameName(e[i].Key, name) && string(e[i].Value) != "null" {
			return i
		}
	}
	return -1
}

// text returns a member that is a string; empty when there is none.
func (e envelope) text(name string) string {
	if at := e.index(name); at >= 0 && e[at].Value[0] == '"' {
		return e.textOrJSON(name)
	}
	return ""
}

// textOrJSON returns a member, as JSON when it is no string: what a check is made of must not look as if it were
// missing.
func (e envelope) textOrJSON(name string) string {
	at := e.index(name)
	if at < 0 {
		return ""
	}
	value := e[at].Value
	if len(value) > 2 && value[0] == '"' && plain(value[1:len(value)-1]) {
		return string(value[1 : len(value)-1])
	}
	var text string
	if json.Unmarshal(value, &text) != nil { // check reports what is not JSON
		return string(value)
	}
	return text
}

// check refuses an envelope with a member that is not JSON, but for the one that is decoded already.
func (e envelope) check(decoded int) error {
	for i := range e {
		if i != decoded && !json.Valid(e[i].Value) {
			return fmt.Errorf("webhook: Parse: %w: a value in the envelope is not valid JSON", ErrNotJSON)
		}
	}
	return nil
}

// plain reports whether a string needs no unescaping.
func plain(text []byte) bool {
	for _, c := range text {
		if c < ' ' || c > '~' || c == '\\' || c == '"' {
			return false
		}
	}
	return true
}

// sameName compares keys without regard to case and underscores.
func sameName(key []byte, name string) bool {
	i, j := 0, 0
	for {
		for i < len(key) && key[i] == '_' {
			i++
		}
		for j < len(name) && name[j] == '_' {
			j++
		}
		if i == len(key) || j == len(name) {
			return i == len(key) && j == len(name)
		}
		if lower(key[i]) != lower(name[j]) {
			return false
		}
		i++
		j++
	}
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// environment reads the names that Stash's surfaces have for its two worlds, and the numbers of the API's
// PaymentEnvironment, of which 0 names none; another one stays as it came.
func environment(text string) Environment {
	switch strings.TrimPrefix(strings.ToLower(text), "payment_environment_") {
	case "prod", "production", "2":
		return EnvironmentProduction
	case "test", "1":
		return EnvironmentTest
	case "unspecified", "0":
		return ""
	}
	return Environment(text)
}
