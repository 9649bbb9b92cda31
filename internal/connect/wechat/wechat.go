package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"linli/internal/fault"
)

// API is where WeChat answers.
const API = "https://api.weixin.qq.com"

// Refusals.
var (
	ErrCode = fault.New(fault.Unauthorized, "wechat.code", "微信登录已失效，请再点一次。", "WeChat’s sign-in has lapsed; please tap again.")
	ErrBusy = fault.New(fault.Unavailable, "wechat.busy", "微信暂时没有响应，请稍后再试，或用短信验证码登录。", "WeChat does not answer just now; try later, or sign in with a code.")
	ErrUser = fault.New(fault.Forbidden, "wechat.user", "微信限制了这个账号的登录，请用短信验证码登录。", "WeChat does not let this user sign in; use a code instead.")
)

// Client is a mini-program at WeChat.
type Client struct {
	AppID, Secret string
	Base          string // API; a stand-in in tests
	HTTP          *http.Client
	Now           func() time.Time

	mu    sync.Mutex
	token string
	ends  time.Time
}

// New is a client with a short patience: somebody waits at a phone.
func New(appID, secret string) *Client {
	return &Client{AppID: appID, Secret: secret, Base: API, HTTP: &http.Client{Timeout: 5 * time.Second}, Now: time.Now}
}

// answer is what every call may say.
type answer struct {
	Code    int    `json:"errcode"`
	Message string `json:"errmsg"`
}

// known are the codes that the documents give a meaning that matters here.
func (a answer) err() error {
	switch a.Code {
	case 0:
		return nil
	case 40029, 40163: // invalid code; code been used
		return ErrCode
	case 40226: // high-risk user
		return ErrUser
	case -1, 45011, 45009: // busy; too often
		return ErrBusy
	}
	return fmt.Errorf("wechat: error %d: %s", a.Code, a.Message)
}

// errToken is for an access token that is no longer one.
var errToken = errors.New("wechat: the access token has lapsed")

// Session is the openid of whoever has a login code. A code works once, for five
// minutes. ErrCode, ErrUser, ErrBusy.
func (c *Client) Session(ctx context.Context, code string) (openid string, err error) {
	var out struct {
		answer
		OpenID string `json:"openid"`
	}
	q := url.Values{"appid": {c.AppID}, "secret": {c.Secret}, "js_code": {code}, "grant_type": {"authorization_code"}}
	if err := c.call(ctx, http.MethodGet, "/sns/jscode2session?"+q.Encode(), nil, &out); err != nil {
		return "", err
	}
	if err := out.err(); err != nil {
		return "", err
	}
	if out.OpenID == "" {
		return "", ErrBusy
	}
	return out.OpenID, nil
}

// Phone is the mainland number behind a phone code, 11 digits. ErrCode, ErrBusy.
func (c *Client) Phone(ctx context.Context, code string) (string, error) {
	phone, err := c.phone(ctx, code)
	if errors.Is(err, errToken) { // somebody renewed it: once more with a new one
		c.forget()
		phone, err = c.phone(ctx, code)
	}
	return phone, err
}

func (c *Client) phone(ctx context.Context, code string) (string, error) {
	token, err := c.access(ctx)
	if err != nil {
		return "", err
	}
	var out struct {
		answer
		Info struct {
			Pure    string `json:"purePhoneNumber"`
			Country string `json:"countryCode"`
		} `json:"phone_info"`
	}
	if err := c.call(ctx, http.MethodPost, "/wxa/business/getuserphonenumber?access_token="+url.QueryEscape(token), map[string]string{"code": code}, &out); err != nil {
		return "", err
	}
	if out.Code == 40001 || out.Code == 42001 || out.Code == 40014 {
		return "", errToken
	}
	if err := out.err(); err != nil {
		return "", err
	}
	if out.Info.Country != "86" || len(out.Info.Pure) != 11 {
		return "", ErrUser
	}
	return out.Info.Pure, nil
}

// access is the access token, from memory until five minutes before its end.
func (c *Client) access(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token != "" && c.Now().Before(c.ends) {
		return c.token, nil
	}
	var out struct {
		answer
		Token   string `json:"access_token"`
		Expires int    `json:"expires_in"`
	}
	if err := c.call(ctx, http.MethodPost, "/cgi-bin/stable_token", map[string]string{"grant_type": "client_credential", "appid": c.AppID, "secret": c.Secret}, &out); err != nil {
		return "", err
	}
	if err := out.err(); err != nil {
		return "", err
	}
	c.token, c.ends = out.Token, c.Now().Add(time.Duration(out.Expires)*time.Second-5*time.Minute)
	return c.token, nil
}

func (c *Client) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token = ""
}

// call makes one request. An error never names the address: it holds the secret.
func (c *Client) call(ctx context.Context, method, path string, body, out any) error {
	var raw io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		raw = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.Base, "/")+path, raw)
	if err != nil {
		return errors.New("wechat: not an address")
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := c.HTTP.Do(req)
	if err != nil {
		return ErrBusy
	}
	defer res.Body.Close() //nolint:errcheck // read only
	if res.StatusCode != http.StatusOK {
		return ErrBusy
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 64<<10)).Decode(out); err != nil {
		return ErrBusy
	}
	return nil
}
