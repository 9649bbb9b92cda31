package residentview

import (
	"context"
	"errors"
	"linli/internal/directory"
	"linli/internal/directory/eligibility"
	"linli/internal/family"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/money"
	"linli/internal/orders"
	"linli/internal/orders/subsidy"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
	"slices"
	"strings"
	"time"
)

// ServiceAt is where a service is given.
type ServiceAt struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	NameEn    string    `json:"name_en,omitempty"`
	Address   string    `json:"address,omitempty"`
	Phone     string    `json:"phone,omitempty"`
	Lon       float64   `json:"lon,omitempty"`
	Lat       float64   `json:"lat,omitempty"`
	DistanceM *float64  `json:"distance_m,omitempty"`
	OpenNow   bool      `json:"open_now"`
	Until     time.Time `json:"until,omitzero" doc:"It closes, or opens next, at this time"`
	StepFree  bool      `json:"step_free,omitempty"`
}

// ServiceCard is a service as a resident sees it.
type ServiceCard struct {
	ID         string              `json:"id"`
	Name       string              `json:"name"`
	NameEn     string              `json:"name_en,omitempty"`
	Category   string              `json:"category"`
	Mode       string              `json:"mode" enum:"on_site,home_visit,delivery,day_care,online"`
	Unit       string              `json:"unit,omitempty"`
	PriceFen   int64               `json:"price_fen" doc:"Before subsidy"`
	Price      *orders.Price       `json:"price,omitempty" doc:"For the person, of one"`
	Answer     *eligibility.Ruling `json:"answer,omitempty" doc:"Whether it is for the person, and why"`
	Points     []ServiceAt         `json:"points" doc:"The nearest first"`
	About      string              `json:"about,omitempty"`
	ForWhom    string              `json:"for_whom,omitempty"`
	Alert      string              `json:"alert,omitempty"`
	OrderUntil string              `json:"order_until,omitempty"`
	Cancel     int                 `json:"cancel_hours,omitempty"`
	Documents  []string            `json:"documents,omitempty"`
	Phone      string              `json:"phone,omitempty"`
	Hours      []OpenHours         `json:"hours,omitempty"`
}

