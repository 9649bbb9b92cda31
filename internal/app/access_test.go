package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/api"
	"linli/internal/region"
	"linli/internal/role"
)

const (
	own     = region.Code("449901001001")
	sibling = region.Code("449901001002")
	parent  = region.Code("449901001")
	table   = "../../docs/security/access.md"
)

// TestAccess goes over every operation of the contract × every role × own,
// sibling and parent region. What is expected stands in docs/security/access.md,
// which a person can read; an operation without a row there fails, and so does
// a row without its operation.
//
// A holder is let through in their own place and, narrowed to it, in its
// parent; a sibling place is 404. Who does not hold the permission gets 403,
// and who has not signed in 401, before anything of the input is read.
func TestAccess(t *testing.T) {
	ctx := t.Context()
	h, err := Open(ctx, Config{Data: t.TempDir(), Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	want := readTable(t)
	handler, err := h.Handler()
	if err != nil {
		t.Fatal(err)
	}
	cookies := signInAll(t, h)
	said := map[string]bool{}
	ops := slices.Clone(h.API.Ops())
	slices.SortStableFunc(ops, func(a, b api.Op) int { return ending(a) - ending(b) })
	for _, op := range ops {
		name := op.Method + " " + op.Path
		said[name] = true
		roles, has := want[name]
		if !has {
			t.Errorf("%s has no row in %s: add one (linli access table --markdown prints it)", name, table)
			continue
		}
		public := slices.Contains(roles, role.Public)
		for _, who := range append([]role.Role{role.Public}, staffRoles()...) {
			for _, at := range []region.Code{own, sibling, parent} {
				status, code := ask(handler, op, at, cookies[who])
				expect := expected(roles, public, who, at)
				if got := verdict(status, code); got != expect {
					t.Errorf("%s as %s in %s: %s (%d %s), want %s", name, who, at, got, status, code, expect)
				}
			}
		}
	}
	for name := range want {
		if !said[name] {
			t.Errorf("%s lists %s, which is no operation", table, name)
		}
	}
}

// ending puts the one operation that ends the session last.
func ending(op api.Op) int {
	if op.ID == "sign-out" {
		return 1
	}
	return 0
}

func expected(roles []role.Role, public bool, who role.Role, at region.Code) string {
	switch {
	case public:
		return "in"
	case who == role.Public:
		return "sign in"
	case slices.Contains(roles, role.SignedIn):
		return "in"
	case !slices.Contains(roles, who):
		return "no"
	case at == sibling:
		return "not there"
	}
	return "in"
}

// verdict names what the gate said; anything after the gate is "in".
func verdict(status int, code string) string {
	switch {
	case status == http.StatusUnauthorized && code == access.ErrSignIn.Code:
		return "sign in"
	case status == http.StatusForbidden && code == access.ErrForbidden.Code:
		return "no"
	case status == http.StatusNotFound && code == access.ErrOutside.Code:
		return "not there"
	case status == http.StatusTooManyRequests && code == "input.too_many":
		return "flooded"
	}
	return "in"
}

var addresses int

// ask sends an empty request: the gate speaks before the input is read, and
// an empty input changes nothing.
func ask(h http.Handler, op api.Op, at region.Code, c *http.Cookie) (int, string) {
	path := op.Path
	for strings.Contains(path, "{") {
		i, j := strings.Index(path, "{"), strings.Index(path, "}")
		path = path[:i] + "0190aaaa-0000-7000-8000-000000000000" + path[j+1:]
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if op.ID == "watch-events" { // it answers for ever
		ctx, cancel = context.WithTimeout(ctx, 10*time.Millisecond)
		defer cancel()
	}
	r := httptest.NewRequest(op.Method, path+"?region="+string(at), nil).WithContext(ctx)
	addresses++
	r.RemoteAddr = fmt.Sprintf("10.0.%d.%d:1", addresses/250%250, addresses%250) // the limit is per address
	if c != nil {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var p api.Problem
	_ = json.Unmarshal(w.Body.Bytes(), &p) // not every answer is a problem
	return w.Code, p.Code
}

func staffRoles() (out []role.Role) {
	for _, w := range role.All {
		out = append(out, w.Role)
	}
	return out
}

// signInAll makes an account a role, in their own community, and signs it in.
func signInAll(t *testing.T, h *House) map[role.Role]*http.Cookie {
	t.Helper()
	ctx, house := t.Context(), access.House("test")
	out := map[role.Role]*http.Cookie{}
	for i, r := range staffRoles() {
		login := fmt.Sprintf("holder%d", i)
		a, err := h.Accounts.Create(ctx, house, account.Account{Login: login, Name: string(r), Region: own}, "a long enough sentence")
		if err != nil {
			t.Fatal(err)
		}
		if r == role.Resident { // a post that only the register gives
			err = h.Accounts.Settle(ctx, a.ID, own)
		} else {
			_, err = h.Accounts.Grant(ctx, house, a.ID, account.Post{Role: r, Region: own})
		}
		if err != nil {
			t.Fatal(err)
		}
		token, err := h.Accounts.SignIn(ctx, login, "a long enough sentence", "", account.From{})
		if err != nil {
			t.Fatal(err)
		}
		out[r] = &http.Cookie{Name: account.Cookie, Value: string(token)}
	}
	return out
}

// readTable reads the rows "| GET | /api/v1/x | permission | role role |".
func readTable(t *testing.T) map[string][]role.Role {
	t.Helper()
	f, err := os.Open(table)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	out := map[string][]role.Role{}
	for s := bufio.NewScanner(f); s.Scan(); {
		cells := strings.Split(s.Text(), "|")
		if len(cells) != 6 || !strings.Contains(cells[2], "/") {
			continue
		}
		var roles []role.Role
		for _, r := range strings.Fields(cells[4]) {
			roles = append(roles, role.Role(r))
		}
		out[strings.TrimSpace(cells[1])+" "+strings.Trim(strings.TrimSpace(cells[2]), "`")] = roles
	}
	return out
}
