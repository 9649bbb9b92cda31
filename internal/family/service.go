package family

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Permissions.
const (
	Mine   access.Permission = "family.mine"   // one's own ties
	See    access.Permission = "family.see"    // ties of people of a place
	Record access.Permission = "family.record" // consent given in person, guardianship
)

// Rules says who holds them.
var Rules = access.Rules{
	Mine:   {role.Resident},
	See:    {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.Auditor},
	Record: {role.CommunityWorker, role.GridWorker},
}

// Somebody is a living person of the register.
type Somebody struct {
	ID, Name string
	Home     region.Code
}

// Register is the register of people; app supplies it.
type Register interface {
	// Known is the living person of that name and phone; an empty ID for nobody, or several.
	Known(ctx context.Context, name, phone string) (Somebody, error)
	// Person is a living person by id; an empty ID for nobody.
	Person(ctx context.Context, id string) (Somebody, error)
	// OwnPhone are the living people whose phone is the account's.
	OwnPhone(ctx context.Context, account string) ([]Somebody, error)
}

// Service is the use cases.
type Service struct {
	DB       *store.DB
	Register Register
	Zone     *time.Location // in which days are counted
}

func (s *Service) today(now time.Time) time.Time {
	y, m, d := now.In(s.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, s.Zone)
}

var house = access.House("family")

// selves are the people whom an account is: the person of the register, or everybody whose phone it is.
func (s *Service) selves(ctx context.Context, p access.Pass) ([]Somebody, error) {
	own, err := s.Register.OwnPhone(ctx, p.Who())
	if err != nil || p.Person() == "" || slices.ContainsFunc(own, func(o Somebody) bool { return o.ID == p.Person() }) {
		return own, err
	}
	me, err := s.Register.Person(ctx, p.Person())
	if me.ID != "" {
		own = append([]Somebody{me}, own...)
	}
	return own, err
}

// Ask asks whether the pass's account may act for somebody.
func (s *Service) Ask(ctx context.Context, p access.Pass, a Ask) (FamilyTie, error) {
	now := s.DB.Now()
	if err := a.check(s.today(now)); err != nil {
		return FamilyTie{}, err
	}
	own, err := s.selves(ctx, p)
	if err != nil {
		return FamilyTie{}, err
	}
	who, err := s.Register.Known(ctx, a.Name, a.Phone)
	if err != nil {
		return FamilyTie{}, err
	}
	t := FamilyTie{Person: who.ID, Region: who.Home, Relation: a.Relation, What: a.What, State: Asked, Until: a.Until, Version: 1, holder: p.Who(), Helper: p.Person(), given: a.Name}
	for _, o := range own {
		if o.ID == who.ID && who.ID != "" {
			return t, ErrSelf.On("phone")
		}
		if o.ID == p.Person() || t.helpsName == "" {
			t.helpsName = o.Name
		}
	}
	if t.Person == "" { // nobody, which is not told
		t.Region = p.Places()[0]
	}
	return store.In(ctx, s.DB, house, func(tx *store.Tx) (FamilyTie, error) {
		mine, err := ofHolder(ctx, tx, t.holder)
		if err != nil {
			return t, err
		}
		open := 0
		for _, m := range mine {
			if m.State != Asked && m.State != Agreed {
				continue
			}
			if open++; m.Person == t.Person && (t.Person != "" || m.given == t.given) {
				return t, ErrTwice.On("phone")
			}
		}
		if open >= mostTies {
			return t, ErrMany.With(mostTies)
		}
		t.ID, t.Asked = tx.ID(), tx.Now
		if err := add(ctx, tx, t); err != nil {
			return t, err
		}
		return t.seenBy(t.holder), s.tell(ctx, tx, t, "family.asked")
	})
}

// tell appends an event; what concerns nobody is not told.
func (s *Service) tell(ctx context.Context, tx *store.Tx, t FamilyTie, kind string) error {
	if t.Person == "" {
		return nil
	}
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: t.Region, Subject: t.ID, Body: map[string]any{"person": t.Person, "holder": t.holder, "helper": t.Helper, "what": t.What}})
}

// seenBy is a tie as the account of one of the two sees it: whom it asked is named as it
// wrote, until they agreed, so that a stranger's name is never learned.
func (t FamilyTie) seenBy(account string) FamilyTie {
	t.Mine = t.holder == account
	t.Name = t.helpsName
	if t.Mine {
		t.Name = t.given
		if t.State != Agreed {
			t.Person, t.Region = "", ""
		}
	}
	return t
}

// List is the ties of the pass's account, both ways.
func (s *Service) List(ctx context.Context, p access.Pass) ([]FamilyTie, error) {
	own, err := s.selves(ctx, p)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, o := range own {
		ids = append(ids, o.ID)
	}
	return store.View(ctx, s.DB, house, func(tx *store.Tx) ([]FamilyTie, error) {
		all, err := ofHolder(ctx, tx, p.Who())
		if err != nil {
			return nil, err
		}
		theirs, err := ofPersons(ctx, tx, ids)
		for _, t := range theirs {
			if t.holder != p.Who() {
				all = append(all, t)
			}
		}
		for i := range all {
			all[i] = all[i].seenBy(p.Who())
		}
		return all, err
	})
}

