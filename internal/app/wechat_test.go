package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linli/internal/connect/wechat"
	"linli/internal/connect/wechat/wechattest"
	"linli/internal/platform/account"
)

// enterWeChat signs in as the mini-program does; the cookie, or the code of a refusal.
func (k *kitchen) enterWeChat(login, phone string) (*http.Cookie, string) {
	k.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/api/v1/session/wechat", strings.NewReader(`{"login_code":"`+login+`","phone_code":"`+phone+`"}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	k.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == account.Cookie && c.Value != "" {
			return c, ""
		}
	}
	_, code, _ := strings.Cut(w.Body.String(), `"code":"`)
	code, _, _ = strings.Cut(code, `"`)
	return nil, code
}

func TestAResidentComesFromWeChat(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		if _, code := k.enterWeChat("login1", ""); code != "account.no_wechat" {
			k.t.Errorf("where WeChat is not connected: %s", code)
		}
		far := httptest.NewServer(&wechattest.StandIn{})
		k.t.Cleanup(far.Close)
		c := wechat.New("wx1", "s3cret")
		c.Base = far.URL
		k.h.Accounts.WeChat = c
		if _, code := k.enterWeChat("login1|a", ""); code != "account.wechat_phone" {
			k.t.Errorf("nobody knows this user yet: %s", code)
		}
		cookie, code := k.enterWeChat("login1|b", "phone13900000000")
		if cookie == nil {
			k.t.Fatal(code)
		}
		if cookie.MaxAge < 100*24*3600 || !cookie.HttpOnly {
			k.t.Errorf("the cookie: %+v", cookie)
		}
		status, _, o := k.ask(cookie, "POST", "/my/orders", map[string]any{"service": k.service.ID, "day": "2026-11-25"})
		if status != 201 || o.Name != k.persons[0].Name {
			k.t.Errorf("she orders: %d %+v", status, o)
		}
		k.now = k.now.Add(50 * 24 * time.Hour) // the phone lay in a drawer
		if status, _, _ := k.ask(cookie, "GET", "/my/orders", nil); status != 200 {
			k.t.Errorf("after fifty days: %d", status)
		}
		k.now = k.now.Add(61 * 24 * time.Hour)
		if status, _, _ := k.ask(cookie, "GET", "/my/orders", nil); status != 401 {
			k.t.Errorf("after sixty-one more: %d", status)
		}
		if cookie, code = k.enterWeChat("login1|c", ""); cookie == nil { // WeChat still knows her
			k.t.Fatal(code)
		}
		if all := k.items(cookie, "/my/orders"); len(all) != 1 {
			k.t.Errorf("%d orders", len(all))
		}
		for login, want := range map[string]string{"login1|c": "wechat.code", "nonsense": "wechat.code", "risky": "wechat.user", "busy": "wechat.busy", "login2|a": "account.wechat_phone"} {
			if got, code := k.enterWeChat(login, ""); got != nil || code != want {
				k.t.Errorf("%s: %s, want %s", login, code, want)
			}
		}
		if got, code := k.enterWeChat("login1|d", "abroad"); got != nil || code != "wechat.user" {
			k.t.Errorf("a number from abroad: %s", code)
		}
		k.now = k.now.Add(181 * 24 * time.Hour)
		if got, code := k.enterWeChat("login1|e", ""); got != nil || code != "account.wechat_phone" {
			k.t.Errorf("after half a year the number is asked for again: %s", code)
		}
	})
}
