package main

import (
	"encoding/json"
	"io"
	"time"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// address tells the parent process how to call the emulator.
type address struct {
	URL, APIKey, ShopHandle, ShopID, HMACSecret string
}

// serve runs the emulator until its input ends, which happens when the parent process ends. The emulator is a process
// of its own, so that only the client's memory and goroutines are counted in the parent.
func serve(in io.Reader, out io.Writer) error {
	srv, err := stashtest.Start()
	if err != nil {
		return err
	}
	defer srv.Close()
	srv.HandleEndpoint("soak/checkouts", func(map[string]any) (map[string]any, error) {
		return map[string]any{"count": len(srv.Checkouts())}, nil
	})
	srv.HandleEndpoint("soak/calm", func(map[string]any) (map[string]any, error) {
		srv.ClearFaults()
		return map[string]any{}, nil
	})
	for _, fault := range faults() {
		srv.Inject(fault)
	}
	if err := json.NewEncoder(out).Encode(address{srv.URL, srv.APIKey, srv.ShopHandle, srv.ShopID, srv.HMACSecret}); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, in)
	return err
}

// faults are all kinds of faults. Each hits a small share of the calls. The endpoints that give the parent its figures
// have no faults.
func faults() []stashtest.Fault {
	var list []stashtest.Fault
	for operation, share := range map[string]float64{"GenerateQuickPayUrl": 0.02, "GetPaymentEvent": 0.02} {
		for _, fault := range []stashtest.Fault{
			{Reset: true}, {Reset: true, AfterEffect: true}, {Truncate: true}, {Truncate: true, Status: 503},
			{HTML: true}, {HTML: true, Status: 200, AfterEffect: true}, {Body: `{"url":`, AfterEffect: true},
			{Drip: 20 * time.Millisecond}, {Length: 40, AfterEffect: true}, {Length: -20, AfterEffect: true},
			{Status: 429, RetryAfter: "1"}, {Status: 500, AfterEffect: true}, {Status: 502}, {Status: 503}, {Status: 504, AfterEffect: true},
		} {
			fault.Operation, fault.Share, fault.Times = operation, share, -1
			list = append(list, fault)
		}
		list = append(list, stashtest.Fault{Operation: operation, Delay: time.Minute, Share: 0.001, Times: -1}) // a stall
	}
	return list
}
