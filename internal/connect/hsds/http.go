package hsds

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/internal/directory"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/role"
)

// Read is to read the directory in HSDS: everybody may.
const Read access.Permission = "hsds.read"

// Rules of this connector.
var Rules = access.Rules{Read: {role.Public}}

// What can be wrong with a request.
var (
	ErrNone = fault.New(fault.NotFound, "hsds.none", "找不到这条记录。", "There is no such record.")
	ErrTime = fault.New(fault.Invalid, "hsds.time", "时间应为 RFC 3339 格式或日期。", "A time is RFC 3339, or a day.")
)

// Page is a page of a list, as the API of HSDS 3.0 has it.
type Page struct {
	TotalItems int      `json:"total_items"`
	TotalPages int      `json:"total_pages"`
	PageNumber int      `json:"page_number"`
	Size       int      `json:"size"`
	FirstPage  bool     `json:"first_page"`
	LastPage   bool     `json:"last_page"`
	Empty      bool     `json:"empty"`
	Contents   []Object `json:"contents"`
}

// PageIn is what every list understands.
type PageIn struct {
	Search  string `query:"search" maxLength:"200"`
	Page    int    `query:"page" default:"1" minimum:"1" maximum:"1000000"`
	PerPage int    `query:"per_page" default:"50" minimum:"1" maximum:"1000"`
}

type servicesIn struct {
	PageIn
	Term     string `query:"taxonomy_term_id" maxLength:"100"`
	Taxonomy string `query:"taxonomy_id" maxLength:"100"`
	Org      string `query:"organization_id" maxLength:"100"`
	Since    string `query:"modified_after" maxLength:"40"`
	Minimal  bool   `query:"minimal"`
	Full     bool   `query:"full"`
	Postcode string `query:"postcode" maxLength:"20"`
}

type orgsIn struct {
	PageIn
	Full        bool `query:"full"`
	FullService bool `query:"full_service"`
}

type termsIn struct {
	PageIn
	Taxonomy string `query:"taxonomy_id" maxLength:"100"`
	TopOnly  bool   `query:"top_only"`
	Parent   string `query:"parent_id" maxLength:"100"`
}

// IDIn names one record; exported because huma passes over unexported embedded structs.
type IDIn struct {
	ID          string `path:"id" maxLength:"100"`
	FullService bool   `query:"full_service"`
}

type pageOut struct{ Body Page }
type oneOut struct{ Body Object }

// cut is one page of ids.
func cut[T any](all []T, in PageIn) ([]T, Page) {
	size := max(1, in.PerPage)
	p := Page{TotalItems: len(all), TotalPages: (len(all) + size - 1) / size, PageNumber: in.Page, Contents: []Object{}}
	from := min(len(all), (in.Page-1)*size)
	some := all[from:min(len(all), from+size)]
	p.Size, p.FirstPage, p.LastPage, p.Empty = len(some), in.Page == 1, in.Page >= p.TotalPages, len(some) == 0
	return some, p
}

func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, f := range []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(f, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, ErrTime.On("modified_after")
}

