package directory

import (
	"context"
	"net/http"
	"slices"
	"time"

	"linli/internal/directory/eligibility"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type pointsIn struct {
	ListIn
	Kind         string `query:"kind" maxLength:"60"`
	Organisation string `query:"organisation" maxLength:"40"`
	Category     string `query:"category" maxLength:"100"`
	Near         string `query:"near" maxLength:"60" doc:"lon,lat: the nearest come first"`
	RadiusM      int    `query:"radius_m" minimum:"0" maximum:"100000" doc:"With near; 0 is 5,000"`
	OpenAt       string `query:"open_at" maxLength:"40" doc:"now, or a time (RFC 3339): only those open then"`
}

// PointView is a point as a visitor sees it.
type PointView struct {
	ServicePoint
	OrganisationName string    `json:"organisation_name,omitempty"`
	OpenNow          bool      `json:"open_now"`
	Until            time.Time `json:"until,omitzero" doc:"It closes, or opens next, at this time"`
	Closures         []Closure `json:"closures,omitempty"`
	Categories       []string  `json:"categories"`
	PerDay           int       `json:"per_day" doc:"Units a day of all its services"`
	DistanceM        *float64  `json:"distance_m,omitempty"`
}

var ErrNear = fault.New(fault.Invalid, "directory.near", "位置应为“经度,纬度”。", "A place is longitude,latitude.")

func (d *Directory) registerPoints(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/service-points", ID: "list-service-points", Tag: tag, Needs: See, Summary: "服务点 / Service points"}, d.listPoints)
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/service-points/{id}", ID: "get-service-point", Tag: tag, Needs: See, Summary: "服务点详情 / A service point"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*Saved[PointView], error) {
			v, err := d.Point(ctx, p, in.ID)
			if err != nil {
				return nil, err
			}
			views, err := d.PointViews(ctx, p, []ServicePoint{v}, d.DB.Now(), api.LangOf(ctx))
			if err != nil {
				return nil, err
			}
			return saved(views[0], v.Version, nil)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/service-points", ID: "add-service-point", Tag: tag, Needs: Edit, Summary: "登记服务点 / Add a service point", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct{ Body ServicePoint }) (*Saved[ServicePoint], error) {
			v, err := d.SavePoint(ctx, p, in.Body, 0)
			return saved(v, v.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/service-points/{id}", ID: "put-service-point", Tag: tag, Needs: Edit, Summary: "修改服务点 / Change a service point"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body ServicePoint
		}) (*Saved[ServicePoint], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			in.Body.ID = in.ID
			v, err := d.SavePoint(ctx, p, in.Body, version)
			return saved(v, v.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/service-points/{id}/closures", ID: "close-service-point", Tag: tag, Needs: CloseDown, Summary: "临时关闭 / Close for a while", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct {
			IDIn
			Body Closure
		}) (*struct{ Body Closure }, error) {
			c, err := d.Close(ctx, p, in.ID, in.Body)
			return &struct{ Body Closure }{c}, err
		})
	api.Register(a, api.Op{Method: http.MethodDelete, Path: "/service-points/{id}/closures/{closure}", ID: "reopen-service-point", Tag: tag, Needs: CloseDown, Summary: "取消关闭 / Take a closure back", Status: http.StatusNoContent},
		func(ctx context.Context, p access.Pass, in *struct {
			IDIn
			Closure string `path:"closure" maxLength:"40"`
		}) (*struct{}, error) {
			return nil, d.Reopen(ctx, p, in.ID, in.Closure)
		})
}

