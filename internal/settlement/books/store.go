package books

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"time"

	"linli/internal/money"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of the books. No other package names the tables.
//
//go:embed schema/*.sql
var Schema embed.FS

func addTransfers(ctx context.Context, tx *store.Tx, at region.Code, all []Transfer) error {
	rows := make([][]any, 0, len(all))
	for _, t := range all {
		rows = append(rows, []any{at.Street(), tx.ID(), at, t.Day, t.Kind, t.Ref, t.Debit, t.Credit, t.Fen})
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.InsertMany(ctx, at, `INSERT INTO ledger_transfers (street, id, region, day, kind, ref, debit, credit, fen) @rows`, rows)
}

const itemColumns = `id, orderid, region, org, service, category, day, quantity, total_fen, resident_fen, subsidy_fen, fund_fen, programme, statement`

func scanItem(r *sql.Rows) (x SettledItem, err error) {
	return x, r.Scan(&x.ID, &x.Order, &x.Region, &x.Org, &x.Service, &x.Category, &x.Day, &x.Quantity, &x.TotalFen, &x.Resident, &x.Subsidy, &x.Fund, &x.Programme, &x.Statement)
}

func addItem(ctx context.Context, tx *store.Tx, x SettledItem) error {
	return tx.Insert(ctx, x.Region, `INSERT INTO settlement_items (street, id, orderid, region, org, service, category, day, quantity, total_fen, resident_fen, subsidy_fen, fund_fen, programme, statement) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		x.Region.Street(), tx.ID(), x.Order, x.Region, x.Org, x.Service, x.Category, x.Day, x.Quantity, x.TotalFen, x.Resident, x.Subsidy, x.Fund, x.Programme, x.Statement)
}

// itemsOf are the items of an order, the oldest first.
func itemsOf(ctx context.Context, tx *store.Tx, order string) ([]SettledItem, error) {
	rows, err := tx.Query(ctx, `SELECT `+itemColumns+` FROM settlement_items WHERE orderid = ? AND @scope(region) ORDER BY id`, order)
	return store.All(rows, err, scanItem)
}

// dropItems forgets what is in no statement yet.
func dropItems(ctx context.Context, tx *store.Tx, x SettledItem) error {
	_, err := tx.Exec(ctx, `DELETE FROM settlement_items WHERE street = ? AND orderid = ? AND statement = '' AND @scope(region)`, x.Region.Street(), x.Order)
	return err
}

// open lists the providers that have items up to a day which are in no statement.
func open(ctx context.Context, tx *store.Tx, to string) ([]string, error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT org FROM settlement_items WHERE statement = '' AND day <= ? AND @scope(region) ORDER BY org`, to)
	return store.All(rows, err, store.Value[string])
}

// claim puts the open items of a provider into a statement and adds them up.
func claim(ctx context.Context, tx *store.Tx, statement, org, to string) (s Sums, err error) {
	if _, err = tx.Exec(ctx, `UPDATE settlement_items SET statement = ? WHERE statement = '' AND org = ? AND day <= ? AND @scope(region)`, statement, org, to); err != nil {
		return s, err
	}
	return sums(ctx, tx, statement)
}

func sums(ctx context.Context, tx *store.Tx, statement string) (Sums, error) {
	rows, err := tx.Query(ctx, `SELECT COUNT(*), COALESCE(SUM(quantity), 0), COALESCE(SUM(total_fen), 0), COALESCE(SUM(resident_fen), 0), COALESCE(SUM(subsidy_fen), 0), COALESCE(SUM(fund_fen), 0)
		FROM settlement_items WHERE statement = ? AND @scope(region)`, statement)
	return store.One(rows, err, nil, func(r *sql.Rows) (s Sums, err error) {
		return s, r.Scan(&s.Items, &s.Quantity, &s.TotalFen, &s.Resident, &s.Subsidy, &s.Fund)
	})
}

func itemsIn(ctx context.Context, tx *store.Tx, statement, after string, limit int) ([]SettledItem, error) {
	rows, err := tx.Query(ctx, `SELECT `+itemColumns+` FROM settlement_items WHERE statement = ? AND id > ? AND @scope(region) ORDER BY id LIMIT ?`, statement, after, limit)
	return store.All(rows, err, scanItem)
}

const columns = `id, region, org, month, state, created, version, body`

func scan(r *sql.Rows) (x Statement, err error) {
	var body string
	var created int64
	var head Statement
	if err = r.Scan(&head.ID, &head.Region, &head.Org, &head.Month, &head.State, &created, &head.Version, &body); err != nil {
		return x, err
	}
	err = json.Unmarshal([]byte(body), &x)
	x.ID, x.Region, x.Org, x.Month, x.State, x.Created, x.Version = head.ID, head.Region, head.Org, head.Month, head.State, store.Time(created), head.Version
	return x, err
}

func (x Statement) body() string {
	x.OrgName = ""
	b, err := json.Marshal(x)
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

func add(ctx context.Context, tx *store.Tx, x Statement) error {
	return tx.Insert(ctx, x.Region, `INSERT INTO settlement_statements (street, id, region, org, month, state, created, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		x.Region.Street(), x.ID, x.Region, x.Org, x.Month, x.State, store.Micros(x.Created), x.Version, x.body())
}

func save(ctx context.Context, tx *store.Tx, x *Statement) error {
	n, err := tx.Exec(ctx, `UPDATE settlement_statements SET state = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND @scope(region)`, x.State, x.body(), x.Region.Street(), x.ID, x.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	x.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (Statement, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM settlement_statements WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

func list(ctx context.Context, tx *store.Tx, f Filter) ([]Statement, error) {
	if f.Before == "" {
		f.Before = "g" // sorts after every hexadecimal id
	}
	q, args := `SELECT `+columns+` FROM settlement_statements WHERE id < ?`, []any{f.Before}
	if f.Month != "" {
		q, args = q+` AND month = ?`, append(args, f.Month)
	}
	if f.State != "" {
		q, args = q+` AND state = ?`, append(args, f.State)
	}
	if len(f.Orgs) > 0 {
		q, args = q+` AND org IN (?)`, append(args, f.Orgs)
	}
	rows, err := tx.Query(ctx, q+` AND @scope(region) ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, scan)
}

func transfersOf(ctx context.Context, tx *store.Tx, ref string) ([]Transfer, error) {
	rows, err := tx.Query(ctx, `SELECT day, kind, ref, debit, credit, fen FROM ledger_transfers WHERE ref = ? AND @scope(region) ORDER BY id`, ref)
	return store.All(rows, err, func(r *sql.Rows) (t Transfer, err error) {
		return t, r.Scan(&t.Day, &t.Kind, &t.Ref, &t.Debit, &t.Credit, &t.Fen)
	})
}

// eachTransfer streams the books from a day to another, in order.
func eachTransfer(ctx context.Context, tx *store.Tx, from, to string, fn func(Transfer) error) error {
	rows, err := tx.Query(ctx, `SELECT day, kind, ref, debit, credit, fen FROM ledger_transfers WHERE day >= ? AND day <= ? AND @scope(region) ORDER BY day, id`, from, to)
	return store.Each(rows, err, func(r *sql.Rows) error {
		var t Transfer
		if err := r.Scan(&t.Day, &t.Kind, &t.Ref, &t.Debit, &t.Credit, &t.Fen); err != nil {
			return err
		}
		return fn(t)
	})
}

// balances are the accounts, what was debited less what was credited.
func balances(ctx context.Context, tx *store.Tx, to string) (map[string]money.Fen, error) {
	out := map[string]money.Fen{}
	rows, err := tx.Query(ctx, `SELECT debit, credit, SUM(fen) FROM ledger_transfers WHERE day <= ? AND @scope(region) GROUP BY debit, credit`, to)
	err = store.Each(rows, err, func(r *sql.Rows) error {
		var debit, credit string
		var fen money.Fen
		err := r.Scan(&debit, &credit, &fen)
		out[debit] += fen
		out[credit] -= fen
		return err
	})
	return out, err
}

// lastDay of a month.
func lastDay(month string) (string, error) {
	m, err := time.Parse("2006-01", month)
	return m.AddDate(0, 1, -1).Format(time.DateOnly), err
}
