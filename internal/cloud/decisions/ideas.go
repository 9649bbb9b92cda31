package decisions

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/internal/cloud/decisions/projects"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/region"
)

var (
	errIdeaColumns = fault.New(fault.Invalid, "decisions.idea_columns", "表格首行应有项目名称、区域、费用（元）、服务人数四列（可另有依赖、组）。", "The first row names the columns: project, place, cost in yuan, people (and needs, set, if you like).")
	errIdeaPlace   = fault.New(fault.Invalid, "decisions.idea_place", "所选范围内没有区域“%s”，请写代码或名称。", "There is no place %s within the chosen one; write its code or name.")
	errIdeaPeople  = fault.New(fault.Invalid, "decisions.idea_people", "服务人数应为不小于 0 的整数。", "People served is a whole number, 0 or more.")
)

// Ideas is what an uploaded list of projects holds.
type Ideas struct {
	Projects []projects.Idea `json:"projects"`
	Bad      []BadRow        `json:"bad" doc:"Rows that are left out, and why"`
}

// ReadIdeas reads a list of candidate projects, CSV or XLSX, and keeps nothing of it.
func (s *Service) ReadIdeas(p access.Pass, r io.Reader) (Ideas, error) {
	out := Ideas{Projects: []projects.Idea{}, Bad: []BadRow{}}
	if len(p.Places()) != 1 {
		return out, ErrOnePlace.On("region")
	}
	name, place, cost, people, needs, set := -1, -1, -1, -1, -1, -1
	err := table(r, func(cells []string) error {
		columnsOf(cells, map[*int][]string{&name: {"项目", "名称", "name", "project"}, &place: {"区域", "社区", "街道", "region", "place", "community"}, &cost: {"费用", "预算", "成本", "cost", "budget"},
			&people: {"服务人数", "人数", "people", "served"}, &needs: {"依赖", "needs"}, &set: {"组", "set", "one_of"}})
		if name < 0 || place < 0 || cost < 0 || people < 0 {
			return errIdeaColumns.On("file")
		}
		return nil
	}, func(line int, row []string) error {
		idea, bad := projects.Idea{Name: strings.TrimSpace(cell(row, name)), OneOf: cell(row, set)}, (*fault.Fault)(nil)
		var ok bool
		if n := len([]rune(idea.Name)); n == 0 || n > 200 {
			bad = errUnnamed
		} else if idea.Region = s.placeNamed(p.Places()[0], cell(row, place)); idea.Region == "" {
			bad = errIdeaPlace.With(cell(row, place))
		} else if idea.CostFen, ok = fen(cell(row, cost)); !ok {
			bad = errCost
		} else if n, err := strconv.ParseInt(strings.ReplaceAll(cell(row, people), ",", ""), 10, 64); err != nil || n < 0 || n > 1e8 {
			bad = errIdeaPeople
		} else {
			idea.People = n
		}
		for _, n := range strings.FieldsFunc(cell(row, needs), func(r rune) bool { return strings.ContainsRune("、，,；;", r) }) {
			idea.Needs = append(idea.Needs, strings.TrimSpace(n))
		}
		if bad != nil {
			out.Bad = append(out.Bad, badRow(line, bad))
		} else {
			out.Projects = append(out.Projects, idea)
		}
		return nil
	})
	return out, err
}

// placeNamed is the place of a code or name within another, or "".
func (s *Service) placeNamed(in region.Code, name string) region.Code {
	if c, err := region.Parse(name); err == nil {
		if c.In(in) && s.Sites.Places.Has(c) {
			return c
		}
		return ""
	}
	for _, l := range []region.Level{region.District, region.Street, region.Community, region.Grid} {
		for _, r := range s.Sites.Places.Within(in, l) {
			if name != "" && (r.Name == name || r.NameEn == name) {
				return r.Code
			}
		}
	}
	return ""
}

func (s *Service) registerProjects(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/decision-projects", ID: "list-decision-projects", Tag: tag, Needs: See, Summary: "运行中的资助项目 / Funded projects that run"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct{ Body api.List[projects.Option] }, error) {
			if len(p.Places()) != 1 {
				return nil, ErrOnePlace.On("region")
			}
			all, err := s.Funded(ctx, p.Places()[0])
			return &struct{ Body api.List[projects.Option] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/decision-projects/list", ID: "read-decision-projects", Tag: tag, Needs: Run, Summary: "读取备选项目表 / Read a list of candidate projects", MaxBody: maxList + 1<<16, Slow: time.Minute},
		func(_ context.Context, p access.Pass, in *uploadIn) (*struct{ Body Ideas }, error) {
			f := in.RawBody.Data().File
			defer f.Close() //nolint:errcheck // read only
			out, err := s.ReadIdeas(p, f)
			return &struct{ Body Ideas }{out}, err
		})
}