func (d *Directory) listPoints(ctx context.Context, p access.Pass, in *pointsIn) (*struct{ Body api.List[PointView] }, error) {
	f := PointFilter{Text: in.Q, Kind: in.Kind, Organisation: in.Organisation, Category: in.Category}
	now, openOnly := d.DB.Now(), in.OpenAt != ""
	if openOnly && in.OpenAt != "now" {
		t, err := time.Parse(time.RFC3339, in.OpenAt)
		if err != nil {
			return nil, ErrDate.On("open_at")
		}
		now = t
	}
	if in.Near != "" {
		return d.nearPoints(ctx, p, in, f, now, openOnly)
	}
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	var total int64
	if in.Total {
		if total, err = d.CountPoints(ctx, p, f); err != nil {
			return nil, err
		}
	}
	all, err := d.Points(ctx, p, f, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	views, err := d.PointViews(ctx, p, all, now, api.LangOf(ctx))
	out := page(views, in.Limit, func(v PointView) string { return v.ID }, total, in.Total)
	if openOnly { // a page may be short: what is closed then is left out of it
		out.Body.Items = slices.DeleteFunc(out.Body.Items, func(v PointView) bool { return !v.OpenNow })
	}
	return out, err
}

func (d *Directory) nearPoints(ctx context.Context, p access.Pass, in *pointsIn, f PointFilter, now time.Time, openOnly bool) (*struct{ Body api.List[PointView] }, error) {
	at, err := geo.ParsePoint(in.Near)
	if err != nil {
		return nil, ErrNear.On("near")
	}
	radius := float64(in.RadiusM)
	if radius == 0 {
		radius = 5000
	}
	dLon, dLat := geo.Degrees(radius, at.Lat)
	f.Box = &[4]float64{at.Lon - dLon, at.Lat - dLat, at.Lon + dLon, at.Lat + dLat}
	all, err := d.Points(ctx, p, f, "", 5000)
	if err != nil {
		return nil, err
	}
	far := func(v ServicePoint) float64 { return geo.Metres(at, geo.Point{Lon: v.Lon, Lat: v.Lat}) }
	all = slices.DeleteFunc(all, func(v ServicePoint) bool { return far(v) > radius })
	slices.SortFunc(all, func(a, b ServicePoint) int {
		if x, y := far(a), far(b); x != y {
			if x < y {
				return -1
			}
			return 1
		}
		return 0
	})
	if !openOnly && len(all) > in.Limit {
		all = all[:in.Limit]
	}
	views, err := d.PointViews(ctx, p, all, now, api.LangOf(ctx))
	for i := range views {
		m := far(views[i].ServicePoint)
		views[i].DistanceM = &m
	}
	if openOnly {
		views = slices.DeleteFunc(views, func(v PointView) bool { return !v.OpenNow })
	}
	return &struct{ Body api.List[PointView] }{api.Many(views[:min(len(views), in.Limit)], "")}, err
}

// PointViews adds to points what changes by the hour and what they give.
func (d *Directory) PointViews(ctx context.Context, p access.Pass, all []ServicePoint, now time.Time, l fault.Lang) ([]PointView, error) {
	var ids, orgs []string
	for _, v := range all {
		ids, orgs = append(ids, v.ID), append(orgs, v.Organisation)
	}
	names, err := d.organisationNames(ctx, orgs, l)
	if err != nil {
		return nil, err
	}
	closures, err := d.Closures(ctx, p, ids, now)
	if err != nil {
		return nil, err
	}
	offered, err := d.ServicesAt(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]PointView, len(all))
	for i, v := range all {
		open := v.Hours.At(now, d.Calendar, spans(closures[v.ID]))
		out[i] = PointView{ServicePoint: v, OrganisationName: names[v.Organisation], OpenNow: open.Open, Until: open.Until, Closures: closures[v.ID], Categories: []string{}}
		for _, s := range offered[v.ID] {
			out[i].PerDay += s.PerDay
			if !slices.Contains(out[i].Categories, s.Category) {
				out[i].Categories = append(out[i].Categories, s.Category)
			}
		}
	}
	return out, nil
}

type servicesIn struct {
	ListIn
	Organisation string `query:"organisation" maxLength:"40"`
	Category     string `query:"category" maxLength:"100" doc:"And all below it"`
	Point        string `query:"point" maxLength:"40"`
	State        string `query:"state" enum:"draft,published,suspended,retired"`
}

// ServiceView is a service as people read it.
type ServiceView struct {
	Service
	OrganisationName string      `json:"organisation_name,omitempty"`
	RuleZh           string      `json:"rule_zh" doc:"For whom, in words"`
	RuleEn           string      `json:"rule_en"`
	At               []PointView `json:"at,omitempty" doc:"Its points; in the detail only"`
	Planned          []Version   `json:"planned,omitempty" doc:"Versions to come; in the detail, for those who write"`
}

type entitlementsIn struct {
	Person   string `query:"person" required:"true" maxLength:"40"`
	Category string `query:"category" maxLength:"100"`
}

type checkIn struct {
	IDIn
	Body FactsIn
}