// Register adds the operations, at the root as the specification has them.
func (s *Service) Register(a *api.API) {
	get := func(path, id, summary string) api.Op {
		return api.Op{Method: http.MethodGet, Path: "//hsds" + path, ID: "hsds-" + id, Tag: "hsds", Needs: Read, Summary: summary}
	}
	api.Register(a, get("/", "root", "开放服务目录 / About this API (Open Referral HSDS 3.0)"), func(context.Context, access.Pass, *struct{}) (*oneOut, error) {
		return &oneOut{Object{"version": "3.0", "profile": "https://docs.openreferral.org/en/3.0/", "openapi_url": s.Public + "/openapi.json"}}, nil
	})
	api.Register(a, get("/services", "services", "服务 / Services"), s.listServices)
	api.Register(a, get("/services/{id}", "service", "服务详情 / A service, nested"), s.getService)
	api.Register(a, get("/organizations", "organizations", "机构 / Organisations"), s.listOrganizations)
	api.Register(a, get("/organizations/{id}", "organization", "机构详情 / An organisation, nested"), s.getOrganization)
	api.Register(a, get("/service_at_locations", "service-at-locations", "各地点的服务 / Services at locations"), s.listSALs)
	api.Register(a, get("/service_at_locations/{id}", "service-at-location", "某地点的服务 / A service at a location"), s.getSAL)
	api.Register(a, get("/taxonomies", "taxonomies", "分类体系 / Taxonomies"), func(ctx context.Context, _ access.Pass, in *PageIn) (*pageOut, error) {
		all, err := s.taxonomies(ctx)
		all = slices.DeleteFunc(all, func(o Object) bool { return !contains(o, in.Search) })
		some, p := cut(all, *in)
		p.Contents = append(p.Contents, some...)
		return &pageOut{p}, err
	})
	api.Register(a, get("/taxonomies/{id}", "taxonomy", "分类体系详情 / A taxonomy"), func(ctx context.Context, _ access.Pass, in *IDIn) (*oneOut, error) {
		all, err := s.taxonomies(ctx)
		for _, o := range all {
			if o["id"] == strings.ToLower(in.ID) {
				return &oneOut{o}, err
			}
		}
		return nil, first(err, ErrNone)
	})
	api.Register(a, get("/taxonomy_terms", "taxonomy-terms", "分类 / Taxonomy terms"), s.listTerms)
	api.Register(a, get("/taxonomy_terms/{id}", "taxonomy-term", "分类详情 / A taxonomy term"), func(ctx context.Context, _ access.Pass, in *IDIn) (*oneOut, error) {
		all, err := s.terms(ctx)
		if o, ok := all[strings.ToLower(in.ID)]; ok {
			return &oneOut{o}, err
		}
		return nil, first(err, ErrNone)
	})
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func contains(o Object, q string) bool {
	for _, k := range []string{"name", "description", "code"} {
		if v, ok := o[k].(string); ok && strings.Contains(strings.ToLower(v), strings.ToLower(q)) {
			return true
		}
	}
	return q == ""
}

// filter is the services that a request asks for.
func (s *Service) filter(ctx context.Context, in *servicesIn) (directory.ServiceFilter, bool, error) {
	f := directory.ServiceFilter{Text: in.Search, Organisation: strings.ToLower(in.Org), States: served}
	if in.Term == "" && in.Taxonomy == "" {
		return f, true, nil
	}
	cats, err := s.Directory.Categories(ctx, read)
	if err != nil {
		return f, false, err
	}
	terms, err := s.terms(ctx)
	if err != nil {
		return f, false, err
	}
	f.Categories = []string{}
	for _, c := range cats {
		id := c.SourceID
		if id == "" {
			id = made("term", c.Key)
		}
		if in.Term != "" && !strings.EqualFold(id, in.Term) || in.Taxonomy != "" && terms[id]["taxonomy_id"] != strings.ToLower(in.Taxonomy) {
			continue
		}
		f.Categories = append(f.Categories, c.Key)
	}
	return f, len(f.Categories) > 0, nil
}

func (s *Service) listServices(ctx context.Context, _ access.Pass, in *servicesIn) (*pageOut, error) {
	f, some, err := s.filter(ctx, in)
	if err != nil {
		return nil, err
	}
	since, err := moment(in.Since)
	if err != nil {
		return nil, err
	}
	var all []string
	if some {
		if all, err = s.Directory.ServiceIDs(ctx, read, f, since); err != nil {
			return nil, err
		}
	}
	ids, p := cut(all, in.PageIn)
	h, err := s.shelve(ctx, ids, nil, nil, in.Full && !in.Minimal)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		v := h.services[id]
		switch {
		case in.Minimal:
			p.Contents = append(p.Contents, Object{"id": v.ID, "name": v.Name, "status": statusOf[v.State], "last_modified": v.Changed.UTC().Format(time.RFC3339)})
		case in.Full:
			p.Contents = append(p.Contents, h.wholeService(v))
		default:
			o := h.service(v)
			o["organization"] = h.organization(h.orgs[v.Organisation])
			h.program(o, v.ID)
			p.Contents = append(p.Contents, o)
		}
	}
	return &pageOut{p}, nil
}

func (s *Service) getService(ctx context.Context, _ access.Pass, in *IDIn) (*oneOut, error) {
	id := strings.ToLower(in.ID)
	h, err := s.shelve(ctx, []string{id}, nil, nil, true)
	if err != nil {
		return nil, err
	}
	v, ok := h.services[id]
	if !ok {
		return nil, ErrNone
	}
	return &oneOut{h.wholeService(v)}, nil
}

