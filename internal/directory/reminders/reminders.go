package reminders

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Schema of what was told. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

// See is held by those who have to act.
const See access.Permission = "directory.see_reminders"

// Rules says who holds it.
var Rules = access.Rules{See: {role.StreetOperator, role.ProviderManager, role.DistrictPlanner, role.DataSteward, role.Auditor}}

// Review is what a reminder of the yearly review is about.
const Review = "review"

// Organisation is one that is at work, as far as it matters here.
type Organisation struct {
	ID, Name, NameEn string
	Region           region.Code
	Licences         map[string]string // last day by name
	Reviewed         string            // day of the last yearly review, or of its beginning; empty: not known
}

// OrganisationReminder is what runs out.
type OrganisationReminder struct {
	Org    string      `json:"org"`
	Name   string      `json:"name"`
	NameEn string      `json:"name_en,omitempty"`
	Region region.Code `json:"region"`
	What   string      `json:"what" doc:"Name of the licence, or review: the yearly review"`
	Until  string      `json:"until"`
	Days   int         `json:"days" doc:"Left; negative where it is over"`
}

// ahead are the days before the end on which it is told.
var ahead = []int{60, 30, 7, 0}

// Of is what runs out within sixty days of today, the soonest first.
func Of(all []Organisation, today string) []OrganisationReminder {
	now, err := time.Parse(time.DateOnly, today)
	if err != nil {
		panic(err) // a caller's clock
	}
	out := []OrganisationReminder{}
	also := func(o Organisation, what, until string) {
		end, err := time.Parse(time.DateOnly, until)
		if err != nil {
			return
		}
		if days := int(end.Sub(now) / (24 * time.Hour)); days <= ahead[0] {
			out = append(out, OrganisationReminder{o.ID, o.Name, o.NameEn, o.Region, what, until, days})
		}
	}
	for _, o := range all {
		for name, until := range o.Licences {
			also(o, name, until)
		}
		if last, err := time.Parse(time.DateOnly, o.Reviewed); err == nil {
			also(o, Review, last.AddDate(1, 0, 0).Format(time.DateOnly))
		}
	}
	slices.SortFunc(out, func(a, b OrganisationReminder) int {
		if c := strings.Compare(a.Until, b.Until); c != 0 {
			return c
		}
		return strings.Compare(a.Org+a.What, b.Org+b.What)
	})
	return out
}

// mark is the mark that a number of days has passed last.
func mark(days int) int {
	passed := ahead[0]
	for _, m := range ahead {
		if days <= m {
			passed = m
		}
	}
	return passed
}

// Service is the use cases.
type Service struct {
	DB *store.DB
	// Active are the organisations at work.
	Active func(ctx context.Context) ([]Organisation, error)
}

func (s *Service) today() string { return s.DB.Now().In(hours.Shanghai).Format(time.DateOnly) }

// List is what runs out, for those who have to act: a provider sees its own, a street
// also what the whole district relies on.
func (s *Service) List(ctx context.Context, p access.Pass) ([]OrganisationReminder, error) {
	all, err := s.Active(ctx)
	all = slices.DeleteFunc(all, func(o Organisation) bool {
		if orgs := p.Orgs(); len(orgs) > 0 {
			return !slices.Contains(orgs, o.ID)
		}
		return !p.Covers(o.Region) && !slices.ContainsFunc(p.Places(), func(c region.Code) bool { return c.In(o.Region) })
	})
	if err != nil {
		return nil, err
	}
	return Of(all, s.today()), nil
}

// Remind tells the log what has newly passed a mark; it returns how many.
func (s *Service) Remind(ctx context.Context, p access.Pass) (int, error) {
	all, err := s.List(ctx, p)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (n int, err error) {
		for _, r := range all {
			fresh, err := told(ctx, tx, r)
			if err != nil {
				return n, err
			}
			if !fresh {
				continue
			}
			n++
			kind := "directory.licence_expiring"
			if r.What == Review {
				kind = "directory.review_due"
			}
			if err := events.Append(ctx, tx, events.Event{Kind: kind, Region: r.Region, Subject: r.Org, Body: map[string]any{"what": r.What, "until": r.Until, "days": r.Days}}); err != nil {
				return n, err
			}
		}
		return n, nil
	})
}

// told notes that a mark was passed; false where it was noted before.
func told(ctx context.Context, tx *store.Tx, r OrganisationReminder) (bool, error) {
	n, err := tx.UnscopedExec(ctx, "a reminder is noted once, wherever the organisation is", `
		INSERT INTO directory_reminders (street, org, what, until, ahead, region, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (street, org, what, until, ahead) DO NOTHING`,
		r.Region.Street(), r.Org, r.What, r.Until, mark(r.Days), r.Region, store.Micros(tx.Now))
	return n == 1, err
}

// Register adds the operation.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/organisation-reminders", ID: "list-organisation-reminders", Tag: "directory", Needs: See, Summary: "证照到期与年审提醒 / Licences that run out and reviews that are due"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct {
			Body api.List[OrganisationReminder]
		}, error) {
			all, err := s.List(ctx, p)
			return &struct {
				Body api.List[OrganisationReminder]
			}{api.Many(all, "")}, err
		})
}
