package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/internal/cnid"
	"linli/internal/directory"
	"linli/internal/directory/hours"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/notify"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/role"
)

// kitchen is a house with a canteen that delivers, and two neighbours of 80.
type kitchen struct {
	t       testing.TB
	h       *House
	handler http.Handler
	now     time.Time
	codes   map[string]string // by phone
	letters []notify.Notice   // but codes
	service directory.Service
	point   string
	persons []people.Person
}

func (k *kitchen) Send(_ context.Context, n notify.Notice) error {
	if _, after, ok := strings.Cut(n.Text, "验证码 "); ok {
		k.codes[n.Phone] = after[:6]
	} else {
		k.letters = append(k.letters, n)
	}
	return nil
}

func eachKitchen(t *testing.T, fn func(k *kitchen)) {
	run := func(t *testing.T, database string) {
		k := &kitchen{t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, hours.Shanghai), codes: map[string]string{}}
		var mu sync.Mutex
		h, err := Open(t.Context(), Config{Data: t.TempDir(), Database: database, Demo: true, Now: func() time.Time { mu.Lock(); defer mu.Unlock(); k.now = k.now.Add(time.Millisecond); return k.now }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(h.Close)
		if err := h.Seed(t.Context()); err != nil {
			t.Fatal(err)
		}
		if k.handler, err = h.Handler(); err != nil {
			t.Fatal(err)
		}
		k.h, h.Accounts.Sender = h, k
		k.open()
		fn(k)
	}
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); run(t, "") })
	t.Run("postgres", func(t *testing.T) {
		address := testPG(t)
		t.Parallel()
		run(t, storetest.Schema(t, address))
	})
}

func (k *kitchen) open() {
	k.t.Helper()
	ctx, p := k.t.Context(), access.House("test")
	org := directory.Organisation{ID: "0190aaaa-0000-7000-8000-0000000000a1", Region: parent, Kind: "provider", Name: "朝阳助餐", Stage: directory.Active}
	point := directory.ServicePoint{ID: "0190aaaa-0000-7000-8000-0000000000b1", Organisation: org.ID, Region: own, Name: "朝阳长者饭堂",
		Hours: hours.Plan{Spans: []hours.Span{{Days: []int{1, 2, 3, 4, 5, 6, 7}, From: "10:45", To: "13:00"}}}}
	if k.service.PerDay > 0 { // for a benchmark: all the meals of a day
		point.Hours.Spans[0].From, point.Hours.Spans[0].To = "06:00", "20:00"
	}
	k.service = directory.Service{ID: "0190aaaa-0000-7000-8000-0000000000c1", Organisation: org.ID, Region: parent, Category: "elder.meal_delivery", Name: "长者送餐", Mode: "delivery",
		PriceFen: 1800, PerDay: max(30, k.service.PerDay), Eligibility: "age >= 60", OrderUntil: "-1d 16:00", CancelHours: 12, Points: []string{point.ID}, State: directory.Published}
	k.point = point.ID
	k.load(directory.Batch{Organisations: []directory.Organisation{org}, Points: []directory.ServicePoint{point}, Services: []directory.Service{k.service}})
	for i := range 2 {
		one, err := k.h.People.Admit(ctx, p, people.Row{Name: "何春" + string(rune('兰'+i)), ResidentID: cnid.MakeResident("449901", time.Date(1944, 1, 1, 0, 0, 0, 0, time.UTC), 100+i),
			Phone: fmt.Sprintf("1390000000%d", i), Region: own, Address: "朝阳路 1 号"})
		if err != nil {
			k.t.Fatal(err)
		}
		k.persons = append(k.persons, one)
	}
}

