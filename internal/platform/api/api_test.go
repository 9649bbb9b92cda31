package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

var errBad = fault.New(fault.Conflict, "test.bad", "不行：%d", "no: %d")

type wishIn struct {
	Body struct {
		Text string      `json:"text" minLength:"2"`
		At   region.Code `json:"at"`
	}
}

type wishOut struct {
	ETag
	Body struct {
		N int `json:"n"`
	}
}

// serve is an API with one operation that counts how often it was done.
func serve(t *testing.T, db *store.DB) http.Handler {
	t.Helper()
	mux := http.NewServeMux()
	a := New(mux, db, access.Rules{"wish.add": {role.CommunityWorker}, "wish.see": {role.Public}}, "test", slog.New(slog.DiscardHandler))
	var mu sync.Mutex
	n := 0
	Register(a, Op{Method: "POST", Path: "/wishes", ID: "add-wish", Tag: "wish", Needs: "wish.add", Creates: true, Summary: "x"},
		func(ctx context.Context, p access.Pass, in *wishIn) (*wishOut, error) {
			return store.In(ctx, db, p, func(tx *store.Tx) (*wishOut, error) {
				mu.Lock()
				defer mu.Unlock()
				if in.Body.Text == "bad" {
					return nil, errBad.With(7).On("text")
				}
				n++
				out := &wishOut{ETag: Tag(int64(n))}
				out.Body.N = n
				return out, nil
			})
		})
	Register(a, Op{Method: "GET", Path: "/wishes", ID: "see-wishes", Tag: "wish", Needs: "wish.see", Summary: "x"},
		func(_ context.Context, p access.Pass, in *Page) (*struct{ Body List[string] }, error) {
			var after string
			if err := DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			return &struct{ Body List[string] }{Many([]string{p.String()}, EncodeCursor("x"))}, nil
		})
	as := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := access.Viewer{}
		if who := r.Header.Get("X-Test"); who != "" {
			v = access.Viewer{Account: who, Grants: []access.Grant{{Role: role.CommunityWorker, In: "449901001001"}}}
		}
		mux.ServeHTTP(w, r.WithContext(WithViewer(r.Context(), v)))
	})
	return Wrap(as, slog.New(slog.DiscardHandler))
}

func call(h http.Handler, method, path, who, body string, head ...string) (*httptest.ResponseRecorder, Problem) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Test", who)
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var p Problem
	_ = json.Unmarshal(w.Body.Bytes(), &p)
	return w, p
}

func TestTheOrderOfARequest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := serve(t, db)
		for name, c := range map[string]struct {
			method, path, who, body string
			status                  int
			code                    string
		}{
			"nobody is asked to sign in before the input is read": {"POST", "/api/v1/wishes", "", `{`, 401, "access.sign_in"},
			"a region outside one's places is not found":          {"POST", "/api/v1/wishes?region=449901002", "li", `{"text":"ab","at":""}`, 404, "access.no_such_place"},
			"a region that is none is said so":                    {"POST", "/api/v1/wishes?region=44", "li", `{"text":"ab","at":""}`, 422, "region.code"},
			"a parent region narrows to one's own":                {"POST", "/api/v1/wishes?region=449901", "li", `{"text":"ab","at":""}`, 201, ""},
			"broken JSON is refused":                              {"POST", "/api/v1/wishes", "li", `{`, 400, "input.invalid"},
			"a missing field is named":                            {"POST", "/api/v1/wishes", "li", `{"text":"ab"}`, 422, "input.invalid"},
			"a fault becomes its status":                          {"POST", "/api/v1/wishes", "li", `{"text":"bad","at":""}`, 409, "test.bad"},
			"a page that we did not give":                         {"GET", "/api/v1/wishes?cursor=%21", "", ``, 422, "input.cursor"},
			"the public may what is public":                       {"GET", "/api/v1/wishes", "", ``, 200, ""},
		} {
			w, p := call(h, c.method, c.path, c.who, c.body)
			if w.Code != c.status || p.Code != c.code {
				t.Errorf("%s: %d %s", name, w.Code, w.Body)
			}
			if w.Code >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: content type %s", name, w.Header().Get("Content-Type"))
			}
		}
	}, Schema)
}

func TestProblemsSpeakTheReadersLanguage(t *testing.T) {
	h := serve(t, storetest.SQLite(t, Schema))
	for lang, want := range map[string]string{"zh-CN,zh;q=0.9": "至少 2 个字", "en-GB": "expected length >= 2", "fr": "至少 2 个字"} {
		_, p := call(h, "POST", "/api/v1/wishes", "li", `{"text":"a","at":""}`, "Accept-Language", lang)
		if len(p.Errors) != 1 || p.Errors[0].Message != want || p.Errors[0].Field != "text" {
			t.Errorf("%s: %+v", lang, p.Errors)
		}
	}
	_, p := call(h, "POST", "/api/v1/wishes", "li", `{"text":"bad","at":""}`, "Accept-Language", "en")
	if p.Title != "no: 7" || len(p.Errors) != 1 || p.Errors[0].Field != "text" {
		t.Errorf("%+v", p)
	}
}

func TestOneKeyOneDeed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := serve(t, db)
		body := `{"text":"a wheelchair","at":""}`
		var wg sync.WaitGroup
		var mu sync.Mutex
		answers := map[string]int{}
		for range 12 {
			wg.Go(func() {
				w, _ := call(h, "POST", "/api/v1/wishes", "li", body, "Idempotency-Key", "k1")
				mu.Lock()
				defer mu.Unlock()
				if w.Code == 201 {
					answers[w.Body.String()+w.Header().Get("ETag")]++
				} else if w.Code != 409 {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			})
		}
		wg.Wait()
		if len(answers) != 1 {
			t.Errorf("one key gave %d different answers: %v", len(answers), answers)
		}
		if w, _ := call(h, "POST", "/api/v1/wishes", "li", body, "Idempotency-Key", "k1"); w.Code != 201 || !strings.Contains(w.Body.String(), `"n":1`) {
			t.Errorf("the repeat: %d %s", w.Code, w.Body)
		}
		if _, p := call(h, "POST", "/api/v1/wishes", "li", `{"text":"other","at":""}`, "Idempotency-Key", "k1"); p.Code != "input.idempotency_key_reused" {
			t.Errorf("another body: %+v", p)
		}
		if w, _ := call(h, "POST", "/api/v1/wishes", "wang", body, "Idempotency-Key", "k1"); !strings.Contains(w.Body.String(), `"n":2`) {
			t.Errorf("another account has keys of its own: %s", w.Body)
		}
	}, Schema)
}

func TestOtherSitesAndFloodsAreRefused(t *testing.T) {
	h := serve(t, storetest.SQLite(t, Schema))
	if w, p := call(h, "POST", "/api/v1/wishes", "li", `{}`, "Sec-Fetch-Site", "cross-site"); w.Code != 403 || p.Code != "input.cross_site" {
		t.Errorf("%d %+v", w.Code, p)
	}
	refused := 0
	for range 260 {
		if w, _ := call(h, "GET", "/api/v1/wishes", "", ""); w.Code == 429 {
			refused++
		}
	}
	if refused == 0 {
		t.Error("260 requests in a breath were all served")
	}
}
