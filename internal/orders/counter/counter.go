package counter

import (
	"context"
	"net/http"
	"regexp"
	"strings"

	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/orders/book"
	"linli/internal/orders/draft"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Serve is to stand at the desk of a point.
const Serve access.Permission = "orders.counter"

// Rules says who holds it.
var Rules = access.Rules{Serve: {role.ProviderManager, role.Carer, role.StreetOperator, role.CommunityWorker}}

// What can be refused here.
var (
	ErrPoint = fault.New(fault.NotFound, "counter.point", "找不到这个服务点。", "There is no such point.")
	ErrWhom  = fault.New(fault.Invalid, "counter.whom", "请选择订单，或选择居民和服务。", "Choose an order, or a person and a service.")
)

// Person is the short name of a CounterPerson.
type Person = CounterPerson

// CounterPerson is somebody of the register as a desk sees them.
type CounterPerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Age  int    `json:"age"`
	Home string `json:"home,omitempty" doc:"Name of the community: tells apart who has the same name"`
}

// CounterDesk is what a point has today.
type CounterDesk struct {
	Point  string       `json:"point"`
	Day    string       `json:"day"`
	Orders []book.Order `json:"orders" nullable:"false" doc:"Of today, those found first"`
	People []Person     `json:"people" nullable:"false" doc:"Of the register, where something was looked for"`
}

// Orders is what the desk needs of those who keep orders; package orders is it.
type Orders interface {
	List(ctx context.Context, p access.Pass, f book.Filter) ([]book.Order, error)
	// AtPoint is where a point is, and refuses one that is not the viewer's.
	AtPoint(ctx context.Context, p access.Pass, point string) (region.Code, error)
	// Look finds people of the register by name, pinyin, phone or card number.
	Look(ctx context.Context, p access.Pass, at region.Code, text string) ([]Person, error)
	// Hand makes the steps that lead an order to a state, in one transaction.
	Hand(ctx context.Context, p access.Pass, id string, steps []flow.Verb, in book.OrderStep) (book.Order, error)
	// WalkIn orders for a guest and hands over, in one transaction.
	WalkIn(ctx context.Context, p access.Pass, at region.Code, a draft.OrderAsk) (book.Order, error)
	// Seen is an order as the viewer may see it.
	Seen(ctx context.Context, p access.Pass, id string) (book.Order, error)
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Orders Orders
}

var (
	codeLike   = regexp.MustCompile(`^\d{4}$`)
	numberLike = regexp.MustCompile(`^\d{4}-[A-Za-z0-9]{4}$`)
)

// Today is the desk of a point on a day, perhaps narrowed to what is looked for.
func (s *Service) Today(ctx context.Context, p access.Pass, point, day, look string) (CounterDesk, error) {
	if day == "" {
		day = s.DB.Now().In(hours.Shanghai).Format("2006-01-02")
	}
	d := CounterDesk{Point: point, Day: day, Orders: []book.Order{}, People: []Person{}}
	at, err := s.Orders.AtPoint(ctx, p, point)
	if err != nil {
		return d, err
	}
	look = strings.TrimSpace(look)
	f := book.Filter{Point: point, From: day, To: day, Mode: flow.OnSite, Limit: 1000, States: append([]flow.State{flow.Delivered}, flow.Open...)}
	switch {
	case codeLike.MatchString(look):
		f.Code = look
	case numberLike.MatchString(look):
		f.Number = look
	case look != "":
		if d.People, err = s.people(ctx, p, at, point, look); err != nil {
			return d, err
		}
		f.Persons = []string{}
		for _, x := range d.People {
			f.Persons = append(f.Persons, x.ID)
		}
	}
	all, err := s.Orders.List(ctx, p, f)
	if all != nil {
		d.Orders = all
	}
	return d, err
}

func (s *Service) people(ctx context.Context, p access.Pass, at region.Code, point, look string) ([]Person, error) {
	found, err := s.Orders.Look(ctx, p, at, look)
	if err != nil {
		return nil, err
	}
	_, err = store.In(ctx, s.DB, access.HouseIn("orders.counter", p.Who(), at), func(tx *store.Tx) (int, error) {
		return 0, audit.Note(ctx, tx, audit.Entry{Region: at, Action: "orders.counter_looked", Subject: point})
	})
	if found == nil {
		found = []Person{}
	}
	return found, err
}

