package app

import (
	"context"
	"slices"

	"linli/internal/app/demostory"
	"linli/internal/platform/events"
	"linli/internal/role"
)

// demoWeeks lets the weeks until now happen around the demo's kitchen.
func (h *House) demoWeeks(ctx context.Context) error {
	meals, place, err := h.demoPlace(ctx, demoMeals)
	if err != nil || place.ID == "" {
		return err
	}
	s := demostory.Story{Clock: h.clock, DB: h.DB, Rules: h.Rules, People: h.People, Orders: h.Orders, Deliver: h.Deliver, Supervise: h.Supervise, Money: h.Money, Kitchen: place, Service: meals,
		Holiday: h.Workdays.Holiday, Follow: h.catchUp}
	if s.Care, _, err = h.demoPlace(ctx, demoCare); err != nil {
		return err
	}
	org := meals.Organisation
	carers, err := h.Accounts.Holders(ctx, role.Carer, org)
	if err != nil {
		return err
	}
	for _, c := range carers {
		s.Couriers = append(s.Couriers, c.ID)
	}
	for _, x := range []struct {
		to  *string
		r   role.Role
		org string
	}{{&s.Manager, role.ProviderManager, org}, {&s.Street, role.StreetOperator, ""}, {&s.Planner, role.DistrictPlanner, ""}} {
		found, err := h.Accounts.Holders(ctx, x.r, x.org)
		if err != nil {
			return err
		}
		for _, a := range found {
			*x.to = a.ID
		}
	}
	return s.Tell(ctx)
}

// catchUp lets what counts orders come to the end of the log.
func (h *House) catchUp(ctx context.Context) error {
	for _, x := range h.followers() {
		for slices.Contains([]string{"settlement", "supervision", "inbox"}, x.name) {
			n, err := events.Step(ctx, h.DB, x.name, x.handle, x.kinds...)
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	return nil
}
