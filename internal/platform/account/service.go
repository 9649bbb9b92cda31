package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"linli/internal/platform/access"
	"linli/internal/platform/notify"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
)

// Service is the use cases of signing in and of posts.
type Service struct {
	DB        *store.DB
	Box       *secret.Box
	Sender    notify.Sender
	Residents Residents
	Rules     access.Rules // of the whole house, to tell a viewer what they may
	WeChat    WeChat       // nil: not connected
	// Demo lets staff in without a one-time code. Never set it elsewhere.
	Demo bool

	held held
}

var house = access.House("account")

// params follow OWASP's password storage cheat sheet: argon2id, 19 MiB, 2 passes.
var params = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashing is at most four at a time: each takes 19 MiB.
var hashing = make(chan struct{}, 4)

func hash(password string) (string, error) {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2id.CreateHash(password, params)
}

// nobody's password: checking it costs an unknown login the same time.
var dummy, _ = argon2id.CreateHash("no such account", params)

func matches(password, hashed string) bool {
	if len(password) > 1024 {
		return false
	}
	hashing <- struct{}{}
	defer func() { <-hashing }()
	ok, err := argon2id.ComparePasswordAndHash(password, hashed)
	return err == nil && ok
}

// Token is the secret of a new session, for the cookie.
type Token string

func newToken() Token {
	var b [32]byte
	rand.Read(b[:]) //nolint:errcheck // never fails since Go 1.24
	return Token(base64.RawURLEncoding.EncodeToString(b[:]))
}

func (t Token) hash() string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:])
}

// From is where a request came from.
type From struct{ Address, Agent string }

// SignIn opens a session for staff. errWrong tells neither which part was wrong
// nor whether the login exists; errNeedTOTP only follows a right password.
func (s *Service) SignIn(ctx context.Context, login, password, otpCode string, from From) (Token, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	a, err := store.View(ctx, s.DB, house, func(tx *store.Tx) (Account, error) { return byLogin(ctx, tx, login) })
	known := err == nil
	if err != nil && !errors.Is(err, errWrong) {
		return "", err
	}
	hashed := dummy
	if known && a.Kind == Staff {
		hashed = a.password
	}
	right := matches(password, hashed) && known
	if !known {
		return "", errWrong
	}
	token := newToken()
	var refused error
	_, err = store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) {
		a, err := byLogin(ctx, tx, login)
		if err != nil {
			return 0, err
		}
		if right && a.TOTP {
			if otpCode == "" {
				if _, refused = a.attempt(true, tx.Now); refused == nil {
					refused = errNeedTOTP.On("totp")
				}
				return 0, nil
			}
			a.step, right = s.checkTOTP(a, otpCode, tx.Now)
		}
		// A failure is saved, so refused travels beside the transaction's error.
		if a, refused = a.attempt(right, tx.Now); refused != nil {
			return 0, save(ctx, tx, a)
		}
		if err := save(ctx, tx, a); err != nil {
			return 0, err
		}
		return 0, addSession(ctx, tx, token.hash(), a, Session{ID: tx.ID(), Created: tx.Now, Seen: tx.Now, Address: from.Address, Agent: cut(from.Agent, 200)})
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return "", err
	}
	return token, nil
}

func cut(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}

// checkTOTP accepts the step before, now and after, each once (RFC 6238 5.2).
func (s *Service) checkTOTP(a Account, code string, now time.Time) (step int64, ok bool) {
	key, err := s.Box.Open(a.sealed)
	if err != nil || key == "" {
		return a.step, false
	}
	for d := int64(-1); d <= 1; d++ {
		at := now.Unix()/30 + d
		want, err := totp.GenerateCodeCustom(key, time.Unix(at*30, 0), totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && at > a.step && subtle.ConstantTimeCompare([]byte(want), []byte(strings.TrimSpace(code))) == 1 {
			return at, true
		}
	}
	return a.step, false
}

// Seen is an open session: who, with which posts.
type Seen struct {
	Account Account
	Posts   []Post
	Session string
	Enrol   bool // must set up the one-time code before anything else
}

// Viewer is what the posts of an open session permit at this moment.
func (v Seen) Viewer() access.Viewer {
	out := access.Viewer{Account: v.Account.ID, Person: v.Account.Person}
	if v.Enrol {
		return out
	}
	for _, p := range v.Posts {
		out.Grants = append(out.Grants, p.grant())
	}
	return out
}

// SignOut ends one session of the account.
func (s *Service) SignOut(ctx context.Context, account, session string) error {
	_, err := store.In(ctx, s.DB, house, func(tx *store.Tx) (int64, error) { return endSessions(ctx, tx, account, session, "") })
	return err
}

// Sessions lists the open sessions of an account.
func (s *Service) Sessions(ctx context.Context, account string) ([]Session, error) {
	return store.View(ctx, s.DB, house, func(tx *store.Tx) ([]Session, error) { return sessions(ctx, tx, account) })
}

// ChangePassword ends every other session.
func (s *Service) ChangePassword(ctx context.Context, account, session, old, fresh string) error {
	a, err := store.View(ctx, s.DB, house, func(tx *store.Tx) (Account, error) { return byID(ctx, tx, account) })
	if err != nil {
		return err
	}
	if err := goodPassword(a.Login, fresh); err != nil {
		return err
	}
	right := matches(old, a.password)
	hashed, err := hash(fresh)
	if err != nil {
		return err
	}
	var refused error
	_, err = store.In(ctx, s.DB, house, func(tx *store.Tx) (int64, error) {
		a, err := byID(ctx, tx, account)
		if err != nil {
			return 0, err
		}
		if a, refused = a.attempt(right, tx.Now); refused == nil {
			a.password = hashed
		}
		if err := save(ctx, tx, a); err != nil || refused != nil {
			return 0, err
		}
		return endSessions(ctx, tx, account, "", session)
	})
	if err == nil {
		err = refused
	}
	return err
}

// BeginTOTP makes a new secret and gives its otpauth:// address; it counts only
// from ConfirmTOTP on, and only while none is set up.
func (s *Service) BeginTOTP(ctx context.Context, account string) (string, error) {
	return store.In(ctx, s.DB, house, func(tx *store.Tx) (string, error) {
		a, err := byID(ctx, tx, account)
		if err != nil {
			return "", err
		}
		if a.TOTP {
			return "", errTaken.On("totp")
		}
		k, err := totp.Generate(totp.GenerateOpts{Issuer: "Linli", AccountName: a.Login})
		if err != nil {
			return "", err
		}
		a.sealed = s.Box.Seal(k.Secret())
		return k.URL(), save(ctx, tx, a)
	})
}

// ConfirmTOTP switches the one-time code on when the code shows that the phone has it.
func (s *Service) ConfirmTOTP(ctx context.Context, account, code string) error {
	_, err := store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) {
		a, err := byID(ctx, tx, account)
		if err != nil {
			return 0, err
		}
		step, ok := s.checkTOTP(a, code, tx.Now)
		if !ok {
			return 0, errTOTP.On("code")
		}
		a.step, a.TOTP = step, true
		return 0, save(ctx, tx, a)
	})
	return err
}
