package webhook

import (
	"encoding/json"
	"fmt"
	"strings"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// Parse reads an event from a body that Verify accepted. It reads both of Stash's envelopes: the payload may be under its
// own key, eventData or data. It accepts amounts and times as number or string, currencies in either case, canceled and
// cancelled, and keys in camelCase or snake_case. A type that this SDK does not know is not an error: its payload is an
// *Unknown. A body in which an object has a name twice is refused, also if the two are spelled differently. The errors are
// ErrNotJSON, ErrNoType, ErrAmbiguous and ErrBadPayload. They show no value of the body.
//
// Only with ErrBadPayload does Parse return both an event and an error: the type is known and the payload cannot be read.
// The event's Payload is an *Unknown with the error, and its Key is a hash of the body. NewHandler passes such an event to
// the receiver of WithUnreadable.
func Parse(body []byte) (*Event, error) {
	var room [8]wire.Member
	members, err := wire.Members(room[:0], body)
	if err != nil {
		return nil, fmt.Errorf("webhook: Parse: %w: %w%s", ErrNotJSON, err, inbound.Changed(nil, body))
	}
	envelope := envelope(members)
	e := &Event{Body: body}
	if e.Type = EventType(envelope.text("type")); e.Type == "" {
		return nil, fmt.Errorf("webhook: Parse: %w: it must have a string \"type\"", ErrNoType)
	}
	e.Environment = environment(envelope.textOrJSON("environment"))
	e.ShopID = envelope.textOrJSON("shopId")
	known := gen.Find(string(e.Type))
	unique := gen.UniqueUnknown
	if known != nil {
		unique = known.Unique
	}
	if err := unique(body); err != nil {
		return nil, fmt.Errorf("webhook: Parse: %w", err)
	}
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

// envelope has the members of the JSON object around the payload.
type envelope []wire.Member

// index finds a member that is not null, in any spelling: purchaseSucceeded, purchase_succeeded. Parse refuses an envelope
// that has two of them.
func (e envelope) index(name string) int {
	for i := len(e) - 1; i >= 0; i-- {
		if sameName(e[i].Key, name) && string(e[i].Value) != "null" {
			return i
		}
	}
	return -1
}

// text returns a member that is a string, or the empty string if there is none.
func (e envelope) text(name string) string {
	if at := e.index(name); at >= 0 && e[at].Value[0] == '"' {
		return e.textOrJSON(name)
	}
	return ""
}

// textOrJSON returns a member that is a string, or the JSON of any other member. A value that is checked, such as the
// shop, must not look missing because it has the wrong type.
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
	if json.Unmarshal(value, &text) != nil { // check reports invalid JSON
		return string(value)
	}
	return text
}

// check refuses an envelope with a member that is not valid JSON. It skips the member that is decoded already.
func (e envelope) check(decoded int) error {
	for i := range e {
		if i != decoded && !json.Valid(e[i].Value) {
			return fmt.Errorf("webhook: Parse: %w: a value in the envelope is not valid JSON", ErrNotJSON)
		}
	}
	return nil
}

// plain reports whether a string has no escapes and only printable ASCII.
func plain(text []byte) bool {
	for _, c := range text {
		if c < ' ' || c > '~' || c == '\\' || c == '"' {
			return false
		}
	}
	return true
}

// sameName compares keys and ignores case and underscores.
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

// environment reads the names that Stash uses for its two environments, and the numbers of the API's PaymentEnvironment,
// where 0 means none. Other values are kept as received.
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
