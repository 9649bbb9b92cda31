package orders_test

import (
	"errors"
	"strings"
	"testing"

	"linli/internal/orders"
	"linli/internal/orders/board"
	"linli/internal/orders/counter"
	"linli/internal/orders/flow"
	"linli/internal/orders/series"
	"linli/internal/platform/access"
	"linli/internal/role"
)

func (w *town) manager(what access.Permission, org string) access.Pass {
	return w.as(what, role.ProviderManager, "449901", org)
}

func TestServingAtTheCounter(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		w.at(monday.Add(2 * 60 * 60 * 1e9)) // eleven: lunch is served
		p := w.manager(counter.Serve, "kitchen")
		ordered := w.mustPlace(w.self("amei"), orders.Ask{Service: "counter", Day: "2026-11-23"})
		for what, look := range map[string]string{"code": ordered.Code, "number": ordered.Number, "name": "陈amei"} {
			d, err := w.orders.Counter.Today(ctx, p, "canteen", "", look)
			if err != nil || len(d.Orders) != 1 || d.Orders[0].ID != ordered.ID || d.Orders[0].Code != "" {
				t.Errorf("by %s: %+v, %v", what, d, err)
			}
		}
		handed, err := w.orders.Counter.Orders.Hand(ctx, p, ordered.ID, []flow.Verb{flow.Accept, flow.Deliver}, orders.StepIn{Proof: "counter"})
		if err != nil || handed.State != flow.Delivered || handed.Proof != "counter" {
			t.Fatalf("%+v, %v", handed, err)
		}
		if _, err := w.orders.Counter.Orders.Hand(ctx, p, ordered.ID, []flow.Verb{flow.Accept, flow.Deliver}, orders.StepIn{}); !errors.Is(err, orders.ErrBooked) {
			t.Errorf("a second time: %v", err)
		}
		// A guest from the next street, without a phone and without an order.
		walkIn := orders.Ask{Person: "next", Service: "counter", Point: "canteen", How: "counter", Day: "2026-11-23"}
		got, err := w.orders.Counter.Orders.WalkIn(ctx, p, home, walkIn)
		if err != nil || got.State != flow.Delivered || got.PlacedBy.How != "counter" || got.Slot.Key != "lunch" {
			t.Fatalf("%+v, %v", got, err)
		}
		if _, err := w.orders.Counter.Orders.WalkIn(ctx, p, home, walkIn); !errors.Is(err, orders.ErrTwice) {
			t.Errorf("a second lunch: %v", err)
		}
		if _, err := w.orders.Counter.Today(ctx, w.manager(counter.Serve, "carers"), "canteen", "", ""); !errors.Is(err, counter.ErrPoint) {
			t.Errorf("somebody else's counter: %v", err)
		}
		w.balanced()
	})
}

func TestADayAtDayCare(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		o := w.mustPlace(w.self("amei"), orders.Ask{Service: "daycare", Day: "2026-11-24"})
		p := w.manager(counter.Serve, "carers")
		for _, s := range []struct {
			steps []flow.Verb
			want  flow.State
		}{{[]flow.Verb{flow.Accept, flow.Arrive}, flow.InService}, {[]flow.Verb{flow.Deliver}, flow.Delivered}} {
			got, err := w.orders.Counter.Orders.Hand(ctx, p, o.ID, s.steps, orders.StepIn{})
			if err != nil || got.State != s.want {
				t.Fatalf("%+v, %v", got, err)
			}
		}
		got, err := w.orders.Get(ctx, w.as(orders.See, role.StreetOperator, "449901"), o.ID)
		if err != nil || got.CheckIn == nil || got.CheckOut == nil {
			t.Errorf("came and left: %+v, %v", got, err)
		}
	})
}

func TestAHomeVisitTellsWhereAndWhen(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		o := w.mustPlace(w.self("amei"), orders.Ask{Service: "care", Day: "2026-11-26", Slot: "0800"})
		o = w.step(w.manager(orders.Answer, "carers"), o, flow.Accept, orders.StepIn{})
		o = w.step(w.manager(orders.Answer, "carers"), o, flow.Assign, orders.StepIn{Account: "carer1", Second: "carer2"})
		carer := func(name string) access.Pass { return w.as(orders.Carry, role.Carer, "449901", "carers", name) }
		if _, err := w.orders.Step(t.Context(), carer("carer3"), o.ID, 0, flow.Start, orders.StepIn{}); !errors.Is(err, orders.ErrNone) {
			t.Errorf("a visit of somebody else: %v", err)
		}
		o = w.step(carer("carer2"), o, flow.Start, orders.StepIn{})
		o = w.step(carer("carer1"), o, flow.Arrive, orders.StepIn{Lon: 113.251, Lat: 22.8})
		o = w.step(carer("carer1"), o, flow.Deliver, orders.StepIn{Lon: 113.25, Lat: 22.8})
		if o.CheckIn == nil || o.CheckIn.Metres < 90 || o.CheckIn.Metres > 110 || o.CheckOut.Metres != 0 {
			t.Errorf("%+v %+v", o.CheckIn, o.CheckOut)
		}
	})
}

