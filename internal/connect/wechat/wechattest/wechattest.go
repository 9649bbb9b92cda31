package wechattest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// StandIn answers as the documents of WeChat say, for the mini-program wx1 with the
// secret s3cret. Login codes that begin with "login" are of the user "o-" and the
// code up to a bar; the phone code "phone" and what follows it is a number.
type StandIn struct {
	Tokens int  // access tokens given
	Stale  bool // the next token is said to have lapsed

	mu   sync.Mutex
	used map[string]bool
}

// ServeHTTP answers one call.

func (s *StandIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used == nil {
		s.used = map[string]bool{}
	}
	say := func(v string) { fmt.Fprint(w, v) } //nolint:errcheck // a test
	q := r.URL.Query()
	var body map[string]string
	if r.Method == http.MethodPost {
		_ = json.NewDecoder(r.Body).Decode(&body)
	}
	switch r.URL.Path {
	case "/sns/jscode2session":
		code := q.Get("js_code")
		switch {
		case q.Get("appid") != "wx1" || q.Get("secret") != "s3cret" || q.Get("grant_type") != "authorization_code":
			say(`{"errcode":40013,"errmsg":"invalid appid"}`)
		case s.used[code]:
			say(`{"errcode":40163,"errmsg":"code been used"}`)
		case code == "risky":
			say(`{"errcode":40226,"errmsg":"code blocked"}`)
		case code == "busy":
			say(`{"errcode":-1,"errmsg":"system error"}`)
		case code == "down":
			w.WriteHeader(http.StatusBadGateway)
		case code == "noise":
			say(`<html>`)
		case !strings.HasPrefix(code, "login"):
			say(`{"errcode":40029,"errmsg":"invalid code"}`)
		default:
			s.used[code] = true
			user, _, _ := strings.Cut(code, "|")
			say(`{"openid":"o-` + user + `","session_key":"k","unionid":"u"}`)
		}
	case "/cgi-bin/stable_token":
		if body["appid"] != "wx1" || body["secret"] != "s3cret" || body["grant_type"] != "client_credential" {
			say(`{"errcode":40125,"errmsg":"invalid appsecret"}`)
			return
		}
		s.Tokens++
		say(fmt.Sprintf(`{"access_token":"t%d","expires_in":7200}`, s.Tokens))
	case "/wxa/business/getuserphonenumber":
		switch {
		case q.Get("access_token") != fmt.Sprintf("t%d", s.Tokens) || s.Stale:
			s.Stale = false
			say(`{"errcode":40001,"errmsg":"invalid credential"}`)
		case body["code"] == "abroad":
			say(`{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"+85212345678","purePhoneNumber":"12345678","countryCode":"852"}}`)
		case !strings.HasPrefix(body["code"], "phone"):
			say(`{"errcode":40029,"errmsg":"invalid code"}`)
		default:
			number := strings.TrimPrefix(body["code"], "phone")
			say(`{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"` + number + `","purePhoneNumber":"` + number + `","countryCode":"86","watermark":{"timestamp":1,"appid":"wx1"}}}`)
		}
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}
