package book

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"linli/internal/money"
	"linli/internal/orders/flow"
	"linli/internal/orders/slots"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of this feature's table. No other package names it.
//
//go:embed schema/*.sql
var Schema embed.FS

// rest is what nobody searches by.
type rest struct {
	Name, NameEn, PointName string     `json:",omitempty"`
	Slot                    slots.Slot `json:"slot"`
	Note                    string     `json:",omitempty"`
	Options                 []string   `json:",omitempty"`
	Unit                    money.Fen
	Bracket, WhyZh, WhyEn   string `json:",omitempty"`
	Reason                  string `json:",omitempty"`
	Tries                   int    `json:",omitempty"`
	How                     string
	Caller, Consent, By     string      `json:",omitempty"`
	Need, Proof             string      `json:",omitempty"`
	In, Out                 *VisitStamp `json:",omitempty"`
	Lon, Lat                float64     `json:",omitempty"`
	CancelHours             int         `json:",omitempty"`
	Reminded                bool        `json:",omitempty"`
}

func (o Order) rest() string {
	b, err := json.Marshal(rest{o.ServiceName, o.ServiceNameEn, o.PointName, o.Slot, o.Note, o.Options, o.Price.UnitFen, o.Price.Bracket, o.Price.WhyZh, o.Price.WhyEn,
		o.Reason, o.Keep.Tries, o.PlacedBy.How, o.PlacedBy.Name, o.PlacedBy.Consent, o.PlacedBy.Account, o.Need, o.Proof, o.CheckIn, o.CheckOut,
		o.Keep.Lon, o.Keep.Lat, o.Keep.CancelHours, o.Keep.Reminded})
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

const columns = `id, number, region, at, org, person, service, category, mode, point, day, quantity, total_fen, resident_fen, subsidy_fen, fund_fen,
	programme, state, due, wake, late, assigned, second, round, code, series, mark, created, changed, version, body`

func scan(r *sql.Rows) (o Order, err error) {
	var body string
	var due, wake, created, changed int64
	p := &o.Price
	if err = r.Scan(&o.ID, &o.Number, &o.Region, &o.At, &o.Org, &o.Person, &o.Service, &o.Category, &o.Mode, &o.Point, &o.Day, &o.Quantity, &p.TotalFen, &p.Resident, &p.Subsidy, &p.Fund,
		&p.Programme, &o.State, &due, &wake, &o.Keep.Late, &o.Assigned, &o.Second, &o.Round, &o.Code, &o.Series, &o.Mark, &created, &changed, &o.Version, &body); err != nil {
		return o, err
	}
	o.Due, o.Keep.Wake, o.Created, o.Changed = store.Time(due), store.Time(wake), store.Time(created), store.Time(changed)
	o.Overdue, o.Escalated = o.Keep.Late > 0, max(0, o.Keep.Late-1)
	var x rest
	if err = json.Unmarshal([]byte(body), &x); err != nil {
		return o, fmt.Errorf("orders: body of %s: %w", o.ID, err)
	}
	o.ServiceName, o.ServiceNameEn, o.PointName, o.Slot, o.Note, o.Options, p.UnitFen, p.Bracket, p.WhyZh, p.WhyEn = x.Name, x.NameEn, x.PointName, x.Slot, x.Note, x.Options, x.Unit, x.Bracket, x.WhyZh, x.WhyEn
	o.Reason, o.Need, o.Proof, o.CheckIn, o.CheckOut = x.Reason, x.Need, x.Proof, x.In, x.Out
	o.Keep.Lon, o.Keep.Lat, o.Keep.Tries, o.Keep.CancelHours, o.Keep.Reminded = x.Lon, x.Lat, x.Tries, x.CancelHours, x.Reminded
	o.PlacedBy = PlacedBy{x.How, x.Caller, x.Consent, x.By}
	return o, nil
}

// Add writes a new order; a unique violation is the same meal twice.
func Add(ctx context.Context, tx *store.Tx, o Order) error {
	return tx.Insert(ctx, o.Region, `
		INSERT INTO orders (street, once, active, slot, `+columns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		o.Region.Street(), slots.Same(o.Category, o.Day, o.Slot.Key), o.State.Holds(), o.Slot.Key,
		o.ID, o.Number, o.Region, o.At, o.Org, o.Person, o.Service, o.Category, string(o.Mode), o.Point, o.Day, o.Quantity, int64(o.Price.TotalFen), int64(o.Price.Resident), int64(o.Price.Subsidy), int64(o.Price.Fund),
		o.Price.Programme, string(o.State), store.Micros(o.Due), store.Micros(o.Keep.Wake), o.Keep.Late, o.Assigned, o.Second, o.Round, o.Code, o.Series, o.Mark, store.Micros(o.Created), store.Micros(o.Changed), o.Version, o.rest())
}

// Save writes an order that was read at o.Version and gives it the next one.
func Save(ctx context.Context, tx *store.Tx, o *Order) error {
	n, err := tx.Exec(ctx, `
		UPDATE orders SET person = ?, once = ?, active = ?, day = ?, slot = ?, total_fen = ?, resident_fen = ?, subsidy_fen = ?, fund_fen = ?, programme = ?, state = ?, due = ?, wake = ?, late = ?,
			assigned = ?, second = ?, round = ?, mark = ?, changed = ?, version = version + 1, body = ?
		WHERE street = ? AND id = ? AND version = ? AND (@scope(region) OR @scope(at))`,
		o.Person, slots.Same(o.Category, o.Day, o.Slot.Key), o.State.Holds(), o.Day, o.Slot.Key, int64(o.Price.TotalFen), int64(o.Price.Resident), int64(o.Price.Subsidy), int64(o.Price.Fund), o.Price.Programme,
		string(o.State), store.Micros(o.Due), store.Micros(o.Keep.Wake), o.Keep.Late, o.Assigned, o.Second, o.Round, o.Mark, store.Micros(tx.Now), o.rest(),
		o.Region.Street(), o.ID, o.Version)
	if err == nil && n != 1 {
		err = api.ErrStale // another hand was quicker
	}
	o.Version++
	o.Changed = tx.Now
	return err
}

// ByID is an order within the pass of tx; ErrNone.
func ByID(ctx context.Context, tx *store.Tx, id string) (Order, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM orders WHERE id = ? AND (@scope(region) OR @scope(at))`, id)
	return store.One(rows, err, ErrNone, scan)
}

// Filter narrows a list; the zero value is everything that the pass sees.
type Filter struct {
	States         []flow.State
	From, To       string // days, included
	Service, Point string
	Orgs           []string // nil: any
	Persons        []string // nil: any
	Round, Series  string
	Assigned       string
	Number, Mark   string
	Slot           string
	Mode           flow.Mode
	Code           string // of what is handed over
	Overdue        bool
	Before         string // id: newest first from before it on
	Limit          int
}

func (f Filter) where() (string, []any) {
	q, args := ``, []any{}
	also := func(piece string, v ...any) { q, args = q+` AND `+piece, append(args, v...) }
	if f.States != nil {
		in := make([]string, len(f.States))
		for i, x := range f.States {
			in[i] = string(x)
		}
		also(`state IN (?)`, in)
	}
	switch {
	case f.From != "" && f.From == f.To:
		also(`day = ?`, f.From)
	default:
		if f.From != "" {
			also(`day >= ?`, f.From)
		}
		if f.To != "" {
			also(`day <= ?`, f.To)
		}
	}
	for _, x := range [][2]string{{`service = ?`, f.Service}, {`point = ?`, f.Point}, {`round = ?`, f.Round}, {`series = ?`, f.Series}, {`slot = ?`, f.Slot}, {`mark = ?`, f.Mark}, {`mode = ?`, string(f.Mode)}, {`code = ?`, f.Code}} {
		if x[1] != "" {
			also(x[0], x[1])
		}
	}
	if f.Assigned != "" {
		also(`(assigned = ? OR second = ?)`, f.Assigned, f.Assigned)
	}
	if f.Orgs != nil {
		also(`org IN (?)`, f.Orgs)
	}
	if f.Persons != nil {
		also(`person IN (?)`, f.Persons)
	}
	if f.Overdue {
		also(`late > 0`)
	}
	if n := strings.ToUpper(strings.TrimSpace(f.Number)); n != "" {
		also(`number = ?`, n)
		// the number begins with the day of some year: the index of days finds it
		if len(n) == 9 {
			also(`day IN (?)`, daysOf(n[:4]))
		}
	}
	return q, args
}

// daysOf are the days of the years around that a number's four digits may mean.
func daysOf(mmdd string) (out []string) {
	for y := 2024; y < 2064; y++ {
		out = append(out, fmt.Sprintf("%04d-%s-%s", y, mmdd[:2], mmdd[2:]))
	}
	return out
}

// List pages through orders, newest first.
func List(ctx context.Context, tx *store.Tx, f Filter) ([]Order, error) {
	where, args := f.where()
	if f.Before == "" {
		f.Before = "g" // sorts after every hexadecimal id
	}
	args = append([]any{f.Before}, args...)
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM orders WHERE id < ?`+where+` AND (@scope(region) OR @scope(at)) ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, scan)
}

// Count is how many a list would have in all.
func Count(ctx context.Context, tx *store.Tx, f Filter) (int64, error) {
	where, args := f.where()
	rows, err := tx.Query(ctx, `SELECT COUNT(*) FROM orders WHERE 1 = 1`+where+` AND (@scope(region) OR @scope(at))`, args...)
	return store.One(rows, err, ErrNone, store.Value[int64])
}

// Awake are the orders whose clock has come round, the longest waiting first.
func Awake(ctx context.Context, tx *store.Tx, limit int) ([]Order, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM orders WHERE wake > 0 AND wake <= ? AND @scope(region) ORDER BY wake LIMIT ?`, store.Micros(tx.Now), limit)
	return store.All(rows, err, scan)
}

