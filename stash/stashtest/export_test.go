package stashtest

import (
	"errors"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// Faults tells tests which answers of the server's own would have broken the document.
func (s *Server) Faults() []string { return s.journal.faults() }

// KeptDeliveries tells tests how many deliveries the log holds.
const KeptDeliveries = keptDeliveries

// ThroughTransport sends with the server's own client, but for the network.
func ThroughTransport(network http.RoundTripper) DeliveryOption {
	own := *deliveryClient
	own.Transport = network
	return Through(&own)
}

// Announce sends an event as the server does by itself.
func Announce(s *Server, event any) { s.announce(event) }

// AllDeliveries returns the newest deliveries, those under way too.
func AllDeliveries(s *Server, n int) []Delivery { return s.allDeliveries(n) }

// Rows tells tests how many rows each table of a state has.
func Rows(s *Server) map[string]int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	counts := map[string]int{}
	for _, table := range append(s.state.tables(), &s.webhooks.log) {
		counts[table.title()] = reflect.ValueOf(table).Elem().FieldByName("rows").Len()
	}
	return counts
}

// BreakStateFile makes writing the state file fail until the function that it returns is called.
func BreakStateFile(s *Server) (mend func()) {
	k := s.keeper
	k.writing.Lock()
	whole := k.db
	path := filepath.Join(os.TempDir(), "stash-broken-"+randomText(9))
	broken, err := bbolt.Open(path, 0o600, nil)
	if err == nil {
		err = errors.Join(broken.Close(), os.Remove(path))
	}
	if err != nil {
		panic(err)
	}
	k.db = broken
	k.writing.Unlock()
	return func() {
		k.writing.Lock()
		defer k.writing.Unlock()
		k.db = whole
	}
}

// Unkept are the parts of a state that are in no table of a state file, and the fields of rows that have no form there.
func Unkept() (found []string) {
	st := newState()
	inFile := map[uintptr]bool{}
	for _, table := range st.tables() {
		inFile[reflect.ValueOf(table).Pointer()] = true
	}
	fields := func(v reflect.Value) {
		for i := range v.NumField() {
			field := v.Field(i)
			table := field.Kind() == reflect.Struct && strings.HasPrefix(field.Type().Name(), "table[")
			if table && inFile[field.Addr().Pointer()] {
				found = append(found, unkeptFields(field.FieldByName("rows").Type().Elem().Elem())...)
			} else {
				found = append(found, v.Type().Name()+"."+v.Type().Field(i).Name)
			}
		}
	}
	fields(reflect.ValueOf(st).Elem())
	fields(reflect.ValueOf(&st.catalog).Elem())
	return found
}

// unkeptFields are the fields of a row's value, in types of this package, that JSON leaves out.
func unkeptFields(row reflect.Type) (found []string) {
	value, _ := row.FieldByName("value")
	if value.Type.Kind() != reflect.Struct {
		return nil
	}
	for i := range value.Type.NumField() {
		field := value.Type.Field(i)
		if name := field.Tag.Get("json"); !field.IsExported() || name == "" || name == "-" {
			found = append(found, value.Type.Name()+"."+field.Name)
		}
	}
	return found
}

// StopListening closes the server's port, whose wait would stop a virtual clock. The rest goes on.
func StopListening(s *Server) error { return s.http.Close() }

// Careless makes the server acknowledge changes before they are in the file, where they follow soon.
func Careless(s *Server) {
	k := s.keeper
	go func() {
		for {
			k.written.Store(math.MaxUint64)
			time.Sleep(20 * time.Millisecond)
			k.written.Store(0)
			_ = k.flush()
		}
	}()
}

// ChangesApart tells tests how seldom the console hears of changes.
const ChangesApart = changesApart

// KeepRequests changes how many calls the journal keeps.
func KeepRequests(s *Server, most int) { s.journal.most = most }

// Sentence returns what a page says of an error.
func Sentence(s *Server, err error) string { return s.sentence(err) }
