package projects

import (
	"fmt"
	"slices"
	"strings"

	"linli/internal/fault"
	"linli/internal/region"
)

// What can be wrong with an order.
var (
	ErrOrder      = fault.New(fault.Invalid, "decisions.projects_order", "方案的设置不完整或互相矛盾。", "The settings of the scenario are not complete, or contradict each other.")
	ErrNone       = fault.New(fault.Invalid, "decisions.no_projects", "没有备选项目，请至少选择一种来源。", "There is no candidate project; choose at least one source.")
	ErrImpossible = fault.New(fault.Invalid, "decisions.projects_impossible", "预算之内无法同时满足必选项目和每个区域的下限，请提高预算或降低下限。", "Within the budget the projects that must be chosen and the floors of all places cannot be met together: raise the budget or lower a floor.")
	ErrUndecided  = fault.New(fault.Invalid, "decisions.projects_undecided", "在时限内没有找到可行的选择，请延长计算时间。", "No choice that works was found in the time given; allow more time.")
	ErrWrong      = fault.New(fault.Invalid, "decisions.projects_unverified", "计算结果没有通过核对，已放弃；请联系管理员。", "The result did not stand the check and was dropped; please tell the administrator.")
	ErrPlace      = fault.New(fault.Invalid, "decisions.project_place", "项目“%s”的区域不在所选范围内。", "The place of project %s does not lie in the chosen one.")
	ErrRule       = fault.New(fault.Invalid, "decisions.project_rule", "项目“%s”依赖的“%s”不在备选项目中。", "Project %s needs %s, which is no candidate.")
	ErrTwice      = fault.New(fault.Invalid, "decisions.project_twice", "项目名称“%s”出现了两次。", "The project name %s stands twice.")
)

// Source is where candidate projects come from.
type Source string

// The sources of candidates.
const (
	Running Source = "running" // funded projects in operation, to go on
	List    Source = "list"    // ideas of one's own
)

// Idea is a candidate project of one's own.
type Idea struct {
	Name    string      `json:"name" minLength:"1" maxLength:"200"`
	Region  region.Code `json:"region" maxLength:"15" doc:"Whom it serves: a district, street, community or grid"`
	CostFen int64       `json:"cost_fen" minimum:"0" maximum:"1000000000000"`
	People  int64       `json:"people" minimum:"0" maximum:"100000000" doc:"Whom it would serve"`
	Needs   []string    `json:"needs,omitempty" maxItems:"20" doc:"Names of projects without which it makes no sense"`
	OneOf   string      `json:"one_of,omitempty" maxLength:"60" doc:"At most one of those that name the same is chosen"`
}

// What is the order of a portfolio scenario.
type What struct {
	BudgetFen   int64        `json:"budget_fen" minimum:"1" maximum:"100000000000000"`
	Level       region.Level `json:"level" enum:"street,community" doc:"Of the places that have floors"`
	FloorFen    int64        `json:"floor_fen,omitempty" minimum:"0" maximum:"100000000000000" doc:"At least so much money for every place that has candidates"`
	FloorPeople int64        `json:"floor_people,omitempty" minimum:"0" maximum:"100000000" doc:"At least so many people served in every place that has candidates"`
	From        []Source     `json:"from" minItems:"1" maxItems:"2" enum:"running,list"`
	List        []Idea       `json:"list,omitempty" maxItems:"2000"`
	Must        []string     `json:"must,omitempty" maxItems:"2000" doc:"Ids of candidates that are chosen beforehand"`
	Refused     []string     `json:"refused,omitempty" maxItems:"2000" doc:"Ids of candidates that are refused beforehand"`
	LimitS      int          `json:"limit_s,omitempty" minimum:"0" maximum:"600" default:"30" doc:"Seconds to search at the most"`
}

const defaultS = 30

// Check completes an order, or refuses it.
func (w What) Check() (What, error) {
	if w.BudgetFen <= 0 {
		return w, ErrOrder.On("budget_fen")
	}
	if w.Level != region.Street && w.Level != region.Community {
		return w, ErrOrder.On("level")
	}
	if w.LimitS == 0 {
		w.LimitS = defaultS
	}
	if w.LimitS < 1 || w.LimitS > 600 || w.FloorFen < 0 || w.FloorPeople < 0 {
		return w, ErrOrder.On("floor_fen")
	}
	slices.Sort(w.From)
	w.From = slices.Compact(w.From)
	if len(w.From) == 0 || slices.Contains(w.From, List) != (len(w.List) > 0) {
		return w, ErrNone.On("from")
	}
	seen := map[string]bool{}
	for i, p := range w.List {
		p.Name = strings.TrimSpace(p.Name)
		if p.Name == "" || p.CostFen < 0 || p.People < 0 || p.Region.Level() == "" {
			return w, ErrOrder.On(fmt.Sprintf("list[%d]", i))
		}
		if seen[p.Name] {
			return w, ErrTwice.With(p.Name).On(fmt.Sprintf("list[%d]", i))
		}
		seen[p.Name] = true
		w.List[i] = p
	}
	for _, id := range w.Must {
		if slices.Contains(w.Refused, id) {
			return w, ErrOrder.On("must")
		}
	}
	return w, nil
}

// Option is a candidate project.
type Option struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	NameEn  string      `json:"name_en,omitempty"`
	Region  region.Code `json:"region"`
	CostFen int64       `json:"cost_fen"`
	People  int64       `json:"people" doc:"Whom it serves, or would"`
	From    Source      `json:"from" enum:"running,list"`
	Needs   []string    `json:"needs,omitempty" doc:"Ids"`
	OneOf   string      `json:"one_of,omitempty"`
	Must    bool        `json:"must,omitempty"`
	Refused bool        `json:"refused,omitempty"`
}

// Options are the candidates of an order in a place; running are the funded
// projects there.
func Options(w What, in region.Code, running []Option) ([]Option, error) {
	var out []Option
	if slices.Contains(w.From, Running) {
		out = append(out, running...)
	}
	for i, p := range w.List {
		if !p.Region.In(in) {
			return nil, ErrPlace.With(p.Name).On("list")
		}
		out = append(out, Option{ID: fmt.Sprintf("list-%d", i+1), Name: p.Name, Region: p.Region, CostFen: p.CostFen, People: p.People, From: List, Needs: p.Needs, OneOf: p.OneOf})
	}
	if len(out) == 0 {
		return nil, ErrNone.On("from")
	}
	byName := map[string]string{}
	for _, o := range out {
		byName[o.Name] = o.ID
	}
	for i, o := range out {
		out[i].Must, out[i].Refused = slices.Contains(w.Must, o.ID), slices.Contains(w.Refused, o.ID)
		var needs []string
		for _, name := range o.Needs {
			id, ok := byName[name]
			if !ok || id == o.ID {
				return nil, ErrRule.With(o.Name, name).On("list")
			}
			needs = append(needs, id)
		}
		out[i].Needs = needs
	}
	return out, nil
}
