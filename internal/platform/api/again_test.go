package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/role"
)

var (
	errGone = errors.New("gone")
)

// A repeat of an operation with Again reads what was made anew: one row is
// written for the key, none for the answer, and what failed was not done.
func TestARepeatReadsWhatWasMade(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mux := http.NewServeMux()
		a := New(mux, db, access.Rules{"thing.add": {role.CommunityWorker}}, "test", slog.New(slog.DiscardHandler))
		var mu sync.Mutex
		made, fail := map[string]string{}, false
		show := func(_ context.Context, _ access.Pass, id string) (*wishOut, error) {
			mu.Lock()
			defer mu.Unlock()
			if made[id] == "" {
				return nil, errGone
			}
			out := &wishOut{ETag: ETag{made[id]}}
			out.Body.N = len(made)
			return out, nil
		}
		Register(a, Op{Method: "POST", Path: "/things", ID: "add-thing", Tag: "thing", Needs: "thing.add", Creates: true, Again: show, Summary: "x"},
			func(ctx context.Context, p access.Pass, in *wishIn) (*wishOut, error) {
				id, err := store.In(ctx, db, p, func(tx *store.Tx) (string, error) {
					mu.Lock()
					defer mu.Unlock()
					if fail {
						return "", errBad.With(1)
					}
					id := NewID(ctx, tx)
					tx.After(func() { mu.Lock(); made[id] = in.Body.Text; mu.Unlock() })
					return id, nil
				})
				if err != nil {
					return nil, err
				}
				return show(ctx, p, id)
			})
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			v := access.Viewer{Account: "li", Grants: []access.Grant{{Role: role.CommunityWorker, In: "449901001001"}}}
			Wrap(mux, slog.New(slog.DiscardHandler)).ServeHTTP(w, r.WithContext(WithViewer(r.Context(), v)))
		})
		send := func(key, text string) *httptest.ResponseRecorder {
			w, _ := call(h, "POST", "/api/v1/things", "li", `{"text":"`+text+`","at":""}`, "Idempotency-Key", key)
			return w
		}
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if w := send("k", "a chair"); w.Code != 201 || w.Header().Get("ETag") != "a chair" {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			})
		}
		wg.Wait()
		if len(made) != 1 {
			t.Errorf("one key made %v", made)
		}
		for id := range made {
			made[id] = "a mended chair"
		}
		if w := send("k", "a chair"); w.Code != 201 || w.Header().Get("ETag") != "a mended chair" {
			t.Errorf("the repeat shows it as it is: %d %s %s", w.Code, w.Header(), w.Body)
		}
		if w := send("k", "a table"); w.Code != 409 || !strings.Contains(w.Body.String(), "idempotency_key_reused") {
			t.Errorf("the key for something else: %d %s", w.Code, w.Body)
		}
		fail = true
		if w := send("k2", "a bed"); w.Code != 409 || !strings.Contains(w.Body.String(), "test.bad") {
			t.Errorf("a refusal: %d %s", w.Code, w.Body)
		}
		fail = false
		if w := send("k2", "a bed"); w.Code != 201 || len(made) != 2 {
			t.Errorf("after a refusal the key is free: %d %s", w.Code, w.Body)
		}
	}, Schema)
}
