package ratings

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/supervision/seen"
)

// Permissions.
const (
	See   access.Permission = "supervision.see_ratings"
	Reply access.Permission = "supervision.reply"
	Hide  access.Permission = "supervision.hide_rating"
	Mine  access.Permission = "supervision.my_ratings"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:   {role.StreetOperator, role.CommunityWorker, role.ProviderManager, role.DataSteward, role.Auditor},
	Reply: {role.ProviderManager},
	Hide:  {role.StreetOperator},
	Mine:  {role.Resident},
}

// Refusals.
var (
	ErrNone    = fault.New(fault.NotFound, "supervision.no_rating", "找不到这条评价。", "There is no such rating.")
	ErrNotDone = fault.New(fault.Conflict, "supervision.not_delivered", "服务完成后才能评价。", "Only what was delivered can be rated.")
	ErrOwn     = fault.New(fault.Forbidden, "supervision.own_provider", "您在这家机构任职，不能评价它的服务。", "You work for this provider: you cannot rate its services.")
	ErrStars   = fault.New(fault.Invalid, "supervision.stars", "请给一到五颗星。", "Give one to five stars.")
	ErrText    = fault.New(fault.Invalid, "supervision.rating_text", "最多 %d 个字。", "At most %d characters.")
	ErrLate    = fault.New(fault.Conflict, "supervision.rating_late", "评价七天后不能再改。", "A rating cannot be changed after seven days.")
	ErrReplied = fault.New(fault.Conflict, "supervision.replied", "已经回复过这条评价。", "This rating has been replied to.")
	ErrWhy     = fault.New(fault.Invalid, "supervision.hide_reason", "请写明隐藏的理由。", "Say why it is hidden.")
)

const (
	most       = 500 // characters of words
	changeable = 7 * 24 * time.Hour
)

// Aspects are what can be rated beside the whole, one to five each.
var Aspects = []string{"on_time", "quality", "manner", "warm"}

// ServiceRating is what somebody said of an order.
type ServiceRating struct {
	ID          string         `json:"id"`
	Order       string         `json:"order"`
	Number      string         `json:"number"`
	Region      region.Code    `json:"region"`
	At          region.Code    `json:"at"`
	Org         string         `json:"org"`
	OrgName     string         `json:"org_name,omitempty"`
	Service     string         `json:"service"`
	ServiceName string         `json:"service_name"`
	Day         string         `json:"day"`
	Stars       int            `json:"stars"`
	Aspects     map[string]int `json:"aspects,omitempty" doc:"on_time, quality, manner, warm"`
	Text        string         `json:"text,omitempty"`
	Proxy       bool           `json:"proxy" doc:"Given by somebody who acts for the person"`
	Reply       string         `json:"reply,omitempty"`
	Hidden      string         `json:"hidden,omitempty" doc:"Why the words are not shown; the stars count"`
	Created     time.Time      `json:"created"`
	Version     int64          `json:"version"`
}

// Given is what somebody gives.
type Given struct {
	Stars   int            `json:"stars" minimum:"1" maximum:"5"`
	Aspects map[string]int `json:"aspects,omitempty"`
	Text    string         `json:"text,omitempty" maxLength:"2000"`
}

func (g *Given) check() error {
	g.Text = strings.TrimSpace(g.Text)
	var bad []*fault.Fault
	if g.Stars < 1 || g.Stars > 5 {
		bad = append(bad, ErrStars.On("stars"))
	}
	for k, v := range g.Aspects {
		if !slices.Contains(Aspects, k) || v < 1 || v > 5 {
			bad = append(bad, ErrStars.On("aspects."+k))
		}
	}
	if utf8.RuneCountInString(g.Text) > most {
		bad = append(bad, ErrText.With(most).On("text"))
	}
	return fault.Join(bad...)
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Orders seen.Orders
	Names  seen.Names
}