// Move takes an order along to another home: region and, with it, street.
func Move(ctx context.Context, tx *store.Tx, o *Order, home region.Code) error {
	was := o.Region
	if err := Save(ctx, tx, o); err != nil {
		return err
	}
	o.Region = home
	_, err := tx.Exec(ctx, `UPDATE orders SET street = ?, region = ? WHERE street = ? AND id = ? AND @scope(region)`, home.Street(), home, was.Street(), o.ID)
	return err
}

// Tally counts orders by state, time and mode.
func Tally(ctx context.Context, tx *store.Tx, f Filter, fn func(state flow.State, slot string, mode flow.Mode, n, units, late int64)) error {
	where, args := f.where()
	rows, err := tx.Query(ctx, `
		SELECT state, slot, mode, COUNT(*), SUM(quantity), SUM(CASE WHEN late > 0 THEN 1 ELSE 0 END) FROM orders
		WHERE 1 = 1`+where+` AND (@scope(region) OR @scope(at)) GROUP BY state, slot, mode ORDER BY slot, state, mode`, args...)
	return store.Each(rows, err, func(r *sql.Rows) error {
		var state flow.State
		var slot string
		var mode flow.Mode
		var n, units, late int64
		if err := r.Scan(&state, &slot, &mode, &n, &units, &late); err != nil {
			return err
		}
		fn(state, slot, mode, n, units, late)
		return nil
	})
}

