package sharingview

import (
	"context"
	"time"

	"linli/internal/directory"
	"linli/internal/platform/access"
	"linli/internal/role"
)

// Demo is the corner of the fictional district whose life is told.
type Demo struct {
	Hut       directory.ServicePoint // of the community in which the demo's residents live
	Keeper    string                 // account
	Secretary string                 // account of the party branch's secretary
	Worker    string                 // account of the community's worker
	Clock     Clock
}

// Clock can be set back, to let earlier days happen.
type Clock interface {
	Now() time.Time
	Set(time.Time)
	Right()
}

// Tell fills the hut of the community in which the demo's residents live, next to their kitchen.
func Tell(ctx context.Context, a Around, parts []Part, kitchen directory.ServicePoint, clock Clock) error {
	if kitchen.ID == "" {
		return nil // a village without
	}
	d := Demo{Clock: clock}
	all, err := a.Offers.Points(ctx, access.HouseIn("demo", "demo", kitchen.Region.Community()), directory.PointFilter{Kind: "hut"}, "", 10)
	if err != nil || len(all) == 0 {
		return err
	}
	d.Hut = all[0]
	for _, x := range []struct {
		to *string
		r  role.Role
	}{{&d.Keeper, role.HutKeeper}, {&d.Secretary, role.PartySecretary}, {&d.Worker, role.CommunityWorker}} {
		found, err := a.Accounts().Holders(ctx, x.r, "")
		if err != nil {
			return err
		}
		for _, one := range found {
			if one.Region == kitchen.Region.Community() || *x.to == "" {
				*x.to = one.ID
			}
		}
	}
	for _, part := range parts {
		if part.Demo == nil {
			continue
		}
		if err := part.Demo(ctx, d); err != nil {
			return err
		}
	}
	return nil
}
