package exchange

import (
	"slices"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/region"
	"linli/internal/role"
)

// State is where a need stands.
type State string

// The states of a need.
const (
	Open      State = "open"      // nobody meets it yet
	Matched   State = "matched"   // an offer is held for it
	Met       State = "met"       // it was delivered
	Withdrawn State = "withdrawn" // the person does not want it any more
	Closed    State = "closed"    // the house closed it, with the reason
)

var steps = map[State][]State{Open: {Withdrawn, Closed, Met}, Matched: {Met, Withdrawn, Closed}}

// Need is what somebody needs.
type Need struct {
	ID          string      `json:"id" readOnly:"true"`
	Region      region.Code `json:"region" readOnly:"true"`
	Person      string      `json:"person" maxLength:"40"`
	Name        string      `json:"name,omitempty" readOnly:"true" doc:"Of the person, where the viewer may see it"`
	Category    string      `json:"category" maxLength:"100"`
	Lon         float64     `json:"lon,omitempty" readOnly:"true"`
	Lat         float64     `json:"lat,omitempty" readOnly:"true"`
	From        string      `json:"from,omitempty" format:"date"`
	To          string      `json:"to,omitempty" format:"date"`
	Quantity    int         `json:"quantity,omitempty" minimum:"1" maximum:"50" default:"1" doc:"Times a week"`
	Urgency     int         `json:"urgency,omitempty" minimum:"1" maximum:"5" default:"2" doc:"1 can wait … 5 today"`
	Constraints []string    `json:"constraints,omitempty" maxItems:"10" doc:"same_sex, step_free, language:yue …"`
	Source      string      `json:"source,omitempty" enum:"request,grid_visit,hotline,inferred,wish,order" default:"request"`
	Note        string      `json:"note,omitempty" maxLength:"500"`
	State       State       `json:"state" readOnly:"true" enum:"open,matched,met,withdrawn,closed"`
	Reason      string      `json:"reason,omitempty" readOnly:"true"`
	Offer       string      `json:"offer,omitempty" readOnly:"true"`
	Run         string      `json:"run,omitempty" readOnly:"true"`
	By          string      `json:"by,omitempty" readOnly:"true"`
	Created     time.Time   `json:"created" readOnly:"true"`
	Changed     time.Time   `json:"changed" readOnly:"true"`
	Version     int64       `json:"version" readOnly:"true"`
}

// OfferState is whether an offer may be matched.
type OfferState string

// The states of an offer.
const (
	OfferOpen   OfferState = "open"
	OfferPaused OfferState = "paused"
	OfferEnded  OfferState = "ended"
)

// Offer is units of something that can be given.
type Offer struct {
	ID          string        `json:"id" readOnly:"true"`
	Region      region.Code   `json:"region"`
	Source      string        `json:"source" enum:"service,resident,skill,item,space,volunteer" default:"resident"`
	Service     string        `json:"service,omitempty" readOnly:"true"`
	Point       string        `json:"point,omitempty" readOnly:"true"`
	Who         string        `json:"who,omitempty" maxLength:"40" doc:"Organisation, or person of the register"`
	WhoName     string        `json:"who_name,omitempty" readOnly:"true" doc:"Of an organisation"`
	Name        string        `json:"name" minLength:"1" maxLength:"255"`
	NameEn      string        `json:"name_en,omitempty" maxLength:"255"`
	Category    string        `json:"category" maxLength:"100"`
	Lon         float64       `json:"lon"`
	Lat         float64       `json:"lat"`
	ReachM      int           `json:"reach_m,omitempty" minimum:"0" maximum:"100000"`
	Area        []region.Code `json:"area,omitempty" maxItems:"200"`
	Capacity    int           `json:"capacity" minimum:"0" maximum:"1000000"`
	Taken       int           `json:"taken" readOnly:"true"`
	Constraints []string      `json:"constraints,omitempty" maxItems:"20"`
	State       OfferState    `json:"state" readOnly:"true" enum:"open,paused,ended"`
	Changed     time.Time     `json:"changed" readOnly:"true"`
	Version     int64         `json:"version" readOnly:"true"`
}

