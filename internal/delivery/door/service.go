package door

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Permissions.
const (
	See  access.Permission = "doors.see"
	Work access.Permission = "doors.work"
)

// Rules says who holds them. A carer has the cases of their own rounds and visits.
var Rules = access.Rules{
	See:  {role.Carer, role.ProviderManager, role.StreetOperator, role.GridWorker, role.CommunityWorker, role.Auditor},
	Work: {role.Carer, role.ProviderManager, role.StreetOperator, role.GridWorker, role.CommunityWorker},
}

// Refusals.
var (
	ErrNone    = fault.New(fault.NotFound, "door.none", "找不到这次无人应门的记录。", "There is no such case.")
	ErrOpen    = fault.New(fault.Conflict, "door.open", "这个订单的无人应门处置已经在进行。", "A case of this order is open already.")
	ErrOrder   = fault.New(fault.Conflict, "door.order", "只有正在送达或上门的订单可以登记无人应门。", "Only an order that is being brought or visited can have a shut door.")
	ErrStep    = fault.New(fault.Conflict, "door.step", "还没有到这一步，或处置已经结束。", "That step has not come, or the case has ended.")
	ErrOutcome = fault.New(fault.Invalid, "door.outcome", "请选择处置结果。", "Choose how it ended.")
	ErrNote    = fault.New(fault.Invalid, "door.note", "请写明情况，2 至 300 个字。", "Say what happened, 2 to 300 characters.")
)

// DoorContact is whom one turns to at a step.
type DoorContact struct {
	Step     Step   `json:"step" enum:"call,neighbour,family,grid,emergency"`
	Name     string `json:"name"`
	Relation string `json:"relation,omitempty"`
	Phone    string `json:"phone,omitempty"`
}

// DoorCase is a door that stayed shut.
type DoorCase struct {
	ID       string        `json:"id"`
	Region   region.Code   `json:"region"`
	At       region.Code   `json:"at"`
	Org      string        `json:"org"`
	Order    string        `json:"order"`
	Number   string        `json:"number"`
	Round    string        `json:"round,omitempty"`
	Service  string        `json:"service"`
	Day      string        `json:"day"`
	Slot     string        `json:"slot"`
	Person   string        `json:"person"`
	Name     string        `json:"name,omitempty"`
	Address  string        `json:"address,omitempty"`
	Courier  string        `json:"courier,omitempty"`
	Frail    bool          `json:"frail" doc:"Lives alone or is vulnerable: goes on to the grid worker and the emergency call"`
	Step     Step          `json:"step" enum:"call,neighbour,family,grid,emergency"`
	Due      time.Time     `json:"due,omitzero" doc:"When the timer turns to the next"`
	Ended    Outcome       `json:"ended" enum:",answered,handed,away,helped"`
	Log      []DoorTry     `json:"log" nullable:"false"`
	Contacts []DoorContact `json:"contacts,omitempty" nullable:"false" doc:"Of one open case, for whoever works on it; noted in the trail"`
	Created  time.Time     `json:"created"`
	Version  int64         `json:"version"`
}

func (c DoorCase) protocol() Protocol {
	return Protocol{Frail: c.Frail, Step: c.Step, Due: c.Due, Ended: c.Ended, Log: c.Log}
}

func (c *DoorCase) set(x Protocol) {
	c.Frail, c.Step, c.Due, c.Ended, c.Log = x.Frail, x.Step, x.Due, x.Ended, x.Log
}

// Filter narrows a list.
type Filter struct {
	Open    bool
	Orders  []string
	Orgs    []string
	Courier string
	Before  string
	Limit   int
}

// Orders is what is needed of those who keep orders.
type Orders interface {
	In(ctx context.Context, tx *store.Tx, id string) (book.Order, error)
	StepIn(ctx context.Context, tx *store.Tx, id string, version int64, v flow.Verb, in book.OrderStep) (book.Order, error)
	// Get is an order as a viewer may see it.
	Get(ctx context.Context, p access.Pass, id string) (book.Order, error)
}

// Around is what stands around; app supplies it.
type Around interface {
	// Frail reports whether somebody lives alone or is vulnerable.
	Frail(ctx context.Context, tx *store.Tx, person string) (bool, error)
	// Contacts are whom to call, numbers in full, each noted in the trail.
	Contacts(ctx context.Context, p access.Pass, c DoorCase) ([]DoorContact, error)
	// Account is the name of an account.
	Account(ctx context.Context, id string) string
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Orders Orders
	Around Around
}

// mine hides what is of another organisation, or of another courier.
func mine(p access.Pass, org, courier string) bool {
	if orgs := p.Orgs(); len(orgs) > 0 && !slices.Contains(orgs, org) {
		return false
	}
	return !onlyCarer(p) || courier == p.Who()
}

