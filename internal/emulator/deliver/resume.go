package deliver

import (
	"encoding/json"
	"errors"
	"time"
)

// deliveryRow is a delivery in the state file. It leaves out the http.Client.
type deliveryRow struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Body      []byte       `json:"body"`
	Attempts  int          `json:"attempts"` // most attempts of each copy
	Forged    bool         `json:"forged,omitempty"`
	Corrupted bool         `json:"corrupted,omitempty"`
	Versioned bool         `json:"versioned,omitempty"`
	Copies    []copyRow    `json:"copies"`
	Tried     []attemptRow `json:"tried,omitempty"`
	End       int          `json:"end,omitempty"`
	Again     string       `json:"again,omitempty"`
}

type copyRow struct {
	Delivered bool      `json:"delivered,omitempty"`
	Tries     int       `json:"tries,omitempty"`
	Next      time.Time `json:"next,omitzero"`
}

type attemptRow struct {
	At         time.Time `json:"at"`
	RetryCount int       `json:"retryCount,omitempty"`
	Status     int       `json:"status,omitempty"`
	Answer     []byte    `json:"answer,omitempty"`
	Err        string    `json:"error,omitempty"`
}

// MarshalJSON writes a delivery for the state file.
func (d delivery) MarshalJSON() ([]byte, error) {
	r := deliveryRow{
		ID: d.ID, URL: d.URL, Body: d.Body, Attempts: d.plan.Attempts, Forged: d.plan.Forged, Corrupted: d.plan.Corrupted,
		Versioned: d.plan.Versioned, End: d.end, Again: d.Again,
	}
	for _, c := range d.copy {
		r.Copies = append(r.Copies, copyRow{c.delivered, c.tries, c.next})
	}
	for _, a := range d.Delivery.Attempts {
		row := attemptRow{At: a.At, RetryCount: a.RetryCount, Status: a.Status, Answer: []byte(a.Answer)}
		if a.Err != nil {
			row.Err = a.Err.Error()
		}
		r.Tried = append(r.Tried, row)
	}
	return json.Marshal(r)
}

// UnmarshalJSON reads a delivery from the state file.
func (d *delivery) UnmarshalJSON(data []byte) error {
	var r deliveryRow
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	*d = *newDelivery(r.ID, r.URL, r.Body, Plan{
		Attempts: r.Attempts, Copies: len(r.Copies), Forged: r.Forged, Corrupted: r.Corrupted, Versioned: r.Versioned,
	})
	d.Again = r.Again
	for i, c := range r.Copies {
		d.copy[i] = copyState{c.Delivered, c.Tries, c.Next}
		d.waits(i, c.Next)
	}
	for _, row := range r.Tried {
		attempt := Attempt{At: row.At, RetryCount: row.RetryCount, Status: row.Status, Answer: string(row.Answer)}
		if row.Err != "" {
			attempt.Err = errors.New(row.Err)
		}
		d.Attempts = append(d.Attempts, attempt)
	}
	if d.end = r.End; d.end > 0 {
		d.finish()
	}
	return nil
}

// Resume continues the deliveries that were running when the server stopped, with the current client. It repeats an
// attempt that was interrupted, and sends the events that were held back.
func (d *Deliveries) Resume() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, each := range d.log.All() {
		event := &each.Value
		d.endings = max(d.endings, event.end)
		if event.Ended {
			continue
		}
		if d.ctx == nil {
			d.renew()
		}
		event.plan.Client = d.plan.Client
		d.start(event, nil)
	}
}
