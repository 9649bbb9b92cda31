package account

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/notify"
	"linli/internal/platform/regions"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const password = "a long enough sentence"

type noOne struct{}

func (noOne) ByPhone(_ context.Context, phone string) (string, string, region.Code, error) {
	if phone == "13900000001" {
		return "person-1", "陈阿婆", "449901001001", nil
	}
	return "", "", "", nil
}

type bundle struct {
	*Service
	now  time.Time
	out  *bytes.Buffer
	boss access.Pass
}

func setup(t *testing.T, db *store.DB) *bundle {
	t.Helper()
	b := &bundle{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), out: &bytes.Buffer{}}
	db.Now = func() time.Time { return b.now }
	b.Service = &Service{DB: db, Box: secret.New(), Sender: &notify.Printer{W: b.out}, Residents: noOne{}, Rules: Rules}
	p, err := Rules.Decide(access.Viewer{Account: "boss", Grants: []access.Grant{{Role: role.Administrator, In: "449901"}}}, Manage, b.now)
	if err != nil {
		t.Fatal(err)
	}
	b.boss = p
	return b
}

func (b *bundle) staff(t *testing.T, login string) Account {
	t.Helper()
	a, err := b.Create(t.Context(), b.boss, Account{Login: login, Name: "李敏", Region: "449901001001"}, password)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func schemas(fn func(*testing.T, *store.DB)) func(*testing.T) {
	return func(t *testing.T) {
		storetest.Each(t, fn, Schema, audit.Schema, events.Schema, regions.Schema, api.Schema)
	}
}

func TestSignInWithPasswordAndCode(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx := t.Context()
		a := b.staff(t, "li.min")
		tok, err := b.SignIn(ctx, " Li.Min ", password, "", From{})
		if err != nil {
			t.Fatal(err)
		}
		seen, ok, err := b.Who(ctx, tok)
		if err != nil || !ok || !seen.Enrol || len(seen.Viewer().Grants) != 0 {
			t.Fatalf("first sign-in has to enrol and may do nothing else: %+v %v %v", seen, ok, err)
		}
		otpURL, err := b.BeginTOTP(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		u, _ := url.Parse(otpURL)
		code := func() string {
			c, err := totp.GenerateCode(u.Query().Get("secret"), b.now)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if err := b.ConfirmTOTP(ctx, a.ID, "000000"); !errors.Is(err, errTOTP) {
			t.Errorf("a wrong code switched it on: %v", err)
		}
		if err := b.ConfirmTOTP(ctx, a.ID, code()); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			login, password, code string
			want                  error
		}{
			"no code":             {"li.min", password, "", errNeedTOTP},
			"wrong password":      {"li.min", "wrong", code(), errWrong},
			"the same step twice": {"li.min", password, code(), errWrong},
			"unknown login":       {"nobody", password, "", errWrong},
		} {
			if _, err := b.SignIn(ctx, c.login, c.password, c.code, From{}); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		b.now = b.now.Add(time.Minute)
		if tok, err = b.SignIn(ctx, "li.min", password, code(), From{}); err != nil {
			t.Fatal(err)
		}
		if seen, ok, _ = b.Who(ctx, tok); !ok || seen.Enrol {
			t.Errorf("%+v %v", seen, ok)
		}
		b.now = b.now.Add(idleFor + time.Second)
		if _, ok, _ = b.Who(ctx, tok); ok {
			t.Error("an idle session is still open")
		}
	})(t)
}

func TestFiveFailuresLockForAQuarterOfAnHour(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.Demo = true
		ctx := t.Context()
		b.staff(t, "wang")
		for range maxFailures {
			if _, err := b.SignIn(ctx, "wang", "wrong", "", From{}); !errors.Is(err, errWrong) {
				t.Fatal(err)
			}
		}
		if _, err := b.SignIn(ctx, "wang", password, "", From{}); !errors.Is(err, errLocked) {
			t.Errorf("the right password within the lock: %v", err)
		}
		b.now = b.now.Add(lockFor)
		if _, err := b.SignIn(ctx, "wang", password, "", From{}); err != nil {
			t.Errorf("after the lock: %v", err)
		}
	})(t)
}