// Been is how often each account carried out a service for each of the persons
// since a day.
func Been(ctx context.Context, tx *store.Tx, persons []string, since string) (map[string]map[string]int, error) {
	rows, err := tx.Query(ctx, `
		SELECT person, assigned, COUNT(*) FROM orders WHERE person IN (?) AND assigned <> '' AND day >= ? AND state IN ('delivered','confirmed','rated','settled') AND (@scope(region) OR @scope(at))
		GROUP BY person, assigned`, persons, since)
	out := map[string]map[string]int{}
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var person, account string
		var n int
		err := r.Scan(&person, &account, &n)
		if out[person] == nil {
			out[person] = map[string]int{}
		}
		out[person][account] = n
		return err
	})
}

// Marks counts what stands against persons since a day: no-shows and late
// cancellations that nobody excused.
func Marks(ctx context.Context, tx *store.Tx, person, since string) (noShows, late int, err error) {
	rows, err := tx.Query(ctx, `
		SELECT mark, COUNT(*) FROM orders WHERE person = ? AND mark <> '' AND day >= ? AND (@scope(region) OR @scope(at)) GROUP BY mark`, person, since)
	err = store.Each(rows, err, func(r *sql.Rows) error {
		var mark string
		var n int
		err := r.Scan(&mark, &n)
		if mark == "no_show" {
			noShows = n
		} else {
			late = n
		}
		return err
	})
	return noShows, late, err
}
