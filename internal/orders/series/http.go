package series

import (
	"context"
	"net/http"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/role"
)

// Permissions.
const (
	See    access.Permission = "orders.see_series"
	Manage access.Permission = "orders.manage_series"
	Mine   access.Permission = "orders.my_series"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:    {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.ProviderManager, role.Auditor},
	Manage: {role.CommunityWorker, role.GridWorker, role.StreetOperator},
	Mine:   {role.Resident},
}

// view finds a series for whoever may see it and gives the pass to act with.
func (s *Service) view(ctx context.Context, p access.Pass, id string) (OrderSeries, access.Pass, error) {
	look := p
	if p.What() == Mine { // whose it is decides, not where
		look = access.House("orders.mine")
	}
	x, err := store.View(ctx, s.DB, look, func(tx *store.Tx) (OrderSeries, error) { return byID(ctx, tx, id) })
	if err != nil {
		return x, p, err
	}
	act := access.HouseIn("orders.series", p.Who(), x.Region.District(), x.At)
	if p.What() == Mine {
		if act, err = s.Orders.ForWhom(ctx, p, x.Person); err != nil {
			return x, p, ErrNone
		}
	}
	for _, org := range p.Orgs() {
		if org != x.Org {
			err = ErrNone
		}
	}
	return x, act, err
}

func (s *Service) change(ctx context.Context, p access.Pass, id string, rule func(*store.Tx, OrderSeries) (OrderSeries, error)) (OrderSeries, error) {
	_, act, err := s.view(ctx, p, id)
	if err != nil {
		return OrderSeries{}, err
	}
	x, err := store.In(ctx, s.DB, act, func(tx *store.Tx) (OrderSeries, error) {
		x, err := byID(ctx, tx, id)
		if err != nil {
			return x, err
		}
		if x.State != Active {
			return x, ErrEnded
		}
		return rule(tx, x)
	})
	if err != nil {
		return x, err
	}
	return s.dressed(x), nil
}

func (s *Service) dressed(x OrderSeries) OrderSeries {
	now := today(s.DB.Now())
	if x.State == Active {
		x.Coming = x.Rule.Days(now, after(now, Ahead), s.Orders.Holiday)
	}
	return x
}

// Get is one series with what became of its days.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (OrderSeries, error) {
	x, act, err := s.view(ctx, p, id)
	if err != nil {
		return x, err
	}
	x.Days, err = store.View(ctx, s.DB, act, func(tx *store.Tx) ([]Outcome, error) { return outcomes(ctx, tx, x, today(tx.Now)) })
	for i, o := range x.Days {
		if o.Refused != "" {
			x.Days[i].WhyZh, x.Days[i].WhyEn = Words(o.Refused)
		}
	}
	return s.dressed(x), err
}

// Words says a refusal by its code.
func Words(code string) (zh, en string) {
	for _, f := range fault.All() {
		if f.Code == code {
			return f.Text(fault.Zh), f.Text(fault.En)
		}
	}
	return code, code
}

// List pages through series, newest first.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]OrderSeries, error) {
	look := p
	if p.What() == Mine {
		if f.Persons == nil {
			f.Persons = []string{p.Person()}
		}
		for _, person := range f.Persons {
			var err error
			if look, err = s.Orders.ForWhom(ctx, p, person); err != nil {
				return nil, err
			}
		}
	} else if orgs := p.Orgs(); len(orgs) > 0 {
		f.Orgs = orgs
	}
	all, err := store.View(ctx, s.DB, look, func(tx *store.Tx) ([]OrderSeries, error) { return list(ctx, tx, f) })
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range all {
		all[i] = s.dressed(all[i])
		ids = append(ids, all[i].Person)
	}
	names, err := s.Orders.Names(ctx, look, ids)
	for i := range all {
		all[i].Name = names[all[i].Person]
	}
	return all, err
}

type out struct {
	api.ETag
	Body OrderSeries
}

func one(x OrderSeries, err error) (*out, error) {
	if err != nil {
		return nil, err
	}
	return &out{api.Tag(x.Version), x}, nil
}

type idIn struct {
	ID string `path:"id" format:"uuid"`
}

// CopyWeek is what is to be placed again a week later.
type CopyWeek struct {
	Person string `json:"person,omitempty" maxLength:"40"`
	Week   string `json:"week" maxLength:"10" doc:"Monday of the week to fill; what was ordered in the week before is placed again"`
}

