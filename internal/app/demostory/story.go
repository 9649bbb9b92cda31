package demostory

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"linli/internal/delivery"
	"linli/internal/delivery/door"
	"linli/internal/directory"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/settlement"
	"linli/internal/supervision"
	"linli/internal/supervision/complaints"
	"linli/internal/supervision/ratings"
)

// Story is who takes part.
type Story struct {
	Clock     *Clock
	DB        *store.DB
	Rules     access.Rules
	People    *people.Service
	Orders    *orders.Service
	Deliver   *delivery.Service
	Supervise *supervision.Service
	Money     *settlement.Service
	Holiday   func(day string) bool
	Follow    func(ctx context.Context) error // what follows the log catches up

	Service  directory.Service // meals that are brought
	Care     directory.Service // visits at home; may be none
	Kitchen  directory.ServicePoint
	Couriers []string // accounts
	Manager  string
	Street   string // account of the street's operator
	Planner  string // of the district

	guests []guest
	r      *rand.Rand
}

// guest is an elder who has meals brought.
type guest struct {
	id      string
	home    region.Code
	away    float64
	keen    float64 // how often they order
	options []string
}

// Tell lets the time from the first day of last month until today happen. It is the
// same story for the same town and day.
func (s *Story) Tell(ctx context.Context) error {
	defer s.Clock.Right()
	now := s.Clock.Now().In(hours.Shanghai)
	s.r = rand.New(rand.NewPCG(uint64(now.Unix()/86400), 7))
	if err := s.invite(ctx); err != nil || len(s.guests) == 0 {
		return err
	}
	first := time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, hours.Shanghai)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, hours.Shanghai)
	for day := first; !day.After(today.AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday || s.Holiday(day.Format(time.DateOnly)) {
			continue
		}
		before := day.Add(-14 * time.Hour) // ten o'clock the day before
		if before.After(now) {
			break
		}
		s.Clock.Set(before)
		if err := s.order(ctx, day, day.After(today)); err != nil {
			return fmt.Errorf("demostory: %s: %w", day.Format(time.DateOnly), err)
		}
		if day.Before(today) {
			if err := s.bring(ctx, day); err != nil {
				return fmt.Errorf("demostory: %s: %w", day.Format(time.DateOnly), err)
			}
		}
		if day.Month() != first.Month() && day.AddDate(0, 0, -3).Month() == first.Month() && day.Day() > 1 && day.Before(today) {
			if err := s.settle(ctx, first.Format("2006-01")); err != nil {
				return err
			}
		}
	}
	s.Clock.Right()
	if err := s.visit(ctx, today); err != nil {
		return err
	}
	return s.Follow(ctx)
}

// visit books a few home visits of the coming days: accepted, for somebody to give out.
func (s *Story) visit(ctx context.Context, today time.Time) error {
	if s.Care.ID == "" || len(s.Care.Points) == 0 {
		return nil
	}
	made := 0
	err := s.People.EachFacts(ctx, access.House("demo"), "", func(f people.Facts) error {
		if made >= 12 || f.Attributes["ability_level"] < "2" || f.Age < 60 || !s.Care.Serves(f.Region) {
			return nil
		}
		p := access.HouseIn("demo", s.Street, f.Region.District())
		a := orders.Ask{Person: f.Person, Service: s.Care.ID, Point: s.Care.Points[0], Day: today.AddDate(0, 0, 1+made/6).Format(time.DateOnly), Slot: []string{"0800", "1000", "1400"}[made%3], How: "caller", Consent: "电话中本人口头同意"}
		o, err := s.Orders.Place(ctx, p, a)
		if fault.Of(err) != nil {
			return nil //nolint:nilerr // too far, too late or full: the next one
		}
		if err == nil {
			_, err = store.In(ctx, s.DB, p, func(tx *store.Tx) (orders.Order, error) {
				return s.Orders.StepIn(ctx, tx, o.ID, 0, flow.Accept, orders.StepIn{})
			})
		}
		made++
		return err
	})
	return err
}

// invite chooses the forty elders next to the kitchen who may have meals brought.
func (s *Story) invite(ctx context.Context) error {
	at := geo.Point{Lon: s.Kitchen.Lon, Lat: s.Kitchen.Lat}
	err := s.People.EachFacts(ctx, access.House("demo"), "", func(f people.Facts) error {
		_, alone := f.Attributes["lives_alone"]
		if f.Age < 70 || !alone && f.Attributes["ability_level"] < "2" || !s.Service.Serves(f.Region) {
			return nil
		}
		if m := geo.Metres(at, geo.Point{Lon: f.Lon, Lat: f.Lat}); m < 1900 {
			s.guests = append(s.guests, guest{id: f.Person, home: f.Region, away: m})
		}
		return nil
	})
	slices.SortFunc(s.guests, func(a, b guest) int {
		if a.away < b.away {
			return -1
		}
		return 1
	})
	s.guests = s.guests[:min(40, len(s.guests))]
	for i := range s.guests {
		s.guests[i].keen = 0.55 + 0.4*s.r.Float64()
		if s.r.IntN(3) == 0 {
			s.guests[i].options = []string{[]string{"low_salt", "soft", "diabetic", "small_portion"}[s.r.IntN(4)]}
		}
	}
	return err
}

