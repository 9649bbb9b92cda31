package orders_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/orders/waiting"
	"linli/internal/platform/access"
	"linli/internal/role"
)

func (w *town) mineWaiting(person string) access.Pass {
	return w.as(waiting.Mine, role.Resident, w.people[person].Home, person)
}

// full fills the lunch of a day with two guests and returns the first order.
func (w *town) full(day string) orders.Order {
	w.t.Helper()
	w.offers["meals"].PerDay = 2
	w.person("first", home, 80)
	w.person("second", home, 80)
	o := w.mustPlace(w.self("first"), lunch("first", day))
	w.mustPlace(w.self("second"), lunch("second", day))
	return o
}

func (w *town) joins(person string) orders.Order {
	w.t.Helper()
	a := lunch(person, "2026-11-26")
	a.Wait = true
	o := w.mustPlace(w.self(person), a)
	if o.State != flow.Waiting {
		w.t.Fatalf("%s does not wait: %+v", person, o)
	}
	return o
}

func (w *town) line() string {
	w.t.Helper()
	all, err := w.orders.Waiting.List(w.t.Context(), w.as(waiting.See, role.StreetOperator, street), waiting.Filter{Limit: 50})
	if err != nil {
		w.t.Fatal(err)
	}
	out := ""
	for i := len(all) - 1; i >= 0; i-- { // who came first
		out += fmt.Sprintf("%s:%s%d ", all[i].Person, all[i].State, all[i].Rank)
	}
	return out
}

func TestAFreedPlaceGoesToTheNextInLine(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		freed := w.full("2026-11-26")
		amei := w.joins("amei")
		w.at(monday.Add(time.Minute))
		frail := w.people["boshu"]
		frail.Vulnerable = 2
		w.people["boshu"] = frail
		boshu := w.joins("boshu")
		if got := w.line(); got != "amei:waiting2 boshu:waiting1 " {
			t.Errorf("the line: %s", got)
		}
		if _, err := w.orders.Waiting.Take(ctx, w.mineWaiting("amei"), amei.ID); !errors.Is(err, waiting.ErrNotYet) {
			t.Errorf("out of turn: %v", err)
		}
		w.step(w.self("first"), freed, flow.Cancel, orders.StepIn{})
		if got := w.line(); got != "amei:waiting1 boshu:offered0 " {
			t.Errorf("after a place was given back: %s", got)
		}
		// Nobody slips in between while it is offered.
		if _, err := w.orders.Place(ctx, w.self("first"), lunch("first", "2026-11-26")); !errors.Is(err, orders.ErrFull) {
			t.Errorf("somebody slipped in: %v", err)
		}
		w.balanced()
		if _, err := w.orders.Waiting.Take(ctx, w.mineWaiting("amei"), boshu.ID); !errors.Is(err, waiting.ErrNone) {
			t.Errorf("somebody else's offer: %v", err)
		}
		if _, err := w.orders.Waiting.Take(ctx, w.mineWaiting("boshu"), boshu.ID); err != nil {
			t.Fatal(err)
		}
		o, err := w.orders.Get(ctx, w.self("boshu"), boshu.ID)
		if err != nil || o.State != flow.Placed || o.Person != "boshu" {
			t.Errorf("the order has the id of the place in line: %+v, %v", o, err)
		}
		w.balanced()
	})
}

func TestAnOfferThatNobodyTakesGoesOn(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		freed := w.full("2026-11-26")
		amei := w.joins("amei")
		w.at(monday.Add(time.Minute))
		boshu := w.joins("boshu")
		lapse := func(at time.Time) {
			t.Helper()
			w.at(at)
			if _, err := w.orders.Waiting.Lapse(ctx, access.House("test")); err != nil {
				t.Fatal(err)
			}
			w.balanced()
		}
		w.step(w.self("first"), freed, flow.Cancel, orders.StepIn{})
		lapse(monday.Add(time.Hour))
		if got := w.line(); got != "amei:offered0 boshu:waiting1 " {
			t.Errorf("before two hours are over: %s", got)
		}
		lapse(monday.Add(3 * time.Hour))
		if got := w.line(); got != "amei:waiting1 boshu:offered0 " {
			t.Errorf("the place goes on, the place in the line is kept: %s", got)
		}
		if _, err := w.orders.Waiting.Take(ctx, w.mineWaiting("amei"), amei.ID); !errors.Is(err, waiting.ErrLapsed) {
			t.Errorf("too late: %v", err)
		}
		if _, err := w.orders.Waiting.Leave(ctx, w.mineWaiting("boshu"), boshu.ID); err != nil {
			t.Fatal(err)
		}
		if got := w.line(); got != "amei:offered0 " {
			t.Errorf("a place that is left goes on too: %s", got)
		}
		// When orders are no longer taken the line is over and the place is free.
		lapse(time.Date(2026, 11, 25, 16, 1, 0, 0, monday.Location()))
		if got := w.line(); got != "" {
			t.Errorf("after the cut-off: %s", got)
		}
	})
}

func TestMorePlacesAreOfferedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		w.full("2026-11-26")
		w.joins("amei")
		w.at(monday.Add(time.Minute))
		w.joins("boshu")
		w.offers["meals"].PerDay = 3
		w.happens("directory.service_changed", street, "meals", nil)
		if got := w.line(); got != "amei:offered0 boshu:waiting1 " {
			t.Errorf("the kitchen cooks one more: %s", got)
		}
		w.balanced()
	})
}