func TestTheWholeBoardIsGivenOutAtOnceAndConfirmed(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		w.carers["carers"] = []board.Carer{{Account: "hua", Name: "华姐"}, {Account: "lan", Name: "兰姐"}}
		visit := func(person, day, slot string) orders.Order {
			o := w.mustPlace(w.self(person), orders.Ask{Service: "care", Day: day, Slot: slot})
			return w.step(w.manager(orders.Answer, "carers"), o, flow.Accept, orders.StepIn{})
		}
		// Lan was with Amei before.
		before := visit("amei", "2026-11-24", "0800")
		before = w.step(w.manager(orders.Answer, "carers"), before, flow.Assign, orders.StepIn{Account: "lan"})
		before = w.step(w.manager(orders.Carry, "carers"), before, flow.Arrive, orders.StepIn{})
		w.step(w.manager(orders.Carry, "carers"), before, flow.Deliver, orders.StepIn{})
		w.person("zhu", home, 90)
		a, b, c := visit("amei", "2026-11-26", "0800"), visit("boshu", "2026-11-26", "0800"), visit("zhu", "2026-11-26", "0800")
		plan, err := w.orders.Board.Propose(ctx, w.manager(board.Assign, "carers"), "", "2026-11-26")
		if err != nil || len(plan.Given) != 2 || len(plan.Open) != 1 || plan.Cost != plan.DualCost {
			t.Fatalf("%+v, %v", plan, err)
		}
		rows := []board.BoardChosen{}
		for _, g := range plan.Given {
			if (g.Order == a.ID) != (g.Account == "lan") {
				t.Errorf("continuity counts: %+v", g)
			}
			if g.Order == a.ID && !strings.Contains(g.WhyEn, "usual carer") {
				t.Errorf("the reason is told: %q", g.WhyEn)
			}
			rows = append(rows, board.BoardChosen{Order: g.Order, Version: g.Version, Account: g.Account})
		}
		// In between somebody changes one: it is left alone and told.
		changed, err := w.orders.Step(ctx, w.manager(orders.Answer, "carers"), rows[0].Order, 0, flow.Assign, orders.StepIn{Account: "hua"})
		if err != nil {
			t.Fatal(err)
		}
		done, err := w.orders.Board.Confirm(ctx, w.manager(board.Assign, "carers"), rows)
		if err != nil || done[0].Refused == "" || done[1].Refused != "" {
			t.Errorf("%+v, %v; %+v", done, err, changed)
		}
		bd, err := w.orders.Board.Of(ctx, w.manager(board.See, "carers"), orders.Filter{From: "2026-11-26", To: "2026-11-26"})
		if err != nil || len(bd.Counts) != 2 {
			t.Errorf("%+v, %v (%s %s %s)", bd, err, a.Number, b.Number, c.Number)
		}
	})
}

func TestASeriesOrdersAheadOnceADay(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		mine := w.as(series.Mine, role.Resident, home, "amei")
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-27")) // has this one already
		x, err := w.orders.Series.Begin(ctx, mine, series.OrderSeries{Service: "meals", Slot: "lunch", Rule: series.Rule{From: "2026-11-24", To: "2026-12-31", Weekdays: []int{2, 5}}})
		if err != nil {
			t.Fatal(err)
		}
		words := func(x series.OrderSeries) string {
			out := ""
			for _, d := range x.Days {
				out += d.Day[5:] + ":" + strings.TrimPrefix(d.Refused, "orders.") + " "
			}
			return out
		}
		if got := words(x); got != "11-24: 11-27:twice 12-01: 12-04: " {
			t.Errorf("%s", got)
		}
		again := func() {
			t.Helper()
			if _, err := w.orders.Series.Fill(ctx, access.House("test")); err != nil {
				t.Fatal(err)
			}
			if x, err = w.orders.Series.Get(ctx, mine, x.ID); err != nil {
				t.Fatal(err)
			}
		}
		again()
		if got := words(x); got != "11-24: 11-27:twice 12-01: 12-04: " {
			t.Errorf("a second look changes nothing: %s", got)
		}
		w.at(monday.AddDate(0, 0, 2))
		again()
		if got := words(x); got != "11-27:twice 12-01: 12-04: 12-08: " {
			t.Errorf("two days later: %s", got)
		}
		if x, err = w.orders.Series.Pause(ctx, mine, x.ID, series.SeriesGap{From: "2026-12-01", To: "2026-12-05", Why: "travel"}); err != nil {
			t.Fatal(err)
		}
		if got := w.states("amei"); got != "placed cancelled(series_paused) cancelled(series_paused) placed placed " {
			t.Errorf("%s", got)
		}
		if x, err = w.orders.Series.Resume(ctx, mine, x.ID, "2026-12-04"); err != nil {
			t.Fatal(err)
		}
		if got := w.states("amei"); got != "placed placed cancelled(series_paused) cancelled(series_paused) placed placed " {
			t.Errorf("what rested is ordered again, from that day on: %s", got)
		}
		if x, err = w.orders.Series.End(ctx, mine, x.ID, "不需要了"); err != nil || x.State != series.Ended {
			t.Fatal(x, err)
		}
		if _, err := w.orders.Series.Pause(ctx, mine, x.ID, series.SeriesGap{From: "2026-12-01", To: "2026-12-05"}); !errors.Is(err, series.ErrEnded) {
			t.Error(err)
		}
		if _, err := w.orders.Series.Get(ctx, w.as(series.Mine, role.Resident, home, "boshu"), x.ID); !errors.Is(err, series.ErrNone) {
			t.Errorf("somebody else's series: %v", err)
		}
		w.balanced()
	})
}

func TestLastWeekIsCopiedDayByDay(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-27"))
		w.step(w.self("amei"), w.mustPlace(w.self("amei"), lunch("amei", "2026-11-26")), flow.Cancel, orders.StepIn{})
		w.at(monday.AddDate(0, 0, 5))
		mine := w.as(series.Mine, role.Resident, home, "amei")
		for i, want := range []string{"", "orders.twice"} {
			all, err := w.orders.Series.Orders.CopyWeek(ctx, mine, "", "2026-11-23", "2026-11-29", 7)
			if err != nil || len(all) != 2 || all[0].Day != "2026-12-02" || all[1].Day != "2026-12-04" || all[0].Refused != want {
				t.Errorf("copy %d: %+v, %v", i, all, err)
			}
		}
	})
}