// mine is the pass of a guest.
func (s *Story) mine(g guest, what access.Permission) (access.Pass, error) {
	return s.Rules.Decide(access.Viewer{Account: "demo", Person: g.id, Grants: []access.Grant{{Role: role.Resident, In: g.home}}}, what, s.Clock.Now())
}

// post is the pass of staff of the demo.
func (s *Story) post(account string, r role.Role, in region.Code, org string, what access.Permission) (access.Pass, error) {
	return s.Rules.Decide(access.Viewer{Account: account, Grants: []access.Grant{{Role: r, In: in, Org: org}}}, what, s.Clock.Now())
}

var notes = []string{"", "", "", "", "", "放门口凳子上", "敲门大声点，耳朵不好", "饭软一点", "不要葱", "上午输液，十二点后送"}

// order places the meals of a day; those of tomorrow wait to be accepted.
func (s *Story) order(ctx context.Context, day time.Time, open bool) error {
	var asks []func() error
	on := day.Format(time.DateOnly)
	for _, g := range s.guests {
		if s.r.Float64() > g.keen {
			continue
		}
		note, caller := notes[s.r.IntN(len(notes))], s.r.IntN(4) == 0
		asks = append(asks, func() error {
			p, err := s.mine(g, orders.Mine)
			a := orders.Ask{Service: s.Service.ID, Point: s.Kitchen.ID, Day: on, Slot: "lunch", Options: g.options, Note: note}
			if caller {
				p = access.HouseIn("demo", s.Street, g.home.District())
				a.Person, a.How, a.Consent = g.id, "caller", "电话中本人口头同意"
			}
			if err != nil {
				return err
			}
			if _, err = s.Orders.Place(ctx, p, a); errors.Is(err, orders.ErrNotEntitled) {
				err = nil // was not frail then
			}
			return err
		})
	}
	if err := together(asks); err != nil || open {
		return err
	}
	s.Clock.Set(s.Clock.Now().Add(40 * time.Minute))
	_, err := store.In(ctx, s.DB, access.HouseIn("demo", s.Manager, s.Kitchen.Region.District()), func(tx *store.Tx) (int, error) {
		all, err := s.Orders.ListIn(ctx, tx, orders.Filter{Point: s.Kitchen.ID, From: on, To: on, States: []flow.State{flow.Placed}})
		for _, o := range all {
			if err == nil {
				_, err = s.Orders.StepIn(ctx, tx, o.ID, 0, flow.Accept, orders.StepIn{})
			}
		}
		return len(all), err
	})
	return err
}

func together(all []func() error) error {
	var g errgroup.Group
	g.SetLimit(16)
	for _, f := range all {
		g.Go(f)
	}
	return g.Wait()
}

// bring takes a day's meals to their doors.
func (s *Story) bring(ctx context.Context, day time.Time) error {
	s.Clock.Set(day.Add(10*time.Hour + 15*time.Minute))
	org := s.Service.Organisation
	p, err := s.post(s.Manager, role.ProviderManager, s.Kitchen.Region.Street(), org, delivery.Plan)
	if err != nil {
		return err
	}
	ask := delivery.DeliveryAsk{Point: s.Kitchen.ID, Day: day.Format(time.DateOnly), Slot: "lunch", Minutes: 90}
	for _, c := range s.Couriers {
		ask.Couriers = append(ask.Couriers, delivery.DeliveryCourier{Account: c})
	}
	plan, err := s.Deliver.Lay(ctx, p, ask)
	if err != nil {
		return err
	}
	for _, r := range plan.Rounds {
		s.Clock.Set(day.Add(10*time.Hour + 42*time.Minute))
		p := access.HouseIn("demo", r.Courier, s.Kitchen.Region.District())
		bags := 1 + r.Boxes/8
		if r, err = s.Deliver.SetOut(ctx, p, r.ID, 0, delivery.DeliveryLoad{Bags: bags, Celsius: float64(63 + s.r.IntN(14))}); err != nil {
			return err
		}
		shut := -1
		if s.r.IntN(4) == 0 {
			shut = s.r.IntN(len(r.Stops))
		}
		for i, x := range r.Stops {
			s.Clock.Set(s.Clock.Now().Add(time.Duration(2+s.r.IntN(3)) * time.Minute))
			if i == shut {
				if err := s.knock(ctx, p, x.Order); err != nil {
					return err
				}
				continue
			}
			if _, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (orders.Order, error) {
				return s.Orders.StepIn(ctx, tx, x.Order, 0, flow.Deliver, orders.StepIn{Proof: []string{"code", "code", "code", "photo"}[s.r.IntN(4)]})
			}); err != nil {
				return err
			}
		}
		if _, err := s.Deliver.ComeBack(ctx, p, r.ID, 0, delivery.DeliveryLoad{Bags: bags}); err != nil {
			return err
		}
	}
	s.Clock.Set(day.Add(16 * time.Hour))
	if err := s.hear(ctx); err != nil {
		return err
	}
	s.Clock.Set(day.Add(17 * time.Hour))
	return s.speak(ctx, plan)
}

