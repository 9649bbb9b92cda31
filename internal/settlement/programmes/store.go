package programmes

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"slices"

	"linli/internal/money"
	"linli/internal/orders/subsidy"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the programmes. No other package names the tables.
//
//go:embed schema/*.sql
var Schema embed.FS

const columns = `p.id, p.state, p.version, p.body, b.held`

func scan(r *sql.Rows) (x SubsidyProgramme, err error) {
	var body string
	if err = r.Scan(&x.ID, &x.State, &x.Version, &body, &x.HeldFen); err != nil {
		return x, err
	}
	id, state, version, held := x.ID, x.State, x.Version, x.HeldFen
	err = json.Unmarshal([]byte(body), &x)
	x.ID, x.State, x.Version, x.HeldFen = id, state, version, held
	return x, err
}

func (x SubsidyProgramme) body() string {
	x.HeldFen, x.Forecast = 0, nil
	x.Brackets = slices.Clone(x.Brackets)
	for i := range x.Brackets {
		x.Brackets[i].RuleZh, x.Brackets[i].RuleEn = "", ""
	}
	b, err := json.Marshal(x)
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

const budgets = "a budget is counted for the whole of its programme"

func add(ctx context.Context, tx *store.Tx, x SubsidyProgramme) error {
	err := tx.Insert(ctx, x.Region, `INSERT INTO subsidy_programmes (street, id, region, state, created, version, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		x.Region.Street(), x.ID, x.Region, x.State, store.Micros(tx.Now), x.Version, x.body())
	if err == nil {
		_, err = tx.UnscopedExec(ctx, budgets, `INSERT INTO subsidy_budgets (programme, budget, held) VALUES (?, ?, 0)`, x.ID, x.BudgetFen)
	}
	return err
}

func save(ctx context.Context, tx *store.Tx, x *SubsidyProgramme) error {
	n, err := tx.Exec(ctx, `UPDATE subsidy_programmes SET state = ?, version = version + 1, body = ? WHERE id = ? AND version = ? AND @scope(region)`, x.State, x.body(), x.ID, x.Version)
	if err == nil && n != 1 {
		return api.ErrStale
	}
	x.Version++
	if err == nil {
		n, err = tx.UnscopedExec(ctx, budgets, `UPDATE subsidy_budgets SET budget = ? WHERE programme = ? AND (CAST(? AS BIGINT) = 0 OR held <= ?)`, x.BudgetFen, x.ID, x.BudgetFen, x.BudgetFen)
		if err == nil && n != 1 {
			err = ErrSpent.On("budget_fen")
		}
	}
	return err
}

func list(ctx context.Context, tx *store.Tx) ([]SubsidyProgramme, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM subsidy_programmes p JOIN subsidy_budgets b ON b.programme = p.id WHERE @scope(p.region) ORDER BY p.created, p.id`)
	return store.All(rows, err, scan)
}

func byID(ctx context.Context, tx *store.Tx, id string) (SubsidyProgramme, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM subsidy_programmes p JOIN subsidy_budgets b ON b.programme = p.id WHERE p.id = ? AND @scope(p.region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

// turn lets those who order for one person at once wait for each other.
func turn(ctx context.Context, tx *store.Tx, person string) error {
	_, err := tx.UnscopedExec(ctx, "whoever orders for one person at once waits, wherever they are", `INSERT INTO subsidy_people (person, turn) VALUES (?, 1) ON CONFLICT (person) DO UPDATE SET turn = subsidy_people.turn + 1`, person)
	return err
}

// used is what a person has of each programme on a day, in its week and month, but for one order.
func used(ctx context.Context, tx *store.Tx, person, but string, t times) (map[string]subsidy.Used, error) {
	out := map[string]subsidy.Used{}
	rows, err := tx.Query(ctx, `SELECT programme, SUM(CASE WHEN day = ? THEN units ELSE 0 END), SUM(CASE WHEN week = ? THEN units ELSE 0 END),
			SUM(CASE WHEN month = ? THEN units ELSE 0 END), SUM(CASE WHEN month = ? THEN fen ELSE 0 END)
		FROM subsidy_held WHERE person = ? AND month IN (?) AND orderid <> ? AND @scope(region) GROUP BY programme`, t.day, t.week, t.month, t.month, person, t.months, but)
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var id string
		var u subsidy.Used
		err := r.Scan(&id, &u.Day, &u.Week, &u.Month, &u.MonthFen)
		out[id] = u
		return err
	})
}

func hold(ctx context.Context, tx *store.Tx, q subsidy.Question, all []subsidy.Given, t times) error {
	rows := make([][]any, len(all))
	for i, g := range all {
		rows[i] = []any{q.Region.Street(), q.Order, g.Programme, q.Region, q.Person, t.day, t.week, t.month, g.Bracket.Key, g.Units, g.Fen}
	}
	return tx.InsertMany(ctx, q.Region, `INSERT INTO subsidy_held (street, orderid, programme, region, person, day, week, month, bracket, units, fen) @rows`, rows)
}

// draw takes from a budget; false where it has not so much left.
func draw(ctx context.Context, tx *store.Tx, programme string, fen money.Fen) (bool, error) {
	n, err := tx.UnscopedExec(ctx, budgets, `UPDATE subsidy_budgets SET held = held + ? WHERE programme = ? AND (budget = 0 OR held + ? <= budget)`, fen, programme, fen)
	return n == 1, err
}

// left is what a budget has; ok is false where none is set.
func left(ctx context.Context, tx *store.Tx, programme string) (fen money.Fen, ok bool, err error) {
	rows, err := tx.Unscoped(ctx, budgets, `SELECT budget, budget - held FROM subsidy_budgets WHERE programme = ?`, programme)
	err = store.Each(rows, err, func(r *sql.Rows) error {
		var budget money.Fen
		err := r.Scan(&budget, &fen)
		ok = budget > 0
		return err
	})
	return fen, ok, err
}

// release gives back what is held for an order.
func release(ctx context.Context, tx *store.Tx, order string) error {
	rows, err := tx.Query(ctx, `SELECT programme, fen FROM subsidy_held WHERE orderid = ? AND @scope(region)`, order)
	type part struct {
		programme string
		fen       money.Fen
	}
	all, err := store.All(rows, err, func(r *sql.Rows) (p part, err error) { return p, r.Scan(&p.programme, &p.fen) })
	for _, p := range all {
		if err == nil {
			_, err = tx.UnscopedExec(ctx, budgets, `UPDATE subsidy_budgets SET held = held - ? WHERE programme = ?`, p.fen, p.programme)
		}
	}
	if err == nil && len(all) > 0 {
		_, err = tx.Exec(ctx, `DELETE FROM subsidy_held WHERE orderid = ? AND @scope(region)`, order)
	}
	return err
}

// parts are what programmes give for an order, with whose money it is.
func parts(ctx context.Context, tx *store.Tx, order string) (map[string]money.Fen, error) {
	rows, err := tx.Query(ctx, `SELECT programme, fen FROM subsidy_held WHERE orderid = ? AND @scope(region)`, order)
	out := map[string]money.Fen{}
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var id string
		var fen money.Fen
		err := r.Scan(&id, &fen)
		out[id] = fen
		return err
	})
}

// pace is what was held for the days from one to another.
func pace(ctx context.Context, tx *store.Tx, programme, from, to string) (money.Fen, error) {
	rows, err := tx.Unscoped(ctx, budgets, `SELECT COALESCE(SUM(fen), 0) FROM subsidy_held WHERE programme = ? AND day >= ? AND day <= ?`, programme, from, to)
	return store.One(rows, err, nil, store.Value[money.Fen])
}