func (k *kitchen) load(b directory.Batch) {
	k.t.Helper()
	ctx := k.t.Context()
	_, err := store.In(ctx, k.h.DB, access.House("test"), func(tx *store.Tx) (int, error) {
		_, err := k.h.Offers.Load(ctx, tx, "", b)
		return 0, err
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

// resident signs in with a phone and the code that came.
func (k *kitchen) resident(i int) *http.Cookie {
	k.t.Helper()
	return k.signIn(fmt.Sprintf("1390000000%d", i))
}

func (k *kitchen) signIn(phone string) *http.Cookie {
	k.t.Helper()
	if err := k.h.Accounts.SendCode(k.t.Context(), phone); err != nil {
		k.t.Fatal(err)
	}
	token, err := k.h.Accounts.SignInResident(k.t.Context(), phone, k.codes[phone], account.From{})
	if err != nil {
		k.t.Fatal(err)
	}
	return &http.Cookie{Name: account.Cookie, Value: string(token)}
}

func (k *kitchen) staff(login string, r role.Role, org string) *http.Cookie {
	k.t.Helper()
	ctx, p := k.t.Context(), access.House("test")
	a, err := k.h.Accounts.Create(ctx, p, account.Account{Login: login, Name: login, Region: parent}, "a long enough sentence")
	if err == nil {
		_, err = k.h.Accounts.Grant(ctx, p, a.ID, account.Post{Role: r, Region: parent, Org: org})
	}
	if err != nil {
		k.t.Fatal(err)
	}
	token, err := k.h.Accounts.SignIn(ctx, login, "a long enough sentence", "", account.From{})
	if err != nil {
		k.t.Fatal(err)
	}
	return &http.Cookie{Name: account.Cookie, Value: string(token)}
}

type shownOrder struct {
	ID, Number, State, Name, Code, Title string
	Version                              int64
	Price                                struct {
		Resident int64 `json:"resident_fen"`
	}
	Can      bool
	Refusals []struct{ Code string }
	Items    []json.RawMessage
	Story    []struct{ Kind string }
}

// request sends one as the holder of a cookie.
func (k *kitchen) request(as *http.Cookie, method, path string, body any, header ...string) *httptest.ResponseRecorder {
	k.t.Helper()
	var raw []byte
	if body != nil {
		raw, _ = json.Marshal(body)
	}
	r := httptest.NewRequest(method, "/api/v1"+path, bytes.NewReader(raw))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if as != nil {
		r.AddCookie(as)
	}
	w := httptest.NewRecorder()
	k.handler.ServeHTTP(w, r)
	return w
}

// got decodes the answer of a request into out; the code of a refusal is returned.
func (k *kitchen) got(as *http.Cookie, method, path string, body, out any, header ...string) (int, string) {
	k.t.Helper()
	w := k.request(as, method, path, body, header...)
	var p struct{ Code string }
	if w.Code >= 300 {
		_ = json.Unmarshal(w.Body.Bytes(), &p)
	} else if out != nil && w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
			k.t.Fatalf("%s %s: %v in %s", method, path, err, w.Body)
		}
	}
	return w.Code, p.Code
}

// ask is got for an order, or a list of them.
func (k *kitchen) ask(as *http.Cookie, method, path string, body any, header ...string) (status int, code string, out shownOrder) {
	k.t.Helper()
	status, code = k.got(as, method, path, body, &out, header...)
	return status, code, out
}

func TestAResidentOrdersLunchOverHTTP(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		lan, neighbour := k.resident(0), k.resident(1)
		manager := k.staff("manager", role.ProviderManager, k.service.Organisation)
		stranger := k.staff("stranger", role.ProviderManager, "0190aaaa-0000-7000-8000-0000000000ff")
		ask := map[string]any{"service": k.service.ID, "day": "2026-11-25"}

		if status, code, q := k.ask(lan, "POST", "/my/orders/quote", ask); status != 200 || !q.Can || q.Price.Resident != 1800 {
			k.t.Fatalf("quote: %d %s %+v", status, code, q)
		}
		status, code, o := k.ask(lan, "POST", "/my/orders", ask, "Idempotency-Key", "k1")
		if status != 201 || o.State != "placed" || len(o.Code) != 4 || o.Name != k.persons[0].Name {
			k.t.Fatalf("place: %d %s %+v", status, code, o)
		}
		// The answer was lost: the same request gives the same order, also when it has moved on.
		if status, code, again := k.ask(lan, "POST", "/my/orders", ask, "Idempotency-Key", "k1"); status != 201 || again.ID != o.ID || again.Code != o.Code {
			k.t.Errorf("the same key: %d %s %+v", status, code, again)
		}
		if status, code, _ := k.ask(lan, "POST", "/my/orders", map[string]any{"service": k.service.ID, "day": "2026-11-26"}, "Idempotency-Key", "k1"); status != 409 || code != "input.idempotency_key_reused" {
			k.t.Errorf("the key for another request: %d %s", status, code)
		}
		if status, code, _ := k.ask(lan, "POST", "/my/orders", ask, "Idempotency-Key", "k2"); status != 409 || code != "orders.twice" {
			k.t.Errorf("a second lunch: %d %s", status, code)
		}
		if status, _, all := k.ask(lan, "GET", "/my/orders", nil); status != 200 || len(all.Items) != 1 {
			k.t.Errorf("my orders: %d %+v", status, all)
		}
		if status, _, all := k.ask(neighbour, "GET", "/my/orders", nil); status != 200 || len(all.Items) != 0 {
			k.t.Errorf("the neighbour's orders: %d %+v", status, all)
		}
		for _, path := range []string{"/my/orders/" + o.ID} {
			if status, _, _ := k.ask(neighbour, "GET", path, nil); status != 404 {
				k.t.Errorf("%s of a neighbour: %d", path, status)
			}
			if status, _, _ := k.ask(neighbour, "POST", path+"/cancel", nil); status != 404 {
				k.t.Errorf("%s cancelled by a neighbour: %d", path, status)
			}
		}
		if status, _, _ := k.ask(stranger, "POST", "/orders/"+o.ID+"/accept", nil, "If-Match", `"1"`); status != 404 {
			k.t.Errorf("accepted by another provider: %d", status)
		}
		if status, code, got := k.ask(manager, "POST", "/orders/"+o.ID+"/accept", nil, "If-Match", `"1"`); status != 200 || got.State != "accepted" || got.Code != "" {
			k.t.Errorf("accept: %d %s %+v", status, code, got)
		}
		if status, code, _ := k.ask(manager, "POST", "/orders/"+o.ID+"/decline", map[string]string{"reason": "没菜了"}, "If-Match", `"1"`); status != 412 {
			k.t.Errorf("an old version: %d %s", status, code)
		}
		if status, _, again := k.ask(lan, "POST", "/my/orders", ask, "Idempotency-Key", "k1"); status != 201 || again.State != "accepted" {
			k.t.Errorf("the same key later tells how it stands: %d %+v", status, again)
		}
		if status, _, got := k.ask(lan, "POST", "/my/orders/"+o.ID+"/cancel", map[string]string{"reason": "女儿回来了"}); status != 200 || got.State != "cancelled" {
			k.t.Errorf("cancel: %d %+v", status, got)
		}
		if status, _, got := k.ask(lan, "GET", "/my/orders/"+o.ID, nil); status != 200 || len(got.Story) != 3 {
			k.t.Errorf("the story: %d %+v", status, got)
		}
	})
}