// onlyCarer reports whether somebody has just what is assigned to them. See is held
// by carers too, orders.answer is not.
func onlyCarer(p access.Pass) bool { return p.Has("orders.carry") && !p.Has("orders.answer") }

// Open begins a case for an order that is at its door.
func (s *Service) Open(ctx context.Context, p access.Pass, order, note string) (DoorCase, error) {
	if utf8.RuneCountInString(note) > 300 {
		return DoorCase{}, ErrNote.On("note")
	}
	seen, err := s.Orders.Get(ctx, p, order)
	if err != nil {
		return DoorCase{}, err
	}
	if !mine(p, seen.Org, seen.Assigned) {
		return DoorCase{}, book.ErrNone
	}
	c, err := store.In(ctx, s.DB, access.HouseIn("door.open", p.Who(), seen.Region, seen.At), func(tx *store.Tx) (DoorCase, error) {
		o, err := s.Orders.In(ctx, tx, order)
		if err != nil {
			return DoorCase{}, err
		}
		if !o.Mode.Goes() || o.State != flow.OnTheWay && o.State != flow.Assigned && o.State != flow.InService {
			return DoorCase{}, ErrOrder
		}
		frail, err := s.Around.Frail(ctx, tx, o.Person)
		if err != nil {
			return DoorCase{}, err
		}
		c := DoorCase{ID: tx.ID(), Region: o.Region, At: o.At, Org: o.Org, Order: o.ID, Number: o.Number, Round: o.Round, Service: o.Service, Day: o.Day, Slot: o.Slot.Key, Person: o.Person, Courier: o.Assigned, Created: tx.Now, Version: 1}
		x := Open(frail, p.Who(), tx.Now)
		x.Log[0].Note = strings.TrimSpace(note)
		c.set(x)
		if err := add(ctx, tx, c); err != nil {
			return c, err
		}
		return c, c.tell(ctx, tx, "delivery.door_opened")
	})
	if err != nil {
		return c, err
	}
	return s.Get(ctx, p, c.ID)
}

func (c DoorCase) tell(ctx context.Context, tx *store.Tx, kind string) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: c.Region, Subject: c.Order, Body: map[string]any{"case": c.ID, "person": c.Person, "service": c.Service, "day": c.Day, "slot": c.Slot, "org": c.Org, "step": c.Step, "outcome": c.Ended, "frail": c.Frail}})
}

// change applies a step of the protocol to a case read at a version.
func (s *Service) change(ctx context.Context, p access.Pass, id string, version int64, rule func(*store.Tx, *Protocol, DoorCase) error) (DoorCase, error) {
	seen, err := s.one(ctx, p, id)
	if err != nil {
		return seen, err
	}
	_, err = store.In(ctx, s.DB, access.HouseIn("door.work", p.Who(), seen.Region, seen.At), func(tx *store.Tx) (DoorCase, error) {
		c, err := byID(ctx, tx, id)
		if err == nil && c.Version != version {
			err = api.ErrStale
		}
		if err != nil {
			return c, err
		}
		was, x := c.Step, c.protocol()
		if err := rule(tx, &x, c); err != nil {
			return c, err
		}
		c.set(x)
		if err := save(ctx, tx, &c); err != nil {
			return c, err
		}
		switch {
		case c.Ended != "":
			return c, c.tell(ctx, tx, "delivery.door_closed")
		case c.Step != was:
			return c, c.tell(ctx, tx, "delivery.door_"+string(c.Step))
		}
		return c, nil
	})
	if err != nil {
		return seen, err
	}
	return s.Get(ctx, p, id)
}

// Tried notes what came of a step.
func (s *Service) Tried(ctx context.Context, p access.Pass, id string, version int64, step Step, r Result, note string) (DoorCase, error) {
	return s.change(ctx, p, id, version, func(tx *store.Tx, x *Protocol, _ DoorCase) error {
		if utf8.RuneCountInString(note) > 300 {
			return ErrNote.On("note")
		}
		if !x.Tried(step, r, p.Who(), strings.TrimSpace(note), tx.Now) {
			return ErrStep.On("step")
		}
		return nil
	})
}

// Skip turns to a later step at once.
func (s *Service) Skip(ctx context.Context, p access.Pass, id string, version int64, to Step, note string) (DoorCase, error) {
	return s.change(ctx, p, id, version, func(tx *store.Tx, x *Protocol, _ DoorCase) error {
		if err := told(note); err != nil {
			return err
		}
		if !x.Skip(to, p.Who(), strings.TrimSpace(note), tx.Now) {
			return ErrStep.On("step")
		}
		return nil
	})
}

