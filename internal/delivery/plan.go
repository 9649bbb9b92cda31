package delivery

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/internal/delivery/door"
	"linli/internal/delivery/kitchen"
	"linli/internal/delivery/trip"
	"linli/internal/directory/hours"
	"linli/internal/geo"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/files"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Orders is what is needed of those who keep orders.
type Orders interface {
	door.Orders
	List(ctx context.Context, p access.Pass, f book.Filter) ([]book.Order, error)
	ForRound(ctx context.Context, tx *store.Tx, point, day, slot string) ([]book.Order, error)
	CheckCode(ctx context.Context, tx *store.Tx, id, said string) (bool, error)
}

// Kitchen is a point where meals are packed.
type Kitchen struct {
	Region    region.Code
	Org, Name string
	At        geo.Point
}

// Courier is somebody who can be sent.
type Courier struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}

// Around is what stands around; app supplies it.
type Around interface {
	door.Around
	Kitchen(ctx context.Context, point string) (Kitchen, error) // ErrPoint
	Couriers(ctx context.Context, org string) ([]Courier, error)
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Files  *files.Store
	Orders Orders
	Around Around
	Doors  *door.Service // made by New
}

// New puts the parts together.
func New(s Service) *Service {
	s.Doors = &door.Service{DB: s.DB, Orders: s.Orders, Around: s.Around}
	return &s
}

// at is the kitchen of a point of the viewer's.
func (s *Service) at(ctx context.Context, p access.Pass, point string) (Kitchen, error) {
	k, err := s.Around.Kitchen(ctx, point)
	if err != nil {
		return k, err
	}
	if orgs := p.Orgs(); !p.Covers(k.Region) || len(orgs) > 0 && !slices.Contains(orgs, k.Org) {
		return k, ErrPoint.On("point")
	}
	return k, nil
}

// KitchenDay is what a kitchen cooks and packs on a day.
type KitchenDay struct {
	Point string                `json:"point"`
	Name  string                `json:"name"`
	Day   string                `json:"day"`
	Times []kitchen.KitchenTime `json:"times" nullable:"false"`
}

// KitchenOf counts a day.
func (s *Service) KitchenOf(ctx context.Context, p access.Pass, point, day string) (KitchenDay, error) {
	k, err := s.at(ctx, p, point)
	if err != nil {
		return KitchenDay{}, err
	}
	if day == "" {
		day = s.today()
	}
	all, err := s.Orders.List(ctx, p, book.Filter{Point: point, From: day, To: day, Limit: 10_000})
	return KitchenDay{Point: point, Name: k.Name, Day: day, Times: kitchen.Count(all)}, err
}

func (s *Service) today() string { return s.DB.Now().In(hours.Shanghai).Format(time.DateOnly) }

// DeliveryCourier is a courier of a plan with how much they carry.
type DeliveryCourier struct {
	Account string `json:"account" maxLength:"40"`
	Boxes   int    `json:"boxes,omitempty" minimum:"0" maximum:"500" doc:"Carried at once; 0 is 40"`
}

// DeliveryAsk is how rounds are to be planned.
type DeliveryAsk struct {
	Point    string            `json:"point" maxLength:"40"`
	Day      string            `json:"day" maxLength:"10"`
	Slot     string            `json:"slot" maxLength:"20"`
	Couriers []DeliveryCourier `json:"couriers" minItems:"1" maxItems:"50"`
	By       trip.By           `json:"by,omitempty" enum:",walk,bike,car" doc:"bike where empty"`
	Minutes  int               `json:"minutes,omitempty" minimum:"0" maximum:"240" doc:"Longest round, from the kitchen and back; 0 is 60"`
	Leave    string            `json:"leave,omitempty" maxLength:"5" doc:"When the first sets out, such as 10:30; empty: when the time begins"`
	Fresh    bool              `json:"fresh,omitempty" doc:"Leave aside the order that was remembered"`
}

// DeliveryPlan is what was planned.
type DeliveryPlan struct {
	Rounds  []DeliveryRound `json:"rounds" nullable:"false"`
	Left    []trip.Left     `json:"left" nullable:"false" doc:"Orders that no round takes, with the reason"`
	Kept    int             `json:"kept" doc:"Neighbours of the remembered order that stay so"`
	Broken  int             `json:"broken"`
	Minutes int             `json:"minutes" doc:"On the way, all rounds together"`
	Waiting int             `json:"waiting" doc:"Orders of the time that nobody has accepted"`
}

