package portfolio

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linli/cmd/linli/solve/table"
	"linli/engine/portfolio"
	"linli/internal/money"
)

// Names that columns have in files people pass. The first that is there counts.
var (
	idNames        = []string{"id", "code", "project", "name", "编号", "项目"}
	projectNames   = []string{"project", "id", "code", "项目", "编号"}
	costNames      = []string{"cost", "price", "yuan", "amount", "费用", "金额", "造价"}
	effectNames    = []string{"effect", "value", "people", "persons", "效果", "受益人数"}
	communityNames = []string{"community", "社区"}
	groupNames     = []string{"group", "人群"}
	categoryNames  = []string{"category", "类别"}
	decidedNames   = []string{"decided", "choose", "决定"}
	weightNames    = []string{"weight", "权重"}
)

// file is a table that is being read.
type file struct {
	path   string
	header []string
	row    []string
}

// each reads a table; it says which columns it wants before the first row.
func each(path string, fn func(f *file) error) error {
	f := &file{path: path}
	n := 0
	err := table.EachRecord(path, func(names []string) error { f.header = slices.Clone(names); return nil }, func(fields []string) error {
		f.row = fields
		n++
		return fn(f)
	})
	if err == nil && n == 0 {
		err = fmt.Errorf("%s has a header and nothing else", path)
	}
	return err
}

// text is what a column of the row says; "" where there is no such column.
func (f *file) text(names []string) string {
	if i := table.Column(f.header, names...); i >= 0 && i < len(f.row) {
		return f.row[i]
	}
	return ""
}

// want is text that has to be there.
func (f *file) want(names []string) (string, error) {
	if table.Column(f.header, names...) < 0 {
		return "", fmt.Errorf("there is no column %s; the columns are %s", names[0], strings.Join(f.header, ", "))
	}
	if s := f.text(names); s != "" {
		return s, nil
	}
	return "", fmt.Errorf("%s is empty", names[0])
}

// whole is a whole number, 0 where nothing is said.
func (f *file) whole(names []string) (int64, error) {
	s := f.text(names)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s %q is no whole number", names[0], s)
	}
	return n, nil
}

func yuan(what, s string) (int64, error) {
	fen, err := money.Parse(s)
	if err != nil {
		return 0, fmt.Errorf("%s %q: an amount is in yuan with at most two decimals", what, s)
	}
	return int64(fen), nil
}

// numberOf is the number of a name in a list, a new one for a new name, -1 for none.
func numberOf(names *table.Names, s string) int32 {
	if s == "" {
		return -1
	}
	return names.Number([]byte(s))
}

// known is the number of a name that has to be in a list.
func known(kind string, names *table.Names, s string) (int32, error) {
	if s == "" {
		return -1, nil
	}
	n, ok := names.Of[s]
	if !ok {
		return 0, fmt.Errorf("there is no %s %q", kind, s)
	}
	return n, nil
}

func (c *Cmd) read() (job, error) {
	j := job{projects: table.NewNames(), communities: table.NewNames(), groups: table.NewNames(), categories: table.NewNames()}
	var err error
	if j.Problem.Budget, err = yuan("--budget", c.Budget); err != nil {
		return j, err
	}
	for _, m := range c.More {
		fen, err := yuan("--more", m)
		if err != nil {
			return j, err
		}
		j.more = append(j.more, money.Fen(fen))
	}
	for _, step := range []struct {
		path string
		fn   func(f *file) error
	}{{c.Projects, j.project}, {c.Effects, j.effect}, {c.Floors, j.floor}, {c.Limits, j.limit}, {c.Rules, j.rule}, {c.Weights, j.weight}} {
		if step.path == "" {
			continue
		}
		if err := each(step.path, step.fn); err != nil {
			return j, err
		}
		j.count()
	}
	return j, nil
}

// count tells the problem how many names there are.
func (j *job) count() {
	j.Communities, j.Groups, j.Categories = len(j.communities.List), len(j.groups.List), len(j.categories.List)
}

func (j *job) project(f *file) error {
	id, err := f.want(idNames)
	if err != nil {
		return err
	}
	if _, twice := j.projects.Of[id]; twice {
		return fmt.Errorf("project %q stands twice", id)
	}
	n := j.projects.Number([]byte(id))
	text, err := f.want(costNames)
	if err != nil {
		return err
	}
	x := portfolio.Project{Community: numberOf(j.communities, f.text(communityNames)), Category: numberOf(j.categories, f.text(categoryNames))}
	if x.Cost, err = yuan("cost", text); err != nil {
		return err
	}
	switch d := strings.ToLower(f.text(decidedNames)); d {
	case "":
	case "must", "yes", "是":
		x.Must = true
	case "no", "refused", "否":
		x.Refused = true
	default:
		return fmt.Errorf("decided %q is neither must nor no", d)
	}
	amount, err := f.whole(effectNames)
	if err != nil {
		return err
	}
	group := numberOf(j.groups, f.text(groupNames))
	if x.Community < 0 && group < 0 {
		x.Effect = amount
	} else if amount != 0 {
		j.Problem.Effects = append(j.Problem.Effects, portfolio.Effect{Project: n, Community: x.Community, Group: group, Amount: amount})
	}
	j.Problem.Projects = append(j.Problem.Projects, x)
	return nil
}

