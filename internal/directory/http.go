package directory

import (
	"context"
	"net/http"

	"linli/internal/directory/eligibility"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/region"
)

const tag = "directory"

// Saved is the answer to a change, with its version as ETag.
type Saved[T any] struct {
	api.ETag
	Body T
}

func saved[T any](v T, version int64, err error) (*Saved[T], error) {
	if err != nil {
		return nil, err
	}
	return &Saved[T]{api.Tag(version), v}, nil
}

// IDIn is the input of what concerns one record; exported because huma passes
// over unexported embedded structs.
type IDIn struct {
	ID string `path:"id" maxLength:"40"`
}

// ChangeIn is IDIn with the version that was read.
type ChangeIn struct {
	api.IfMatch
	ID string `path:"id" maxLength:"40"`
}

// ListIn is what every list of the directory understands.
type ListIn struct {
	api.Page
	Q     string `query:"q" maxLength:"100" doc:"Words of the name, pinyin or initials"`
	Total bool   `query:"total" doc:"Count them all too"`
}

// page makes the answer of a list that was read one longer than its limit.
func page[T any](all []T, limit int, id func(T) string, total int64, counted bool) *struct{ Body api.List[T] } {
	next := ""
	if len(all) > limit {
		all = all[:limit]
		next = api.EncodeCursor(id(all[limit-1]))
	}
	out := api.Many(all, next)
	if counted {
		out.Total = &total
	}
	return &struct{ Body api.List[T] }{out}
}

func (in ListIn) before() (id string, err error) {
	err = api.DecodeCursor(in.Cursor, &id)
	return id, err
}

type organisationsIn struct {
	ListIn
	Kind     string `query:"kind" maxLength:"40"`
	Stage    string `query:"stage" enum:"applied,document_check,site_visit,contract,active,suspended,ended"`
	Expiring string `query:"expiring_before" format:"date" doc:"Some licence ends before this day"`
}

type categoryIn struct {
	Key  string `path:"key" maxLength:"100"`
	Body Category
}

type stageIn struct {
	ChangeIn
	Body struct {
		To   Stage  `json:"to" enum:"applied,document_check,site_visit,contract,active,suspended,ended"`
		Note string `json:"note,omitempty" maxLength:"500"`
	}
}

type noteIn struct {
	ChangeIn
	Body struct {
		Note string `json:"note,omitempty" maxLength:"500"`
	}
}

// OrganisationView is one with what belongs to it.
type OrganisationView struct {
	Organisation
	Points   []ServicePoint `json:"points"`
	Services []Service      `json:"services"`
	Projects []Project      `json:"projects"`
}

// Register adds the operations.
func (d *Directory) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/categories", ID: "list-categories", Tag: tag, Needs: See, Summary: "服务类别 / Categories"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct{ Body api.List[Category] }, error) {
			all, err := d.Categories(ctx, p)
			return &struct{ Body api.List[Category] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/categories/{key}", ID: "put-category", Tag: tag, Needs: Configure, Summary: "新增或修改类别 / Add or change a category"},
		func(ctx context.Context, p access.Pass, in *categoryIn) (*Saved[Category], error) {
			in.Body.Key = in.Key
			c, err := d.SaveCategory(ctx, p, in.Body)
			return saved(c, c.Version, err)
		})
	d.registerOrganisations(a)
	d.registerPoints(a)
	d.registerServices(a)
	d.registerProjects(a)
}

