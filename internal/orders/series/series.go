package series

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// State of a series.
type State string

// The states.
const (
	Active State = "active" // its orders are put in ahead of time
	Ended  State = "ended"  // no more; what is ordered was called off as far as it could be
)

// What can be refused here.
var (
	ErrNone  = fault.New(fault.NotFound, "series.none", "找不到这个连续订单。", "There is no such series.")
	ErrEnded = fault.New(fault.Conflict, "series.ended", "这个连续订单已经结束。", "This series has ended.")
)

// Ahead is how many days ahead orders are put in.
const Ahead = 14

// OrderSeries is a standing order of one service for one person.
type OrderSeries struct {
	ID          string      `json:"id" readOnly:"true"`
	Region      region.Code `json:"region" readOnly:"true" doc:"Of the home"`
	At          region.Code `json:"at" readOnly:"true" doc:"Of the point"`
	Org         string      `json:"org" readOnly:"true"`
	Person      string      `json:"person,omitempty" maxLength:"40"`
	Name        string      `json:"name,omitempty" readOnly:"true"`
	Service     string      `json:"service" maxLength:"40"`
	ServiceName string      `json:"service_name" readOnly:"true"`
	Point       string      `json:"point,omitempty" maxLength:"40"`
	PointName   string      `json:"point_name" readOnly:"true"`
	Slot        string      `json:"slot,omitempty" maxLength:"20"`
	Quantity    int         `json:"quantity,omitempty" minimum:"0" maximum:"20"`
	Note        string      `json:"note,omitempty" maxLength:"200"`
	Options     []string    `json:"options,omitempty" maxItems:"10"`
	Rule        Rule        `json:"rule"`
	Wait        bool        `json:"wait,omitempty" doc:"Stand in line on days that are full"`
	How         string      `json:"how,omitempty" enum:",self,family,caller,door,counter"`
	Caller      string      `json:"caller,omitempty" maxLength:"60"`
	Consent     string      `json:"consent,omitempty" maxLength:"200"`
	State       State       `json:"state" readOnly:"true" enum:"active,ended"`
	Reason      string      `json:"reason,omitempty" readOnly:"true"`
	Upto        string      `json:"upto" readOnly:"true" doc:"Its orders are in up to this day"`
	Coming      []string    `json:"coming,omitempty" readOnly:"true" doc:"The days of the next two weeks"`
	Days        []Outcome   `json:"days,omitempty" readOnly:"true" doc:"What became of each day from today on"`
	Created     time.Time   `json:"created" readOnly:"true"`
	Version     int64       `json:"version" readOnly:"true"`

	Keep Keep `json:"-"`
}

// Keep is what the series knows for itself.
type Keep struct{ By string }

// Outcome is the short name of a SeriesDay.
type Outcome = SeriesDay

// SeriesDay is what became of a day: an order (or a place in a line), or a refusal.
type SeriesDay struct {
	Day     string `json:"day"`
	Service string `json:"service,omitempty"`
	Order   string `json:"order,omitempty"`
	Refused string `json:"refused,omitempty" doc:"Code of the refusal"`
	WhyZh   string `json:"why_zh,omitempty"`
	WhyEn   string `json:"why_en,omitempty"`
}

// Orders is what a series needs of those who keep orders; package orders is it.
type Orders interface {
	// Settle says who acts for whom and for which offer: it fills in the home, the
	// point, how it came in, and gives the pass to act with.
	Settle(ctx context.Context, p access.Pass, x OrderSeries) (access.Pass, OrderSeries, error)
	// PlaceDay places the order of a day, or a place in a line, with an id, in tx.
	PlaceDay(ctx context.Context, tx *store.Tx, x OrderSeries, day, id string) error
	// WaitDay stands in line for a day that is full.
	WaitDay(ctx context.Context, tx *store.Tx, x OrderSeries, day, id string) error
	// CancelDays calls off the orders of a series from a day to a day ("": for good)
	// that can still be called off freely.
	CancelDays(ctx context.Context, tx *store.Tx, series, from, to, why string) error
	// CopyWeek places again what was ordered for a person from a day to a day, so
	// many days later.
	CopyWeek(ctx context.Context, p access.Pass, person, from, to string, later int) ([]Outcome, error)
	ForWhom(ctx context.Context, p access.Pass, person string) (access.Pass, error)
	Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error)
	Holiday(day string) bool
	// IsFull tells that a refusal is for want of a place.
	IsFull(err error) bool
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Orders Orders
}

