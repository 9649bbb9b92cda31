package account

import (
	"context"
	"database/sql"
	"embed"
	"time"

	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Schema of accounts, posts and sessions.
//
//go:embed schema/*.sql
var Schema embed.FS

const reason = "signing in comes before there is a pass"

const columns = `id, kind, login, name, region, person, password, totp, totp_on, totp_step, failures, locked, closed`

func byLogin(ctx context.Context, tx *store.Tx, login string) (Account, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT `+columns+` FROM accounts WHERE login = ? AND NOT closed`, login)
	return store.One(rows, err, errWrong, scan)
}

func byPerson(ctx context.Context, tx *store.Tx, person string) (string, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT id FROM accounts WHERE person = ? AND NOT closed ORDER BY id LIMIT 1`, person)
	all, err := store.All(rows, err, store.Value[string])
	if len(all) == 0 {
		return "", err
	}
	return all[0], err
}

func byID(ctx context.Context, tx *store.Tx, id string) (Account, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT `+columns+` FROM accounts WHERE id = ?`, id)
	return store.One(rows, err, errNone, scan)
}

// scopedByID is the account as an administrator of its place sees it.
func scopedByID(ctx context.Context, tx *store.Tx, id string) (Account, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM accounts WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, errNone, scan)
}

func list(ctx context.Context, tx *store.Tx, after string, limit int) ([]Account, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM accounts
		WHERE kind = 'staff' AND login > ? AND @scope(region) ORDER BY login LIMIT ?`, after, limit)
	return store.All(rows, err, scan)
}

func holders(ctx context.Context, tx *store.Tx, r role.Role, org string) ([]Account, error) {
	rows, err := tx.Unscoped(ctx, reason, `
		SELECT `+columns+` FROM accounts
		WHERE NOT closed AND id IN (SELECT account FROM account_posts WHERE role = ? AND org = ? AND from_at <= ? AND (to_at = 0 OR to_at > ?))
		ORDER BY name, id LIMIT 1000`, string(r), org, store.Micros(tx.Now), store.Micros(tx.Now))
	return store.All(rows, err, scan)
}

func scan(r *sql.Rows) (a Account, err error) {
	var locked int64
	err = r.Scan(&a.ID, &a.Kind, &a.Login, &a.Name, &a.Region, &a.Person, &a.password, &a.sealed, &a.TOTP, &a.step, &a.failures, &locked, &a.Closed)
	a.locked = store.Time(locked)
	return a, err
}

func add(ctx context.Context, tx *store.Tx, a Account) error {
	return tx.Insert(ctx, a.Region, `
		INSERT INTO accounts (`+columns+`, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?)`,
		a.ID, a.Kind, a.Login, a.Name, a.Region, a.Person, a.password, a.sealed, a.TOTP, false, store.Micros(tx.Now))
}

func save(ctx context.Context, tx *store.Tx, a Account) error {
	_, err := tx.UnscopedExec(ctx, reason, `
		UPDATE accounts SET name = ?, region = ?, person = ?, password = ?, totp = ?, totp_on = ?, totp_step = ?, failures = ?, locked = ?, closed = ?
		WHERE id = ?`, a.Name, a.Region, a.Person, a.password, a.sealed, a.TOTP, a.step, a.failures, store.Micros(a.locked), a.Closed, a.ID)
	return err
}

func posts(ctx context.Context, tx *store.Tx, account string) ([]Post, error) {
	rows, err := tx.Unscoped(ctx, reason,
		`SELECT id, role, region, org, from_at, to_at FROM account_posts WHERE account = ? ORDER BY from_at, id`, account)
	return store.All(rows, err, func(r *sql.Rows) (p Post, err error) {
		var from, to int64
		err = r.Scan(&p.ID, &p.Role, &p.Region, &p.Org, &from, &to)
		p.From, p.To = store.Time(from), store.Time(to)
		return p, err
	})
}

func addPost(ctx context.Context, tx *store.Tx, account string, p Post) error {
	return tx.Insert(ctx, p.Region, `
		INSERT INTO account_posts (id, account, role, region, org, from_at, to_at, granted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, account, p.Role, p.Region, p.Org, store.Micros(p.From), store.Micros(p.To), tx.Pass().Who())
}

func endPost(ctx context.Context, tx *store.Tx, account, id string, at time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE account_posts SET to_at = ? WHERE account = ? AND id = ? AND @scope(region)`, store.Micros(at), account, id)
}

