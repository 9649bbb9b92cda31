package account

import (
	"context"
	"net/http"
	"time"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/regions"
	"linli/internal/region"
	"linli/internal/role"
)

// What can be done here.
const (
	SignIn access.Permission = "account.sign_in" // anyone
	Own    access.Permission = "account.own"     // one's own account
	Manage access.Permission = "account.manage"
)

// Rules of accounts.
var Rules = access.Rules{SignIn: {role.Public}, Own: {role.SignedIn}, Manage: {role.Administrator}}

// Cookie holds the token of the session.
const Cookie = "linli_session"

type seenKey struct{}

type seenIn struct {
	seen Seen
	ok   bool
	from From
}

// Middleware finds out who asks, for every request under /api and for streams.
func (s *Service) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := seenIn{from: From{api.Address(r), r.UserAgent()}}
		ctx := r.Context()
		if c, err := r.Cookie(Cookie); err == nil {
			if in.seen, in.ok, err = s.Who(ctx, Token(c.Value)); err != nil {
				api.WriteProblem(w, r, errUnknown)
				return
			}
			if in.ok {
				ctx = api.WithViewer(ctx, in.seen.Viewer())
			}
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(ctx, seenKey{}, in)))
	})
}

var errUnknown = fault.New(fault.Unavailable, "account.unavailable",
	"暂时无法确认登录状态，请稍后再试。", "We cannot tell who you are just now; please try again.")

func asked(ctx context.Context) seenIn {
	in, _ := ctx.Value(seenKey{}).(seenIn)
	return in
}

func mustSignIn(ctx context.Context) (Seen, error) {
	in := asked(ctx)
	if !in.ok {
		return Seen{}, access.ErrSignIn
	}
	return in.seen, nil
}

// PostView is a post with its words.
type PostView struct {
	Post
	RegionName string       `json:"region_name"`
	Level      region.Level `json:"level"`
	NameZh     string       `json:"name_zh"`
	NameEn     string       `json:"name_en"`
}

type sessionBody struct {
	SignedIn    bool                `json:"signed_in"`
	Account     *Account            `json:"account,omitempty"`
	Posts       []PostView          `json:"posts"`
	Permissions []access.Permission `json:"permissions"`
	Enrol       bool                `json:"enrol,omitempty" doc:"The one-time code must be set up first"`
	Demo        bool                `json:"demo,omitempty"`
}

type sessionOut struct{ Body sessionBody }

type signedIn struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      struct {
		OK bool `json:"ok"`
	}
}

func (s *Service) cookie(t Token, secure bool) *signedIn {
	out := &signedIn{SetCookie: http.Cookie{Name: Cookie, Value: string(t), Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}}
	out.Body.OK = t != ""
	if t == "" {
		out.SetCookie.MaxAge = -1
	}
	return out
}

// atHome is the cookie of a resident: it outlives the browser.
func (s *Service) atHome(t Token, secure bool) *signedIn {
	out := s.cookie(t, secure)
	out.SetCookie.MaxAge = int(liveAtHome.Seconds())
	return out
}

