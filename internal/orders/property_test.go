package orders_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/orders/subsidy"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
)

// purse pays five yuan a meal, at most fifteen a person, and keeps what it holds
// in a table: what a transaction undoes is undone here too.
type purse struct{}

var purseSchema = fstest.MapFS{"9000_purse.sql": {Data: []byte(`CREATE TABLE test_purse (ord TEXT PRIMARY KEY, person TEXT NOT NULL, fen BIGINT NOT NULL)`)}}

func (purse) Split(ctx context.Context, tx *store.Tx, q subsidy.Question) (subsidy.Answer, error) {
	rows, err := tx.Unscoped(ctx, "test", `SELECT COALESCE(SUM(fen), 0) FROM test_purse WHERE person = ?`, q.Person)
	held, err := store.One(rows, err, orders.ErrNone, store.Value[int64])
	if err != nil {
		return subsidy.Answer{}, err
	}
	total, err := q.UnitFen.Times(q.Quantity)
	if err != nil {
		return subsidy.Answer{}, err
	}
	give := min(total, money.Fen(500*q.Quantity), money.Fen(max(0, 1500-held)))
	if q.Order == "" {
		return subsidy.Answer{Split: money.Split{Resident: total - give, Subsidy: give}}, nil
	}
	_, err = tx.UnscopedExec(ctx, "test", `INSERT INTO test_purse (ord, person, fen) VALUES (?, ?, ?)`, q.Order, q.Person, int64(give))
	return subsidy.Answer{Split: money.Split{Resident: total - give, Subsidy: give}, Programme: "p"}, err
}

// Draw has nothing to draw: what is held is the budget.
func (purse) Draw(context.Context, *store.Tx, map[string]money.Fen) (bool, error) { return true, nil }

func (purse) Release(ctx context.Context, tx *store.Tx, order string) error {
	_, err := tx.UnscopedExec(ctx, "test", `DELETE FROM test_purse WHERE ord = ?`, order)
	return err
}

// held compares what the purse holds with what the orders say.
func (w *town) held() error {
	ctx := context.Background()
	_, err := store.View(ctx, w.db, access.House("test"), func(tx *store.Tx) (int, error) {
		all, err := w.orders.ListIn(ctx, tx, orders.Filter{Limit: 100_000})
		if err != nil {
			return 0, err
		}
		var want, got int64
		for _, o := range all {
			if o.State.Pays() {
				want += int64(o.Price.Subsidy)
			}
			if o.State.Pays() != o.State.Holds() {
				return 0, fmt.Errorf("%s pays and holds not", o.State)
			}
		}
		rows, err := tx.Unscoped(ctx, "test", `SELECT COALESCE(SUM(fen), 0) FROM test_purse`)
		if got, err = store.One(rows, err, orders.ErrNone, store.Value[int64]); err != nil {
			return 0, err
		}
		if got != want {
			return 0, fmt.Errorf("the purse holds %d fen, orders use %d", got, want)
		}
		return 0, nil
	})
	return err
}

// Whatever people do, in whatever order: places, money and states agree, nobody
// has a meal twice, and every refusal is one that we know.
func TestWhateverHappensTheBooksAgree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newTown(t, db)
		w.orders.Purse = purse{}
		persons := []string{"amei", "boshu", "zhu"}
		w.person("zhu", home, 90)
		n := 0
		rapid.Check(t, func(t *rapid.T) {
			n++
			day := monday.AddDate(0, 0, 3*n) // each case has days of its own
			w.at(day)
			days := []string{day.AddDate(0, 0, 1).Format(time.DateOnly), day.AddDate(0, 0, 2).Format(time.DateOnly)}
			w.offers["meals"].PerDay, w.offers["counter"].PerDay = rapid.IntRange(1, 4).Draw(t, "meals"), rapid.IntRange(1, 3).Draw(t, "counter")
			var made []string
			for range rapid.IntRange(5, 25).Draw(t, "steps") {
				made = append(made, w.anything(t, persons, days, made)...)
			}
			if err := errors.Join(w.imbalance(), w.held()); err != nil {
				t.Fatal(err)
			}
		})
	}, append(schemas(), purseSchema)...)
}

// anything does one thing and returns the ids of what it made.
func (w *town) anything(t *rapid.T, persons, days, made []string) []string {
	ctx := context.Background()
	person := rapid.SampledFrom(persons).Draw(t, "person")
	var id string
	var err error
	what := rapid.SampledFrom([]string{"place", "place", "place", "step", "step", "step", "step", "take", "leave", "lapse", "late", "later", "rest"}).Draw(t, "what")
	if len(made) == 0 && what != "rest" {
		what = "place"
	}
	switch what {
	case "place":
		a := orders.Ask{Person: person, Service: rapid.SampledFrom([]string{"meals", "counter"}).Draw(t, "service"), Day: rapid.SampledFrom(days).Draw(t, "day"), Slot: "lunch",
			Quantity: rapid.IntRange(1, 2).Draw(t, "quantity"), Wait: rapid.Bool().Draw(t, "wait")}
		var o orders.Order
		if o, err = w.orders.Place(ctx, w.self(person), a); err == nil {
			return []string{o.ID}
		}
	case "step":
		id = rapid.SampledFrom(made).Draw(t, "order")
		v := rapid.SampledFrom(flow.Verbs).Draw(t, "verb")
		act := access.HouseIn("test", "anybody", "449901")
		_, err = store.In(ctx, w.db, act, func(tx *store.Tx) (orders.Order, error) {
			return w.orders.StepIn(ctx, tx, id, 0, v, orders.StepIn{Reason: "试", Account: "carer", Round: "r"})
		})
	case "take", "leave":
		id = rapid.SampledFrom(made).Draw(t, "waiting")
		row, gerr := w.orders.Waiting.Get(ctx, access.House("test"), id)
		if gerr != nil {
			return nil
		}
		do := w.orders.Waiting.Take
		if what == "leave" {
			do = w.orders.Waiting.Leave
		}
		_, err = do(ctx, w.mineWaiting(row.Person), id)
	case "lapse":
		_, err = w.orders.Waiting.Lapse(ctx, access.House("test"))
	case "late":
		_, err = w.orders.Watch.Late(ctx, access.House("test"))
	case "later":
		w.at(w.db.Now().Add(time.Duration(rapid.IntRange(1, 240).Draw(t, "minutes")) * time.Minute))
	case "rest":
		_, err = store.In(ctx, w.db, access.House("test"), func(tx *store.Tx) (int, error) {
			return 0, w.orders.Pauses.Orders.Rest(ctx, tx, person, days[0], days[1], "hospital")
		})
	}
	if err != nil && fault.Of(err) == nil {
		t.Fatalf("%s: %v", what, err)
	}
	return nil
}
