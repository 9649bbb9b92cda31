package orders_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/orders/pauses"
	"linli/internal/orders/series"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

// happens lets an event of another feature be followed.
func (w *town) happens(kind string, at region.Code, subject string, body any) {
	w.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	_, err = store.In(w.t.Context(), w.db, access.House("follow.orders"), func(tx *store.Tx) (int, error) {
		return 0, w.orders.Watch.Follow(w.t.Context(), tx, events.Event{Kind: kind, Region: at, Subject: subject, At: w.db.Now(), Body: json.RawMessage(raw)})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// states are those of a person's orders, newest first, with the why of the last event.
func (w *town) states(person string) string {
	w.t.Helper()
	all, err := w.orders.List(w.t.Context(), w.as(orders.See, role.StreetOperator, "449901"), orders.Filter{Persons: []string{person}, Limit: 50})
	if err != nil {
		w.t.Fatal(err)
	}
	out := ""
	for _, o := range all {
		full, err := w.orders.Get(w.t.Context(), w.as(orders.See, role.StreetOperator, "449901"), o.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		out += string(o.State)
		if why := full.Story[len(full.Story)-1].Why; why != "" {
			out += "(" + why + ")"
		}
		out += " "
	}
	return out
}

func TestADeathEndsWhatWasOrdered(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		x, err := w.orders.Series.Begin(ctx, w.as(series.Mine, role.Resident, home, "amei"), series.OrderSeries{Service: "meals", Slot: "dinner",
			Rule: series.Rule{From: "2026-11-26", To: "2026-12-31", Weekdays: []int{4}}})
		if err != nil || len(x.Days) != 2 {
			t.Fatalf("%+v, %v", x, err)
		}
		w.happens("people.died", home, "amei", map[string]string{"day": "2026-11-23"})
		if got := w.states("amei"); got != "cancelled(died) cancelled(died) cancelled(died) " {
			t.Error(got)
		}
		all, err := w.orders.Series.List(ctx, w.as(series.See, role.CommunityWorker, home), series.Filter{Ended: true, Limit: 10})
		if err != nil || len(all) != 1 || all[0].State != series.Ended || all[0].Reason != "died" {
			t.Errorf("%+v, %v", all, err)
		}
		w.balanced()
	})
}

func TestAMoveTakesOrdersAlongOrEndsThem(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		w.offers["meals"].Serves = func(at region.Code) bool { return at.In(street) }
		kept := w.mustPlace(w.self("amei"), orders.Ask{Service: "care", Day: "2026-11-26", Slot: "0800"})
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		w.person("amei", next, 82)
		w.happens("people.moved", next, "amei", map[string]string{"from": string(home)})
		if got := w.states("amei"); got != "cancelled(moved) placed(moved) " {
			t.Error(got)
		}
		o, err := w.orders.Get(t.Context(), w.as(orders.See, role.CommunityWorker, next), kept.ID)
		if err != nil || o.Region != next {
			t.Errorf("%+v, %v", o, err)
		}
		w.balanced()
	})
}

func TestAHospitalStayRestsEverythingAndComesToAnEnd(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		x, err := w.orders.Series.Begin(ctx, w.as(series.Mine, role.Resident, home, "amei"), series.OrderSeries{Service: "meals", Slot: "lunch",
			Rule: series.Rule{From: "2026-11-25", To: "2026-12-31", Weekdays: []int{1, 2, 3, 4, 5, 6, 7}}})
		if err != nil || len(x.Days) != 13 {
			t.Fatalf("%d days, %v", len(x.Days), err)
		}
		clerk := w.as(pauses.Write, role.CommunityWorker, home)
		stay, err := w.orders.Pauses.Begin(ctx, clerk, pauses.PersonPause{Person: "amei", From: "2026-11-23", Why: "hospital"})
		if err != nil {
			t.Fatal(err)
		}
		n, err := w.orders.Count(ctx, w.self("amei"), orders.Filter{States: flow.Open})
		if err != nil || n != 0 {
			t.Errorf("%d orders are open during the stay, %v", n, err)
		}
		late, err := w.orders.Count(ctx, w.self("amei"), orders.Filter{Mark: "late_cancel"})
		if err != nil || late != 0 {
			t.Errorf("%d are counted against the patient, %v", late, err)
		}
		q, err := w.orders.Quote(ctx, w.self("amei"), lunch("amei", "2026-11-27"))
		if err != nil || q.Can || q.Refusals[0].Code != orders.ErrPaused.Code {
			t.Errorf("%+v, %v", q, err)
		}
		if stay, err = w.orders.Pauses.End(ctx, clerk, stay.ID, "2026-11-26"); err != nil || stay.To != "2026-11-26" {
			t.Fatalf("%+v, %v", stay, err)
		}
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-27"))
		w.balanced()
	})
}