func today(now time.Time) string { return now.In(hours.Shanghai).Format(time.DateOnly) }

func after(day string, n int) string {
	d, err := parse(day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}

func (x OrderSeries) tell(ctx context.Context, tx *store.Tx, kind, why string) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: x.Region, Subject: x.ID, Body: map[string]string{
		"service": x.Service, "point": x.Point, "org": x.Org, "person": x.Person, "how": x.How, "why": why}})
}

// Begin starts a series and puts in its orders of the next two weeks. Each day
// is a transaction of its own: Days tells what became of it.
func (s *Service) Begin(ctx context.Context, p access.Pass, x OrderSeries) (OrderSeries, error) {
	now := today(s.DB.Now())
	if err := x.Rule.Check(); err != nil {
		return x, err
	}
	switch {
	case x.Rule.From < now:
		return x, ErrPast.On("from")
	case x.Rule.From > after(now, MaxDays):
		return x, ErrLong.On("from")
	}
	act, x, err := s.Orders.Settle(ctx, p, x)
	if err != nil {
		return x, err
	}
	x, err = store.In(ctx, s.DB, act, func(tx *store.Tx) (OrderSeries, error) {
		x.ID, x.State, x.Upto, x.Created, x.Version, x.Keep.By = api.NewID(ctx, tx), Active, after(x.Rule.From, -1), tx.Now, 1, p.Who()
		if err := add(ctx, tx, x); err != nil {
			return x, err
		}
		return x, x.tell(ctx, tx, "orders.series_started", "")
	})
	if err != nil {
		return x, err
	}
	if err := s.fill(ctx, x, now); err != nil {
		return x, err
	}
	return s.Get(ctx, p, x.ID)
}

// Fill puts in the orders of every series for the days ahead, and tells how many
// series it looked at. It may be called as often as one likes.
func (s *Service) Fill(ctx context.Context, p access.Pass) (int, error) {
	n, now, last := 0, today(s.DB.Now()), ""
	for {
		all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]OrderSeries, error) { return due(ctx, tx, after(now, Ahead), now, last) })
		if err != nil || len(all) == 0 {
			return n, err
		}
		for _, x := range all {
			last = x.ID
			if err := s.fill(ctx, x, now); err != nil {
				return n, err
			}
			n++
		}
	}
}

// fill puts in one series. Whoever began it stands in the log as who did it.
func (s *Service) fill(ctx context.Context, x OrderSeries, now string) error {
	act := access.HouseIn("orders.series", x.Keep.By, x.Region.District())
	upto := after(now, Ahead)
	for _, day := range x.Rule.Days(max(now, after(x.Upto, 1)), upto, s.Orders.Holiday) {
		if err := s.day(ctx, act, x, day); err != nil {
			return err
		}
	}
	_, err := store.In(ctx, s.DB, act, func(tx *store.Tx) (OrderSeries, error) {
		x, err := byID(ctx, tx, x.ID)
		if err != nil || x.State != Active {
			return x, err
		}
		x.Upto = max(x.Upto, upto)
		if x.Rule.To < now {
			x.State, x.Reason = Ended, "over"
			if err := x.tell(ctx, tx, "orders.series_ended", "over"); err != nil {
				return x, err
			}
		}
		return x, save(ctx, tx, &x)
	})
	if errors.Is(err, api.ErrStale) { // changed by a person just now: the next hour sees to it
		err = nil
	}
	return err
}

