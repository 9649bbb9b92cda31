package residentview

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/internal/directory"
	"linli/internal/directory/eligibility"
	"linli/internal/family"
	"linli/internal/inbox"
	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/orders/waiting"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Permissions.
const (
	Home   access.Permission = "resident.home"     // the first page, whom one may act for
	Browse access.Permission = "resident.services" // services, also without an account
)

// Rules says who holds them.
var Rules = access.Rules{Home: {role.Resident}, Browse: {role.Public}}

// Page is the use cases.
type Page struct {
	DB     *store.DB
	People *people.Service
	Family *family.Service
	Inbox  *inbox.Service
	Orders *orders.Service
	Offers *directory.Directory
	Facts  func(people.Facts) eligibility.Facts
	Zone   *time.Location

	Accounts func() *account.Service // made after the features
}

// MyPerson is somebody whom an account may act for.
type MyPerson struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Self     bool     `json:"self"`
	Relation string   `json:"relation,omitempty"`
	What     []string `json:"what,omitempty" doc:"For what, where it is not oneself"`
	Until    string   `json:"until,omitempty"`
	Age      int      `json:"age,omitempty"`
	Address  string   `json:"address,omitempty" doc:"Of oneself only"`
	Phone    string   `json:"phone,omitempty" doc:"Masked; of oneself only"`
}

// Everybody are those whom the pass's account may act for, itself first.
func (v *Page) Everybody(ctx context.Context, p access.Pass) ([]MyPerson, error) {
	all, err := v.Family.People(ctx, p)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, f := range all {
		ids = append(ids, f.ID)
	}
	cards, err := store.View(ctx, v.DB, house, func(tx *store.Tx) (map[string]people.Person, error) { return v.People.Cards(ctx, tx, ids) })
	out := make([]MyPerson, 0, len(all))
	for _, f := range all {
		x := MyPerson{ID: f.ID, Name: f.Name, Self: f.Self, Relation: f.Relation, What: f.What, Until: f.Until, Age: cards[f.ID].Age}
		if f.Self {
			c := cards[f.ID]
			x.Phone, x.Address = c.Phone, strings.Join(strings.Fields(c.Address+" "+c.Building+c.Unit+c.Flat), " ")
		}
		out = append(out, x)
	}
	return out, err
}

// whom is the person asked for, whom the pass's account may act for; nobody in "" is oneself.
func (v *Page) whom(ctx context.Context, p access.Pass, id string) (MyPerson, region.Code, error) {
	all, err := v.Everybody(ctx, p)
	if err != nil {
		return MyPerson{}, "", err
	}
	i := slices.IndexFunc(all, func(x MyPerson) bool { return x.ID == id })
	if id == "" && len(all) > 0 {
		i = 0
	}
	if i < 0 || !all[i].Self && !slices.Contains(all[i].What, family.Orders) {
		return MyPerson{}, "", family.ErrProxy.On("person")
	}
	home, err := store.View(ctx, v.DB, house, func(tx *store.Tx) (region.Code, error) { return v.People.Home(ctx, tx, all[i].ID) })
	return all[i], home, err
}

// Helpline is whom to call.
type Helpline struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

// FirstPage is what stands on a resident's first page.
type FirstPage struct {
	Person *MyPerson         `json:"person,omitempty"`
	Call   *Helpline         `json:"call,omitempty" doc:"Whom to call when in doubt: the nearest place that takes calls"`
	Orders []orders.Order    `json:"orders" doc:"What comes next, the next first"`
	Unread int               `json:"unread"`
	Offers []waiting.Waiting `json:"offers" doc:"Places that are held for an answer"`
}

