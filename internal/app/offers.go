package app

import (
	"context"
	"sync"
	"time"

	"linli/internal/app/ordersview"
	"linli/internal/directory"
	"linli/internal/directory/reminders"
	"linli/internal/fault"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// facts gives the directory what eligibility may know of a person.
type facts struct{ people *people.Service }

func (f facts) Facts(ctx context.Context, p access.Pass, person string) (directory.Facts, error) {
	x, err := f.people.FactsOf(ctx, p, person)
	return ordersview.Facts(x), err
}

// names says attributes and regions in words.
func (h *House) names(kind, key string, l fault.Lang) string {
	if kind == "region" {
		if h.Places.Has(region.Code(key)) {
			return h.Places.Name(region.Code(key), l)
		}
		return key
	}
	kinds := h.kinds.get(func() (map[string]people.AttributeKind, error) {
		return h.People.KindMap(context.Background(), access.House("names"))
	}, h.DB.Now())
	k, ok := kinds[key]
	switch {
	case !ok:
		return key
	case l == fault.En && k.NameEn != "":
		return k.NameEn
	}
	return k.NameZh
}

// minute keeps a small table that changes seldom; what is read is a minute old
// at most.
type minute[T any] struct {
	mu   sync.Mutex
	at   time.Time
	held T
}

func (m *minute[T]) get(read func() (T, error), now time.Time) T {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at.IsZero() || now.Sub(m.at) > time.Minute {
		if v, err := read(); err == nil {
			m.held, m.at = v, now
		}
	}
	return m.held
}

// atWork are the organisations that give services, with what of them runs out.
func (h *House) atWork(ctx context.Context) ([]reminders.Organisation, error) {
	all, err := h.Offers.Organisations(ctx, access.House("reminders"), directory.OrganisationFilter{Stage: directory.Active}, "", 100_000)
	out := make([]reminders.Organisation, len(all))
	for i, o := range all {
		out[i] = reminders.Organisation{ID: o.ID, Name: o.Name, NameEn: o.NameEn, Region: o.Region, Licences: map[string]string{}, Reviewed: o.ReviewedOn}
		for _, l := range o.Licences {
			out[i].Licences[l.Name] = l.Until
		}
	}
	return out, err
}