func (s *Service) listOrganizations(ctx context.Context, _ access.Pass, in *orgsIn) (*pageOut, error) {
	all, err := s.Directory.OrganisationIDs(ctx, read, directory.OrganisationFilter{Text: in.Search})
	if err != nil {
		return nil, err
	}
	ids, p := cut(all, in.PageIn)
	h, err := s.shelve(ctx, nil, ids, nil, in.Full || in.FullService)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		o := h.organization(h.orgs[id])
		if in.Full || in.FullService {
			o = h.wholeOrganization(h.orgs[id])
			if o["services"], err = s.servicesOf(ctx, id, in.FullService); err != nil {
				return nil, err
			}
		}
		p.Contents = append(p.Contents, o)
	}
	return &pageOut{p}, nil
}

// servicesOf are the services of an organisation, in short or in full.
func (s *Service) servicesOf(ctx context.Context, org string, full bool) ([]Object, error) {
	ids, err := s.Directory.ServiceIDs(ctx, read, directory.ServiceFilter{Organisation: org, States: served}, time.Time{})
	if err != nil {
		return nil, err
	}
	h, err := s.shelve(ctx, ids, nil, nil, full)
	if err != nil {
		return nil, err
	}
	out := []Object{}
	for _, id := range ids {
		if full {
			out = append(out, h.wholeService(h.services[id]))
		} else {
			out = append(out, h.service(h.services[id]))
		}
	}
	return out, nil
}

func (s *Service) getOrganization(ctx context.Context, _ access.Pass, in *IDIn) (*oneOut, error) {
	id := strings.ToLower(in.ID)
	h, err := s.shelve(ctx, nil, []string{id}, nil, true)
	if err != nil {
		return nil, err
	}
	v, ok := h.orgs[id]
	if !ok {
		return nil, ErrNone
	}
	o := h.wholeOrganization(v)
	o["services"], err = s.servicesOf(ctx, id, in.FullService)
	return &oneOut{o}, err
}

func (s *Service) listSALs(ctx context.Context, _ access.Pass, in *servicesIn) (*pageOut, error) {
	f, some, err := s.filter(ctx, in)
	if err != nil {
		return nil, err
	}
	var all []directory.Given
	if some {
		if all, err = s.Directory.Givens(ctx, read, f); err != nil {
			return nil, err
		}
	}
	pairs, p := cut(all, in.PageIn)
	var services, points []string
	for _, g := range pairs {
		services, points = append(services, g.Service), append(points, g.Point)
	}
	h, err := s.shelve(ctx, services, nil, points, true)
	if err != nil {
		return nil, err
	}
	for _, g := range pairs {
		v := h.services[g.Service]
		o := h.wholeSAL(g.Service, g.Point)
		if in.Full {
			o["service"] = h.wholeService(v)
		} else {
			short := h.service(v)
			short["organization"] = h.organization(h.orgs[v.Organisation])
			h.program(short, v.ID)
			_, o = h.sal(g.Service, g.Point)
			o["location"], o["service"] = h.location(h.points[g.Point]), short
		}
		p.Contents = append(p.Contents, o)
	}
	return &pageOut{p}, nil
}

func (s *Service) getSAL(ctx context.Context, _ access.Pass, in *IDIn) (*oneOut, error) {
	id := strings.ToLower(in.ID)
	pair, err := s.pair(ctx, id)
	if err != nil {
		return nil, err
	}
	h, err := s.shelve(ctx, []string{pair.Service}, nil, []string{pair.Point}, true)
	if err != nil {
		return nil, err
	}
	v, ok := h.services[pair.Service]
	if !ok {
		return nil, ErrNone
	}
	o := h.wholeSAL(pair.Service, pair.Point)
	o["service"] = h.wholeService(v)
	return &oneOut{o}, nil
}

func (s *Service) listTerms(ctx context.Context, _ access.Pass, in *termsIn) (*pageOut, error) {
	terms, err := s.terms(ctx)
	if err != nil {
		return nil, err
	}
	var all []Object
	for _, o := range terms {
		if in.Taxonomy != "" && o["taxonomy_id"] != strings.ToLower(in.Taxonomy) || in.TopOnly && o["parent_id"] != nil || in.Parent != "" && o["parent_id"] != strings.ToLower(in.Parent) || !contains(o, in.Search) {
			continue
		}
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b Object) int { return strings.Compare(a["id"].(string), b["id"].(string)) })
	some, p := cut(all, in.PageIn)
	p.Contents = append(p.Contents, some...)
	return &pageOut{p}, nil
}