func TestWhatTheAPIRefuses(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		lan := k.resident(0)
		for name, c := range map[string]struct {
			body   map[string]any
			path   string
			status int
			code   string
		}{
			"yesterday":        {map[string]any{"service": k.service.ID, "day": "2026-11-22"}, "/my/orders", 422, "orders.past"},
			"no date":          {map[string]any{"service": k.service.ID, "day": "25.11.2026"}, "/my/orders", 422, "orders.day"},
			"another price":    {map[string]any{"service": k.service.ID, "day": "2026-11-25", "expect_fen": 1700}, "/my/orders", 409, "orders.price"},
			"for a neighbour":  {map[string]any{"service": k.service.ID, "day": "2026-11-25", "person": k.persons[1].ID}, "/my/orders", 404, "orders.proxy"},
			"for nobody known": {map[string]any{"service": k.service.ID, "day": "2026-11-25", "person": "0190aaaa-0000-7000-8000-00000000dead"}, "/my/orders", 404, "orders.proxy"},
			"ten megabytes":    {map[string]any{"service": k.service.ID, "day": "2026-11-25", "note": strings.Repeat("x", 10<<20)}, "/my/orders", 413, "input.too_large"},
			"minus one":        {map[string]any{"service": k.service.ID, "day": "2026-11-25", "quantity": -1}, "/my/orders", 422, "input.invalid"},
			"ten thousand days": {map[string]any{"service": k.service.ID, "rule": map[string]any{"from": "2026-11-25", "to": "2054-04-11", "weekdays": []int{1}}},
				"/my/series", 422, "series.long"},
		} {
			if status, code, _ := k.ask(lan, "POST", c.path, c.body, "Idempotency-Key", name); status != c.status || code != c.code {
				k.t.Errorf("%s: %d %s, want %d %s", name, status, code, c.status, c.code)
			}
		}
		ask := map[string]any{"service": k.service.ID, "day": "2026-11-25", "expect_fen": 1800}
		changed := k.service
		changed.PriceFen = 2000
		k.load(directory.Batch{Services: []directory.Service{changed}})
		if status, code, _ := k.ask(lan, "POST", "/my/orders", ask); status != 409 || code != "orders.price" {
			k.t.Errorf("the price went up after it was shown: %d %s", status, code)
		}
		ask["expect_fen"] = 2000
		if status, code, o := k.ask(lan, "POST", "/my/orders", ask); status != 201 || o.Price.Resident != 2000 {
			k.t.Errorf("at the price shown: %d %s %+v", status, code, o)
		}
	})
}

