package html

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	devpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"inclusioncards/reportcard"
)

// shots keeps pictures of every page for a person to look at:
// go test ./reportcard/html -run TestBrowser -shots DIR
var shots = flag.String("shots", "", "folder for pictures and prints of the pages")

// need skips a test whose tool is absent, or fails it on the machine that must
// have every tool.
func need(t *testing.T, have bool, what string) {
	t.Helper()
	if have {
		return
	}
	if os.Getenv("INCLUSIONCARDS_STRICT") == "1" {
		t.Fatal(what + " is needed: INCLUSIONCARDS_STRICT=1 allows no skipped check")
	}
	t.Skip(what + " is not here: the check is left out")
}

// browser starts Chromium with an empty profile and no network habits. Browser
// tests are run where axe-core is: elsewhere they would only cost time.
func browser(t *testing.T) context.Context {
	t.Helper()
	need(t, os.Getenv("INCLUSIONCARDS_AXE") != "", "axe-core (INCLUSIONCARDS_AXE names its axe.min.js)")
	path, err := exec.LookPath("chromium")
	need(t, err == nil, "chromium")
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(profile(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.WSURLReadTimeout(2*time.Minute),
	)
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return ctx
}

// profile is a folder for the browser. Processes of a browser that has ended may
// write to it for a moment longer, so it is removed with patience.
func profile(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "inclusioncards-browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 100 {
			if err = os.RemoveAll(dir); err == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Error(err)
	})
	return dir
}