func TestAClosedPointCallsOffWhatFallsIntoIt(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		w.mustPlace(w.self("amei"), orders.Ask{Service: "meals", Day: "2026-11-26", Slot: "dinner"})
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-26"))
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		at := func(d, h int) time.Time { return time.Date(2026, 11, d, h, 0, 0, 0, monday.Location()) }
		w.happens("directory.point_closed", home, "canteen", map[string]any{"closure": "c", "from": at(25, 0), "to": at(26, 14)})
		if got := w.states("amei"); got != "cancelled(closed) cancelled(closed) placed " {
			t.Error(got)
		}
		w.balanced()
	})
}

func TestAMergedRecordTakesTheOrdersAndNoMealTwice(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		w.mustPlace(w.self("boshu"), lunch("boshu", "2026-11-25"))
		w.mustPlace(w.self("boshu"), lunch("boshu", "2026-11-26"))
		w.happens("people.merged", home, "boshu", map[string]string{"into": "amei"})
		if got := w.states("amei"); got != "placed placed " {
			t.Error(got)
		}
		if got := w.states("boshu"); got != "cancelled(merged) " {
			t.Error(got)
		}
		w.balanced()
	})
}

func TestWhatIsLateIsToldHigherAndHigher(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		o := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-27"))
		get := func() orders.Order {
			t.Helper()
			if _, err := w.orders.Watch.Late(ctx, access.House("test")); err != nil {
				t.Fatal(err)
			}
			o, err := w.orders.Get(ctx, w.self("amei"), o.ID)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		for _, c := range []struct {
			after     time.Duration
			overdue   bool
			escalated int
			last      string
		}{
			{time.Hour, false, 0, "orders.placed"},
			{91 * time.Minute, false, 0, "orders.due_soon"},
			{121 * time.Minute, true, 0, "orders.overdue"},
			{182 * time.Minute, true, 1, "orders.escalated"},
			{243 * time.Minute, true, 2, "orders.escalated"},
			{30 * time.Hour, true, 2, "orders.escalated"},
		} {
			w.at(monday.Add(c.after))
			if got := get(); got.Overdue != c.overdue || got.Escalated != c.escalated || got.Story[len(got.Story)-1].Kind != c.last {
				t.Errorf("after %s: overdue %v, told %d, %s", c.after, got.Overdue, got.Escalated, got.Story[len(got.Story)-1].Kind)
			}
		}
		o = w.step(w.as(orders.Answer, role.StreetOperator, street), o, flow.Accept, orders.StepIn{})
		if got := get(); got.Overdue || got.Escalated != 0 {
			t.Errorf("once it moved on: %+v", got)
		}
	})
}

func TestADeliveredOrderIsConfirmedByItselfUnlessThereIsAComplaint(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		deliver := func(person string) orders.Order {
			o := w.mustPlace(w.self(person), lunch(person, "2026-11-24"))
			op := func(what access.Permission) access.Pass { return w.as(what, role.StreetOperator, street) }
			o = w.step(op(orders.Answer), o, flow.Accept, orders.StepIn{})
			o = w.step(op(orders.Answer), o, flow.Assign, orders.StepIn{Round: "r"})
			return w.step(op(orders.Carry), o, flow.Deliver, orders.StepIn{Proof: "photo"})
		}
		content, cross := deliver("amei"), deliver("boshu")
		w.happens("supervision.complaint_filed", home, "c1", map[string]string{"order": cross.ID})
		w.at(monday.AddDate(0, 0, 5))
		late := func() {
			if _, err := w.orders.Watch.Late(ctx, access.House("test")); err != nil {
				t.Fatal(err)
			}
		}
		late()
		if got := w.states("amei"); got != "confirmed(by_itself) " {
			t.Error(got)
		}
		if got := w.states("boshu"); got != "delivered " {
			t.Error(got)
		}
		w.happens("supervision.complaint_closed", home, "c1", map[string]string{"order": cross.ID})
		late()
		if got := w.states("boshu"); got != "confirmed(by_itself) " {
			t.Error(got)
		}
		w.happens("supervision.rated", home, "r1", map[string]any{"order": content.ID, "stars": 5})
		w.happens("settlement.settled", home, "s1", map[string]any{"order": content.ID})
		w.happens("supervision.rated", home, "r1", map[string]any{"order": content.ID, "stars": 1})
		if got := w.states("amei"); got != "settled " {
			t.Error(got)
		}
	})
}

