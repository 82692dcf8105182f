package integration

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a test waits for a page before it fails.
const patience = 2 * time.Minute

// tab is a page in a real Chromium.
type tab struct {
	t   *testing.T
	ctx context.Context
}

// browse starts a new Chromium without a window.
func browse(t *testing.T) *tab {
	t.Helper()
	path := os.Getenv("STASH_CHROMIUM")
	if path == "" {
		t.Fatal("STASH_CHROMIUM is not set; run make integration, which installs Chromium and sets it")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.WindowSize(1200, 900))
	if os.Getuid() == 0 {
		opts = append(opts, chromedp.NoSandbox) // Chromium does not run as root in its sandbox
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	return newTab(t, ctx)
}

// another opens a second tab of the same browser.
func (b *tab) another() *tab { return newTab(b.t, b.ctx) }

func newTab(t *testing.T, parent context.Context) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent)
	b := &tab{t, ctx}
	heard := b.listen()
	t.Cleanup(func() {
		cancel()
		<-heard
	})
	return b
}

// listen fails the test for each complaint of a page: a script that throws, something that its security policy
// blocks, a file that is missing.
func (b *tab) listen() (heard <-chan struct{}) {
	messages, done := chromedp.Console(b.ctx), make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return // the tab is closed
			}
			if strings.Contains(m.Text, "Scripts may close only the windows") {
				continue // Close was pressed in a tab that no script has opened
			}
			if m.IsException() || m.Type == "error" || m.Type == "warning" {
				b.t.Errorf("the page complains: %s", m)
			}
		}
	}()
	return done
}

func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// ask returns what an action finds. It repeats the action when the browser leaves the page before it answers, which
// happens after a button; so the action must be harmless when done twice.
func ask[T any](b *tab, what string, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		found, err := chromedp.Run(ctx, action)
		if err == nil {
			return found
		}
		if gone := (*cdproto.Error)(nil); !errors.As(err, &gone) {
			b.t.Fatalf("%s: %v", what, err)
		}
		select {
		case <-ctx.Done():
			b.t.Fatalf("%s: for %s the browser says: %v", what, patience, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (b *tab) open(url string) {
	b.t.Helper()
	b.do("open "+url, chromedp.Navigate(url), chromedp.WaitVisible(chromedp.CSS("h1")))
}

// press clicks the first button of a name in the part of the page that an XPath finds. It waits until the button stops
// moving, because new rows may move it.
func (b *tab) press(part, name string) {
	b.t.Helper()
	script := fmt.Sprintf(stillAt, fmt.Sprintf(`(%s//button[normalize-space()=%q])[1]`, part, name))
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		if at := ask(b, "find "+name+" in "+part, chromedp.Evaluate[[]float64](script, chromedp.EvalAwaitPromise)); at != nil {
			b.do("press "+name+" in "+part, chromedp.MouseClickXY(at[0], at[1]))
			return
		}
	}
	b.t.Fatalf("there is no button %s in %s to press", name, part)
}

// stillAt is a script that returns the middle of a button, or null when there is no button, when it moves, or when
// something covers it.
const stillAt = `(async () => {
	const find = () => document.evaluate(%q, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue;
	find()?.scrollIntoView({block: "nearest", behavior: "instant"});
	const middle = () => {
		const {x, y, width, height} = find()?.getBoundingClientRect() ?? {};
		return [x + width / 2, y + height / 2];
	};
	const [x, y] = middle();
	await new Promise(requestAnimationFrame);
	await new Promise(requestAnimationFrame);
	const [nowX, nowY] = middle();
	const button = find();
	return x === nowX && y === nowY && button.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
})()`

// reads waits until a text is visible in the part of the page that a CSS selector finds. It looks for the part again
// each time, because the browser may have moved to another page.
func (b *tab) reads(selector, text string) {
	b.t.Helper()
	var last string
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		last = b.text(selector)
		if strings.Contains(last, text) {
			return
		}
	}
	b.t.Fatalf("%s never reads %q, but: %s", selector, text, last)
}

// text is the visible text of a part of the page, in one line; empty when there is no such part.
func (b *tab) text(selector string) string {
	b.t.Helper()
	script := fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ""`, selector)
	return strings.Join(strings.Fields(ask(b, "read "+selector, chromedp.Evaluate[string](script))), " ")
}

// tabTo presses the tab key until the element of a name has the focus, as a person without a mouse does.
func (b *tab) tabTo(name string) {
	b.t.Helper()
	var seen []string
	for range 200 {
		b.key(kb.Tab)
		focused := ask(b, "find the focus", chromedp.Evaluate[string](`(document.activeElement.getAttribute("aria-label") || document.activeElement.innerText || "").trim()`))
		if focused == name {
			if !ask(b, "see the focus", chromedp.Evaluate[bool](`(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2)(getComputedStyle(document.activeElement))`)) {
				b.t.Errorf("%s has the focus, and nothing shows it", name)
			}
			return
		}
		seen = append(seen, focused)
	}
	b.t.Fatalf("the tab key never reaches %q, but: %q", name, seen)
}

func (b *tab) key(key string) {
	b.t.Helper()
	b.do("press a key", chromedp.KeyEvent(key))
}

// look sets the size of the screen, and light, dark or the forced colours of a high contrast.
func (b *tab) look(width, height int64, scheme string) {
	b.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	if scheme == "forced" {
		features = []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}
	}
	b.do("set the screen", chromedp.EmulateViewport(width, height), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: features,
		})
		return err
	}))
}

// keep writes a screenshot to the folder of artefacts, for a person to look at.
func (b *tab) keep(name string) {
	b.t.Helper()
	picture := ask(b, "take a screenshot", chromedp.FullScreenshot(100))
	if err := os.MkdirAll("artefacts", 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("artefacts", name+".png"), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// show brings the tab to the front, because a tab in the background does not update.
func (b *tab) show() {
	b.t.Helper()
	b.do("show the tab", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.BringToFront, cdp.Empty{})
		return err
	}))
}