// End closes a case and, with it, what it says of the order.
func (s *Service) End(ctx context.Context, p access.Pass, id string, version int64, o Outcome, note string) (DoorCase, error) {
	return s.change(ctx, p, id, version, func(tx *store.Tx, x *Protocol, c DoorCase) error {
		if err := told(note); err != nil {
			return err
		}
		if x.Ended != "" {
			return ErrStep
		}
		if !x.End(o, p.Who(), strings.TrimSpace(note), tx.Now) {
			return ErrOutcome.On("outcome")
		}
		at, err := s.Orders.In(ctx, tx, c.Order)
		if err != nil || !at.State.IsOpen() {
			return err // closed meanwhile by other hands
		}
		switch o {
		case Answered:
			return nil
		case Handed:
			_, err = s.Orders.StepIn(ctx, tx, c.Order, 0, flow.Deliver, book.OrderStep{Proof: "call"})
		case Away, Helped:
			if _, err = s.Orders.StepIn(ctx, tx, c.Order, 0, flow.Absent, book.OrderStep{Reason: strings.TrimSpace(note)}); err == nil && o == Helped { // nobody is counted for having fallen
				_, err = s.Orders.StepIn(ctx, tx, c.Order, 0, flow.Excuse, book.OrderStep{Why: "helped"})
			}
		}
		return err
	})
}

func told(note string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(note)); n < 2 || n > 300 {
		return ErrNote.On("note")
	}
	return nil
}

func (s *Service) one(ctx context.Context, p access.Pass, id string) (DoorCase, error) {
	c, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (DoorCase, error) { return byID(ctx, tx, id) })
	if err == nil && !mine(p, c.Org, c.Courier) {
		err = ErrNone
	}
	return c, err
}

// Get is one case, with whom to call where it is open.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (DoorCase, error) {
	c, err := s.one(ctx, p, id)
	if err != nil {
		return c, err
	}
	all := []DoorCase{c}
	if err := s.dress(ctx, p, all); err != nil {
		return c, err
	}
	c = all[0]
	if c.Ended == "" && p.Has(Work) {
		c.Contacts, err = s.Around.Contacts(ctx, p, c)
	}
	return c, err
}

// List lists cases, newest first.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]DoorCase, error) {
	if orgs := p.Orgs(); len(orgs) > 0 {
		f.Orgs = orgs
	}
	if onlyCarer(p) {
		f.Courier = p.Who()
	}
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]DoorCase, error) { return list(ctx, tx, f) })
	if err != nil {
		return nil, err
	}
	return all, s.dress(ctx, p, all)
}

// Of are the cases of orders, open and ended, oldest first.
func (s *Service) Of(ctx context.Context, tx *store.Tx, orders []string) (map[string][]DoorCase, error) {
	out := map[string][]DoorCase{}
	if len(orders) == 0 {
		return out, nil
	}
	all, err := list(ctx, tx, Filter{Orders: orders, Limit: 10_000})
	for i := len(all) - 1; i >= 0; i-- {
		out[all[i].Order] = append(out[all[i].Order], all[i])
	}
	return out, err
}

func (s *Service) dress(ctx context.Context, p access.Pass, all []DoorCase) error {
	names := map[string]string{"": ""}
	for i := range all {
		c := &all[i]
		o, err := s.Orders.Get(ctx, p, c.Order)
		if err == nil {
			c.Name, c.Address = o.Name, o.Address
		} else if fault.Of(err) == nil {
			return err
		}
		for j := range c.Log {
			by := c.Log[j].By
			if _, ok := names[by]; !ok {
				names[by] = s.Around.Account(ctx, by)
			}
			c.Log[j].ByName = names[by]
		}
	}
	return nil
}

// Answered ends the open case of an order, if there is one, in a caller's
// transaction: the door was opened after all.
func (s *Service) Answered(ctx context.Context, tx *store.Tx, who, order string) error {
	all, err := list(ctx, tx, Filter{Open: true, Orders: []string{order}, Limit: 1})
	for _, c := range all {
		x := c.protocol()
		x.End(Answered, who, "", tx.Now)
		c.set(x)
		if err = save(ctx, tx, &c); err == nil {
			err = c.tell(ctx, tx, "delivery.door_closed")
		}
	}
	return err
}

// Watch turns to the next step where the minutes of one are over.
func (s *Service) Watch(ctx context.Context, p access.Pass) (n int, err error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		all, err := due(ctx, tx)
		if err != nil {
			return 0, err
		}
		for _, c := range all {
			was, x := c.Step, c.protocol()
			for x.Lapse(tx.Now) {
			}
			c.set(x)
			if err := save(ctx, tx, &c); err != nil {
				return n, err
			}
			n++
			// Each step that was passed over is told too: whoever should have been called hears of it.
			for i := slices.Index(Steps, was) + 1; i <= slices.Index(Steps, c.Step); i++ {
				told := c
				told.Step = Steps[i]
				if err := told.tell(ctx, tx, "delivery.door_"+string(Steps[i])); err != nil {
					return n, err
				}
			}
		}
		return n, nil
	})
}