func TestPostsHoldFromTheNextRequest(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.Demo = true
		ctx := t.Context()
		a := b.staff(t, "zhao")
		tok, err := b.SignIn(ctx, "zhao", password, "", From{})
		if err != nil {
			t.Fatal(err)
		}
		grants := func() int {
			seen, _, err := b.Who(ctx, tok)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, g := range seen.Viewer().Grants {
				if g.To.IsZero() || b.now.Before(g.To) {
					n++
				}
			}
			return n
		}
		post, err := b.Grant(ctx, b.boss, a.ID, Post{Role: role.CommunityWorker, Region: "449901001001"})
		if err != nil || grants() != 1 {
			t.Fatal(err, grants())
		}
		if err := b.Revoke(ctx, b.boss, a.ID, post.ID); err != nil || grants() != 0 {
			t.Error(err, grants())
		}
		for name, c := range map[string]struct {
			who  string
			post Post
			want error
		}{
			"to oneself":                {"boss", Post{Role: role.Auditor, Region: "449901"}, errSelf},
			"a role that is none":       {a.ID, Post{Role: "king", Region: "449901"}, errRole},
			"outside one's places":      {a.ID, Post{Role: role.Auditor, Region: "449902"}, access.ErrOutside},
			"that ends before it began": {a.ID, Post{Role: role.Auditor, Region: "449901", From: b.now, To: b.now}, errTerm},
			"to nobody":                 {"0190aaaa-0000-7000-8000-000000000000", Post{Role: role.Auditor, Region: "449901"}, errNone},
		} {
			if _, err := b.Grant(ctx, b.boss, c.who, c.post); !errors.Is(err, c.want) {
				t.Errorf("a post %s: %v, want %v", name, err, c.want)
			}
		}
		if err := b.Close(ctx, b.boss, a.ID); err != nil {
			t.Fatal(err)
		}
		if _, ok, _ := b.Who(ctx, tok); ok {
			t.Error("a closed account is still signed in")
		}
	})(t)
}

var digits = regexp.MustCompile(`\d{6}`)

func TestResidentsSignInWithACodeThatWorksOnce(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx := t.Context()
		if err := b.SendCode(ctx, "12"); !errors.Is(err, errPhone) {
			t.Error(err)
		}
		send := func(phone string) string {
			b.out.Reset()
			if err := b.SendCode(ctx, phone); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.out.String(), phone) {
				t.Error("the printed notice shows the whole number")
			}
			return digits.FindString(b.out.String()[strings.Index(b.out.String(), "验证码"):])
		}
		code := send("13900000001")
		if err := b.SendCode(ctx, "13900000001"); !errors.Is(err, errCodePause) {
			t.Errorf("a second code within the minute: %v", err)
		}
		if _, err := b.SignInResident(ctx, "13900000002", code, From{}); !errors.Is(err, errCode) {
			t.Errorf("another phone's code: %v", err)
		}
		tok, err := b.SignInResident(ctx, "13900000001", code, From{})
		if err != nil {
			t.Fatal(err)
		}
		seen, _, _ := b.Who(ctx, tok)
		if v := seen.Viewer(); v.Person != "person-1" || len(v.Grants) != 1 || v.Grants[0].In != "449901001001" || v.Grants[0].Role != role.Resident {
			t.Errorf("%+v", v)
		}
		if _, err := b.SignInResident(ctx, "13900000001", code, From{}); !errors.Is(err, errCode) {
			t.Errorf("a code worked twice: %v", err)
		}
		b.now = b.now.Add(2 * time.Minute)
		code = send("13900000001")
		for range maxTries {
			if _, err := b.SignInResident(ctx, "13900000001", "x", From{}); !errors.Is(err, errCode) {
				t.Fatal(err)
			}
		}
		if _, err := b.SignInResident(ctx, "13900000001", code, From{}); !errors.Is(err, errCode) {
			t.Error("guessing did not burn the code")
		}
	})(t)
}

// Twenty guesses at once count as twenty: the lock cannot be outrun.
func TestParallelGuessesAreCounted(t *testing.T) {
	db := storetest.SQLite(t, Schema, audit.Schema, events.Schema)
	b := setup(t, db)
	b.Demo = true
	b.staff(t, "sun")
	var wg sync.WaitGroup
	var mu sync.Mutex
	locked := 0
	for range 20 {
		wg.Go(func() {
			_, err := b.SignIn(t.Context(), "sun", "wrong", "", From{})
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, errLocked) {
				locked++
			}
		})
	}
	wg.Wait()
	if locked != 20-maxFailures {
		t.Errorf("%d of 20 guesses met the lock, want %d", locked, 20-maxFailures)
	}
}