// OpenHours are hours of some days of the week, 1 is Monday.
type OpenHours struct {
	Days []int  `json:"days"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Find is what is looked for.
type Find struct {
	Text, Near, Category, Person string
	OpenNow, Entitled            bool
	Limit                        int
}

// asker is the person for whom services are looked at; none for the public.
type asker struct {
	id    string
	home  region.Code
	at    geo.Point
	facts eligibility.Facts
}

func (v *Page) asker(ctx context.Context, p access.Pass, person string) (*asker, error) {
	if p.Who() == "" || person == "" && p.Person() == "" {
		return nil, nil
	}
	who, home, err := v.whom(ctx, p, person)
	if errors.Is(err, family.ErrProxy) && person == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return store.View(ctx, v.DB, house, func(tx *store.Tx) (*asker, error) {
		f, _, err := v.People.Brief(ctx, tx, who.ID)
		return &asker{id: who.ID, home: home, at: geo.Point{Lon: f.Lon, Lat: f.Lat}, facts: v.Facts(f)}, err
	})
}

// Services are those that are found, for somebody: near, open, meant for them.
func (v *Page) Services(ctx context.Context, p access.Pass, f Find, l fault.Lang) ([]ServiceCard, error) {
	who, err := v.asker(ctx, p, f.Person)
	if err != nil {
		return nil, err
	}
	all, err := v.Offers.Services(ctx, house, directory.ServiceFilter{Category: f.Category}, "", 10_000)
	if err != nil {
		return nil, err
	}
	categories, err := v.Offers.Categories(ctx, house)
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	for _, c := range categories {
		words[c.Key] = c.NameZh + " " + c.NameEn
	}
	all = slices.DeleteFunc(all, func(s directory.Service) bool {
		return who != nil && !s.Serves(who.home) || !matches(f.Text, s.Name, s.NameEn, words[s.Category])
	})
	cards, err := v.cards(ctx, all, who, f.Near, l)
	if err != nil {
		return nil, err
	}
	cards = slices.DeleteFunc(cards, func(c ServiceCard) bool {
		return f.OpenNow && !slices.ContainsFunc(c.Points, func(a ServiceAt) bool { return a.OpenNow }) ||
			f.Entitled && (c.Answer == nil || c.Answer.Verdict == eligibility.No)
	})
	slices.SortStableFunc(cards, func(a, b ServiceCard) int { return rank(a, f.Near != "") - rank(b, f.Near != "") })
	return cards[:min(len(cards), f.Limit)], nil
}

// rank puts what is for the person first, then what is near.
func rank(c ServiceCard, near bool) int {
	n := 0
	if c.Answer != nil && c.Answer.Verdict == eligibility.No {
		n += 1_000_000
	}
	if len(c.Points) == 0 || c.Points[0].DistanceM == nil {
		return n + 500_000
	}
	d := int(*c.Points[0].DistanceM)
	if !near {
		d = d / 1000 * 1000 // a kilometre more or less does not matter
	}
	return n + min(d, 400_000)
}

// matches looks for each word of a text, in Chinese, English or pinyin.
func matches(text, name, nameEn, words string) bool {
	full, initials := people.Pinyin(name + words)
	hay := strings.ToLower(name + " " + nameEn + " " + words)
	flat := strings.ReplaceAll(full, " ", "")
	for w := range strings.FieldsSeq(strings.ToLower(text)) {
		if !strings.Contains(hay, w) && !strings.Contains(flat, w) && !strings.Contains(initials, w) {
			return false
		}
	}
	return true
}

// Service is one, with all that one wants to know before booking.
func (v *Page) Service(ctx context.Context, p access.Pass, id, person string, l fault.Lang) (ServiceCard, error) {
	who, err := v.asker(ctx, p, person)
	if err != nil {
		return ServiceCard{}, err
	}
	s, err := v.Offers.Service(ctx, house, id)
	if err == nil && s.State != directory.Published {
		err = directory.ErrNone
	}
	if err != nil {
		return ServiceCard{}, err
	}
	cards, err := v.cards(ctx, []directory.Service{s}, who, "", l)
	if err != nil {
		return ServiceCard{}, err
	}
	c := cards[0]
	c.About, c.ForWhom, c.Alert, c.OrderUntil, c.Cancel, c.Documents, c.Phone = s.About, s.ForWhom, s.Alert, s.OrderUntil, s.CancelHours, s.Documents, s.Phone
	plan := s.Hours
	if plan == nil && len(s.Points) > 0 {
		at, err := v.Offers.Point(ctx, house, s.Points[0])
		if err != nil {
			return c, err
		}
		plan = &at.Hours
	}
	if plan != nil {
		for _, x := range plan.Spans {
			c.Hours = append(c.Hours, OpenHours{x.Days, x.From, x.To})
		}
	}
	return c, nil
}

// cards are services in the resident's words.
func (v *Page) cards(ctx context.Context, all []directory.Service, who *asker, near string, l fault.Lang) ([]ServiceCard, error) {
	var ids []string
	for _, s := range all {
		for _, id := range s.Points {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	points := map[string]directory.PointView{}
	if len(ids) > 0 {
		list, err := v.Offers.Points(ctx, house, directory.PointFilter{IDs: ids}, "", 10_000)
		if err != nil {
			return nil, err
		}
		views, err := v.Offers.PointViews(ctx, house, list, v.DB.Now(), l)
		if err != nil {
			return nil, err
		}
		for _, x := range views {
			points[x.ID] = x
		}
	}
	from, known := geo.Point{}, false
	if near != "" {
		at, err := geo.ParsePoint(near)
		if err != nil {
			return nil, directory.ErrNear.On("near")
		}
		from, known = at, true
	} else if who != nil && who.at.Lon != 0 {
		from, known = who.at, true
	}
	out := make([]ServiceCard, 0, len(all))
	for _, s := range all {
		c := ServiceCard{ID: s.ID, Name: s.Name, NameEn: s.NameEn, Category: s.Category, Mode: string(s.Mode), Unit: s.Unit, PriceFen: s.PriceFen, Points: []ServiceAt{}}
		for _, id := range s.Points {
			x, ok := points[id]
			if !ok {
				continue
			}
			a := ServiceAt{ID: x.ID, Name: x.Name, NameEn: x.NameEn, Address: x.Address, Phone: x.Phone, Lon: x.Lon, Lat: x.Lat, OpenNow: x.OpenNow, Until: x.Until, StepFree: x.StepFree}
			if known && x.Lon != 0 {
				d := geo.Metres(from, geo.Point{Lon: x.Lon, Lat: x.Lat})
				a.DistanceM = &d
			}
			c.Points = append(c.Points, a)
		}
		slices.SortStableFunc(c.Points, func(a, b ServiceAt) int {
			if a.DistanceM == nil || b.DistanceM == nil {
				return 0
			}
			return int(*a.DistanceM - *b.DistanceM)
		})
		if who != nil {
			if err := v.judge(ctx, s, who, &c); err != nil {
				return nil, err
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// judge says whether a service is for the person, and what one would cost them.
func (v *Page) judge(ctx context.Context, s directory.Service, who *asker, c *ServiceCard) error {
	rule, err := eligibility.Parse(s.Eligibility)
	if err != nil {
		return err
	}
	r := rule.Of(who.facts, v.Offers.Names)
	if rule.Everyone() && s.ForWhom != "" {
		r = eligibility.Ruling{Verdict: eligibility.Unknown, Reasons: []eligibility.Ground{{Verdict: eligibility.Unknown, Zh: "请核对：" + s.ForWhom, En: "please check: " + s.ForWhom}}}
	}
	c.Answer = &r
	price := orders.Price{UnitFen: money.Fen(s.PriceFen), TotalFen: money.Fen(s.PriceFen), Split: money.Full(money.Fen(s.PriceFen))}
	if v.Orders.Purse != nil {
		got, err := store.View(ctx, v.DB, house, func(tx *store.Tx) (subsidy.Answer, error) {
			return v.Orders.Purse.Split(ctx, tx, subsidy.Question{Person: who.id, Region: who.home, Category: s.Category, Service: s.ID, Org: s.Organisation,
				Day: v.DB.Now().In(v.Zone).Format(time.DateOnly), Quantity: 1, UnitFen: money.Fen(s.PriceFen), Facts: who.facts})
		})
		if err != nil {
			return err
		}
		price.Split, price.Programme, price.Bracket, price.WhyZh, price.WhyEn = got.Split, got.Programme, got.Bracket, got.WhyZh, got.WhyEn
	}
	c.Price = &price
	return nil
}