func (d *Directory) registerServices(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/services", ID: "list-services", Tag: tag, Needs: See, Summary: "服务目录 / Services"},
		func(ctx context.Context, p access.Pass, in *servicesIn) (*struct{ Body api.List[ServiceView] }, error) {
			f := ServiceFilter{Text: in.Q, Organisation: in.Organisation, Category: in.Category, Point: in.Point, States: seen(p, State(in.State))}
			before, err := in.before()
			if err != nil {
				return nil, err
			}
			var total int64
			if in.Total {
				if total, err = d.CountServices(ctx, p, f); err != nil {
					return nil, err
				}
			}
			all, err := d.Services(ctx, p, f, before, in.Limit+1)
			if err != nil {
				return nil, err
			}
			views, err := d.serviceViews(ctx, all, api.LangOf(ctx))
			return page(views, in.Limit, func(v ServiceView) string { return v.ID }, total, in.Total), err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/services/{id}", ID: "get-service", Tag: tag, Needs: See, Summary: "服务详情 / A service"}, d.getService)
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/services", ID: "add-service", Tag: tag, Needs: Write, Summary: "起草服务 / Draft a service", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct{ Body Service }) (*Saved[Service], error) {
			s, err := d.AddService(ctx, p, in.Body)
			return saved(s, s.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/services/{id}", ID: "put-service", Tag: tag, Needs: Write, Summary: "修改服务 / Change a service"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body Service
		}) (*Saved[Service], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			in.Body.ID = in.ID
			s, err := d.SaveService(ctx, p, in.Body, version)
			return saved(s, s.Version, err)
		})
	for _, m := range []struct {
		verb, summary string
		to            State
	}{{"publish", "发布服务 / Publish a service", Published}, {"suspend", "暂停服务 / Suspend a service", Paused}, {"retire", "停用服务 / Retire a service", Retired}} {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/services/{id}/" + m.verb, ID: m.verb + "-service", Tag: tag, Needs: Publish, Summary: m.summary},
			func(ctx context.Context, p access.Pass, in *noteIn) (*Saved[Service], error) {
				version, err := in.Version()
				if err != nil {
					return nil, err
				}
				s, err := d.Move(ctx, p, in.ID, version, m.to, in.Body.Note)
				return saved(s, s.Version, err)
			})
	}
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/services/{id}/versions", ID: "list-service-versions", Tag: tag, Needs: Write, Summary: "历次版本 / Versions of a service"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*struct{ Body api.List[Version] }, error) {
			all, err := d.Versions(ctx, p, in.ID)
			return &struct{ Body api.List[Version] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/services/{id}/check-eligibility", ID: "check-eligibility", Tag: tag, Needs: See, Summary: "我能享受吗 / Is it for me?"},
		func(ctx context.Context, p access.Pass, in *checkIn) (*struct{ Body Verdict }, error) {
			v, err := d.Check(ctx, p, in.ID, in.Body.facts())
			return &struct{ Body Verdict }{v}, err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/entitlements", ID: "list-entitlements", Tag: tag, Needs: Advise, Summary: "此人可享受的服务 / What a person is entitled to"},
		func(ctx context.Context, p access.Pass, in *entitlementsIn) (*struct{ Body api.List[Verdict] }, error) {
			all, err := d.Entitlements(ctx, p, in.Person, in.Category)
			return &struct{ Body api.List[Verdict] }{api.Many(all, "")}, err
		})
}

func (d *Directory) getService(ctx context.Context, p access.Pass, in *IDIn) (*Saved[ServiceView], error) {
	s, err := d.Service(ctx, p, in.ID)
	if err != nil {
		return nil, err
	}
	views, err := d.serviceViews(ctx, []Service{s}, api.LangOf(ctx))
	if err != nil {
		return nil, err
	}
	v := views[0]
	where, err := d.Points(ctx, access.House("points of a service"), PointFilter{IDs: append([]string{}, s.Points...)}, "", 500)
	if err != nil {
		return nil, err
	}
	if v.At, err = d.PointViews(ctx, p, where, d.DB.Now(), api.LangOf(ctx)); err != nil {
		return nil, err
	}
	if p.Has(Write) {
		all, err := d.Versions(ctx, p, s.ID)
		if err != nil {
			return nil, err
		}
		v.Planned = slices.DeleteFunc(all, func(v Version) bool { return v.Held })
	}
	return saved(v, s.Version, nil)
}

func (d *Directory) serviceViews(ctx context.Context, all []Service, l fault.Lang) ([]ServiceView, error) {
	var orgs []string
	for _, s := range all {
		orgs = append(orgs, s.Organisation)
	}
	names, err := d.organisationNames(ctx, orgs, l)
	out := make([]ServiceView, len(all))
	for i, s := range all {
		out[i] = ServiceView{Service: s, OrganisationName: names[s.Organisation]}
		rule, perr := eligibility.Parse(s.Eligibility)
		if perr != nil { // it was checked when it was saved
			rule = eligibility.Rule{}
		}
		out[i].RuleZh, out[i].RuleEn = rule.Words(d.Names)
		if rule.Everyone() && s.ForWhom != "" {
			out[i].RuleZh, out[i].RuleEn = s.ForWhom, s.ForWhom
		}
	}
	return out, err
}