// Register adds the operations. Secure marks the cookie for HTTPS only.
func (s *Service) Register(a *api.API, places *regions.Register, secure bool) {
	tag := "account"
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/session", ID: "sign-in", Tag: tag, Needs: SignIn, Summary: "工作人员登录 / Staff sign in", MaxBody: 8 << 10},
		func(ctx context.Context, _ access.Pass, in *struct {
			Body struct {
				Login    string `json:"login" maxLength:"100"`
				Password string `json:"password" maxLength:"1024"`
				TOTP     string `json:"totp,omitempty" maxLength:"10"`
			}
		}) (*signedIn, error) {
			t, err := s.SignIn(ctx, in.Body.Login, in.Body.Password, in.Body.TOTP, asked(ctx).from)
			if err != nil {
				return nil, err
			}
			return s.cookie(t, secure), nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/session/code", ID: "send-code", Tag: tag, Needs: SignIn, Summary: "发送验证码 / Send a code", Status: 202, MaxBody: 1 << 10},
		func(ctx context.Context, _ access.Pass, in *struct {
			Body struct {
				Phone string `json:"phone" maxLength:"20"`
			}
		}) (*struct{}, error) {
			return nil, s.SendCode(ctx, in.Body.Phone)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/session/resident", ID: "sign-in-resident", Tag: tag, Needs: SignIn, Summary: "居民登录 / Resident sign in", MaxBody: 1 << 10},
		func(ctx context.Context, _ access.Pass, in *struct {
			Body struct {
				Phone string `json:"phone" maxLength:"20"`
				Code  string `json:"code" maxLength:"10"`
			}
		}) (*signedIn, error) {
			t, err := s.SignInResident(ctx, in.Body.Phone, in.Body.Code, asked(ctx).from)
			if err != nil {
				return nil, err
			}
			return s.atHome(t, secure), nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/session/wechat", ID: "sign-in-wechat", Tag: tag, Needs: SignIn, Summary: "微信登录 / Sign in from the mini-program", MaxBody: 2 << 10},
		func(ctx context.Context, _ access.Pass, in *struct {
			Body struct {
				Login string `json:"login_code" minLength:"1" maxLength:"200" doc:"Of wx.login"`
				Phone string `json:"phone_code,omitempty" maxLength:"200" doc:"Of the phone button; empty: as whoever this user was before"`
			}
		}) (*signedIn, error) {
			t, err := s.SignInWeChat(ctx, in.Body.Login, in.Body.Phone, asked(ctx).from)
			if err != nil {
				return nil, err
			}
			return s.atHome(t, secure), nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/session", ID: "get-session", Tag: tag, Needs: SignIn, Summary: "当前登录 / Who am I"},
		func(ctx context.Context, _ access.Pass, _ *struct{}) (*sessionOut, error) {
			return s.whoAmI(ctx, places), nil
		})
	api.Register(a, api.Op{Method: http.MethodDelete, Path: "/session", ID: "sign-out", Tag: tag, Needs: SignIn, Summary: "退出 / Sign out"},
		func(ctx context.Context, _ access.Pass, _ *struct{}) (*signedIn, error) {
			if in := asked(ctx); in.ok {
				if err := s.SignOut(ctx, in.seen.Account.ID, in.seen.Session); err != nil {
					return nil, err
				}
			}
			return s.cookie("", secure), nil
		})
	s.registerOwn(a)
	s.registerManage(a)
}

func (s *Service) whoAmI(ctx context.Context, places *regions.Register) *sessionOut {
	in := asked(ctx)
	out := &sessionOut{Body: sessionBody{Demo: s.Demo, Posts: []PostView{}, Permissions: []access.Permission{}}}
	if !in.ok {
		return out
	}
	now := s.DB.Now()
	out.Body.SignedIn, out.Body.Account, out.Body.Enrol = true, &in.seen.Account, in.seen.Enrol
	if in.seen.Account.Kind == Resident {
		out.Body.Account.Login = "" // the hash of a phone is nobody's business
	}
	if held := s.Rules.Held(in.seen.Viewer(), now); held != nil {
		out.Body.Permissions = held
	}
	for _, p := range in.seen.Posts {
		if now.Before(p.From) || !p.To.IsZero() && !now.Before(p.To) {
			continue
		}
		w := role.Of(p.Role)
		out.Body.Posts = append(out.Body.Posts, PostView{p, places.Name(p.Region, api.LangOf(ctx)), p.Region.Level(), w.Zh, w.En})
	}
	return out
}

func (s *Service) registerOwn(a *api.API) {
	tag := "account"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/account/sessions", ID: "list-my-sessions", Tag: tag, Needs: Own, Summary: "我的登录设备 / My sessions"},
		func(ctx context.Context, _ access.Pass, _ *struct{}) (*struct{ Body api.List[Session] }, error) {
			me, err := mustSignIn(ctx)
			if err != nil {
				return nil, err
			}
			all, err := s.Sessions(ctx, me.Account.ID)
			for i := range all {
				all[i].Current = all[i].ID == me.Session
			}
			return &struct{ Body api.List[Session] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodDelete, Path: "/account/sessions/{id}", ID: "end-my-session", Tag: tag, Needs: Own, Summary: "下线一台设备 / End a session"},
		func(ctx context.Context, _ access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*struct{}, error) {
			me, err := mustSignIn(ctx)
			if err != nil {
				return nil, err
			}
			return nil, s.SignOut(ctx, me.Account.ID, in.ID)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/account/password", ID: "change-password", Tag: tag, Needs: Own, Summary: "修改密码 / Change my password", Status: 204, MaxBody: 8 << 10},
		func(ctx context.Context, _ access.Pass, in *struct {
			Body struct {
				Old string `json:"old" maxLength:"1024"`
				New string `json:"new" maxLength:"1024"`
			}
		}) (*struct{}, error) {
			me, err := mustSignIn(ctx)
			if err != nil {
				return nil, err
			}
			return nil, s.ChangePassword(ctx, me.Account.ID, me.Session, in.Body.Old, in.Body.New)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/account/totp", ID: "begin-totp", Tag: tag, Needs: Own, Summary: "设置动态口令 / Set up the one-time code"},
		func(ctx context.Context, _ access.Pass, _ *struct{}) (*struct {
			Body struct {
				URL string `json:"url" doc:"otpauth:// address, shown as a QR code"`
			}
		}, error) {
			out := &struct {
				Body struct {
					URL string `json:"url" doc:"otpauth:// address, shown as a QR code"`
				}
			}{}
			me, err := mustSignIn(ctx)
			if err == nil {
				out.Body.URL, err = s.BeginTOTP(ctx, me.Account.ID)
			}
			if err != nil {
				return nil, err
			}
			return out, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/account/totp/confirm", ID: "confirm-totp", Tag: tag, Needs: Own, Summary: "启用动态口令 / Switch the one-time code on", Status: 204, MaxBody: 1 << 10},
		func(ctx context.Context, _ access.Pass, in *struct {
			Body struct {
				Code string `json:"code" maxLength:"10"`
			}
		}) (*struct{}, error) {
			me, err := mustSignIn(ctx)
			if err != nil {
				return nil, err
			}
			return nil, s.ConfirmTOTP(ctx, me.Account.ID, in.Body.Code)
		})
}

type accountOut struct{ Body Account }

func (s *Service) registerManage(a *api.API) {
	tag := "account"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/accounts", ID: "list-accounts", Tag: tag, Needs: Manage, Summary: "账号列表 / Accounts"},
		func(ctx context.Context, p access.Pass, in *api.Page) (*struct{ Body api.List[Account] }, error) {
			var after string
			if err := api.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, after, in.Limit)
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].Login)
			}
			return &struct{ Body api.List[Account] }{api.Many(all, next)}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/accounts", ID: "create-account", Tag: tag, Needs: Manage, Creates: true, Summary: "新建账号 / Create an account"},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				Login    string      `json:"login" maxLength:"40"`
				Name     string      `json:"name" minLength:"1" maxLength:"40"`
				Region   region.Code `json:"region" maxLength:"15"`
				Password string      `json:"password" maxLength:"1024"`
			}
		}) (*accountOut, error) {
			acc, err := s.Create(ctx, p, Account{Login: in.Body.Login, Name: in.Body.Name, Region: in.Body.Region}, in.Body.Password)
			if err != nil {
				return nil, err
			}
			return &accountOut{acc}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/accounts/{id}/posts", ID: "list-posts", Tag: tag, Needs: Manage, Summary: "岗位 / Posts of an account"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*struct{ Body api.List[Post] }, error) {
			all, err := s.Posts(ctx, p, in.ID)
			if err != nil {
				return nil, err
			}
			return &struct{ Body api.List[Post] }{api.Many(all, "")}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/accounts/{id}/posts", ID: "grant-post", Tag: tag, Needs: Manage, Creates: true, Summary: "授予岗位 / Grant a post"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body struct {
				Role   role.Role   `json:"role" maxLength:"40"`
				Region region.Code `json:"region" maxLength:"15"`
				Org    string      `json:"org,omitempty" maxLength:"40"`
				From   time.Time   `json:"from,omitzero" required:"false"`
				To     time.Time   `json:"to,omitzero" required:"false"`
			}
		}) (*struct{ Body Post }, error) {
			post, err := s.Grant(ctx, p, in.ID, Post{Role: in.Body.Role, Region: in.Body.Region, Org: in.Body.Org, From: in.Body.From, To: in.Body.To})
			if err != nil {
				return nil, err
			}
			return &struct{ Body Post }{post}, nil
		})
	api.Register(a, api.Op{Method: http.MethodDelete, Path: "/accounts/{id}/posts/{post}", ID: "end-post", Tag: tag, Needs: Manage, Summary: "结束岗位 / End a post"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Post string `path:"post" format:"uuid"`
		}) (*struct{}, error) {
			return nil, s.Revoke(ctx, p, in.ID, in.Post)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/accounts/{id}/close", ID: "close-account", Tag: tag, Needs: Manage, Summary: "停用账号 / Close an account", Status: 204},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*struct{}, error) {
			return nil, s.Close(ctx, p, in.ID)
		})
}
