package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"linli/internal/platform/notify"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Residents finds the person behind a phone; app supplies the register of
// people. "" when the phone belongs to nobody or to several persons.
type Residents interface {
	ByPhone(ctx context.Context, phone string) (person, name string, at region.Code, err error)
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
	return s.enter(ctx, phone, from, func(tx *store.Tx, key string) (refused, err error) {
		c, err := codeOf(ctx, tx, key)
		if err != nil {
			return nil, err
		}
		right := c.hash != "" && subtle.ConstantTimeCompare([]byte(c.hash), []byte(s.Box.Blind("code", key+strings.TrimSpace(plain)))) == 1
		if !right || !tx.Now.Before(c.ends) || c.tries >= maxTries {
			c.tries++
			return errCode.On("code"), saveCode(ctx, tx, key, c)
		}
		c.hash = "" // a code works once
		return nil, saveCode(ctx, tx, key, c)
	}, nil)
}

// enter opens a session for whoever was shown to hold a phone: proved checks it in
// the transaction and may refuse, which keeps what it wrote; with hears the account.
func (s *Service) enter(ctx context.Context, phone string, from From, proved func(tx *store.Tx, key string) (refused, err error), with func(tx *store.Tx, a Account) error) (Token, error) {
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
		if refused, err = proved(tx, key); refused != nil || err != nil {
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
		if with != nil {
			if err := with(tx, a); err != nil {
				return 0, err
			}
		}
		return 0, s.open(ctx, tx, token, a, from)
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return "", err
	}
	return token, nil
}

func (s *Service) open(ctx context.Context, tx *store.Tx, token Token, a Account, from From) error {
	return addSession(ctx, tx, token.hash(), a, Session{ID: tx.ID(), Created: tx.Now, Seen: tx.Now, Address: from.Address, Agent: cut(from.Agent, 200)})
}

// WeChat asks WeChat who somebody is; connect/wechat does.
type WeChat interface {
	// Session is the openid of whoever has a login code.
	Session(ctx context.Context, code string) (openid string, err error)
	// Phone is the number behind the code that the phone button gave.
	Phone(ctx context.Context, code string) (phone string, err error)
}

// rememberedFor is how long a WeChat user is known without naming the phone anew.
const rememberedFor = 180 * 24 * time.Hour

// SignInWeChat opens a session for a user of the mini-program. With a phone code it
// is as SignInResident with the number that WeChat vouches for; without one, the
// account that this user was last shown to be. errNoPhone where there is none.
func (s *Service) SignInWeChat(ctx context.Context, loginCode, phoneCode string, from From) (Token, error) {
	if s.WeChat == nil {
		return "", errNoWeChat
	}
	openid, err := s.WeChat.Session(ctx, loginCode)
	if err != nil {
		return "", err
	}
	user := s.Box.Blind("wechat", openid)
	if phoneCode != "" {
		phone, err := s.WeChat.Phone(ctx, phoneCode)
		if err != nil {
			return "", err
		}
		return s.enter(ctx, phone, from, func(*store.Tx, string) (refused, err error) { return nil, nil },
			func(tx *store.Tx, a Account) error { return bindWeChat(ctx, tx, user, a.ID) })
	}
	token := newToken()
	_, err = store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) {
		id, err := wechatOf(ctx, tx, user, tx.Now.Add(-rememberedFor))
		if err != nil {
			return 0, err
		}
		a, err := byID(ctx, tx, id)
		if err == nil && a.Closed {
			err = errNoPhone
		}
		if err != nil {
			return 0, err
		}
		return 0, s.open(ctx, tx, token, a, from)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// Settle gives an account the post of a resident of a place. Only the register
// knows who lives where, so no Grant gives it: SignInResident and the app do.
func (s *Service) Settle(ctx context.Context, account string, at region.Code) error {
	_, err := store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) { return 0, setResidentPost(ctx, tx, account, at) })
	return err
}