// Answer is the person's own word, or the end that either of the two makes.
func (s *Service) Answer(ctx context.Context, p access.Pass, id, verb string) (FamilyTie, error) {
	own, err := s.selves(ctx, p)
	if err != nil {
		return FamilyTie{}, err
	}
	return store.In(ctx, s.DB, house, func(tx *store.Tx) (FamilyTie, error) {
		t, err := byID(ctx, tx, id)
		if err != nil {
			return t, err
		}
		person := slices.ContainsFunc(own, func(o Somebody) bool { return o.ID == t.Person && t.Person != "" })
		switch {
		case !person && t.holder != p.Who():
			return t, ErrNone // somebody else's
		case !person && verb != "end":
			return t, ErrProxy
		}
		if t.State, err = step(t.State, verb); err != nil {
			return t, err
		}
		t.Decided = tx.Now
		if verb == "agree" {
			t.Evidence, t.By = "phone", p.Who()
		}
		if err := save(ctx, tx, &t); err != nil {
			return t, err
		}
		return t.seenBy(p.Who()), s.tell(ctx, tx, t, "family."+string(t.State))
	})
}

// Recording is a tie that a worker records: both are on the register.
type Recording struct {
	Person   string   `json:"person" maxLength:"40" doc:"Acted for"`
	Helper   string   `json:"helper" maxLength:"40" doc:"Who acts"`
	Relation string   `json:"relation" maxLength:"20"`
	What     []string `json:"what" maxItems:"5"`
	Until    string   `json:"until,omitempty" maxLength:"10"`
	Evidence string   `json:"evidence" maxLength:"200" doc:"How they agreed, or the document of guardianship"`
}

// Accounts finds the account of a person of the register; "" where there is none yet.
type Accounts interface {
	OfPerson(ctx context.Context, person string) (string, error)
}

// Put records a consent given in person, or a guardianship.
func (s *Service) Put(ctx context.Context, p access.Pass, r Recording, accounts Accounts) (FamilyTie, error) {
	now := s.DB.Now()
	r.Evidence = strings.TrimSpace(r.Evidence)
	bad := terms(r.Relation, &r.What, r.Until, s.today(now))
	if len([]rune(r.Evidence)) < 4 {
		bad = append(bad, ErrEvidence.On("evidence"))
	}
	if r.Person == r.Helper {
		bad = append(bad, ErrSelf.On("helper"))
	}
	if err := fault.Join(bad...); err != nil {
		return FamilyTie{}, err
	}
	who, err := s.Register.Person(ctx, r.Person)
	if err != nil {
		return FamilyTie{}, err
	}
	if who.ID == "" || !p.Covers(who.Home) {
		return FamilyTie{}, ErrPerson.On("person")
	}
	helper, err := s.Register.Person(ctx, r.Helper)
	if err != nil {
		return FamilyTie{}, err
	}
	if helper.ID == "" {
		return FamilyTie{}, ErrPerson.On("helper")
	}
	account, err := accounts.OfPerson(ctx, r.Helper)
	if err != nil {
		return FamilyTie{}, err
	}
	t := FamilyTie{Person: who.ID, Region: who.Home, Relation: r.Relation, What: r.What, State: Agreed, Until: r.Until, Evidence: r.Evidence, By: p.Who(), Version: 1,
		holder: account, Helper: helper.ID, given: who.Name, helpsName: helper.Name}
	return store.In(ctx, s.DB, house, func(tx *store.Tx) (FamilyTie, error) {
		had, err := ofPersons(ctx, tx, []string{t.Person})
		if err != nil {
			return t, err
		}
		for _, h := range had {
			if h.State == Agreed && h.Helper == t.Helper {
				return t, ErrTwice.On("helper")
			}
		}
		t.ID, t.Asked, t.Decided = tx.ID(), tx.Now, tx.Now
		if err := add(ctx, tx, t); err != nil {
			return t, err
		}
		t.Name, t.Helps = t.given, t.helpsName
		return t, s.tell(ctx, tx, t, "family.agreed")
	})
}

// Ties are those of a person of the pass's places, both ways, for staff.
func (s *Service) Ties(ctx context.Context, p access.Pass, person string) ([]FamilyTie, error) {
	who, err := s.Register.Person(ctx, person)
	if err != nil {
		return nil, err
	}
	if who.ID == "" || !p.Covers(who.Home) {
		return nil, ErrPerson
	}
	return store.View(ctx, s.DB, house, func(tx *store.Tx) ([]FamilyTie, error) {
		all, err := ofPersons(ctx, tx, []string{person})
		if err != nil {
			return nil, err
		}
		others, err := ofHelper(ctx, tx, person)
		all = append(all, others...)
		for i, t := range all {
			all[i].Name, all[i].Helps = t.given, t.helpsName
		}
		return all, err
	})
}

// EndFor is the end that a worker makes at the wish of one of the two.
func (s *Service) EndFor(ctx context.Context, p access.Pass, id string) (FamilyTie, error) {
	return store.In(ctx, s.DB, house, func(tx *store.Tx) (FamilyTie, error) {
		t, err := byID(ctx, tx, id)
		if err == nil && !p.Covers(t.Region) {
			err = ErrNone
		}
		if err != nil {
			return t, err
		}
		return t, s.end(ctx, tx, &t)
	})
}

func (s *Service) end(ctx context.Context, tx *store.Tx, t *FamilyTie) (err error) {
	if t.State, err = step(t.State, "end"); err != nil {
		return err
	}
	t.Decided = tx.Now
	if err := save(ctx, tx, t); err != nil {
		return err
	}
	t.Name, t.Helps = t.given, t.helpsName
	return s.tell(ctx, tx, *t, "family.ended")
}