// day tries one day, once: the claim and the order are one transaction.
func (s *Service) day(ctx context.Context, act access.Pass, x OrderSeries, day string) error {
	place := func(do func(context.Context, *store.Tx, OrderSeries, string, string) error) error {
		_, err := store.In(ctx, s.DB, act, func(tx *store.Tx) (bool, error) {
			o := Outcome{Day: day, Order: tx.ID()}
			mine, err := claim(ctx, tx, x, o)
			if err != nil {
				return false, err
			}
			if !mine {
				return false, errClaimed
			}
			return true, do(ctx, tx, x, day, o.Order)
		})
		return err
	}
	err := place(s.Orders.PlaceDay)
	if x.Wait && s.Orders.IsFull(err) {
		err = place(s.Orders.WaitDay)
	}
	f := fault.Of(err)
	switch {
	case err == nil || errors.Is(err, errClaimed):
		return nil
	case f == nil || f.Kind == fault.Unavailable:
		return err // not a refusal: tried again
	}
	_, err = store.In(ctx, s.DB, act, func(tx *store.Tx) (bool, error) {
		if mine, err := claim(ctx, tx, x, Outcome{Day: day, Refused: f.Code}); err != nil || !mine {
			return false, errors.Join(err, errClaimed)
		}
		return true, x.tell(ctx, tx, "orders.series_refused", f.Code)
	})
	if errors.Is(err, errClaimed) {
		err = nil
	}
	return err
}

var errClaimed = errors.New("series: the day was tried before")

// Pause lets a series rest; its orders of the days are called off as far as that
// is free.
func (s *Service) Pause(ctx context.Context, p access.Pass, id string, g SeriesGap) (OrderSeries, error) {
	return s.change(ctx, p, id, func(tx *store.Tx, x OrderSeries) (OrderSeries, error) {
		rule, err := x.Rule.Pause(g)
		if err != nil {
			return x, err
		}
		x.Rule = rule
		if err := save(ctx, tx, &x); err != nil {
			return x, err
		}
		if err := s.Orders.CancelDays(ctx, tx, x.ID, max(g.From, today(tx.Now)), g.To, "series_paused"); err != nil {
			return x, err
		}
		return x, x.tell(ctx, tx, "orders.series_paused", g.Why)
	})
}

// Resume takes pauses back from a day on, tomorrow when none is given; the days
// are tried again.
func (s *Service) Resume(ctx context.Context, p access.Pass, id, day string) (OrderSeries, error) {
	x, err := s.change(ctx, p, id, func(tx *store.Tx, x OrderSeries) (OrderSeries, error) {
		if day == "" {
			day = after(today(tx.Now), 1)
		}
		if _, err := parse(day); err != nil || day < today(tx.Now) {
			return x, ErrDay.On("day")
		}
		rested := x.Rule
		x.Rule = x.Rule.Resume(day)
		var again []string // what somebody called off by hand stays so
		for _, d := range x.Rule.Days(day, x.Rule.To, nil) {
			if !slices.Contains(rested.Days(d, d, nil), d) {
				again = append(again, d)
			}
		}
		if len(again) > 0 {
			x.Upto = min(x.Upto, after(again[0], -1))
		}
		if err := forget(ctx, tx, x, again); err != nil {
			return x, err
		}
		return x, save(ctx, tx, &x)
	})
	if err != nil {
		return x, err
	}
	if err := s.fill(ctx, x, today(s.DB.Now())); err != nil {
		return x, err
	}
	return s.Get(ctx, p, id)
}

// End ends a series; what can still be called off freely is.
func (s *Service) End(ctx context.Context, p access.Pass, id, why string) (OrderSeries, error) {
	return s.change(ctx, p, id, func(tx *store.Tx, x OrderSeries) (OrderSeries, error) { return s.end(ctx, tx, x, why) })
}

func (s *Service) end(ctx context.Context, tx *store.Tx, x OrderSeries, why string) (OrderSeries, error) {
	x.State, x.Reason = Ended, why
	if err := save(ctx, tx, &x); err != nil {
		return x, err
	}
	if err := s.Orders.CancelDays(ctx, tx, x.ID, today(tx.Now), "", "series_ended"); err != nil {
		return x, err
	}
	return x, x.tell(ctx, tx, "orders.series_ended", "")
}

// EndFor ends every series of a person.
func (s *Service) EndFor(ctx context.Context, tx *store.Tx, person, why string) error {
	all, err := list(ctx, tx, Filter{Persons: []string{person}, Limit: 200})
	if err != nil {
		return err
	}
	for _, x := range all {
		if _, err := s.end(ctx, tx, x, why); err != nil {
			return err
		}
	}
	return nil
}
