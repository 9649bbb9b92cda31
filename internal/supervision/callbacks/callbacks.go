package callbacks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/supervision/seen"
)

// Permissions.
const (
	See  access.Permission = "callbacks.see"
	Draw access.Permission = "callbacks.draw"
	Call access.Permission = "callbacks.call"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:  {role.StreetOperator, role.CommunityWorker, role.DataSteward, role.Auditor},
	Draw: {role.StreetOperator},
	Call: {role.StreetOperator, role.CommunityWorker},
}

// Refusals.
var (
	ErrNone   = fault.New(fault.NotFound, "callbacks.none", "找不到这条回访。", "There is no such call-back.")
	ErrDays   = fault.New(fault.Invalid, "callbacks.days", "请选择已经过去的日期，最多 31 天。", "Choose days that are over, at most 31.")
	ErrStreet = fault.New(fault.Invalid, "callbacks.street", "请选择一个街道。", "Choose a street.")
	ErrEmpty  = fault.New(fault.Conflict, "callbacks.empty", "这些天没有可抽取的已完成订单。", "No delivered orders of these days are left to draw from.")
	ErrDone   = fault.New(fault.Conflict, "callbacks.done", "这条回访已经完成。", "This call-back is done.")
	ErrOwn    = fault.New(fault.Forbidden, "callbacks.own", "不能回访本人经手或所在机构的订单。", "Nobody calls back an order that they or their organisation had a hand in.")
	ErrText   = fault.New(fault.Invalid, "callbacks.note", "最多 %d 个字。", "At most %d characters.")
)

const (
	tries = 3
	words = 500
)

// CallbackDraw is one sample.
type CallbackDraw struct {
	ID      string      `json:"id"`
	Region  region.Code `json:"region"`
	From    string      `json:"from"`
	To      string      `json:"to"`
	PerOrg  int         `json:"per_org" doc:"How many of each provider"`
	Seed    string      `json:"seed"`
	Pool    int         `json:"pool" doc:"Delivered orders that were drawn from"`
	Drawn   []string    `json:"drawn" nullable:"false" doc:"Orders, in the order of the draw"`
	Created time.Time   `json:"created"`

	pool []string // what was drawn from, by id
}

// Callback is one call to make.
type Callback struct {
	ID          string      `json:"id"`
	Region      region.Code `json:"region"`
	Draw        string      `json:"draw"`
	Order       string      `json:"order"`
	Number      string      `json:"number"`
	Org         string      `json:"org"`
	OrgName     string      `json:"org_name,omitempty"`
	ServiceName string      `json:"service_name"`
	Day         string      `json:"day"`
	Person      string      `json:"person" doc:"Look the number up with the purpose: call-back"`
	State       string      `json:"state" enum:"drawn,reached,refused,unreached"`
	Tries       int         `json:"tries"`
	Came        *bool       `json:"came,omitempty" doc:"It was delivered"`
	Content     *bool       `json:"content,omitempty" doc:"They are content"`
	Note        string      `json:"note,omitempty"`
	By          string      `json:"by,omitempty"`
	Version     int64       `json:"version"`
	Hands       []string    `json:"-"`
}

