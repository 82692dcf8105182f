package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// soak makes calls to an emulator in a child process until the time is over.
func soak(ctx context.Context, limit time.Duration, callers int) (*report, error) {
	at, stop, err := startServer(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	r := &report{goroutines: runtime.NumGoroutine()}
	connections := &counter{}
	transport := &http.Transport{DialContext: connections.dial, MaxIdleConnsPerHost: callers}
	client, err := stash.New(stash.HMAC(at.ShopID, at.HMACSecret), stash.WithBaseURL(at.URL), stash.WithShopHandle(at.ShopHandle),
		stash.WithHTTPClient(&http.Client{Transport: transport}), stash.WithAttemptTimeout(2*time.Second), stash.WithTimeout(20*time.Second))
	if err != nil {
		return nil, err
	}
	end := time.Now().Add(limit)
	warm := time.AfterFunc(limit/5, func() { r.earlyHeap.Store(heap()) })
	defer warm.Stop()
	var purchases atomic.Int64
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			for time.Now().Before(end) {
				r.buy(ctx, client, fmt.Sprintf("transaction-%d", purchases.Add(1)))
			}
		})
	}
	group.Wait()
	return r, r.settle(ctx, client, transport, connections)
}

// buy makes one purchase, repeats it until it succeeds, and reads it back.
func (r *report) buy(ctx context.Context, client *stash.Client, transaction string) {
	body := stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: transaction, Name: "Gems", PricePerItem: "4.99", Quantity: 1},
		User:          stash.QuickPayUser{ID: "player"},
		TransactionID: transaction,
	}
	var link *stash.GenerateQuickPayURLResponse
	for link == nil {
		started := time.Now()
		got, err := client.GenerateQuickPayURL(ctx, body)
		r.call(time.Since(started), err)
		if err == nil {
			link = got
		}
	}
	r.keep(transaction, link.ID)
	started := time.Now()
	event, err := client.GetPaymentEvent(ctx, link.ID)
	r.call(time.Since(started), err)
	if err == nil && (len(event.Items) != 1 || event.Items[0].ID != transaction) {
		r.complain("checkout %s of %s holds another purchase: %+v", link.ID, transaction, event.Items)
	}
}

// settle counts the checkouts, and the connections and goroutines that are left.
func (r *report) settle(ctx context.Context, client *stash.Client, transport *http.Transport, connections *counter) error {
	r.forget()
	r.lateHeap = heap()
	if _, err := client.Call(ctx, "soak/calm", nil); err != nil {
		return err
	}
	answer, err := client.Call(ctx, "soak/checkouts", nil)
	if err != nil {
		return err
	}
	count, ok := answer["count"].(json.Number)
	if !ok {
		return fmt.Errorf("the emulator counts %v checkouts, which is not a number", answer["count"])
	}
	if r.checkouts, err = count.Int64(); err != nil {
		return err
	}
	transport.CloseIdleConnections()
	r.leftConnections, r.leftGoroutines = settled(connections, r.goroutines)
	r.dialled = connections.dialled.Load()
	r.judge()
	return nil
}

// settled waits up to five seconds for connections and goroutines to end, and returns how many are left.
func settled(connections *counter, goroutines int) (open int64, running int) {
	for range 100 {
		open, running = connections.open.Load(), runtime.NumGoroutine()-goroutines
		if open == 0 && running <= 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return open, running
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// startServer starts this program a second time, as the emulator.
func startServer(ctx context.Context) (at address, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return at, nil, err
	}
	cmd := exec.CommandContext(ctx, self, "-server")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return at, nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return at, nil, err
	}
	if err := cmd.Start(); err != nil {
		return at, nil, err
	}
	stop = func() {
		_ = in.Close()
		_ = cmd.Wait()
	}
	if err := json.NewDecoder(out).Decode(&at); err != nil {
		stop()
		return at, nil, errors.Join(errors.New("the emulator did not start"), err)
	}
	return at, stop, nil
}

// counter counts connections.
type counter struct{ dialled, open atomic.Int64 }

func (c *counter) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	c.dialled.Add(1)
	c.open.Add(1)
	return &counted{Conn: conn, from: c}, nil
}

type counted struct {
	net.Conn
	once sync.Once
	from *counter
}

func (c *counted) Close() error {
	c.once.Do(func() { c.from.open.Add(-1) })
	return c.Conn.Close()
}