// Lay plans the rounds of a time anew: those that have not set out are dissolved,
// those that have are left alone with their orders.
func (s *Service) Lay(ctx context.Context, p access.Pass, a DeliveryAsk) (DeliveryPlan, error) {
	k, err := s.at(ctx, p, a.Point)
	if err != nil {
		return DeliveryPlan{}, err
	}
	day, ok := time.ParseInLocation(time.DateOnly, a.Day, hours.Shanghai)
	if ok != nil || a.Day < s.today() {
		return DeliveryPlan{}, ErrDay.On("day")
	}
	couriers, err := s.couriers(ctx, k.Org, a.Couriers)
	if err != nil {
		return DeliveryPlan{}, err
	}
	act := access.HouseIn("delivery.plan", p.Who(), k.Region.District())
	type seen struct {
		orders []book.Order
		memory [][]string
	}
	was, err := store.View(ctx, s.DB, act, func(tx *store.Tx) (v seen, err error) {
		if v.orders, err = s.Orders.ForRound(ctx, tx, a.Point, a.Day, a.Slot); err == nil && !a.Fresh {
			v.memory, err = memory(ctx, tx, a.Point, a.Slot, day.Weekday())
		}
		return v, err
	})
	if err != nil {
		return DeliveryPlan{}, err
	}
	open, err := s.Orders.List(ctx, p, book.Filter{Point: a.Point, From: a.Day, To: a.Day, Slot: a.Slot, Mode: flow.Delivery, States: []flow.State{flow.Placed}, Limit: 10_000})
	if err != nil {
		return DeliveryPlan{}, err
	}
	var homes []trip.Home
	var slot book.Order
	for _, o := range was.orders {
		if o.State != flow.OnTheWay {
			slot = o
			homes = append(homes, trip.Home{Order: o.ID, Person: o.Person, At: geo.Point{Lon: o.Keep.Lon, Lat: o.Keep.Lat}, Bags: o.Quantity})
		}
	}
	if len(homes) == 0 {
		return DeliveryPlan{Waiting: len(open)}, ErrNothing.On("slot")
	}
	slices.SortFunc(homes, func(a, b trip.Home) int { // the same orders give the same rounds
		if a.Order < b.Order {
			return -1
		}
		return 1
	})
	from, to := slot.Bounds()
	if a.Leave != "" {
		at, err := time.ParseInLocation("2006-01-02 15:04", a.Day+" "+a.Leave, hours.Shanghai)
		if err != nil || !at.Before(to) {
			return DeliveryPlan{}, ErrDay.On("leave")
		}
		from = at
	}
	if a.By == "" {
		a.By = trip.Bike
	}
	if a.Minutes == 0 {
		a.Minutes = 60
	}
	laid, err := trip.Lay(ctx, k.At, homes, couriers, trip.How{From: from, To: to, Box: time.Duration(a.Minutes) * time.Minute, By: a.By, Memory: was.memory, KeepFor: 90 * time.Second})
	if err != nil {
		return DeliveryPlan{}, err
	}
	plan, err := store.In(ctx, s.DB, act, func(tx *store.Tx) (DeliveryPlan, error) { return s.keep(ctx, tx, k, a, laid) })
	if err != nil {
		return plan, err
	}
	plan.Waiting = len(open)
	return plan, s.dress(ctx, p, plan.Rounds)
}

func (s *Service) couriers(ctx context.Context, org string, asked []DeliveryCourier) (out []trip.Courier, err error) {
	all, err := s.Around.Couriers(ctx, org)
	for _, c := range asked {
		if !slices.ContainsFunc(all, func(x Courier) bool { return x.Account == c.Account }) || slices.ContainsFunc(out, func(x trip.Courier) bool { return x.Account == c.Account }) {
			return nil, ErrCouriers.On("couriers")
		}
		out = append(out, trip.Courier{Account: c.Account, Bags: c.Boxes})
	}
	return out, err
}

// keep writes what was laid: orders that changed since are left out of it.
func (s *Service) keep(ctx context.Context, tx *store.Tx, k Kitchen, a DeliveryAsk, laid trip.Plan) (DeliveryPlan, error) {
	plan := DeliveryPlan{Rounds: []DeliveryRound{}, Left: laid.Left, Kept: laid.Kept, Broken: laid.Broken, Minutes: int(laid.Seconds / 60)}
	if plan.Left == nil {
		plan.Left = []trip.Left{}
	}
	old, err := list(ctx, tx, Filter{From: a.Day, To: a.Day, Point: a.Point, Slot: a.Slot, States: []State{Planned}, Limit: 1000})
	if err != nil {
		return plan, err
	}
	for i := range old {
		old[i].State = Dissolved
		if err := save(ctx, tx, &old[i]); err != nil {
			return plan, err
		}
	}
	now, err := s.Orders.ForRound(ctx, tx, a.Point, a.Day, a.Slot)
	if err != nil {
		return plan, err
	}
	open := map[string]book.Order{}
	for _, o := range now {
		if o.State != flow.OnTheWay {
			open[o.ID] = o
		}
	}
	for _, t := range laid.Trips {
		r := DeliveryRound{ID: tx.ID(), Region: k.Region, Org: k.Org, Point: a.Point, PointName: k.Name, Day: a.Day, Slot: a.Slot, Name: fmt.Sprint(len(plan.Rounds) + 1), State: Planned, Courier: t.Courier.Account,
			By: a.By, Leaves: t.Leaves, Returns: t.Back, Readings: []DeliveryReading{}, Created: tx.Now, Version: 1, KitchenLon: k.At.Lon, KitchenLat: k.At.Lat}
		for _, x := range t.Stops {
			o, ok := open[x.Order]
			if !ok {
				continue // called off while we planned
			}
			if _, err := s.Orders.StepIn(ctx, tx, o.ID, 0, flow.Assign, book.OrderStep{Account: r.Courier, Round: r.ID}); err != nil {
				return plan, err
			}
			r.Boxes += o.Quantity
			r.Stops = append(r.Stops, DeliveryStop{Stop: x})
		}
		if len(r.Stops) == 0 {
			continue
		}
		r.number()
		if err := add(ctx, tx, r); err != nil {
			return plan, err
		}
		if err := r.tell(ctx, tx, "delivery.round_planned"); err != nil {
			return plan, err
		}
		plan.Rounds = append(plan.Rounds, r)
	}
	return plan, nil
}

func (r DeliveryRound) tell(ctx context.Context, tx *store.Tx, kind string) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: r.Region, Subject: r.ID, Body: map[string]any{"point": r.Point, "org": r.Org, "day": r.Day, "slot": r.Slot, "stops": len(r.Stops), "boxes": r.Boxes,
		"bags_out": r.BagsOut, "bags_in": r.BagsIn}})
}