// A phone that five elders share is nobody's account by itself: nothing is
// ordered for somebody at random.
func TestASharedPhoneOrdersForNobodyByItself(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		for i := range 5 {
			if _, err := k.h.People.Admit(k.t.Context(), access.House("test"), people.Row{Name: "共用" + string(rune('一'+i)), ResidentID: cnid.MakeResident("449901", time.Date(1940+i, 5, 1, 0, 0, 0, 0, time.UTC), 200+i),
				Phone: "13900000009", Region: own, Address: "朝阳路 2 号"}); err != nil {
				k.t.Fatal(err)
			}
		}
		if status, _, _ := k.ask(k.resident(9), "POST", "/my/orders", map[string]any{"service": k.service.ID, "day": "2026-11-25"}); status < 400 || status >= 500 {
			k.t.Errorf("ordered for somebody: %d", status)
		}
	})
}

// A post that is taken away is gone with the next request.
func TestARevokedPostEndsAtOnce(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		ctx, p := k.t.Context(), access.House("test")
		c := k.staff("leaver", role.StreetOperator, "")
		if status, _, _ := k.ask(c, "GET", "/orders", nil); status != 200 {
			k.t.Fatalf("in office: %d", status)
		}
		all, err := k.h.Accounts.List(ctx, p, "", 50)
		if err != nil {
			k.t.Fatal(err)
		}
		for _, a := range all {
			posts, err := k.h.Accounts.Posts(ctx, p, a.ID)
			if err != nil || len(posts) != 1 {
				k.t.Fatal(posts, err)
			}
			if err := k.h.Accounts.Revoke(ctx, p, a.ID, posts[0].ID); err != nil {
				k.t.Fatal(err)
			}
		}
		if status, _, _ := k.ask(c, "GET", "/orders", nil); status != 403 {
			k.t.Errorf("after the post ended: %d", status)
		}
		for _, a := range all {
			if err := k.h.Accounts.Close(ctx, p, a.ID); err != nil {
				k.t.Fatal(err)
			}
		}
		if status, _, _ := k.ask(c, "GET", "/orders", nil); status != 401 {
			k.t.Errorf("after the account was closed: %d", status)
		}
	})
}

func testPG(t *testing.T) string {
	t.Helper()
	address := os.Getenv("LINLI_TEST_PG")
	if address == "" {
		t.Skip("LINLI_TEST_PG is not set: not tested on PostgreSQL; make test sets it")
	}
	return address
}