type copyOut struct{ Body api.List[Outcome] }

func (s *Service) copyWeek(ctx context.Context, p access.Pass, in *struct{ Body CopyWeek }) (*copyOut, error) {
	if _, err := parse(in.Body.Week); err != nil {
		return nil, ErrDay.On("week")
	}
	if in.Body.Week < today(s.DB.Now().AddDate(0, 0, -6)) {
		return nil, ErrPast.On("week")
	}
	all, err := s.Orders.CopyWeek(ctx, p, in.Body.Person, after(in.Body.Week, -7), after(in.Body.Week, -1), 7)
	if err != nil {
		return nil, err
	}
	for i, o := range all {
		if o.Refused != "" {
			all[i].WhyZh, all[i].WhyEn = Words(o.Refused)
		}
	}
	return &copyOut{api.Many(all, "")}, nil
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	for _, at := range []struct {
		prefix, id           string
		see, manage          access.Permission
		list, begin, day, co string
	}{
		{"/order-series", "order-series", See, Manage, "连续订单 / Series", "代为连续订餐 / Begin a series for somebody", "连续订单详情 / One series", "复制上周 / Copy last week for somebody"},
		{"/my/series", "my-series", Mine, Mine, "我的连续订单 / My series", "连续订餐 / Begin a series", "我的连续订单详情 / One of my series", "复制上周 / Copy last week"},
	} {
		s.register(a, at.prefix, at.id, at.see, at.manage, at.list, at.begin, at.day, at.co)
	}
}

func (s *Service) register(a *api.API, prefix, id string, see, manage access.Permission, listed, begun, got, copied string) {
	const tag = "orders"
	api.Register(a, api.Op{Method: http.MethodGet, Path: prefix, ID: "list-" + id, Tag: tag, Needs: see, Summary: listed},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			Person string `query:"person" maxLength:"40"`
			Ended  bool   `query:"ended" doc:"Also what has ended"`
		}) (*struct{ Body api.List[OrderSeries] }, error) {
			f := Filter{Ended: in.Ended, Limit: in.Limit}
			if in.Person != "" {
				f.Persons = []string{in.Person}
			}
			if err := api.DecodeCursor(in.Cursor, &f.Before); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, f)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == f.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[OrderSeries] }{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: prefix, ID: "begin-" + id, Tag: tag, Needs: manage, Creates: true, Summary: begun, MaxBody: 64 << 10,
		Again: func(ctx context.Context, p access.Pass, id string) (*out, error) { return one(s.Get(ctx, p, id)) }},
		func(ctx context.Context, p access.Pass, in *struct{ Body OrderSeries }) (*out, error) {
			return one(s.Begin(ctx, p, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: prefix + "/{id}", ID: "get-" + id, Tag: tag, Needs: see, Summary: got},
		func(ctx context.Context, p access.Pass, in *idIn) (*out, error) { return one(s.Get(ctx, p, in.ID)) })
	api.Register(a, api.Op{Method: http.MethodPost, Path: prefix + "/copy-week", ID: "copy-week-" + id, Tag: tag, Needs: manage, Summary: copied}, s.copyWeek)
	api.Register(a, api.Op{Method: http.MethodPost, Path: prefix + "/{id}/pause", ID: "pause-" + id, Tag: tag, Needs: manage, Summary: "暂停一段时间 / Pause"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body SeriesGap
		}) (*out, error) {
			return one(s.Pause(ctx, p, in.ID, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: prefix + "/{id}/resume", ID: "resume-" + id, Tag: tag, Needs: manage, Summary: "恢复 / Resume"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body *struct {
				Day string `json:"day,omitempty" maxLength:"10" doc:"From this day on; empty: tomorrow"`
			}
		}) (*out, error) {
			day := ""
			if in.Body != nil {
				day = in.Body.Day
			}
			return one(s.Resume(ctx, p, in.ID, day))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: prefix + "/{id}/end", ID: "end-" + id, Tag: tag, Needs: manage, Summary: "结束 / End"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body *struct {
				Reason string `json:"reason,omitempty" maxLength:"200"`
			}
		}) (*out, error) {
			why := ""
			if in.Body != nil {
				why = in.Body.Reason
			}
			return one(s.End(ctx, p, in.ID, why))
		})
}
