package draft

import (
	"time"

	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/money"
	"linli/internal/orders/book"
	"linli/internal/orders/clock"
	"linli/internal/orders/flow"
	"linli/internal/orders/slots"
)

// Workdays is the official calendar.
type Workdays interface {
	hours.Calendar
	clock.Workdays
}

// New makes the draft of what a person asks of an offer, as by an account at a
// moment. Staff may order where a fact is not known, and after the cut-off at the
// counter, for the guest stands there. The price is still to be set.
func New(offer *Offer, who Person, a OrderAsk, id, by string, now time.Time, w Workdays) Draft {
	day, _ := slots.Day(a.Day)
	d := Draft{Offer: offer, Who: who, Entitled: offer.Judge(who.Facts)}
	d.ServiceOrder = book.ServiceOrder{ID: id, Number: book.Number(a.Day, id), Region: who.Home, At: offer.At, Org: offer.Org, Person: who.ID, Name: who.Name,
		Service: offer.Service, ServiceName: offer.Name, ServiceNameEn: offer.NameEn, Category: offer.Category, Mode: offer.Mode, Point: offer.Point, PointName: offer.PointName,
		Day: a.Day, Quantity: max(1, a.Quantity), Note: a.Note, Options: a.Options, State: flow.Placed, PlacedBy: book.PlacedBy{How: a.How, Name: a.Caller, Consent: a.Consent, Account: by},
		Series: a.Series, Need: a.Need, Created: now, Changed: now, Version: 1, Keep: book.Keep{Lon: who.Lon, Lat: who.Lat, CancelHours: offer.CancelHours}}
	d.check(w, a, day, now.In(hours.Shanghai).Format(time.DateOnly))
	return d
}

// AtOnce reports whether nobody needs to answer: people come by themselves, there
// is a place, and it is for them.
func (d *Draft) AtOnce() bool {
	return len(d.Against) == 0 && d.Entitled.Verdict == eligibility.Yes && (d.Mode == flow.OnSite || d.Mode == flow.Online)
}

// Draft is an order in the making with all that speaks against it.
type Draft struct {
	Parts map[string]money.Fen // of the price that programmes pay, to be drawn last

	book.ServiceOrder
	Offer    *Offer
	Who      Person
	Entitled eligibility.Ruling
	Until    time.Time
	Against  []*fault.Fault
}

// Refuse adds what speaks against it.
func (d *Draft) Refuse(f *fault.Fault) { d.Against = append(d.Against, f) }

// check is the rules that look at day, place and person.
func (d *Draft) check(w Workdays, a OrderAsk, day time.Time, today string) {
	offer := d.Offer
	switch {
	case a.Day < today:
		d.Refuse(ErrPast.On("day"))
		return
	case a.Day > After(today, Ahead):
		d.Refuse(ErrFar.With(Ahead).On("day"))
		return
	}
	times := offer.On(day, w)
	slot, ok := slots.Find(times, a.Slot)
	switch {
	case len(times) == 0:
		d.Refuse(ErrClosed.On("day"))
	case !ok:
		d.Refuse(ErrSlot.On("slot"))
	default:
		d.Slot = slot
		from, to := slot.Bounds(day)
		d.Until = clock.Until(offer.OrderUntil, offer.Mode, from, to, w)
		late := d.Created.After(d.Until) && (a.How != "counter" || d.Created.After(to))
		if late {
			d.Refuse(ErrCutOff.With(d.Until.Format("2006-01-02 15:04")).On("day"))
		}
		if offer.CancelHours > 0 {
			d.FreeUntil = clock.FreeUntil(offer.CancelHours, from)
		}
	}
	if offer.PerDay <= 0 && offer.PerSlot <= 0 {
		d.Refuse(ErrNoPlaces.On("service"))
	}
	if !offer.Serves(d.Who.Home) || offer.Mode.Goes() && offer.ReachM > 0 && d.away() > float64(offer.ReachM) {
		d.Refuse(ErrArea.On("service"))
	}
	if d.Entitled.Verdict == eligibility.No {
		d.Refuse(ErrNotEntitled.On("service"))
	}
}

// After is n days after a day.
func After(day string, n int) string {
	t, _ := slots.Day(day)
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// away is how far the home is from the point; 0 where either is unknown.
func (d *Draft) away() float64 {
	home, point := geo.Point{Lon: d.Who.Lon, Lat: d.Who.Lat}, geo.Point{Lon: d.Offer.Lon, Lat: d.Offer.Lat}
	if home.IsZero() || point.IsZero() {
		return 0
	}
	return geo.Metres(home, point)
}