// CounterTake is what a desk hands over.
type CounterTake struct {
	Order    string   `json:"order,omitempty" maxLength:"40" doc:"An order of today; else person and service"`
	Person   string   `json:"person,omitempty" maxLength:"40"`
	Service  string   `json:"service,omitempty" maxLength:"40"`
	Quantity int      `json:"quantity,omitempty" minimum:"0" maximum:"20" doc:"0 is 1"`
	Options  []string `json:"options,omitempty" maxItems:"10"`
}

// CounterAttend is what a desk says of a guest.
type CounterAttend struct {
	Order string `json:"order" maxLength:"40"`
	What  string `json:"what" enum:"arrived,left,absent"`
}

var attend = map[string][]flow.Verb{"arrived": {flow.Accept, flow.Arrive}, "left": {flow.Deliver}, "absent": {flow.Accept, flow.Absent}}

type out struct{ Body book.Order }

func one(o book.Order, err error) (*out, error) {
	if err != nil {
		return nil, err
	}
	return &out{o}, nil
}

type pointIn struct {
	Point string `path:"point" maxLength:"40"`
	Day   string `query:"day" maxLength:"10" doc:"Today when empty"`
	Look  string `query:"look" maxLength:"60" doc:"A code, a number, a name, a phone, a card number"`
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "orders"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/counter/{point}/today", ID: "get-counter-today", Tag: tag, Needs: Serve, Summary: "柜台：今天的订单，按取货码、卡号、姓名查找 / The desk of a point"},
		func(ctx context.Context, p access.Pass, in *pointIn) (*struct{ Body CounterDesk }, error) {
			d, err := s.Today(ctx, p, in.Point, in.Day, in.Look)
			if err != nil {
				return nil, err
			}
			return &struct{ Body CounterDesk }{d}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/counter/{point}/serve", ID: "serve-at-counter", Tag: tag, Needs: Serve, Creates: true, Summary: "柜台：取餐、现场用餐 / Serve at the desk", MaxBody: 16 << 10,
		Again: func(ctx context.Context, p access.Pass, id string) (*out, error) {
			return one(s.Orders.Seen(ctx, p, id))
		}},
		func(ctx context.Context, p access.Pass, in *struct {
			Point string `path:"point" maxLength:"40"`
			Body  CounterTake
		}) (*out, error) {
			return one(s.serve(ctx, p, in.Point, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/attendance/{point}", ID: "get-attendance", Tag: tag, Needs: Serve, Summary: "日间托管签到表 / Who is expected, has come, has left"},
		func(ctx context.Context, p access.Pass, in *pointIn) (*struct{ Body api.List[book.Order] }, error) {
			if in.Day == "" {
				in.Day = s.DB.Now().In(hours.Shanghai).Format("2006-01-02")
			}
			all, err := s.Orders.List(ctx, p, book.Filter{Point: in.Point, From: in.Day, To: in.Day, Mode: flow.DayCare, Limit: 1000})
			return &struct{ Body api.List[book.Order] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/attendance/{point}", ID: "mark-attendance", Tag: tag, Needs: Serve, Summary: "到托、离托、缺席 / Somebody has come, has left, did not come"},
		func(ctx context.Context, p access.Pass, in *struct {
			Point string `path:"point" maxLength:"40"`
			Body  CounterAttend
		}) (*out, error) {
			return one(s.Orders.Hand(ctx, p, in.Body.Order, attend[in.Body.What], book.OrderStep{}))
		})
}

// serve hands over an order, or orders for a guest and hands over.
func (s *Service) serve(ctx context.Context, p access.Pass, point string, t CounterTake) (book.Order, error) {
	at, err := s.Orders.AtPoint(ctx, p, point)
	if err != nil {
		return book.Order{}, err
	}
	if t.Order != "" {
		return s.Orders.Hand(ctx, p, t.Order, []flow.Verb{flow.Accept, flow.Deliver}, book.OrderStep{Proof: "counter"})
	}
	if t.Person == "" || t.Service == "" {
		return book.Order{}, ErrWhom.On("person")
	}
	return s.Orders.WalkIn(ctx, p, at, draft.OrderAsk{Person: t.Person, Service: t.Service, Quantity: t.Quantity, Options: t.Options, Point: point, How: "counter", Day: s.DB.Now().In(hours.Shanghai).Format("2006-01-02")})
}