func TestCookieOnTheWire(t *testing.T) {
	db := storetest.SQLite(t, Schema, audit.Schema, events.Schema, regions.Schema, api.Schema)
	b := setup(t, db)
	b.Demo = true
	b.staff(t, "qian")
	mux := http.NewServeMux()
	places := &regions.Register{DB: db}
	b.Rules = access.Merge(Rules, regions.Rules)
	a := api.New(mux, db, b.Rules, "test", slog.New(slog.DiscardHandler))
	b.Register(a, places, true)
	h := api.Wrap(b.Middleware(mux), slog.New(slog.DiscardHandler))
	do := func(method, path, body string, c *http.Cookie) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if c != nil {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	w := do("POST", "/api/v1/session", `{"login":"qian","password":"`+password+`"}`, nil)
	cookies := w.Result().Cookies()
	if w.Code != 200 || len(cookies) != 1 || !cookies[0].HttpOnly || !cookies[0].Secure || cookies[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("%d %s %+v", w.Code, w.Body, cookies)
	}
	if w := do("GET", "/api/v1/session", "", cookies[0]); !strings.Contains(w.Body.String(), `"signed_in":true`) {
		t.Errorf("%s", w.Body)
	}
	if w := do("GET", "/api/v1/accounts", "", cookies[0]); w.Code != 403 {
		t.Errorf("staff without a post list accounts: %d", w.Code)
	}
	if w := do("DELETE", "/api/v1/session", "", cookies[0]); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := do("GET", "/api/v1/session", "", cookies[0]); !strings.Contains(w.Body.String(), `"signed_in":false`) {
		t.Errorf("%s", w.Body)
	}
}

// Who is signed in is kept in memory, and gone the moment it ends anywhere: the
// other server here has a memory of its own.
func TestWhatEndsOnAnotherServerEndsHere(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		b := setup(t, db)
		other := &Service{DB: db, Box: b.Box, Sender: b.Sender, Residents: b.Residents, Rules: Rules, Demo: true}
		b.Demo = true
		a := b.staff(t, "limin")
		post, err := b.Grant(ctx, b.boss, a.ID, Post{Role: role.CommunityWorker, Region: "449901001001"})
		if err != nil {
			t.Fatal(err)
		}
		token, err := b.SignIn(ctx, "limin", password, "", From{})
		if err != nil {
			t.Fatal(err)
		}
		posts := func() int {
			t.Helper()
			for range 3 { // from the database, then from memory
				if _, _, err := b.Who(ctx, token); err != nil {
					t.Fatal(err)
				}
			}
			seen, ok, err := b.Who(ctx, token)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				return -1
			}
			n := 0
			for _, p := range seen.Posts {
				if p.To.IsZero() || b.now.Before(p.To) {
					n++
				}
			}
			return n
		}
		if n := posts(); n != 1 {
			t.Fatalf("%d posts", n)
		}
		if err := other.Revoke(ctx, b.boss, a.ID, post.ID); err != nil || posts() != 0 {
			t.Errorf("a post revoked there: %d posts here, %v", posts(), err)
		}
		if _, err := other.Grant(ctx, b.boss, a.ID, Post{Role: role.GridWorker, Region: "449901001001"}); err != nil || posts() != 1 {
			t.Errorf("a post granted there: %d posts here, %v", posts(), err)
		}
		if _, err := b.Grant(ctx, b.boss, a.ID, Post{Role: role.Carer, Region: "449901001001", Org: "kitchen"}); err != nil {
			t.Fatal(err)
		}
		for org, want := range map[string]int{"kitchen": 1, "another": 0} {
			if all, err := b.Holders(ctx, role.Carer, org); err != nil || len(all) != want {
				t.Errorf("carers of %s: %v, %v", org, all, err)
			}
		}
		b.now = b.now.Add(idleFor + time.Minute)
		if n := posts(); n != -1 {
			t.Errorf("idle for too long: %d", n)
		}
		if token, err = b.SignIn(ctx, "limin", password, "", From{}); err != nil || posts() != 2 {
			t.Fatal(err)
		}
		if err := other.Close(ctx, b.boss, a.ID); err != nil || posts() != -1 {
			t.Errorf("closed there: %d here, %v", posts(), err)
		}
	})(t)
}
