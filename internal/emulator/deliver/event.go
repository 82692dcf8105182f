package deliver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/stash-sdk/stash-go/api"
	gen "github.com/stash-sdk/stash-go/gen/webhook"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// webhookDocument is parsed once; callers only read it.
var webhookDocument = sync.OnceValues(func() (*contract.Contract, error) { return contract.Load(api.Webhooks) })

// eventBody writes an event as Stash does: a payload in the envelope of its type, bytes unchanged.
func eventBody(event any, environment webhook.Environment) ([]byte, error) {
	switch raw := event.(type) {
	case []byte:
		return raw, nil
	case json.RawMessage:
		return raw, nil
	case string:
		return []byte(raw), nil
	}
	known := gen.FindByPayload(event)
	if known == nil {
		return nil, fmt.Errorf("%T is no payload; pass a pointer such as *webhook.PurchaseSucceeded, or the whole body as bytes", event)
	}
	payload, err := sent(event)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	fmt.Fprintf(&body, `{"type":%q,`, known.Type)
	if known.Member != "data" {
		fmt.Fprintf(&body, `"environment":%q,`, environment)
	}
	fmt.Fprintf(&body, `%q:%s}`, known.Member, payload)
	return body.Bytes(), judge(body.Bytes())
}

// sent writes a payload in the spelling of the guide's sample: times as numbers, currencies in lower case.
func sent(payload any) ([]byte, error) {
	data, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return nil, err
	}
	if text, ok := fields["timeMillis"].(string); ok {
		fields["timeMillis"] = json.Number(text)
	}
	if text, ok := fields["currency"].(string); ok {
		fields["currency"] = strings.ToLower(text)
	}
	return json.Marshal(fields)
}

// judge checks an event against the document.
func judge(body []byte) error {
	document, err := webhookDocument()
	if err != nil {
		return err
	}
	r, err := http.NewRequest(http.MethodPost, "/webhook", nil)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	x, _ := document.Find(r)
	if broken := x.CheckRequest(body); len(broken) > 0 {
		return fmt.Errorf("the event breaks the document: %s", contract.Join(broken))
	}
	return nil
}