// setResidentPost keeps a resident's one post where they live now.
func setResidentPost(ctx context.Context, tx *store.Tx, account string, at region.Code) error {
	_, err := tx.UnscopedExec(ctx, reason, `DELETE FROM account_posts WHERE account = ? AND role = ?`, account, role.Resident)
	if err != nil || at == "" {
		return err
	}
	return addPost(ctx, tx, account, Post{ID: tx.ID(), Role: role.Resident, Region: at, From: tx.Now})
}

func addSession(ctx context.Context, tx *store.Tx, token string, a Account, s Session) error {
	idle, live := idleFor, liveFor
	if a.Kind == Resident {
		idle, live = idleAtHome, liveAtHome
	}
	_, err := tx.UnscopedExec(ctx, reason, `
		INSERT INTO account_sessions (token, id, account, created, seen, ends, idle, address, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		token, s.ID, a.ID, store.Micros(s.Created), store.Micros(s.Seen), store.Micros(s.Created.Add(live)), idle.Microseconds(), s.Address, s.Agent)
	return err
}

// wechatOf is the account that a WeChat user was last shown to be since a moment.
func wechatOf(ctx context.Context, tx *store.Tx, openid string, since time.Time) (string, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT account FROM account_wechat WHERE openid = ? AND at > ?`, openid, store.Micros(since))
	return store.One(rows, err, errNoPhone, store.Value[string])
}

func bindWeChat(ctx context.Context, tx *store.Tx, openid, account string) error {
	_, err := tx.UnscopedExec(ctx, reason, `
		INSERT INTO account_wechat (openid, account, at) VALUES (?, ?, ?) ON CONFLICT (openid) DO UPDATE SET account = excluded.account, at = excluded.at`, openid, account, store.Micros(tx.Now))
	return err
}

type open struct {
	session, account string
	seen, ends       time.Time
}

func openSession(ctx context.Context, tx *store.Tx, token string) ([]open, error) {
	rows, err := tx.Unscoped(ctx, reason, `
		SELECT id, account, seen, ends FROM account_sessions WHERE token = ? AND ends > ? AND seen + idle > ?`,
		token, store.Micros(tx.Now), store.Micros(tx.Now))
	return store.All(rows, err, func(r *sql.Rows) (o open, err error) {
		var seen, ends int64
		err = r.Scan(&o.session, &o.account, &seen, &ends)
		o.seen, o.ends = store.Time(seen), store.Time(ends)
		return o, err
	})
}

func touch(ctx context.Context, tx *store.Tx, id string) error {
	_, err := tx.UnscopedExec(ctx, reason, `UPDATE account_sessions SET seen = ? WHERE id = ?`, store.Micros(tx.Now), id)
	return err
}

func sessions(ctx context.Context, tx *store.Tx, account string) ([]Session, error) {
	rows, err := tx.Unscoped(ctx, reason, `
		SELECT id, created, seen, address, agent FROM account_sessions WHERE account = ? AND ends > ? ORDER BY seen DESC`,
		account, store.Micros(tx.Now))
	return store.All(rows, err, func(r *sql.Rows) (s Session, err error) {
		var created, seen int64
		err = r.Scan(&s.ID, &created, &seen, &s.Address, &s.Agent)
		s.Created, s.Seen = store.Time(created), store.Time(seen)
		return s, err
	})
}

// endSessions ends one session of an account, or all but one, or all.
func endSessions(ctx context.Context, tx *store.Tx, account, only, but string) (int64, error) {
	return tx.UnscopedExec(ctx, reason, `
		DELETE FROM account_sessions WHERE account = ? AND (? = '' OR id = ?) AND id <> ?`, account, only, only, but)
}

type code struct {
	hash       string
	sent, ends time.Time
	tries      int64
	today      int64
	day        string
}

func codeOf(ctx context.Context, tx *store.Tx, phone string) (code, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT code, sent, ends, tries, today, day FROM account_codes WHERE phone = ?`, phone)
	all, err := store.All(rows, err, func(r *sql.Rows) (c code, err error) {
		var sent, ends int64
		err = r.Scan(&c.hash, &sent, &ends, &c.tries, &c.today, &c.day)
		c.sent, c.ends = store.Time(sent), store.Time(ends)
		return c, err
	})
	if err != nil || len(all) == 0 {
		return code{}, err
	}
	return all[0], nil
}

func saveCode(ctx context.Context, tx *store.Tx, phone string, c code) error {
	_, err := tx.UnscopedExec(ctx, reason, `
		INSERT INTO account_codes (phone, code, sent, ends, tries, today, day) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (phone) DO UPDATE SET code = excluded.code, sent = excluded.sent, ends = excluded.ends,
			tries = excluded.tries, today = excluded.today, day = excluded.day`,
		phone, c.hash, store.Micros(c.sent), store.Micros(c.ends), c.tries, c.today, c.day)
	return err
}
