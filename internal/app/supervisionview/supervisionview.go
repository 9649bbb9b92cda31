package supervisionview

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"linli/internal/directory"
	"linli/internal/fault"
	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/supervision/seen"
)

// View is made of what supervision looks at.
type View struct {
	DB       *store.DB
	Orders   *orders.Service
	Offers   *directory.Directory
	Accounts func() *account.Service // made after the features
	District func() region.Code

	orgs, accounts names
}

// names are kept for a minute.
type names struct {
	mu   sync.Mutex
	at   time.Time
	held map[string]string
}

func (n *names) get(read func() (map[string]string, error), now time.Time) map[string]string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.at.IsZero() || now.Sub(n.at) > time.Minute {
		if v, err := read(); err == nil {
			n.held, n.at = v, now
		}
	}
	return n.held
}

// FollowSanctions suspends a provider, or ends its suspension, in the directory.
func (v *View) FollowSanctions(ctx context.Context, tx *store.Tx, e events.Event) error {
	var b struct{ Org, Kind, Until string }
	if err := e.Decode(&b); err != nil {
		return err
	}
	var to directory.Stage
	switch {
	case b.Kind == "suspension" && e.Kind == "supervision.sanction_imposed":
		to = directory.Suspended
	case b.Kind == "suspension" && (e.Kind == "supervision.sanction_lifted" || e.Kind == "supervision.sanction_ended"):
		to = directory.Active
	case b.Kind == "removal" && e.Kind == "supervision.sanction_imposed":
		to = directory.Ended
	default:
		return nil
	}
	err := v.Offers.OnboardIn(ctx, tx, b.Org, 0, to, "处理决定 / sanction "+e.Subject)
	if f := fault.Of(err); f != nil { // it has gone another way since
		return nil //nolint:nilerr // nothing to do then
	}
	return err
}

// Mine is an order of whoever holds the pass, or of somebody they act for.
func (v *View) Mine(ctx context.Context, p access.Pass, id string) (seen.Order, bool, error) {
	o, err := store.View(ctx, v.DB, access.HouseIn("supervision.mine", p.Who(), v.District()), func(tx *store.Tx) (seen.Order, error) { return v.In(ctx, tx, id) })
	if err != nil || o.Person == p.Person() {
		return o, false, err
	}
	if v.Orders.Proxies == nil {
		return seen.Order{}, false, seen.ErrOrder
	}
	if _, err := v.Orders.Proxies.May(ctx, p, o.Person, "orders"); err != nil {
		return seen.Order{}, false, seen.ErrOrder
	}
	return o, true, nil
}

// In is an order within the pass of tx.
func (v *View) In(ctx context.Context, tx *store.Tx, id string) (seen.Order, error) {
	o, err := v.Orders.In(ctx, tx, id)
	if errors.Is(err, orders.ErrNone) {
		err = seen.ErrOrder
	}
	return seenOrder(o), err
}

// Done are the orders delivered on some days.
func (v *View) Done(ctx context.Context, tx *store.Tx, from, to string) ([]seen.Order, error) {
	all, err := v.Orders.ListIn(ctx, tx, orders.Filter{From: from, To: to, States: []flow.State{flow.Delivered, flow.Confirmed, flow.Rated, flow.Settled}, Limit: 200_000})
	out := make([]seen.Order, len(all))
	for i, o := range all {
		out[i] = seenOrder(o)
	}
	return out, err
}

func seenOrder(o orders.Order) seen.Order {
	x := seen.Order{ID: o.ID, Number: o.Number, Region: o.Region, At: o.At, Org: o.Org, Service: o.Service, ServiceName: o.ServiceName, Category: o.Category, Person: o.Person, Day: o.Day, Done: o.State.Done()}
	for _, a := range []string{o.Assigned, o.Second} {
		if a != "" {
			x.Hands = append(x.Hands, a)
		}
	}
	if how := o.PlacedBy.How; o.PlacedBy.Account != "" && how != "self" && how != "family" {
		x.Hands = append(x.Hands, o.PlacedBy.Account)
	}
	return x
}

// Org is what an organisation is called, as of a minute ago at most.
func (v *View) Org(ctx context.Context, id string) string {
	return v.orgs.get(func() (map[string]string, error) {
		all, err := v.Offers.Organisations(ctx, access.House("names"), directory.OrganisationFilter{}, "", 100_000)
		out := map[string]string{}
		for _, o := range all {
			out[o.ID] = o.Name
		}
		return out, err
	}, v.DB.Now())[id]
}

// Account is whose an account is.
func (v *View) Account(ctx context.Context, id string) string {
	return v.accounts.get(func() (map[string]string, error) {
		all, err := v.Accounts().List(ctx, access.House("names"), "", 100_000)
		out := map[string]string{}
		for _, a := range all {
			out[a.ID] = a.Name
		}
		return out, err
	}, v.DB.Now())[id]
}

// Handler tells whether an account may handle complaints of a place.
func (v *View) Handler(ctx context.Context, account string, at region.Code) (orgs []string, ok bool, err error) {
	posts, err := v.Accounts().Posts(ctx, access.House("complaints"), account)
	if fault.Of(err) != nil {
		return nil, false, nil //nolint:nilerr // no such account
	}
	now := v.DB.Now()
	for _, p := range posts {
		if !p.From.IsZero() && now.Before(p.From) || !p.To.IsZero() && !now.Before(p.To) {
			continue
		}
		if p.Org != "" {
			orgs = append(orgs, p.Org)
		}
		if (p.Role == role.StreetOperator || p.Role == role.DataSteward) && at.In(p.Region) {
			ok = true
		}
	}
	return orgs, ok && !strings.HasPrefix(account, "house:"), err
}
