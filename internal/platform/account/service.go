package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"linli/internal/platform/access"
	"linli/internal/platform/audit"
	"linli/internal/platform/notify"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Residents finds the person behind a phone; app supplies the register of
// people. "" when the phone belongs to nobody or to several persons.
type Residents interface {
	ByPhone(ctx context.Context, phone string) (person, name string, at region.Code, err error)
}

// Service is the use cases of signing in and of posts.
type Service struct {
	DB        *store.DB
	Box       *secret.Box
	Sender    notify.Sender
	Residents Residents
	Rules     access.Rules // of the whole house, to tell a viewer what they may
	// Demo lets staff in without a one-time code. Never set it elsewhere.
	Demo bool
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
		return 0, addSession(ctx, tx, token.hash(), a.ID, Session{ID: tx.ID(), Created: tx.Now, Seen: tx.Now, Address: from.Address, Agent: cut(from.Agent, 200)})
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

// Who is the open session of a token; ok is false where there is none.
func (s *Service) Who(ctx context.Context, t Token) (seen Seen, ok bool, err error) {
	if t == "" {
		return Seen{}, false, nil
	}
	stale := false
	_, err = store.View(ctx, s.DB, house, func(tx *store.Tx) (int, error) {
		found, err := openSession(ctx, tx, t.hash())
		if err != nil || len(found) == 0 {
			return 0, err
		}
		if seen.Account, err = byID(ctx, tx, found[0].account); err != nil || seen.Account.Closed {
			return 0, err
		}
		seen.Session, ok, stale = found[0].session, true, tx.Now.Sub(found[0].seen) > 5*time.Minute
		seen.Posts, err = posts(ctx, tx, seen.Account.ID)
		return 0, err
	})
	if err != nil || !ok {
		return Seen{}, false, err
	}
	seen.Enrol = seen.Account.Kind == Staff && !seen.Account.TOTP && !s.Demo
	if stale {
		_, err = store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) { return 0, touch(ctx, tx, seen.Session) })
	}
	return seen, true, err
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

// SendCode sends a one-time code to a phone. The answer is the same whether or
// not anybody is known under the number.
func (s *Service) SendCode(ctx context.Context, phone string) error {
	if err := goodPhone(phone); err != nil {
		return err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return err
	}
	plain, key := fmt.Sprintf("%06d", n), s.Box.Blind("phone", phone)
	_, err = store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) {
		c, err := codeOf(ctx, tx, key)
		if err != nil {
			return 0, err
		}
		day := tx.Now.Format(time.DateOnly)
		if c.day != day {
			c.day, c.today = day, 0
		}
		if tx.Now.Sub(c.sent) < codePause || c.today >= codesADay {
			return 0, errCodePause.On("phone")
		}
		c = code{hash: s.Box.Blind("code", key+plain), sent: tx.Now, ends: tx.Now.Add(codeFor), today: c.today + 1, day: day}
		return 0, saveCode(ctx, tx, key, c)
	})
	if err != nil {
		return err
	}
	return s.Sender.Send(ctx, notify.Notice{Phone: phone, Text: "【邻里】验证码 " + plain + "，5 分钟内有效。Linli code " + plain + "."})
}

// SignInResident opens a session with a phone and its code, and makes the
// account on the first time. Where the register knows the phone as one
// person's, the account is that person's, with the post of a resident where
// they live; otherwise it may do what the public may.
func (s *Service) SignInResident(ctx context.Context, phone, plain string, from From) (Token, error) {
	if err := goodPhone(phone); err != nil {
		return "", err
	}
	person, name, at, err := s.Residents.ByPhone(ctx, phone)
	if err != nil {
		return "", err
	}
	key, token := s.Box.Blind("phone", phone), newToken()
	var refused error
	_, err = store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) {
		c, err := codeOf(ctx, tx, key)
		if err != nil {
			return 0, err
		}
		right := c.hash != "" && subtle.ConstantTimeCompare([]byte(c.hash), []byte(s.Box.Blind("code", key+strings.TrimSpace(plain)))) == 1
		if !right || !tx.Now.Before(c.ends) || c.tries >= maxTries {
			refused = errCode.On("code")
			c.tries++
			return 0, saveCode(ctx, tx, key, c)
		}
		c.hash = "" // a code works once
		if err := saveCode(ctx, tx, key, c); err != nil {
			return 0, err
		}
		a, err := byLogin(ctx, tx, key)
		if errors.Is(err, errWrong) {
			a = Account{ID: tx.ID(), Kind: Resident, Login: key}
			err = add(ctx, tx, a)
		}
		if err != nil {
			return 0, err
		}
		a.Person, a.Name, a.Region = person, name, at
		if err := save(ctx, tx, a); err != nil {
			return 0, err
		}
		if err := setResidentPost(ctx, tx, a.ID, at); err != nil {
			return 0, err
		}
		return 0, addSession(ctx, tx, token.hash(), a.ID, Session{ID: tx.ID(), Created: tx.Now, Seen: tx.Now, Address: from.Address, Agent: cut(from.Agent, 200)})
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return "", err
	}
	return token, nil
}