// axe is the source of axe-core: INCLUSIONCARDS_AXE names axe.min.js.
func axe(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(os.Getenv("INCLUSIONCARDS_AXE"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// look is how a page is shown.
type look struct {
	name         string
	width, scale int // CSS pixels, device pixels to each
	features     map[string]string
	colours      bool // the look changes colours alone: every card is examined in it
}

var looks = []look{
	{name: "light", width: 1280, scale: 1, features: map[string]string{"prefers-color-scheme": "light"}, colours: true},
	{name: "dark", width: 1280, scale: 1, features: map[string]string{"prefers-color-scheme": "dark"}, colours: true},
	{name: "contrast", width: 1280, scale: 1, features: map[string]string{"forced-colors": "active"}},
	{name: "twice", width: 640, scale: 2, features: map[string]string{"prefers-color-scheme": "light"}}, // 200% of 1280
	{name: "narrow", width: 320, scale: 1, features: map[string]string{"prefers-color-scheme": "light"}},
}

func (l look) show() chromedp.Action {
	media := emulation.SetEmulatedMedia()
	for _, name := range []string{"prefers-color-scheme", "forced-colors"} {
		if v := l.features[name]; v != "" {
			media.Features = append(media.Features, &emulation.MediaFeature{Name: name, Value: v})
		}
	}
	return chromedp.Tasks{media, chromedp.EmulateViewport(int64(l.width), 900, chromedp.EmulateScale(float64(l.scale)))}
}

// openPage shows a page in a tab of its own and notes everything it fetches.
func openPage(t *testing.T, ctx context.Context, content []byte) (tab context.Context, fetched func() []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	tab, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	var mu sync.Mutex
	var urls []string
	chromedp.ListenTarget(tab, func(ev any) {
		if e, ok := ev.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			defer mu.Unlock()
			urls = append(urls, e.Request.URL)
		}
	})
	if err := chromedp.Run(tab, network.Enable(), chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	return tab, func() []string { mu.Lock(); defer mu.Unlock(); return urls }
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func TestBrowser(t *testing.T) {
	ctx := browser(t)
	source := axe(t)
	for name, c := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			tab, fetched := openPage(t, ctx, file(t, c))
			for _, l := range looks {
				run(t, tab, l.show())
				if l.colours || name == "full" {
					checkAxe(t, tab, source, l.name)
				}
				checkReflow(t, tab, l)
				keep(t, tab, name, l)
			}
			checkPrint(t, tab, name)
			for _, url := range fetched() {
				if !strings.HasPrefix(url, "file://") {
					t.Errorf("the page fetched %s", url)
				}
			}
		})
	}
}

// checkAxe demands no violation of any rule, best practice included.
func checkAxe(t *testing.T, tab context.Context, source, look string) {
	t.Helper()
	var out string
	run(t, tab, chromedp.Evaluate(source+"; 0", nil), chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify({
		rules: r.passes.length, violations: r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + " [" + n.failureSummary + "]").join(" | "))}))`,
		&out, awaitPromise))
	var got struct {
		Rules      int
		Violations []string
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Rules < 15 {
		t.Errorf("%s: only %d axe rules applied: the page was not examined", look, got.Rules)
	}
	for _, v := range got.Violations {
		t.Errorf("%s: axe: %s", look, v)
	}
}

// checkReflow demands that nothing is wider than the window (WCAG 1.4.10; 320
// CSS pixels are a window of 1280 at 400%).
func checkReflow(t *testing.T, tab context.Context, l look) {
	t.Helper()
	var wide []string
	run(t, tab, chromedp.Evaluate(`[...document.querySelectorAll("body *")].filter(e => {
		const r = e.getBoundingClientRect();
		return r.width > 2 && r.right > document.documentElement.clientWidth + 0.5 && !e.closest(".skip, .hidden, thead");
	}).map(e => e.outerHTML.slice(0, 120))`, &wide))
	var scroll int
	run(t, tab, chromedp.Evaluate(`document.documentElement.scrollWidth`, &scroll))
	if scroll > l.width || len(wide) > 0 {
		t.Errorf("%s: the page is %d wide in a window of %d; sticking out: %q", l.name, scroll, l.width, wide)
	}
}

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// checkPrint demands two pages of A4.
func checkPrint(t *testing.T, tab context.Context, name string) {
	t.Helper()
	var doc []byte
	run(t, tab, emulation.SetEmulatedMedia(), chromedp.ActionFunc(func(ctx context.Context) error {
		var err error
		doc, _, err = devpage.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(true).Do(ctx)
		return err
	}))
	if n := len(pdfPage.FindAll(doc, -1)); n != 2 {
		t.Errorf("printed, the card takes %d pages", n)
	}
	if *shots != "" {
		save(t, name+"-print.pdf", doc)
	}
}

func keep(t *testing.T, tab context.Context, name string, l look) {
	if *shots == "" {
		return
	}
	var png []byte
	run(t, tab, chromedp.FullScreenshot(&png, 100))
	save(t, fmt.Sprintf("%s-%s.png", name, l.name), png)
}

func save(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(*shots, name), b, 0o666); err != nil {
		t.Fatal(err)
	}
}

// The first stop of the keyboard is the link past the head of the page; it is
// in sight, marked, and leads to the figures.
func TestKeyboard(t *testing.T) {
	ctx := browser(t)
	for _, c := range []*reportcard.Card{golden(t, "full"), demoCard(t, "990027", "governor")} {
		tab, _ := openPage(t, ctx, file(t, c))
		var at struct {
			Class                     string
			Left, Top, Width, Outline float64
		}
		const active = `(() => { const e = document.activeElement, r = e.getBoundingClientRect();
			return {class: e.className || e.id, left: r.left, top: r.top, width: r.width, outline: parseFloat(getComputedStyle(e).outlineWidth)}; })()`
		run(t, tab, chromedp.KeyEvent("\t"), chromedp.Evaluate(active, &at))
		if at.Class != "skip" || at.Left < 0 || at.Top < 0 || at.Width < 50 || at.Outline < 2 {
			t.Errorf("the first stop is %+v, not a visible, marked link", at)
		}
		run(t, tab, chromedp.KeyEvent("\r"), chromedp.Evaluate(active, &at))
		if at.Class != "main" {
			t.Errorf("the link leads to %+v, not to the figures", at)
		}
	}
}

func awaitPromise(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// A card is set as open as its two pages allow: the estimate behind that must
// not fall short of what the browser needs, nor exceed it by much.
func TestEstimate(t *testing.T) {
	ctx := browser(t)
	for name, c := range fixtures(t) {
		tab, _ := openPage(t, ctx, file(t, c))
		run(t, tab, emulation.SetEmulatedMedia().WithMedia("print"), chromedp.EmulateViewport(703, 1047))
		var got []float64
		run(t, tab, chromedp.Evaluate(`(() => {
			const [a, b] = document.querySelectorAll(".sheet"), f = document.querySelector("footer");
			return [a.getBoundingClientRect().bottom, f.getBoundingClientRect().bottom - b.getBoundingClientRect().top].map(x => x * 25.4 / 96);
		})()`, &got))
		p := paginate(c)
		want := []float64{p.level.first(c), p.level.second(c)}
		for _, part := range p.Early {
			want[0] += p.level.part(c, part, p.scenes)
		}
		for _, part := range p.Late {
			want[1] += p.level.part(c, part, p.scenes)
		}
		for i := range want {
			if got[i] > printHeight || got[i] > want[i]+2*spareHeight || got[i] < want[i]*0.85 {
				t.Errorf("%s, level %s, %v on page 1: page %d needs %.0f mm, the estimate is %.0f", name, p.level.class, p.Early, i+1, got[i], want[i])
			}
		}
	}
}
