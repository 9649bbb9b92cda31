package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/internal/app"
	"linli/internal/cnid"
	"linli/internal/platform/storetest"
	"linli/internal/role"
)

// server is the real program as a process of its own, which a test can kill -9
// and start again on the same data.
type server struct {
	t    *testing.T
	bin  string
	args []string
	cmd  *exec.Cmd
	mu   sync.RWMutex // of url, which changes while others ask
	url  string
	http *http.Client               // of who is signed in
	all  map[role.Role]*http.Client // everybody who has signed in
}

// eachServer runs fn against a district on SQLite and one on PostgreSQL.
func eachServer(t *testing.T, residents int, fn func(s *server)) {
	bin := filepath.Join(t.TempDir(), "linli")
	if out, err := exec.Command("go", "build", "-tags", "no_ui", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	args := []string{"--log-level", "error", "demo", "--no-weeks", "--listen", "127.0.0.1:0", "--residents", fmt.Sprint(residents)}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(&server{t: t, bin: bin, all: map[role.Role]*http.Client{}, args: append(args, "--data", t.TempDir())})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		address := os.Getenv("LINLI_TEST_PG")
		if address == "" {
			t.Skip("LINLI_TEST_PG is not set: not tested on PostgreSQL; make test sets it")
		}
		fn(&server{t: t, bin: bin, all: map[role.Role]*http.Client{}, args: append(args, "--data", t.TempDir(), "--database", storetest.Schema(t, address))})
	})
}

// start starts the program and waits until it serves.
func (s *server) start() {
	s.t.Helper()
	s.cmd = exec.Command(s.bin, s.args...)
	var errs bytes.Buffer
	s.cmd.Stderr = &errs
	out, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	running := s.cmd
	s.t.Cleanup(func() { _ = running.Process.Kill(); _ = running.Wait() })
	lines := bufio.NewScanner(out)
	url := ""
	for url == "" && lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "http://"); ok {
			url = "http://" + strings.TrimSpace(at)
		}
	}
	if url == "" {
		s.t.Fatalf("it did not start: %s", errs.String())
	}
	s.mu.Lock()
	s.url = url
	s.mu.Unlock()
	go func() { _, _ = io.Copy(io.Discard, out) }()
}

// kill is kill -9: nothing is finished, nothing is flushed.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *server) restart() { s.t.Helper(); s.start() }

