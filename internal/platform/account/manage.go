package account

import (
	"context"
	"strings"

	"linli/internal/platform/access"
	"linli/internal/platform/audit"
	"linli/internal/platform/store"
	"linli/internal/role"
)

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

// Holders are the open accounts that hold a role in an organisation now, by name.
func (s *Service) Holders(ctx context.Context, r role.Role, org string) ([]Account, error) {
	return store.View(ctx, s.DB, house, func(tx *store.Tx) ([]Account, error) { return holders(ctx, tx, r, org) })
}

// Get is an account by id, for the house itself.
func (s *Service) Get(ctx context.Context, id string) (Account, error) {
	return store.View(ctx, s.DB, house, func(tx *store.Tx) (Account, error) { return byID(ctx, tx, id) })
}

// OfPerson is the account of a person of the register; "" where there is none yet.
func (s *Service) OfPerson(ctx context.Context, person string) (string, error) {
	return store.View(ctx, s.DB, house, func(tx *store.Tx) (string, error) { return byPerson(ctx, tx, person) })
}
