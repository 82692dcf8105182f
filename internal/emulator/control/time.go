package control

import (
	"net/http"
	"regexp"
	"strconv"
	"time"
)

func (c *Control) clock(*http.Request) (any, error) {
	return map[string]time.Time{"now": c.Now().UTC()}, nil
}

// advance moves the shop's time. What Stash does by itself in that time happens: periods are charged, subscriptions
// expire, webhooks are sent again.
func (c *Control) advance(r *http.Request) (any, error) {
	var body struct {
		Advance string `json:"advance"`
	}
	if err := read(r, &body); err != nil {
		return nil, err
	}
	until, ok := after(c.Now(), body.Advance)
	if !ok {
		return nil, bad("the span to advance is %.40q; give a number and a unit, such as 90s, 30m, 2h, 3d or 1mo", body.Advance)
	}
	c.Advance(until)
	renewed, err := c.Shop.RenewDue()
	if err != nil {
		return nil, err
	}
	c.Deliveries.Wake()
	return struct {
		Now     time.Time `json:"now"`
		Renewed int       `json:"renewed"`
	}{c.Now().UTC(), renewed}, nil
}

var span = regexp.MustCompile(`^([1-9][0-9]{0,3})(s|m|h|d|mo)$`)

// after adds a text such as 3d to a time.
func after(t time.Time, text string) (time.Time, bool) {
	parts := span.FindStringSubmatch(text)
	if parts == nil {
		return t, false
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return t, false
	}
	switch parts[2] {
	case "mo":
		return t.AddDate(0, n, 0), true
	case "d":
		return t.AddDate(0, 0, n), true
	}
	unit := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[parts[2]]
	return t.Add(time.Duration(n) * unit), true
}