func (j *job) effect(f *file) error {
	id, err := f.want(projectNames)
	if err != nil {
		return err
	}
	e := portfolio.Effect{Community: numberOf(j.communities, f.text(communityNames)), Group: numberOf(j.groups, f.text(groupNames))}
	if e.Project, err = known("project", j.projects, id); err != nil {
		return err
	}
	if _, err = f.want(effectNames); err != nil {
		return err
	}
	if e.Amount, err = f.whole(effectNames); err != nil {
		return err
	}
	j.Problem.Effects = append(j.Problem.Effects, e)
	return nil
}

func (j *job) scopeOf(f *file) (s portfolio.Scope, err error) {
	for _, x := range []struct {
		kind  string
		names *table.Names
		cols  []string
		to    *int32
	}{{"community", j.communities, communityNames, &s.Community}, {"group", j.groups, groupNames, &s.Group}, {"category", j.categories, categoryNames, &s.Category}} {
		if *x.to, err = known(x.kind, x.names, f.text(x.cols)); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (j *job) floor(f *file) error {
	s, err := j.scopeOf(f)
	if err != nil {
		return err
	}
	effect, cost := f.text(effectNames), f.text(costNames)
	x := portfolio.Floor{Scope: s, Money: cost != ""}
	switch {
	case (effect == "") == (cost == ""):
		return fmt.Errorf("a floor has an effect or a cost, one of them")
	case x.Money:
		x.Least, err = yuan("cost", cost)
	default:
		x.Least, err = f.whole(effectNames)
	}
	j.Problem.Floors = append(j.Problem.Floors, x)
	return err
}

func (j *job) limit(f *file) error {
	s, err := j.scopeOf(f)
	if err != nil {
		return err
	}
	text, err := f.want(costNames)
	if err != nil {
		return err
	}
	most, err := yuan("cost", text)
	j.Problem.Limits = append(j.Problem.Limits, portfolio.Limit{Scope: s, Most: most})
	return err
}

func (j *job) rule(f *file) error {
	kind, err := f.want([]string{"rule", "规则"})
	if err != nil {
		return err
	}
	text, err := f.want([]string{"projects", "项目"})
	if err != nil {
		return err
	}
	var all []int32
	for name := range strings.SplitSeq(text, "|") {
		n, err := known("project", j.projects, strings.TrimSpace(name))
		if err != nil {
			return err
		}
		if n >= 0 {
			all = append(all, n)
		}
	}
	if len(all) < 2 {
		return fmt.Errorf("a rule names two projects or more, parted by |")
	}
	switch kind {
	case "needs", "依赖":
		for _, other := range all[1:] {
			j.Problem.Needs = append(j.Problem.Needs, [2]int32{all[0], other})
		}
	case "excludes", "互斥":
		for _, other := range all[1:] {
			j.Problem.Excludes = append(j.Problem.Excludes, [2]int32{all[0], other})
		}
	case "one-of", "多选一":
		j.Problem.OneOf = append(j.Problem.OneOf, all)
	default:
		return fmt.Errorf("rule %q is none of needs, excludes, one-of", kind)
	}
	return nil
}

func (j *job) weight(f *file) error {
	s, err := j.scopeOf(f)
	if err != nil {
		return err
	}
	if _, err = f.want(weightNames); err != nil {
		return err
	}
	w, err := f.whole(weightNames)
	if err != nil {
		return err
	}
	ones := func(n int) []int64 {
		all := make([]int64, n)
		for i := range all {
			all[i] = 1
		}
		return all
	}
	switch {
	case s.Category >= 0 || (s.Community >= 0) == (s.Group >= 0):
		return fmt.Errorf("a weight is of a community or a group, one of them")
	case s.Community >= 0:
		if j.CommunityWeight == nil {
			j.CommunityWeight = ones(j.Communities)
		}
		j.CommunityWeight[s.Community] = w
	default:
		if j.GroupWeight == nil {
			j.GroupWeight = ones(j.Groups)
		}
		j.GroupWeight[s.Group] = w
	}
	return nil
}
