package complaints

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/supervision/seen"
)

// Permissions.
const (
	See    access.Permission = "complaints.see"
	File   access.Permission = "complaints.file"   // for somebody at the counter or on the phone
	Handle access.Permission = "complaints.handle" // assign, answer
	OfUs   access.Permission = "complaints.of_us"  // providers: what is complained of them, without names
	Mine   access.Permission = "complaints.mine"
	Public access.Permission = "complaints.public" // without a name, by receipt
)

// Rules says who holds them.
var Rules = access.Rules{
	See:    {role.StreetOperator, role.DataSteward, role.Auditor},
	File:   {role.CommunityWorker, role.GridWorker, role.StreetOperator},
	Handle: {role.StreetOperator, role.DataSteward},
	OfUs:   {role.ProviderManager},
	Mine:   {role.Resident},
	Public: {role.Public},
}

// Handlers tells who may handle complaints at a place, with the organisations
// in which they hold posts.
type Handlers interface {
	Handler(ctx context.Context, account string, at region.Code) (orgs []string, ok bool, err error)
}

// Service is the use cases.
type Service struct {
	DB       *store.DB
	Box      *secret.Box
	Orders   seen.Orders
	Names    seen.Names
	Handlers Handlers
	Workdays seen.Workdays
	Limits   Limits
	District func() region.Code // where what is filed without order and place lies
}

func (s *Service) limits() Limits {
	if s.Limits == (Limits{}) {
		return Usual
	}
	return s.Limits
}

func tell(ctx context.Context, tx *store.Tx, c ServiceComplaint, kind string) error {
	return events.Append(ctx, tx, events.Event{Kind: "supervision.complaint_" + kind, Region: c.Region, Subject: c.ID,
		Body: map[string]any{"order": c.Order, "org": c.Org, "about": c.About, "outcome": c.Outcome, "overdue": c.Overdue}})
}

// Filter narrows a list.
type Filter struct {
	States  []State
	Orgs    []string
	Persons []string
	Handler string
	Overdue bool
	Before  string
	Limit   int
}

// List is the newest first, within the places of the pass.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]ServiceComplaint, error) {
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]ServiceComplaint, error) { return s.list(ctx, tx, f, false) })
	for i := range all {
		s.dress(ctx, &all[i])
	}
	return all, err
}

// Get is one.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (ServiceComplaint, error) {
	c, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (ServiceComplaint, error) { return s.byID(ctx, tx, id) })
	s.dress(ctx, &c)
	return c, err
}

// MyList is what the resident of the pass filed by name.
func (s *Service) MyList(ctx context.Context, p access.Pass) ([]ServiceComplaint, error) {
	look := access.HouseIn("complaints.mine", p.Who(), s.District())
	all, err := store.View(ctx, s.DB, look, func(tx *store.Tx) ([]ServiceComplaint, error) {
		return s.list(ctx, tx, Filter{Persons: []string{p.Person()}, Limit: 200}, false)
	})
	for i := range all {
		s.dress(ctx, &all[i])
		all[i].Handler = ""
	}
	return all, err
}

// OfUs is what is complained of the organisations of the pass, without names and
// without what was written where it was filed without a name.
func (s *Service) OfUs(ctx context.Context, p access.Pass) ([]ServiceComplaint, error) {
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]ServiceComplaint, error) {
		return s.list(ctx, tx, Filter{Orgs: p.Orgs(), Limit: 200}, true)
	})
	for i := range all {
		s.dress(ctx, &all[i])
		all[i].Person, all[i].Handler = "", ""
		if all[i].Anonymous {
			all[i].Text = ""
		}
	}
	return slices.DeleteFunc(all, func(c ServiceComplaint) bool { return len(p.Orgs()) == 0 || c.Against == "staff" }), err
}

// ByReceipt is the complaint of a receipt.
func (s *Service) ByReceipt(ctx context.Context, receipt string) (ServiceComplaint, error) {
	c, err := store.View(ctx, s.DB, access.HouseIn("complaints.receipt", "", s.District()), func(tx *store.Tx) (ServiceComplaint, error) {
		return s.byReceipt(ctx, tx, receipt)
	})
	s.dress(ctx, &c)
	c.Handler = ""
	return c, err
}

func (s *Service) dress(ctx context.Context, c *ServiceComplaint) {
	if c.Org != "" {
		c.OrgName = s.Names.Org(ctx, c.Org)
	}
	if c.Handler != "" {
		c.HandledBy = s.Names.Account(ctx, c.Handler)
	}
}

// Assign gives a complaint to a handler; "" is whoever asks.
func (s *Service) Assign(ctx context.Context, p access.Pass, id string, version int64, handler string) (ServiceComplaint, error) {
	if handler == "" {
		handler = p.Who()
	}
	return s.change(ctx, p, id, version, "assigned", func(tx *store.Tx, c ServiceComplaint) (ServiceComplaint, error) {
		orgs, ok, err := s.Handlers.Handler(ctx, handler, c.Region)
		if err != nil {
			return c, err
		}
		if !ok {
			return c, ErrHandler.On("handler")
		}
		if c.barred(handler, orgs) {
			return c, ErrInvolved.On("handler")
		}
		c.Handler = handler
		return c.step(Assign, tx.Now, "")
	})
}

// Reply is an answer with its outcome and what is done about it.
type Reply struct {
	Outcome string `json:"outcome" enum:"upheld,partly,not_upheld"`
	Answer  string `json:"answer" maxLength:"8000"`
	Remedy  string `json:"remedy,omitempty" maxLength:"2000"`
}