// Sample is the ids drawn of a list, per provider: those of the smallest SHA-256
// of seed, a bar and id. The order of all does not matter. O(n log n).
func Sample(all []seen.Order, seed string, perOrg int) (drawn []seen.Order) {
	type ranked struct {
		sum [32]byte
		o   seen.Order
	}
	ranks := make([]ranked, len(all))
	for i, o := range all {
		ranks[i] = ranked{sha256.Sum256([]byte(seed + "|" + o.ID)), o}
	}
	slices.SortFunc(ranks, func(a, b ranked) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	have := map[string]int{}
	for _, r := range ranks {
		if have[r.o.Org] < perOrg {
			have[r.o.Org]++
			drawn = append(drawn, r.o)
		}
	}
	return drawn
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Orders seen.Orders
	Names  seen.Names
}

// Draw draws a sample of a street's delivered orders. What was drawn before is
// not drawn again.
func (s *Service) Draw(ctx context.Context, p access.Pass, street region.Code, from, to string, perOrg int) (CallbackDraw, error) {
	if street == "" && len(p.Places()) == 1 {
		street = p.Places()[0]
	}
	if street.Level() != region.Street {
		return CallbackDraw{}, ErrStreet.On("region")
	}
	p, err := p.Narrow(street)
	if err != nil {
		return CallbackDraw{}, err
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (CallbackDraw, error) {
		first, e1 := time.Parse(time.DateOnly, from)
		last, e2 := time.Parse(time.DateOnly, to)
		if e1 != nil || e2 != nil || last.Before(first) || last.Sub(first) > 30*24*time.Hour || to >= day(tx.Now) {
			return CallbackDraw{}, ErrDays.On("from")
		}
		pool, err := s.pool(ctx, tx, from, to)
		if err != nil {
			return CallbackDraw{}, err
		}
		d := CallbackDraw{ID: tx.ID(), Region: street, From: from, To: to, PerOrg: min(max(perOrg, 1), 100), Seed: tx.ID(), Pool: len(pool), Created: tx.Now, Drawn: []string{}}
		for _, o := range pool {
			d.pool = append(d.pool, o.ID)
		}
		var calls []Callback
		for _, o := range Sample(pool, d.Seed, d.PerOrg) {
			d.Drawn = append(d.Drawn, o.ID)
			calls = append(calls, Callback{ID: tx.ID(), Region: o.Region, Draw: d.ID, Order: o.ID, Number: o.Number, Org: o.Org, ServiceName: o.ServiceName, Day: o.Day, Person: o.Person,
				State: "drawn", Version: 1, Hands: o.Hands})
		}
		if len(calls) == 0 {
			return d, ErrEmpty
		}
		if err := add(ctx, tx, d, calls); err != nil {
			return d, err
		}
		return d, events.Append(ctx, tx, events.Event{Kind: "supervision.callbacks_drawn", Region: street, Subject: d.ID, Body: map[string]any{"pool": d.Pool, "drawn": len(d.Drawn), "seed": d.Seed}})
	})
}

func (s *Service) pool(ctx context.Context, tx *store.Tx, from, to string) ([]seen.Order, error) {
	all, err := s.Orders.Done(ctx, tx, from, to)
	if err != nil {
		return nil, err
	}
	had, err := drawn(ctx, tx)
	return slices.DeleteFunc(all, func(o seen.Order) bool { return had[o.ID] || !tx.Pass().Covers(o.Region) }), err
}

// Check draws again with the seed of a draw from the orders that it drew from,
// and reports whether the same came out and all of them were delivered.
func (s *Service) Check(ctx context.Context, p access.Pass, id string) (same bool, d CallbackDraw, err error) {
	d, err = store.View(ctx, s.DB, p, func(tx *store.Tx) (CallbackDraw, error) {
		x, err := drawByID(ctx, tx, id)
		if err != nil {
			return x, err
		}
		all, err := s.Orders.Done(ctx, tx, x.From, x.To)
		if err != nil {
			return x, err
		}
		from := map[string]bool{}
		for _, id := range x.pool {
			from[id] = true
		}
		all = slices.DeleteFunc(all, func(o seen.Order) bool { return !from[o.ID] })
		again := []string{}
		for _, o := range Sample(all, x.Seed, x.PerOrg) {
			again = append(again, o.ID)
		}
		same = len(all) == x.Pool && len(from) == x.Pool && slices.Equal(again, x.Drawn)
		return x, nil
	})
	return same, d, err
}

func day(t time.Time) string {
	return t.In(time.FixedZone("Asia/Shanghai", 8*3600)).Format(time.DateOnly)
}

// List is the calls in the places of a pass; state "" is any.
func (s *Service) List(ctx context.Context, p access.Pass, state, draw string, limit int) ([]Callback, error) {
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Callback, error) { return list(ctx, tx, state, draw, limit) })
	for i := range all {
		all[i].OrgName = s.Names.Org(ctx, all[i].Org)
	}
	return all, err
}

// Draws are the draws in the places of a pass, newest first.
func (s *Service) Draws(ctx context.Context, p access.Pass) ([]CallbackDraw, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]CallbackDraw, error) { return draws(ctx, tx) })
}

// Said is what a call brought.
type Said struct {
	Reached bool   `json:"reached"`
	Refused bool   `json:"refused,omitempty" doc:"They do not want to say"`
	Came    bool   `json:"came,omitempty"`
	Content bool   `json:"content,omitempty"`
	Note    string `json:"note,omitempty" maxLength:"2000"`
}

// Result notes what a call brought. orgs are those in which the caller holds a post.
func (s *Service) Result(ctx context.Context, p access.Pass, id string, version int64, r Said, orgs []string) (Callback, error) {
	r.Note = strings.TrimSpace(r.Note)
	if utf8.RuneCountInString(r.Note) > words {
		return Callback{}, ErrText.With(words).On("note")
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Callback, error) {
		c, err := byID(ctx, tx, id)
		switch {
		case err != nil:
			return c, err
		case c.Version != version:
			return c, api.ErrStale
		case c.State != "drawn":
			return c, ErrDone
		case slices.Contains(orgs, c.Org) || slices.Contains(c.Hands, p.Who()):
			return c, ErrOwn
		}
		c.Tries, c.Note, c.By = c.Tries+1, r.Note, p.Who()
		switch {
		case r.Refused:
			c.State = "refused"
		case r.Reached:
			c.State, c.Came, c.Content = "reached", &r.Came, &r.Content
		case c.Tries >= tries:
			c.State = "unreached"
		}
		if err := save(ctx, tx, &c); err != nil {
			return c, err
		}
		c.OrgName = s.Names.Org(ctx, c.Org)
		return c, events.Append(ctx, tx, events.Event{Kind: "supervision.called_back", Region: c.Region, Subject: c.ID,
			Body: map[string]any{"order": c.Order, "org": c.Org, "state": c.State, "came": r.Came, "content": r.Content, "day": c.Day}})
	})
}
