package integration

import (
	"bufio"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// processes are receivers that share a database, behind a load balancer.
type processes struct {
	t      *testing.T
	db     *database
	client *http.Client

	mu      sync.Mutex
	running []*process
}

type process struct {
	address string
	cmd     *exec.Cmd
	stdin   io.Closer
}

func start(t *testing.T, db *database, n int) *processes {
	p := &processes{t: t, db: db, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	for range n {
		p.running = append(p.running, p.spawn())
	}
	t.Cleanup(func() {
		for _, each := range p.running {
			_ = each.stdin.Close()
			_ = each.cmd.Wait()
		}
	})
	return p
}

func (p *processes) spawn() *process {
	p.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "STASH_RECEIVER_DRIVER="+p.db.driver, "STASH_RECEIVER_DSN="+p.db.dsn)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	address, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		p.t.Fatalf("the receiver did not say its address: %v", err)
	}
	return &process{strings.TrimSpace(address), cmd, stdin}
}

// kill kills a process without warning, and starts another one in its place.
func (p *processes) kill() {
	p.mu.Lock()
	i := rand.IntN(len(p.running))
	victim := p.running[i]
	p.mu.Unlock()
	_ = victim.cmd.Process.Kill()
	_ = victim.cmd.Wait()
	next := p.spawn()
	p.mu.Lock()
	p.running[i] = next
	p.mu.Unlock()
}

func (p *processes) send(r *http.Request) int {
	p.mu.Lock()
	address := p.running[rand.IntN(len(p.running))].address
	p.mu.Unlock()
	r.URL = &url.URL{Scheme: "http", Host: address, Path: "/"}
	resp, err := p.client.Do(r)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}
