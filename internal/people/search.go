package people

import (
	"context"
	"database/sql"
	"strings"
	"time"
	"unicode"

	"linli/internal/cnid"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

// Query is what to look for. The zero value is everyone living in the pass's
// places.
type Query struct {
	Text           string   // name, pinyin, initials, resident ID, phone, or words of an address
	Attributes     []string // all of them, today; "key" or "key:level"
	AgeFrom, AgeTo int      // full years; AgeTo 0 is no bound
	Sex            string
	Household      string
	WithDead       bool
	AfterPinyin    string // where the page before ended
	AfterID        string
	Limit          int
}

// where builds the conditions of a query from fixed pieces; values are bound.
func (q Query) where(s *Service, now time.Time) (string, []any) {
	sql, args := []string{`@scope(p.region)`}, []any{}
	add := func(piece string, v ...any) { sql, args = append(sql, piece), append(args, v...) }
	if !q.WithDead {
		add(`p.state = 'living'`)
	}
	text := strings.TrimSpace(q.Text)
	switch kind := textKind(text); {
	case text == "":
	case kind == "number":
		var hashes []string
		if id, err := cnid.ParseResident(text); err == nil {
			hashes = append(hashes, s.Box.Blind("id", string(id)))
		}
		phones := []string{}
		if phone, err := cnid.ParsePhone(text); err == nil {
			phones = append(phones, s.Box.Blind("phone", phone))
		}
		add(`(p.id_hash IN (?) OR p.phone_hash IN (?))`, hashes, phones)
	case kind == "latin":
		text = strings.ToLower(text)
		lo, hi := prefix(text)
		add(`(p.pinyin >= ? AND p.pinyin < ? OR p.initials >= ? AND p.initials < ? OR REPLACE(p.pinyin, ' ', '') LIKE ? ESCAPE '\')`,
			lo, hi, lo, hi, escapeLike(strings.ReplaceAll(text, " ", ""))+"%")
	default:
		add(`(p.name LIKE ? ESCAPE '\' OR p.address LIKE ? ESCAPE '\')`, "%"+escapeLike(text)+"%", "%"+escapeLike(text)+"%")
	}
	if q.AgeFrom > 0 {
		add(`p.birth <> '' AND p.birth <= ?`, now.In(shanghai).AddDate(-q.AgeFrom, 0, 0).Format(time.DateOnly))
	}
	if q.AgeTo > 0 {
		add(`p.birth > ?`, now.In(shanghai).AddDate(-q.AgeTo-1, 0, 0).Format(time.DateOnly))
	}
	if q.Sex != "" {
		add(`p.sex = ?`, q.Sex)
	}
	if q.Household != "" {
		add(`EXISTS (SELECT 1 FROM household_members m WHERE m.street = p.street AND m.person = p.id AND m.household = ? AND m.to_day = '')`, q.Household)
	}
	today := Day(now)
	for _, a := range q.Attributes {
		key, level, _ := strings.Cut(a, ":")
		add(`EXISTS (SELECT 1 FROM person_attributes a WHERE a.street = p.street AND a.person = p.id AND a.key = ? AND (? = '' OR a.level = ?)
			AND a.from_day <= ? AND (a.to_day = '' OR a.to_day >= ?))`, key, level, level, today, today)
	}
	return strings.Join(sql, ` AND `), args
}

// textKind tells numbers from Latin letters from Chinese.
func textKind(s string) string {
	digits, latin := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r) || strings.ContainsRune(" +-", r):
			digits++
		case r < 128 && unicode.IsLetter(r):
			latin++
		default:
			return "chinese"
		}
	}
	if digits >= 6 && latin <= 1 { // the X at the end of an ID
		return "number"
	}
	return "latin"
}

// prefix is the range of texts that begin with p, in an order that every
// collation shares for small letters and spaces.
func prefix(p string) (lo, hi string) { return p, p + "zzzz" }

func search(ctx context.Context, tx *store.Tx, s *Service, q Query) ([]record, error) {
	where, args := q.where(s, tx.Now)
	args = append(args, q.AfterPinyin, q.AfterPinyin, q.AfterID, q.Limit)
	rows, err := tx.Query(ctx, `
		SELECT `+qualified+` FROM people p
		WHERE `+where+` AND (p.pinyin > ? OR p.pinyin = ? AND p.id > ?)
		ORDER BY p.pinyin, p.id LIMIT ?`, args...)
	return store.All(rows, err, scan)
}

var qualified = "p." + strings.ReplaceAll(strings.Join(strings.Fields(columns), " "), ", ", ", p.")

func count(ctx context.Context, tx *store.Tx, s *Service, q Query) (int64, error) {
	where, args := q.where(s, tx.Now)
	rows, err := tx.Query(ctx, `SELECT COUNT(*) FROM people p WHERE `+where, args...)
	return store.One(rows, err, sql.ErrNoRows, store.Value[int64])
}

// Each calls do with every person of a query, in its order, page by page: a
// district does not fit in memory at once.
func (s *Service) Each(ctx context.Context, p access.Pass, q Query, do func(Person) error) error {
	q.Limit = 200
	for {
		found, _, err := s.Find(ctx, p, q, false)
		if err != nil {
			return err
		}
		for _, one := range found {
			if err := do(one); err != nil {
				return err
			}
		}
		if len(found) < q.Limit {
			return nil
		}
		end := found[len(found)-1]
		q.AfterPinyin, q.AfterID = end.pinyin, end.ID
	}
}