func TestAMealThatNobodyFetchedIsCountedAndCanBeExcused(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		o := w.mustPlace(w.self("amei"), orders.Ask{Service: "counter", Day: "2026-11-23"})
		if o.State != flow.Accepted {
			t.Fatalf("a place at the canteen needs no answer: %+v", o)
		}
		w.at(monday.Add(8 * time.Hour))
		for range 3 { // reminded, then due
			if _, err := w.orders.Watch.Late(ctx, access.House("test")); err != nil {
				t.Fatal(err)
			}
		}
		operator := w.as(orders.See, role.StreetOperator, street)
		got, err := w.orders.Get(ctx, operator, o.ID)
		if err != nil || got.State != flow.NoShow || got.Mark != "no_show" || got.NoShows != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		w.step(w.as(orders.Again, role.StreetOperator, street), o, flow.Excuse, orders.StepIn{Reason: "住院"})
		if got, err = w.orders.Get(ctx, operator, o.ID); err != nil || got.Mark != "" || got.NoShows != 0 || got.State != flow.NoShow {
			t.Errorf("%+v, %v", got, err)
		}
		w.balanced()
	})
}

func TestALateCancellationIsCountedAndAnEarlyOneIsNot(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		early := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-26"))
		late := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		w.at(time.Date(2026, 11, 25, 8, 0, 0, 0, monday.Location()))
		if o := w.step(w.self("amei"), early, flow.Cancel, orders.StepIn{}); o.Mark != "" {
			t.Errorf("%+v", o)
		}
		if o := w.step(w.self("amei"), late, flow.Cancel, orders.StepIn{Reason: "不舒服"}); o.Mark != "late_cancel" {
			t.Errorf("%+v", o)
		}
	})
}

func TestAChangedBracketChangesThePriceOfWhatIsOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newTown(t, db)
		w.orders.Purse = purse{}
		a := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		b := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-26"))
		done := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-24"))
		if a.Price.Subsidy != 500 || b.Price.Subsidy != 500 || done.Price.Subsidy != 500 {
			t.Fatalf("%+v %+v", a.Price, b.Price)
		}
		w.step(w.self("amei"), done, flow.Cancel, orders.StepIn{})
		// What the purse gives to others of the person leaves less for these.
		_, err := store.In(t.Context(), db, access.House("test"), func(tx *store.Tx) (int64, error) {
			return tx.UnscopedExec(t.Context(), "test", `INSERT INTO test_purse (ord, person, fen) VALUES ('elsewhere', 'amei', 700)`)
		})
		if err != nil {
			t.Fatal(err)
		}
		w.happens("people.attribute_began", home, "amei", map[string]string{"key": "low_income"})
		for _, o := range []orders.Order{a, b} {
			got, err := w.orders.Get(t.Context(), w.self("amei"), o.ID)
			if err != nil || !got.Price.Of(1800) || got.Price.UnitFen != 1800 {
				t.Errorf("%+v, %v", got.Price, err)
			}
		}
		if got := w.states("amei"); got != "cancelled placed placed " {
			t.Error(got)
		}
		_, err = store.In(t.Context(), db, access.House("test"), func(tx *store.Tx) (int64, error) {
			return tx.UnscopedExec(t.Context(), "test", `DELETE FROM test_purse WHERE ord = 'elsewhere'`)
		})
		if err := errors.Join(err, w.held()); err != nil {
			t.Error(err)
		}
	}, append(schemas(), purseSchema)...)
}