// Create makes a staff account; the person changes the password at once.
func (s *Service) Create(ctx context.Context, p access.Pass, a Account, password string) (Account, error) {
	a.Login = strings.ToLower(strings.TrimSpace(a.Login))
	if err := goodLogin(a.Login); err != nil {
		return a, err
	}
	if err := goodPassword(a.Login, password); err != nil {
		return a, err
	}
	hashed, err := hash(password)
	if err != nil {
		return a, err
	}
	out, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (Account, error) {
		a.ID, a.Kind, a.password, a.TOTP = tx.ID(), Staff, hashed, false
		if err := add(ctx, tx, a); err != nil {
			return a, err
		}
		return a, audit.Note(ctx, tx, audit.Entry{Region: a.Region, Action: "account.created", Subject: a.ID})
	})
	if store.IsUnique(err) {
		err = errTaken.On("login")
	}
	return out, err
}

// Grant gives an account a post within the pass's places; never to oneself.
func (s *Service) Grant(ctx context.Context, p access.Pass, account string, post Post) (Post, error) {
	switch {
	case role.Of(post.Role).Role == "" || post.Role == role.Resident:
		return post, errRole.On("role")
	case account == p.Who():
		return post, errSelf
	case !post.To.IsZero() && !post.To.After(post.From):
		return post, errTerm.On("to")
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Post, error) {
		if _, err := scopedByID(ctx, tx, account); err != nil {
			return post, err
		}
		post.ID = tx.ID()
		if post.From.IsZero() {
			post.From = tx.Now
		}
		if err := addPost(ctx, tx, account, post); err != nil {
			return post, err
		}
		return post, audit.Note(ctx, tx, audit.Entry{Region: post.Region, Action: "account.post_granted", Subject: account, Detail: string(post.Role)})
	})
}

// Revoke ends a post now.
func (s *Service) Revoke(ctx context.Context, p access.Pass, account, post string) error {
	if account == p.Who() {
		return errSelf
	}
	_, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		a, err := scopedByID(ctx, tx, account)
		if err != nil {
			return 0, err
		}
		n, err := endPost(ctx, tx, account, post, tx.Now)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, errNone
		}
		return 0, audit.Note(ctx, tx, audit.Entry{Region: a.Region, Action: "account.post_ended", Subject: account})
	})
	return err
}

// Close ends an account and its sessions; its deeds stay in the trail.
func (s *Service) Close(ctx context.Context, p access.Pass, account string) error {
	if account == p.Who() {
		return errSelf
	}
	_, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		a, err := scopedByID(ctx, tx, account)
		if err != nil {
			return 0, err
		}
		a.Closed = true
		if err := save(ctx, tx, a); err != nil {
			return 0, err
		}
		if _, err := endSessions(ctx, tx, account, "", ""); err != nil {
			return 0, err
		}
		return 0, audit.Note(ctx, tx, audit.Entry{Region: a.Region, Action: "account.closed", Subject: account})
	})
	return err
}

// List pages through the staff accounts of the pass's places, by login.
func (s *Service) List(ctx context.Context, p access.Pass, after string, limit int) ([]Account, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Account, error) { return list(ctx, tx, after, limit) })
}

// Posts lists the posts of an account within the pass's places, past ones too.
func (s *Service) Posts(ctx context.Context, p access.Pass, account string) ([]Post, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Post, error) {
		if _, err := scopedByID(ctx, tx, account); err != nil {
			return nil, err
		}
		return posts(ctx, tx, account)
	})
}

// Exists reports whether there is any staff account yet.
func (s *Service) Exists(ctx context.Context) (bool, error) {
	all, err := store.View(ctx, s.DB, house, func(tx *store.Tx) ([]Account, error) { return list(ctx, tx, "", 1) })
	return len(all) > 0, err
}

// SettleForTest gives an account the post of a resident, which otherwise only
// SignInResident gives; tests of access need every role.
func (s *Service) SettleForTest(ctx context.Context, account string, at region.Code) error {
	_, err := store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) { return 0, setResidentPost(ctx, tx, account, at) })
	return err
}