// hear answers what was complained of the days before.
func (s *Story) hear(ctx context.Context) error {
	p, err := s.post(s.Street, role.StreetOperator, s.Kitchen.Region.Street(), "", complaints.Handle)
	if err != nil {
		return err
	}
	all, err := s.Supervise.Complaints.List(ctx, p, complaints.Filter{States: []complaints.State{complaints.Filed}, Limit: 50})
	for _, x := range all {
		if err == nil {
			x, err = s.Supervise.Complaints.Assign(ctx, p, x.ID, x.Version, "")
		}
		if errors.Is(err, complaints.ErrInvolved) {
			err = nil // who took the order does not judge it: the district will
			continue
		}
		if err == nil {
			_, err = s.Supervise.Complaints.Answer(ctx, p, x.ID, x.Version, complaints.Reply{Outcome: []string{"upheld", "partly"}[s.r.IntN(2)], Answer: "已向饭堂核实，情况属实，向您道歉。", Remedy: "当班组长当面道歉，出餐前加一道检查。"})
		}
	}
	return err
}

// knock is a door that stays shut for a while.
func (s *Story) knock(ctx context.Context, p access.Pass, order string) error {
	c, err := s.Deliver.Doors.Open(ctx, p, order, "敲门三次没有人应")
	if err != nil {
		return err
	}
	s.Clock.Set(s.Clock.Now().Add(3 * time.Minute))
	if c, err = s.Deliver.Doors.Tried(ctx, p, c.ID, c.Version, door.Call, door.NoAnswer, ""); err != nil {
		return err
	}
	s.Clock.Set(s.Clock.Now().Add(4 * time.Minute))
	how, note := door.Handed, "隔壁说在楼下公园，已代收"
	if s.r.IntN(3) == 0 {
		how, note = door.Away, "女儿接电话：接去她家吃饭了"
	}
	_, err = s.Deliver.Doors.End(ctx, p, c.ID, c.Version, how, note)
	return err
}

var (
	praise = []string{"", "", "", "饭菜热乎，味道好", "送得很准时，谢谢小罗", "汤很鲜", "软硬合适"}
	blame  = []string{"今天送晚了半小时", "菜有点咸", "饭凉了"}
	abouts = map[string]string{"今天送晚了半小时": "late", "菜有点咸": "food", "饭凉了": "food"}
)

// speak lets some rate, and seldom somebody complains.
func (s *Story) speak(ctx context.Context, plan delivery.DeliveryPlan) error {
	by := map[string]guest{}
	for _, g := range s.guests {
		by[g.id] = g
	}
	for _, r := range plan.Rounds {
		for _, x := range r.Stops {
			o, err := store.View(ctx, s.DB, access.HouseIn("demo", "demo", s.Kitchen.Region.District()), func(tx *store.Tx) (orders.Order, error) { return s.Orders.In(ctx, tx, x.Order) })
			if err != nil {
				return err
			}
			g, known := by[x.Person]
			if !known || o.State != flow.Delivered || s.r.IntN(6) > 0 {
				continue
			}
			p, err := s.mine(g, ratings.Mine)
			if err != nil {
				return err
			}
			given := ratings.Given{Stars: 5 - s.r.IntN(2), Text: praise[s.r.IntN(len(praise))]}
			sour := s.r.IntN(9) == 0
			if sour {
				given = ratings.Given{Stars: 2 + s.r.IntN(2), Text: blame[s.r.IntN(len(blame))]}
			}
			if _, err := s.Supervise.Ratings.Rate(ctx, p, x.Order, given, nil); err != nil {
				return err
			}
			if sour && s.r.IntN(3) == 0 {
				if p, err = s.mine(g, complaints.Mine); err != nil {
					return err
				}
				if _, _, err := s.Supervise.Complaints.MyComplaint(ctx, p, complaints.Filing{Order: x.Order, About: abouts[given.Text], Against: "provider", Text: given.Text + "，这周第二次了，请改进。"}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// settle draws up last month's statements; the planner approves those of the kitchen.
func (s *Story) settle(ctx context.Context, month string) error {
	if err := s.Follow(ctx); err != nil {
		return err
	}
	street := s.Kitchen.Region.Street()
	all, err := s.Money.Books.DrawUp(ctx, access.HouseIn("demo", s.Street, street), month)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Org == s.Service.Organisation {
			if _, err := s.Money.Books.Accept(ctx, access.HouseIn("demo", s.Planner, street.District()), x.ID, x.Version); err != nil {
				return err
			}
		}
	}
	return nil
}