// First is the first page for somebody.
func (v *Page) First(ctx context.Context, p access.Pass, person string) (FirstPage, error) {
	out := FirstPage{Orders: []orders.Order{}, Offers: []waiting.Waiting{}}
	who, home, err := v.whom(ctx, p, person)
	if err != nil {
		return out, err
	}
	out.Person = &who
	now := v.DB.Now().In(v.Zone)
	act := access.HouseIn("resident.first", p.Who(), home.District())
	next, err := store.View(ctx, v.DB, act, func(tx *store.Tx) ([]orders.Order, error) {
		return v.Orders.ListIn(ctx, tx, orders.Filter{Persons: []string{who.ID}, From: now.Format(time.DateOnly), To: now.AddDate(0, 0, 60).Format(time.DateOnly), States: flow.Open, Limit: 100})
	})
	if err != nil {
		return out, err
	}
	slices.SortFunc(next, func(a, b orders.Order) int { return strings.Compare(a.Day+a.Slot.From+a.ID, b.Day+b.Slot.From+b.ID) })
	out.Orders = append(out.Orders, next[:min(10, len(next))]...)
	for i := range out.Orders {
		out.Orders[i].Name = ""
	}
	held, err := v.Orders.Waiting.List(ctx, act, waiting.Filter{Persons: []string{who.ID}, Limit: 50})
	if err != nil {
		return out, err
	}
	for _, w := range held {
		if w.State == waiting.Offered {
			out.Offers = append(out.Offers, w)
		}
	}
	if out.Unread, err = v.Inbox.Unread(ctx, p); err != nil {
		return out, err
	}
	out.Call, err = v.helpline(ctx, home)
	return out, err
}

// helpline is the nearest place of the community, or street, that takes calls.
func (v *Page) helpline(ctx context.Context, home region.Code) (*Helpline, error) {
	all, err := v.Offers.Points(ctx, house, directory.PointFilter{}, "", 10_000)
	if err != nil {
		return nil, err
	}
	rank := func(x directory.ServicePoint) int {
		n := 0
		if x.Region.Community() == home.Community() {
			n += 4
		} else if x.Region.Street() == home.Street() {
			n += 2
		}
		if x.Kind == "service_hall" || x.Kind == "family_centre" || x.Kind == "hut" {
			n++
		}
		return n
	}
	var best *directory.ServicePoint
	for i, x := range all {
		if x.Phone != "" && rank(x) > 1 && (best == nil || rank(x) > rank(*best)) {
			best = &all[i]
		}
	}
	if best == nil {
		return nil, nil
	}
	return &Helpline{best.Name, best.Phone}, nil
}

// Register adds the operations.
func (v *Page) Register(a *api.API) {
	const tag = "resident"
	v.registerLooked(a)
	api.Register(a, api.Op{Method: "GET", Path: "/my/people", ID: "list-my-people", Tag: tag, Needs: Home, Summary: "我可以代办的人 / Whom I may act for"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct{ Body api.List[MyPerson] }, error) {
			all, err := v.Everybody(ctx, p)
			return &struct{ Body api.List[MyPerson] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: "GET", Path: "/my/home", ID: "get-my-home", Tag: tag, Needs: Home, Summary: "首页 / My first page"},
		func(ctx context.Context, p access.Pass, in *struct {
			Person string `query:"person" maxLength:"40"`
		}) (*struct{ Body FirstPage }, error) {
			x, err := v.First(ctx, p, in.Person)
			return &struct{ Body FirstPage }{x}, err
		})
	api.Register(a, api.Op{Method: "GET", Path: "/my/services", ID: "find-my-services", Tag: tag, Needs: Browse, Summary: "找服务 / Find services"},
		func(ctx context.Context, p access.Pass, in *struct {
			Text     string `query:"q" maxLength:"80" doc:"Chinese, English or pinyin"`
			Near     string `query:"near" maxLength:"60" doc:"longitude,latitude"`
			OpenNow  bool   `query:"open_now"`
			Entitled bool   `query:"entitled" doc:"Only what is for the person, or may be"`
			Category string `query:"category" maxLength:"100"`
			Person   string `query:"person" maxLength:"40"`
			Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
		}) (*struct{ Body api.List[ServiceCard] }, error) {
			all, err := v.Services(ctx, p, Find{Text: in.Text, Near: in.Near, Category: in.Category, Person: in.Person, OpenNow: in.OpenNow, Entitled: in.Entitled, Limit: in.Limit}, api.LangOf(ctx))
			return &struct{ Body api.List[ServiceCard] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: "GET", Path: "/my/services/{id}", ID: "get-my-service", Tag: tag, Needs: Browse, Summary: "服务详情 / A service"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID     string `path:"id" maxLength:"40"`
			Person string `query:"person" maxLength:"40"`
		}) (*struct{ Body ServiceCard }, error) {
			x, err := v.Service(ctx, p, in.ID, in.Person, api.LangOf(ctx))
			return &struct{ Body ServiceCard }{x}, err
		})
}