// serves reports whether an offer is for homes in a place.
func (o Offer) serves(home region.Code) bool {
	return len(o.Area) == 0 || slices.ContainsFunc(o.Area, func(a region.Code) bool { return home.In(a) })
}

// What can be wrong here.
var (
	ErrNone      = fault.New(fault.NotFound, "exchange.none", "找不到这条需求。", "There is no such need.")
	ErrNoOffer   = fault.New(fault.NotFound, "exchange.no_offer", "找不到这项服务供给。", "There is no such offer.")
	ErrNoRun     = fault.New(fault.NotFound, "exchange.no_run", "找不到这次匹配。", "There is no such run.")
	ErrPerson    = fault.New(fault.Invalid, "exchange.person", "名册中没有这位居民，或不在您的范围内。", "There is no such person in your places.")
	ErrCategory  = fault.New(fault.Invalid, "exchange.category", "没有这个类别：%s。", "There is no such category: %s.")
	ErrTwice     = fault.New(fault.Conflict, "exchange.twice", "这位居民的同类需求已经登记，还在处理中。", "This person's need of this kind is known and not yet met.")
	ErrState     = fault.New(fault.Conflict, "exchange.state", "需求不能从“%s”变为“%s”。", "A need cannot go from %s to %s.")
	ErrRunState  = fault.New(fault.Conflict, "exchange.run_state", "这次匹配现在是“%s”，不能这样做。", "The run is %s: this cannot be done now.")
	ErrReason    = fault.New(fault.Invalid, "exchange.reason", "请写明原因。", "Please give the reason.")
	ErrTerm      = fault.New(fault.Invalid, "exchange.term", "日期应为“年-月-日”，结束不早于开始。", "Days are YYYY-MM-DD, the last not before the first.")
	ErrMoved     = fault.New(fault.Conflict, "exchange.moved", "在您确认的同时，别处占用了其中的名额。没有任何改动，请再确认一次。", "Units were taken elsewhere in the same moment. Nothing was changed; please confirm again.")
	ErrNothing   = fault.New(fault.Invalid, "exchange.nothing", "所选范围和类别内没有待匹配的需求。", "There is no open need of these categories in this place.")
	ErrOnePlace  = fault.New(fault.Invalid, "exchange.one_place", "请先选定一个区域再匹配。", "Choose one region first.")
	ErrNoConfirm = fault.New(fault.Conflict, "exchange.other", "只能比较您范围内的匹配。", "Only runs within your places can be compared.")
)

// to moves a need by hand.
func (n Need) to(next State, why string) (Need, error) {
	if !slices.Contains(steps[n.State], next) {
		return n, ErrState.With(string(n.State), string(next)).On("state")
	}
	if next == Closed && strings.TrimSpace(why) == "" {
		return n, ErrReason.On("reason")
	}
	n.State, n.Reason = next, why
	return n, nil
}

func (n Need) check() error {
	day := func(s string) bool { _, err := time.Parse(time.DateOnly, s); return s == "" || err == nil }
	if !day(n.From) || !day(n.To) || n.To != "" && n.To < n.From {
		return ErrTerm.On("to")
	}
	return nil
}

// What can be done here, and who may.
const (
	SeeNeeds access.Permission = "exchange.see_needs"
	AddNeeds access.Permission = "exchange.add_needs"
	SeeOffer access.Permission = "exchange.see_offers"
	EditOffr access.Permission = "exchange.edit_offers"
	SeeRuns  access.Permission = "exchange.see_runs"
	RunMatch access.Permission = "exchange.run"
)

// Rules of the exchange.
var Rules = access.Rules{
	SeeNeeds: {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.DataSteward, role.Auditor},
	AddNeeds: {role.CommunityWorker, role.GridWorker, role.StreetOperator},
	SeeOffer: {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.DataSteward, role.Auditor, role.ProviderManager, role.DistrictPlanner},
	EditOffr: {role.CommunityWorker, role.StreetOperator, role.DataSteward},
	SeeRuns:  {role.CommunityWorker, role.StreetOperator, role.DataSteward, role.Auditor, role.DistrictPlanner},
	RunMatch: {role.StreetOperator, role.DataSteward},
}