// Rate rates an order of the resident of the pass, or of somebody they act for;
// again within seven days changes it. worksFor are organisations in which the
// rater holds a post.
func (s *Service) Rate(ctx context.Context, p access.Pass, order string, g Given, worksFor []string) (ServiceRating, error) {
	if err := g.check(); err != nil {
		return ServiceRating{}, err
	}
	o, proxy, err := s.Orders.Mine(ctx, p, order)
	switch {
	case err != nil:
		return ServiceRating{}, err
	case !o.Done:
		return ServiceRating{}, ErrNotDone
	case slices.Contains(worksFor, o.Org):
		return ServiceRating{}, ErrOwn
	}
	return store.In(ctx, s.DB, access.HouseIn("supervision.rate", p.Who(), o.Region), func(tx *store.Tx) (ServiceRating, error) {
		r, err := ofOrder(ctx, tx, o.ID)
		fresh := errors.Is(err, ErrNone)
		if err != nil && !fresh {
			return r, err
		}
		if !fresh && tx.Now.Sub(r.Created) > changeable {
			return r, ErrLate
		}
		was := r.Stars
		if fresh {
			r = ServiceRating{ID: tx.ID(), Order: o.ID, Number: o.Number, Region: o.Region, At: o.At, Org: o.Org, Service: o.Service, ServiceName: o.ServiceName, Day: o.Day, Proxy: proxy, Created: tx.Now, Version: 1}
		}
		r.Stars, r.Aspects, r.Text, r.Hidden = g.Stars, g.Aspects, g.Text, ""
		if fresh {
			err = add(ctx, tx, r)
		} else {
			err = save(ctx, tx, &r)
		}
		if err != nil {
			return r, err
		}
		kind := "supervision.rated"
		if !fresh {
			kind = "supervision.rating_changed"
		}
		return r, events.Append(ctx, tx, events.Event{Kind: kind, Region: r.Region, Subject: r.ID,
			Body: map[string]any{"order": r.Order, "org": r.Org, "stars": r.Stars, "was": was, "day": r.Day}})
	})
}

// OfMine is what was said of an order of the resident of the pass.
func (s *Service) OfMine(ctx context.Context, p access.Pass, order string) (ServiceRating, error) {
	o, _, err := s.Orders.Mine(ctx, p, order)
	if err != nil {
		return ServiceRating{}, err
	}
	return store.View(ctx, s.DB, access.HouseIn("supervision.rate", p.Who(), o.Region), func(tx *store.Tx) (ServiceRating, error) { return ofOrder(ctx, tx, order) })
}

// Filter narrows a list.
type Filter struct {
	Org     string
	Orgs    []string
	Service string
	AtMost  int // stars; 0: any
	Before  string
	Limit   int
}

// List is the newest first.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]ServiceRating, error) {
	f.Orgs = p.Orgs()
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]ServiceRating, error) { return list(ctx, tx, f) })
	for i := range all {
		all[i].OrgName = s.Names.Org(ctx, all[i].Org)
		if all[i].Hidden != "" && !p.Has(Hide) {
			all[i].Text = ""
		}
	}
	return all, err
}

// Answer is the provider's reply, once.
func (s *Service) Answer(ctx context.Context, p access.Pass, id, text string) (ServiceRating, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > most {
		return ServiceRating{}, ErrText.With(most).On("reply")
	}
	return s.change(ctx, p, id, "supervision.rating_replied", func(r *ServiceRating) error {
		if r.Reply != "" {
			return ErrReplied
		}
		r.Reply = text
		return nil
	})
}

// Hide takes the words from sight, with the reason; "" shows them again.
func (s *Service) Hide(ctx context.Context, p access.Pass, id, why string) (ServiceRating, error) {
	why = strings.TrimSpace(why)
	return s.change(ctx, p, id, "supervision.rating_hidden", func(r *ServiceRating) error {
		if why == "" && r.Hidden == "" {
			return ErrWhy.On("reason")
		}
		r.Hidden = why
		return nil
	})
}

func (s *Service) change(ctx context.Context, p access.Pass, id, kind string, rule func(*ServiceRating) error) (ServiceRating, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (ServiceRating, error) {
		r, err := byID(ctx, tx, id)
		if err == nil && !seen.Ours(p, r.Org) {
			err = ErrNone
		}
		if err == nil {
			err = rule(&r)
		}
		if err == nil {
			err = save(ctx, tx, &r)
		}
		if err != nil {
			return r, err
		}
		r.OrgName = s.Names.Org(ctx, r.Org)
		return r, events.Append(ctx, tx, events.Event{Kind: kind, Region: r.Region, Subject: r.ID, Body: map[string]any{"order": r.Order, "org": r.Org}})
	})
}
