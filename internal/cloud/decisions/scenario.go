package decisions

import (
	"slices"
	"strings"
	"time"

	"linli/internal/cloud/decisions/projects"
	"linli/internal/cloud/decisions/sites"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/region"
	"linli/internal/role"
)

// See is to look at scenarios; Run is to set them up, rename, cancel and delete them.
const (
	See access.Permission = "decisions.see"
	Run access.Permission = "decisions.run"
)

// Rules of decisions.
var Rules = access.Rules{
	See: {role.StreetOperator, role.DistrictPlanner, role.Auditor},
	Run: {role.StreetOperator, role.DistrictPlanner},
}

// Kind is the question of a scenario.
type Kind string

// The kinds of scenarios.
const (
	Siting    Kind = "siting"    // where to open
	Portfolio Kind = "portfolio" // which projects to fund
)

// State is where a scenario stands.
type State string

// The states of a scenario.
const (
	Queued    State = "queued"    // waits for its turn
	Running   State = "running"   // is worked out; begins again when the server died
	Done      State = "done"      // has its result
	Failed    State = "failed"    // cannot be worked out; Error says why
	Cancelled State = "cancelled" // was stopped by hand, without a result
)

var steps = map[State][]State{Queued: {Running, Cancelled}, Running: {Running, Done, Failed, Cancelled}}

// What can be wrong.
var (
	ErrNone     = fault.New(fault.NotFound, "decisions.none", "找不到这个方案。", "There is no such scenario.")
	ErrState    = fault.New(fault.Conflict, "decisions.state", "方案现在的状态不允许这样做。", "The scenario's state does not allow this.")
	ErrOnePlace = fault.New(fault.Invalid, "decisions.one_place", "请先选定一个区域（区、街道或社区）。", "Choose one place first: a district, street or community.")
	ErrName     = fault.New(fault.Invalid, "decisions.name", "名称为 1 至 100 个字。", "A name has 1 to 100 characters.")
	ErrCategory = fault.New(fault.Invalid, "decisions.category", "没有这个服务类别：%s。", "There is no such category: %s.")
	errInternal = fault.New(fault.Invalid, "decisions.internal", "计算出错，没有得到结果；已记入日志，请联系管理员。", "The computation failed and gave no result; it has been logged, please tell the administrator.")
)

// Scenario is a saved what-if. Its figures are those of the moment at which the
// data were read (AsOf) and do not change afterwards.
type Scenario struct {
	ID         string          `json:"id"`
	Region     region.Code     `json:"region"`
	RegionName string          `json:"region_name,omitempty"`
	Kind       Kind            `json:"kind" enum:"siting,portfolio"`
	Name       string          `json:"name"`
	Where      *sites.Where    `json:"where,omitempty"`
	What       *projects.What  `json:"what,omitempty"`
	State      State           `json:"state" enum:"queued,running,done,failed,cancelled"`
	Exact      bool            `json:"exact" doc:"Planned with exact counts; else with estimates made of what the demand map tells"`
	Progress   float64         `json:"progress" doc:"0 to 1"`
	Best       *float64        `json:"best,omitempty" doc:"While running: the objective of the best choice so far"`
	Limit      *float64        `json:"limit,omitempty" doc:"While running: no choice is better than this"`
	Head       *sites.Headline `json:"headline,omitempty" doc:"Of a siting scenario"`
	Fund       *Funded         `json:"funded,omitempty" doc:"Of a portfolio scenario"`
	ErrorZh    string          `json:"error_zh,omitempty"`
	ErrorEn    string          `json:"error_en,omitempty"`
	By         string          `json:"by"`
	ByName     string          `json:"by_name,omitempty"`
	Created    time.Time       `json:"created"`
	Finished   time.Time       `json:"finished,omitzero"`
	Version    int64           `json:"version"`
}

// ScenarioView is a scenario with its result.
type ScenarioView struct {
	Scenario
	Result    *sites.SitingResult       `json:"result,omitempty"`
	Portfolio *projects.PortfolioResult `json:"portfolio,omitempty"`
}

// Funded is the figures of a portfolio that stand in a list.
type Funded struct {
	People    int64   `json:"people"`
	Projects  int     `json:"projects"`
	SpentFen  int64   `json:"spent_fen"`
	BudgetFen int64   `json:"budget_fen"`
	Proved    bool    `json:"proved"`
	Gap       float64 `json:"gap"`
}

// to moves a scenario.
func (s Scenario) to(next State) (Scenario, error) {
	if !slices.Contains(steps[s.State], next) {
		return s, ErrState.On("state")
	}
	s.State = next
	return s, nil
}

// named refuses an empty or long name.
func named(name string) (string, error) {
	name = strings.TrimSpace(name)
	if n := len([]rune(name)); n == 0 || n > 100 {
		return name, ErrName.On("name")
	}
	return name, nil
}

// Filter narrows a list; the zero value is everything.
type Filter struct {
	Kind  Kind
	State State
}
