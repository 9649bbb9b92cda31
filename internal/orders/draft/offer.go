package draft

import (
	"sync"
	"time"

	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/money"
	"linli/internal/orders/clock"
	"linli/internal/orders/flow"
	"linli/internal/orders/slots"
	"linli/internal/region"
)

// Offer is a service at a point, as it is in force.
type Offer struct {
	Service, Name, NameEn, Category string
	Mode                            flow.Mode
	Org, OrgName                    string
	Point, PointName                string
	At                              region.Code
	Lon, Lat                        float64
	ReachM                          int
	PriceFen                        money.Fen
	PerDay, PerSlot                 int
	OrderUntil                      string
	CancelHours                     int
	Hours                           hours.Plan
	Closed                          []hours.Closure
	Serves                          func(home region.Code) bool
	Judge                           func(eligibility.Facts) eligibility.Ruling
	Days                            Days // leave it empty
}

// Person is what an order needs to know of somebody.
type Person struct {
	ID, Name   string
	Home       region.Code
	Lon, Lat   float64
	Facts      eligibility.Facts
	Vulnerable int // how many things make them vulnerable
}

// Days keeps the times of an offer's days, which every order of the day asks for.
type Days struct{ held sync.Map }

// On is the times of the offer on a day.
func (o *Offer) On(day time.Time, w hours.Calendar) []slots.Slot {
	key := day.Format(time.DateOnly)
	if all, ok := o.Days.held.Load(key); ok {
		return all.([]slots.Slot)
	}
	all := slots.On(o.Hours, day, w, o.Closed, o.Category, o.Mode)
	o.Days.held.Store(key, all)
	return all
}

// Place is what a quantity at a time takes.
func (o *Offer) Place(day, slot string, quantity int) slots.Place {
	return slots.Place{At: o.At, Point: o.Point, Service: o.Service, Day: day, Slot: slot, PerDay: o.PerDay, PerSlot: o.PerSlot, Quantity: quantity}
}

// DayTimes is what can be had of a service at a point on a day.
type DayTimes struct {
	Day   string     `json:"day"`
	Free  int        `json:"free" doc:"Units left on the day"`
	Slots []TimeView `json:"slots" nullable:"false"`
}

// Times are the times of a day with their free places, by what slots.Taken told.
func (o *Offer) Times(day string, taken map[[2]string]int, w Workdays) DayTimes {
	d, _ := slots.Day(day)
	out := DayTimes{Day: day, Slots: []TimeView{}}
	for _, x := range o.On(d, w) {
		from, to := x.Bounds(d)
		v := TimeView{x, o.Place(day, x.Key, 1).Free(taken), clock.Until(o.OrderUntil, o.Mode, from, to, w)}
		out.Slots = append(out.Slots, v)
		out.Free += v.Free
	}
	if o.PerDay > 0 {
		out.Free = max(0, min(out.Free, o.PerDay-taken[[2]string{day, ""}]))
	}
	return out
}
