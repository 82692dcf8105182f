package wire

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestDecodeBoundsGrowth checks that a body which would grow to many times its size is refused, before it takes the memory
// and whatever spelling it has, and that a long body of real values is read.
func TestDecodeBoundsGrowth(t *testing.T) {
	const size = 8 << 20
	list := func(before, element, after string) []byte {
		n := (size - len(before) - len(after)) / (len(element) + 1)
		return []byte(before + strings.Repeat(element+",", n) + element + after)
	}
	real := `{"name":"a name as long as names are","totalAmount":"499","itemCount":3,"status":"STATUS_PAID","createdAt":"2026-01-02T03:04:05Z","isPaid":true,"metadata":{"a":"b"}}`
	for name, tt := range map[string]struct {
		body    []byte
		refused bool
	}{
		"empty elements":        {list(`{"allItems":[`, `{}`, `]}`), true},
		"nulls":                 {list(`{"allItems":[`, `null`, `]}`), true},
		"another spelling":      {list(`{"all_items":[`, `{}`, `]}`), true},
		"upper case":            {list(`{"ALLITEMS":[`, `{}`, `]}`), true},
		"in an inner object":    {list(`{"inner":{"allItems":[`, `{"inner":{}}`, `]}}`), true},
		"map of the user's own": {list(`{"metadata":{`, `"":""`, `}}`), false}, // the same key again takes nothing
		"not JSON in the end":   {list(`{"allItems":[`, `{}`, `]`), true},
		"real":                  {list(`{"allItems":[`, real, `]}`), false},
		"one long text":         {[]byte(`{"name":"` + strings.Repeat(",[{", size/3) + `"}`), false},
		"short":                 {[]byte(`{"allItems":[` + strings.Repeat(`{},`, 20_000) + `{}]}`), false},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		started := time.Now()
		var out event
		err := Decode(tt.body, &out, eventShape())
		runtime.ReadMemStats(&after)
		grown, took := after.TotalAlloc-before.TotalAlloc, time.Since(started)
		if tt.refused && (err == nil || !strings.Contains(err.Error(), "of memory") || grown > 1<<20 || took > 2*time.Second) {
			t.Errorf("%s: %d MiB in %v: %v", name, grown>>20, took, err)
		}
		if !tt.refused && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, body := range [][]byte{list(`{"a":[`, `[]`, `]}`), list(`{"a":[`, `0`, `]}`)} {
		var free map[string]any
		if err := Decode(body, &free, nil); err == nil || !strings.Contains(err.Error(), "of memory") {
			t.Errorf("free form, %.20s: %v", body, err)
		}
	}
	var free map[string]any
	if err := Decode(list(`{"a":[`, real, `]}`), &free, nil); err != nil {
		t.Error(err)
	}
}