// as goes on as the demo login of a role.
func (s *server) as(r role.Role) {
	s.t.Helper()
	if s.http = s.all[r]; s.http != nil {
		return
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.http = &http.Client{Jar: jar, Timeout: time.Minute}
	s.all[r] = s.http
	logins := ask[struct {
		Items []struct{ Role, Login string }
	}](s, "GET", "/demo/logins", nil)
	i := slices.IndexFunc(logins.Items, func(l struct{ Role, Login string }) bool { return l.Role == string(r) })
	if i < 0 {
		s.t.Fatalf("no demo login for %s in %v", r, logins.Items)
	}
	ask[any](s, "POST", "/session", map[string]string{"login": logins.Items[i].Login, "password": app.DemoPassword})
}

// send makes a request and returns its status and body; an error when the server
// went away, as it does when it is killed.
func (s *server) send(method, path, kind string, body []byte, header map[string]string) (int, []byte, error) {
	s.mu.RLock()
	url := s.url
	s.mu.RUnlock()
	req, err := http.NewRequestWithContext(s.t.Context(), method, url+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Origin", url)
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := s.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close() //nolint:errcheck // read only
	got, err := io.ReadAll(res.Body)
	return res.StatusCode, got, err
}

// ask wants an answer of type T and no refusal.
func ask[T any](s *server, method, path string, body any, header ...string) T {
	s.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	if body == nil {
		raw = nil
	}
	h := map[string]string{}
	for i := 0; i+1 < len(header); i += 2 {
		h[header[i]] = header[i+1]
	}
	status, got, err := s.send(method, path, "application/json", raw, h)
	if err != nil || status >= 300 {
		s.t.Fatalf("%s %s: %d %v %s", method, path, status, err, got)
	}
	var out T
	if len(got) > 0 {
		if err := json.Unmarshal(got, &out); err != nil {
			s.t.Fatalf("%s %s: %v in %s", method, path, err, got)
		}
	}
	return out
}

// until asks again and again until ok.
func until[T any](s *server, path, what string, ok func(T) bool) T {
	s.t.Helper()
	var last T
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if last = ask[T](s, "GET", path, nil); ok(last) {
			return last
		}
	}
	s.t.Fatalf("%s: not in two minutes; now %+v", what, last)
	return last
}

type batch struct {
	ID, State, Error                                       string
	Total, Done, Taken, Updated, Unchanged, Rejected, Kept int64
}

type total struct{ Total int }

// rosterOf is a list of n people, older than anyone in the demo district, of whom every hundredth has an impossible number.
func rosterOf(n int, community string) []byte {
	var b bytes.Buffer
	b.WriteString("姓名,身份证号,联系电话,社区,住址,独居\n")
	for i := range n {
		number := string(cnid.MakeResident("449901", time.Date(1908, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/5), 900+i%5))
		if i%100 == 50 {
			number = number[:17] + "?"
		}
		fmt.Fprintf(&b, "何春%c,%s,160%08d,%s,朝阳路%d号,%s\n", '一'+rune(i%5000), number, i, community, i%300+1, []string{"是", ""}[i%2])
	}
	return b.Bytes()
}

// upload sends a list, lets it start and returns the batch.
func (s *server) upload(community string, list []byte) batch {
	s.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	f, err := w.CreateFormFile("file", "名册.csv")
	if err == nil {
		_, err = f.Write(list)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	status, got, err := s.send("POST", "/imports?at="+community, w.FormDataContentType(), form.Bytes(), nil)
	if err != nil || status != 201 {
		s.t.Fatalf("upload: %d %v %s", status, err, got)
	}
	var b batch
	if err := json.Unmarshal(got, &b); err != nil {
		s.t.Fatal(err)
	}
	return ask[batch](s, "POST", "/imports/"+b.ID+"/start", nil)
}

// A roster whose server is killed in the middle, again and again, ends as one
// that was left in peace: each row once, and an undo, killed too, takes all back.
func TestKilledInMidImport(t *testing.T) {
	const n = 30_000
	eachServer(t, 2_000, func(s *server) {
		s.start()
		s.as(role.CommunityWorker)
		session := ask[struct {
			Posts []struct{ Role, Region string }
		}](s, "GET", "/session", nil)
		community := session.Posts[0].Region
		people := "/people?total=true&limit=1&region=" + community
		before := ask[total](s, "GET", people, nil).Total
		list := rosterOf(n, community)
		b := s.upload(community, list)
		at, deaths := int64(0), 0
		for range 3 { // each time in a later chunk
			b = until(s, "/imports/"+b.ID, "rows are taken", func(b batch) bool { return b.Done > at || b.State == "done" })
			if b.State == "done" {
				break
			}
			at, deaths = b.Done, deaths+1
			s.kill()
			s.restart()
		}
		if deaths == 0 {
			s.t.Fatal("the import was over before it could be killed")
		}
		ended := func(b batch) bool { return b.State == "done" || b.State == "failed" }
		b = until(s, "/imports/"+b.ID, "the import ends", ended)
		if b.State != "done" || b.Total != n || b.Taken != n-n/100 || b.Rejected != n/100 || b.Updated != 0 || b.Unchanged != 0 {
			s.t.Errorf("after %d kills: %+v", deaths, b)
		}
		if got := ask[total](s, "GET", people, nil).Total; got != before+int(b.Taken) {
			s.t.Errorf("%d people, want %d + %d", got, before, b.Taken)
		}
		again := s.upload(community, list)
		again = until(s, "/imports/"+again.ID, "the second import ends", ended)
		if again.Taken != 0 || again.Updated != 0 || again.Unchanged != b.Taken {
			s.t.Errorf("the same list again: %+v", again)
		}
		ask[batch](s, "POST", "/imports/"+b.ID+"/undo", nil)
		s.kill()
		s.restart()
		b = until(s, "/imports/"+b.ID, "the undo ends", func(b batch) bool { return b.State == "undone" || b.State == "failed" })
		if got := ask[total](s, "GET", people, nil).Total; b.State != "undone" || b.Kept != 0 || got != before {
			s.t.Errorf("after the undo %d people, want %d: %+v", got, before, b)
		}
	})
}

type matchRun struct {
	ID, State, Error                   string
	Needs, Matched, Unmatched, Dropped int
	Proved                             bool
	Same                               *bool
	Version                            int64
}

type needs struct {
	Items []struct{ ID, State string }
	Next  string `json:"next"`
	Total int
}

type offers struct {
	Items []struct {
		ID              string
		Capacity, Taken int
	}
	Next string `json:"next"`
}

// units counts the units taken of every offer of the district, for those of a
// neighbouring street serve too, and finds none taken that is not there.
func (s *server) units() int {
	s.t.Helper()
	s.as(role.DataSteward)
	defer s.as(role.StreetOperator)
	taken := 0
	for next := ""; ; {
		page := ask[offers](s, "GET", "/offers?limit=200&cursor="+next, nil)
		for _, o := range page.Items {
			if o.Taken > o.Capacity {
				s.t.Errorf("offer %s gave %d of %d units", o.ID, o.Taken, o.Capacity)
			}
			taken += o.Taken
		}
		if next = page.Next; next == "" {
			return taken
		}
	}
}

// A match run and its confirmation, killed at several moments, end whole or not
// at all: the plan is the same, no unit is given twice, no need has half a match.
func TestKilledInMidMatch(t *testing.T) {
	eachServer(t, 30_000, func(s *server) {
		s.start()
		s.as(role.StreetOperator)
		free := s.units()
		waiting := ask[needs](s, "GET", "/needs?total=true&limit=1&state=open", nil).Total
		order := map[string]any{"name": "十一月助餐匹配", "radius_m": 2000, "unmatched_cost": 20000, "weights": map[string]any{"urgency": 1, "vulnerable": 1, "waiting": 1}}
		first := ""
		var r matchRun
		states := map[string]int{} // where the kill met the run
		for _, after := range []int{0, 1, 30, 80, 150, 300} {
			if first == "" {
				r = ask[matchRun](s, "POST", "/match-runs", order)
				first = r.ID
			} else {
				r = ask[matchRun](s, "POST", "/match-runs/"+first+"/repeat", nil)
			}
			if after > 0 {
				until(s, "/match-runs/"+r.ID, "the run begins", func(r matchRun) bool { return r.State != "queued" })
				time.Sleep(time.Duration(after-1) * time.Millisecond) // the moment of the kill is what is tried
			}
			states[ask[matchRun](s, "GET", "/match-runs/"+r.ID, nil).State]++
			s.kill()
			s.restart()
			r = until(s, "/match-runs/"+r.ID, "the run ends", func(r matchRun) bool { return r.State == "proposed" || r.State == "failed" })
			if r.State != "proposed" || !r.Proved || r.Needs != waiting || r.Matched+r.Unmatched != r.Needs || r.Matched == 0 {
				s.t.Errorf("killed after %d ms: %+v", after, r)
			}
			if r.ID != first && (r.Same == nil || !*r.Same) {
				s.t.Errorf("killed after %d ms: another plan from the same input: %+v", after, r)
			}
			if got := s.units(); got != free {
				s.t.Errorf("a plan that nobody confirmed took %d units", got-free)
			}
		}
		s.t.Logf("the kill found the run %v", states)

		// The answer to the confirmation may be lost with the server; what it did is not half done.
		for _, after := range []int{1, 4, 12, 40} {
			if r.State == "proposed" {
				answered := make(chan struct{})
				go func() {
					defer close(answered)
					_, _, _ = s.send("POST", "/match-runs/"+r.ID+"/confirm", "application/json", nil, map[string]string{"If-Match": fmt.Sprintf("%q", fmt.Sprint(r.Version))})
				}()
				time.Sleep(time.Duration(after) * time.Millisecond)
				s.kill()
				<-answered
				s.restart()
				r = ask[matchRun](s, "GET", "/match-runs/"+r.ID, nil)
			}
			s.consistent(r, free, waiting)
		}
		for end := time.Now().Add(time.Minute); r.State == "proposed" && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
			// PostgreSQL may still be rolling back what the dead server had open: then the answer is 503, try again.
			status, got, err := s.send("POST", "/match-runs/"+r.ID+"/confirm", "application/json", nil, map[string]string{"If-Match": fmt.Sprintf("%q", fmt.Sprint(r.Version))})
			if err != nil || status != 200 && status != 503 {
				s.t.Fatalf("confirm: %d %v %s", status, err, got)
			}
			r = ask[matchRun](s, "GET", "/match-runs/"+r.ID, nil)
		}
		if r.State != "confirmed" {
			s.t.Errorf("at last: %+v", r)
		}
		s.consistent(r, free, waiting)
	})
}

func (s *server) consistent(r matchRun, free, waiting int) {
	s.t.Helper()
	want := 0
	switch r.State {
	case "proposed":
	case "confirmed":
		want = r.Matched - r.Dropped
	default:
		s.t.Errorf("a run that was being confirmed is %s", r.State)
	}
	open := ask[needs](s, "GET", "/needs?total=true&limit=1&state=open", nil).Total
	if got := s.units() - free; got != want || waiting-open != want {
		s.t.Errorf("%s: %d units taken and %d needs matched, want %d of each", r.State, got, waiting-open, want)
	}
}