func (d *Directory) registerOrganisations(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/organisations", ID: "list-organisations", Tag: tag, Needs: See, Summary: "组织机构 / Organisations"},
		func(ctx context.Context, p access.Pass, in *organisationsIn) (*struct{ Body api.List[Organisation] }, error) {
			f := OrganisationFilter{Text: in.Q, Kind: in.Kind, Stage: Stage(in.Stage), ExpiringBefore: in.Expiring}
			before, err := in.before()
			if err != nil {
				return nil, err
			}
			var total int64
			if in.Total {
				if total, err = d.CountOrganisations(ctx, p, f); err != nil {
					return nil, err
				}
			}
			all, err := d.Organisations(ctx, p, f, before, in.Limit+1)
			return page(all, in.Limit, func(o Organisation) string { return o.ID }, total, in.Total), err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/organisations", ID: "add-organisation", Tag: tag, Needs: Edit, Summary: "登记机构 / Register an organisation", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct{ Body Organisation }) (*Saved[Organisation], error) {
			o, err := d.AddOrganisation(ctx, p, in.Body)
			return saved(o, o.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/organisations/{id}", ID: "get-organisation", Tag: tag, Needs: See, Summary: "机构详情 / An organisation"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*Saved[OrganisationView], error) {
			v, err := d.organisationView(ctx, p, in.ID)
			return saved(v, v.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/organisations/{id}", ID: "put-organisation", Tag: tag, Needs: Edit, Summary: "修改机构 / Change an organisation"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body Organisation
		}) (*Saved[Organisation], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			in.Body.ID = in.ID
			o, err := d.SaveOrganisation(ctx, p, in.Body, v)
			return saved(o, o.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/organisations/{id}/onboarding", ID: "onboard-organisation", Tag: tag, Needs: Edit, Summary: "推进入驻 / Move on in onboarding"},
		func(ctx context.Context, p access.Pass, in *stageIn) (*Saved[Organisation], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			o, err := d.Onboard(ctx, p, in.ID, v, in.Body.To, in.Body.Note)
			return saved(o, o.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/organisations/{id}/review", ID: "review-organisation", Tag: tag, Needs: Edit, Summary: "年度评审 / Annual review"},
		func(ctx context.Context, p access.Pass, in *noteIn) (*Saved[Organisation], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			o, err := d.Review(ctx, p, in.ID, v, in.Body.Note)
			return saved(o, o.Version, err)
		})
}

func (d *Directory) organisationView(ctx context.Context, p access.Pass, id string) (OrganisationView, error) {
	out := OrganisationView{Points: []ServicePoint{}, Services: []Service{}, Projects: []Project{}}
	var err error
	if out.Organisation, err = d.Organisation(ctx, p, id); err != nil {
		return out, err
	}
	if all, err := d.Points(ctx, p, PointFilter{Organisation: id}, "", 200); err != nil {
		return out, err
	} else if all != nil {
		out.Points = all
	}
	if all, err := d.Services(ctx, p, ServiceFilter{Organisation: id, States: seen(p, "")}, "", 200); err != nil {
		return out, err
	} else if all != nil {
		out.Services = all
	}
	all, err := d.Projects(ctx, p, ProjectFilter{Operator: id}, "", 200)
	if all != nil {
		out.Projects = all
	}
	return out, err
}

// seen are the states of services that a viewer may list.
func seen(p access.Pass, want State) []State {
	all := []State{Published, Paused}
	if p.Has(Write) {
		all = []State{Draft, Published, Paused, Retired}
	}
	if want == "" {
		return all
	}
	for _, s := range all {
		if s == want {
			return []State{s}
		}
	}
	return []State{}
}

type projectsIn struct {
	ListIn
	Operator string `query:"operator" maxLength:"40"`
	On       string `query:"on" format:"date" doc:"Those that run on this day"`
}

// ProjectView is a project with the names of those in it.
type ProjectView struct {
	Project
	PurchaserName string `json:"purchaser_name,omitempty"`
	OperatorName  string `json:"operator_name,omitempty"`
}

func (d *Directory) registerProjects(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/projects", ID: "list-projects", Tag: tag, Needs: See, Summary: "资助项目 / Funded projects"},
		func(ctx context.Context, p access.Pass, in *projectsIn) (*struct{ Body api.List[ProjectView] }, error) {
			before, err := in.before()
			if err != nil {
				return nil, err
			}
			all, err := d.Projects(ctx, p, ProjectFilter{Text: in.Q, Operator: in.Operator, On: in.On}, before, in.Limit+1)
			if err != nil {
				return nil, err
			}
			views, err := d.projectViews(ctx, all, api.LangOf(ctx))
			return page(views, in.Limit, func(v ProjectView) string { return v.ID }, 0, false), err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/projects/{id}", ID: "get-project", Tag: tag, Needs: See, Summary: "项目详情 / A project"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*Saved[ProjectView], error) {
			all, err := d.Projects(ctx, p, ProjectFilter{IDs: []string{in.ID}}, "", 1)
			if err == nil && len(all) == 0 {
				err = ErrNone
			}
			if err != nil {
				return nil, err
			}
			views, err := d.projectViews(ctx, all, api.LangOf(ctx))
			if err != nil {
				return nil, err
			}
			return saved(views[0], views[0].Version, nil)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/projects", ID: "add-project", Tag: tag, Needs: Edit, Summary: "登记项目 / Add a project", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct{ Body Project }) (*Saved[Project], error) {
			v, err := d.SaveProject(ctx, p, in.Body, 0)
			return saved(v, v.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/projects/{id}", ID: "put-project", Tag: tag, Needs: Edit, Summary: "修改项目 / Change a project"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body Project
		}) (*Saved[Project], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			in.Body.ID = in.ID
			v, err := d.SaveProject(ctx, p, in.Body, version)
			return saved(v, v.Version, err)
		})
}

func (d *Directory) projectViews(ctx context.Context, all []Project, l fault.Lang) ([]ProjectView, error) {
	var ids []string
	for _, v := range all {
		ids = append(ids, v.Operator, v.Purchaser)
	}
	names, err := d.organisationNames(ctx, ids, l)
	out := make([]ProjectView, len(all))
	for i, v := range all {
		out[i] = ProjectView{v, names[v.Purchaser], names[v.Operator]}
	}
	return out, err
}

// organisationNames reads names wherever the organisations are registered.
func (d *Directory) organisationNames(ctx context.Context, ids []string, l fault.Lang) (map[string]string, error) {
	all, err := d.Organisations(ctx, access.House("names"), OrganisationFilter{IDs: ids}, "", len(ids)+1)
	out := map[string]string{}
	for _, o := range all {
		out[o.ID] = o.Name
		if l == fault.En && o.NameEn != "" {
			out[o.ID] = o.NameEn
		}
	}
	return out, err
}

// FactsIn is what somebody tells of themselves to ask for what they are entitled to.
type FactsIn struct {
	Age           *int              `json:"age,omitempty" minimum:"0" maximum:"130"`
	Sex           string            `json:"sex,omitempty" enum:"female,male"`
	Attributes    map[string]string `json:"attributes,omitempty" doc:"key → level, or an empty text where it has none"`
	Region        region.Code       `json:"region,omitempty"`
	Registered    region.Code       `json:"registered,omitempty"`
	HouseholdSize int               `json:"household_size,omitempty" minimum:"0" maximum:"50"`
}

func (f FactsIn) facts() eligibility.Facts {
	out := eligibility.Facts{Age: -1, Sex: f.Sex, Attributes: f.Attributes, Region: f.Region, Registered: f.Registered, HouseholdSize: f.HouseholdSize, Partial: true}
	if f.Age != nil {
		out.Age = *f.Age
	}
	return out
}
