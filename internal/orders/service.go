package orders

import (
	"context"
	"io/fs"
	"slices"

	"linli/internal/orders/around"
	"linli/internal/orders/board"
	"linli/internal/orders/book"
	"linli/internal/orders/clock"
	"linli/internal/orders/counter"
	"linli/internal/orders/draft"
	"linli/internal/orders/flow"
	"linli/internal/orders/pauses"
	"linli/internal/orders/series"
	"linli/internal/orders/slots"
	"linli/internal/orders/waiting"
	"linli/internal/orders/watch"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/role"
)

// What can be done here.
const (
	See    access.Permission = "orders.see"
	Take   access.Permission = "orders.take"   // place for somebody: a caller, at the door, at the counter
	Answer access.Permission = "orders.answer" // accept, decline, assign
	Carry  access.Permission = "orders.carry"  // start, arrive, deliver, no-show, fail
	Call   access.Permission = "orders.cancel"
	Again  access.Permission = "orders.reopen"
	Mine   access.Permission = "orders.mine" // residents: their own and those they act for
)

// own are the rules of this package: who holds what. The rest is said where a step is made: a
// provider acts on the orders of its organisation, a carer on those assigned.
var own = access.Rules{
	See:    {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.ProviderManager, role.Carer, role.Auditor},
	Take:   {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.ProviderManager},
	Answer: {role.ProviderManager, role.StreetOperator},
	Carry:  {role.ProviderManager, role.Carer, role.StreetOperator},
	Call:   {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.ProviderManager},
	Again:  {role.StreetOperator},
	Mine:   {role.Resident},
}

// Rules of orders and of their parts.
var Rules = access.Merge(own, clock.Permits, waiting.Rules, series.Rules, pauses.Rules, board.Rules, counter.Rules)

// needs is the permission of a step made by staff.
var needs = map[flow.Verb]access.Permission{
	flow.Accept: Answer, flow.Decline: Answer, flow.Assign: Answer, flow.Start: Carry, flow.Arrive: Carry, flow.Deliver: Carry,
	flow.Absent: Carry, flow.Fail: Carry, flow.Cancel: Call, flow.Reopen: Again, flow.Excuse: Again,
}

// What stands around orders; app supplies it.
type (
	Offer     = draft.Offer
	Person    = draft.Person
	Contact   = around.Contact
	Proxy     = around.Proxy
	Directory = around.Directory
	Register  = around.Register
	Proxies   = around.Proxies
	Purse     = around.Purse
	Staff     = around.Staff
)

// Service is the use cases. One exported method is one transaction, but for
// those that take a *store.Tx and are part of another's.
type Service struct {
	DB        *store.DB
	Directory Directory
	People    Register
	Proxies   Proxies // nil: everybody for themselves
	Workdays  draft.Workdays
	Purse     Purse // nil: the full price
	Staff     Staff // nil: nobody is known

	// Parts of it, made by New.
	Clocks  *clock.Service
	Waiting *waiting.Service
	Series  *series.Service
	Pauses  *pauses.Service
	Watch   *watch.Service
	Board   *board.Service
	Counter *counter.Service
}

// New puts the parts together.
func New(s Service) *Service {
	in := inner{&s}
	s.Clocks = &clock.Service{DB: s.DB}
	s.Waiting = &waiting.Service{DB: s.DB, Orders: in}
	s.Series = &series.Service{DB: s.DB, Orders: in}
	s.Pauses = &pauses.Service{DB: s.DB, Orders: resting{in}}
	s.Watch = &watch.Service{DB: s.DB, Orders: watched{in}, Clocks: s.Clocks, Workdays: s.Workdays}
	s.Board = &board.Service{DB: s.DB, Orders: desk{in}}
	s.Counter = &counter.Service{DB: s.DB, Orders: desk{in}}
	return &s
}

// Schemas of the feature's tables.
func Schemas() []fs.FS {
	return []fs.FS{book.Schema, slots.Schema, clock.Schema, waiting.Schema, pauses.Schema, series.Schema}
}

// forWhom is the pass with which a resident acts for a person: themselves, or
// somebody who agreed. It reaches the person's street and is used only on what
// is that person's.
func (s *Service) forWhom(ctx context.Context, p access.Pass, person string) (access.Pass, Proxy, error) {
	var by Proxy
	switch {
	case person == "":
		return p, by, ErrPerson.On("person")
	case person == p.Person() && len(p.Places()) > 0: // the register gave the post where they live
		return access.HouseIn("orders.mine", p.Who(), p.Places()[0].District()), by, nil
	case person != p.Person():
		if s.Proxies == nil {
			return p, by, ErrProxy.On("person")
		}
		var err error
		if by, err = s.Proxies.May(ctx, p, person, "orders"); err != nil {
			return p, by, err
		}
	}
	home, err := s.People.Home(ctx, person)
	if err != nil {
		return p, by, err
	}
	return access.HouseIn("orders.mine", p.Who(), home.District()), by, nil
}

// ours refuses what is of another organisation than the posts are held in.
func ours(p access.Pass, org string) error {
	if orgs := p.Orgs(); len(orgs) > 0 && !slices.Contains(orgs, org) {
		return ErrNotYours
	}
	return nil
}
