package wechat_test

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linli/internal/connect/wechat"
	"linli/internal/connect/wechat/wechattest"
)

func client(t *testing.T) (*wechat.Client, *wechattest.StandIn, *time.Time) {
	s := &wechattest.StandIn{}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	c := wechat.New("wx1", "s3cret")
	c.Base, c.Now = server.URL, func() time.Time { return now }
	return c, s, &now
}

func TestWhoHasALoginCode(t *testing.T) {
	c, _, _ := client(t)
	if openid, err := c.Session(t.Context(), "login1"); err != nil || openid != "o-login1" {
		t.Fatalf("%s %v", openid, err)
	}
	for code, want := range map[string]error{"login1": wechat.ErrCode, "wrong": wechat.ErrCode, "risky": wechat.ErrUser, "busy": wechat.ErrBusy, "down": wechat.ErrBusy, "noise": wechat.ErrBusy} {
		if _, err := c.Session(t.Context(), code); !errors.Is(err, want) {
			t.Errorf("%s: %v", code, err)
		}
	}
	c.Secret = "another"
	if _, err := c.Session(t.Context(), "login2"); err == nil || strings.Contains(err.Error(), "another") {
		t.Errorf("a wrong secret: %v", err)
	}
	c.Base = "http://127.0.0.1:1"
	if _, err := c.Session(t.Context(), "login3"); !errors.Is(err, wechat.ErrBusy) {
		t.Errorf("nobody there: %v", err)
	}
}

func TestThePhoneBehindACode(t *testing.T) {
	c, s, now := client(t)
	for range 3 {
		if phone, err := c.Phone(t.Context(), "phone13900000001"); err != nil || phone != "13900000001" {
			t.Fatalf("%s %v", phone, err)
		}
	}
	if s.Tokens != 1 {
		t.Errorf("%d access tokens for three questions", s.Tokens)
	}
	s.Stale = true // somebody else asked for a new one
	if phone, err := c.Phone(t.Context(), "phone13900000001"); err != nil || phone == "" || s.Tokens != 2 {
		t.Errorf("%s %v after %d tokens", phone, err, s.Tokens)
	}
	*now = now.Add(2 * time.Hour)
	if _, err := c.Phone(t.Context(), "phone13900000001"); err != nil || s.Tokens != 3 {
		t.Errorf("%v after %d tokens", err, s.Tokens)
	}
	for code, want := range map[string]error{"wrong": wechat.ErrCode, "abroad": wechat.ErrUser} {
		if _, err := c.Phone(t.Context(), code); !errors.Is(err, want) {
			t.Errorf("%s: %v", code, err)
		}
	}
}