// Answer is given by the handler.
func (s *Service) Answer(ctx context.Context, p access.Pass, id string, version int64, r Reply) (ServiceComplaint, error) {
	r.Answer = strings.TrimSpace(r.Answer)
	return s.change(ctx, p, id, version, "answered", func(tx *store.Tx, c ServiceComplaint) (ServiceComplaint, error) {
		if c.Handler != p.Who() {
			return c, ErrNotHandle
		}
		if n := utf8.RuneCountInString(r.Answer); n == 0 || n > words {
			return c, ErrText.With(words).On("answer")
		}
		if !slices.Contains(Outcomes, r.Outcome) {
			return c, ErrOutcome.On("outcome")
		}
		c.Answer, c.Outcome, c.Remedy = r.Answer, r.Outcome, strings.TrimSpace(r.Remedy)
		return c.step(Answer, tx.Now, "")
	})
}

// Statement is what the provider has to say; it decides nothing.
func (s *Service) Statement(ctx context.Context, p access.Pass, id, text string) (ServiceComplaint, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > words {
		return ServiceComplaint{}, ErrText.With(words).On("statement")
	}
	c, err := s.change(ctx, access.HouseIn("complaints.of_us", p.Who(), s.District()), id, 0, "stated", func(_ *store.Tx, c ServiceComplaint) (ServiceComplaint, error) {
		if !slices.Contains(p.Orgs(), c.Org) || c.Against == "staff" {
			return c, ErrNone
		}
		if !c.State.Open() {
			zh, en := c.State.Word()
			return c, ErrStep.With(zh, en)
		}
		c.Statement = text
		return c, nil
	})
	c.Person, c.Handler = "", ""
	return c, err
}

// Mine accepts, reopens or withdraws a complaint of the resident of the pass.
func (s *Service) Mine(ctx context.Context, p access.Pass, id string, v Verb, why string) (ServiceComplaint, error) {
	return s.filer(ctx, access.HouseIn("complaints.mine", p.Who(), s.District()), id, v, why, func(c ServiceComplaint) bool { return c.Person != "" && c.Person == p.Person() || c.keep.By == p.Who() })
}

// WithReceipt does so with a receipt.
func (s *Service) WithReceipt(ctx context.Context, receipt string, v Verb, why string) (ServiceComplaint, error) {
	c, err := s.ByReceipt(ctx, receipt)
	if err != nil {
		return c, err
	}
	return s.filer(ctx, access.HouseIn("complaints.receipt", "", s.District()), c.ID, v, why, func(ServiceComplaint) bool { return true })
}

func (s *Service) filer(ctx context.Context, p access.Pass, id string, v Verb, why string, theirs func(ServiceComplaint) bool) (ServiceComplaint, error) {
	why = strings.TrimSpace(why)
	kinds := map[Verb]string{Accept: "accepted", Reopen: "reopened", Withdraw: "withdrawn"}
	c, err := s.change(ctx, p, id, 0, kinds[v], func(tx *store.Tx, c ServiceComplaint) (ServiceComplaint, error) {
		if !theirs(c) || kinds[v] == "" {
			return c, ErrNone
		}
		if v == Reopen {
			if n := utf8.RuneCountInString(why); n == 0 || n > words {
				return c, ErrText.With(words).On("reason")
			}
			if c.Reopened++; c.Reopened >= chance {
				c.Region, c.Escalated = s.District(), true
			}
			c.Handler = "" // another pair of eyes
		}
		return c.step(v, tx.Now, why)
	})
	c.Handler = ""
	return c, err
}

func (s *Service) change(ctx context.Context, p access.Pass, id string, version int64, kind string, rule func(*store.Tx, ServiceComplaint) (ServiceComplaint, error)) (ServiceComplaint, error) {
	c, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (ServiceComplaint, error) {
		c, err := s.byID(ctx, tx, id)
		if err != nil {
			return c, err
		}
		if version != 0 && c.Version != version {
			return c, api.ErrStale
		}
		was := c.State
		if c, err = rule(tx, c); err != nil {
			return c, err
		}
		if c.State != was || kind == "assigned" {
			c.Overdue = false
			late := c.Due.Before(tx.Now) && was.Open()
			c.tick(tx.Now, s.limits(), s.Workdays)
			if kind == "answered" {
				c.Overdue = late // for the event: answered in time or not
			}
		}
		if err := tell(ctx, tx, c, kind); err != nil {
			return c, err
		}
		if kind == "answered" {
			c.Overdue = false
		}
		return c, s.save(ctx, tx, &c)
	})
	s.dress(ctx, &c)
	return c, err
}

// Watch tells the district what is late and closes what nobody objected to; app
// calls it now and then. It returns how many it touched.
func (s *Service) Watch(ctx context.Context, p access.Pass) (int, error) {
	due, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]string, error) { return s.due(ctx, tx) })
	for i, id := range due {
		_, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
			c, err := s.byID(ctx, tx, id)
			if err != nil || c.wake.IsZero() || c.wake.After(tx.Now) {
				return 0, err
			}
			c.wake = time.Time{}
			kind := "overdue"
			if c.State == Answered {
				kind = "closed"
				if c, err = c.step(Lapse, tx.Now, ""); err != nil {
					return 0, err
				}
				c.Due = time.Time{}
			} else {
				c.Overdue, c.Escalated = true, true
			}
			if err := s.save(ctx, tx, &c); err != nil {
				return 0, err
			}
			return 1, tell(ctx, tx, c, kind)
		})
		if err != nil {
			return i, err
		}
	}
	return len(due), err
}

// Merge gives the complaints of one record to the one that carries on.
func (s *Service) Merge(ctx context.Context, tx *store.Tx, from, into string) error {
	return s.merge(ctx, tx, from, into)
}

// Filer is the person who filed a complaint; "" where it was filed without a name.
func (s *Service) Filer(ctx context.Context, tx *store.Tx, id string) (string, error) {
	c, err := s.byID(ctx, tx, id)
	return c.Person, err
}
