package directory

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"linli/internal/cnid"
	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/region"
)

// Stage is how far an organisation has come on board.
type Stage string

// The stages. Only an active organisation's services can be published.
const (
	Applied       Stage = "applied"        // has asked to come on board
	DocumentCheck Stage = "document_check" // licences and credit code are looked at
	SiteVisit     Stage = "site_visit"     // somebody goes and looks
	Contract      Stage = "contract"       // terms are agreed
	Active        Stage = "active"         // offers services
	Suspended     Stage = "suspended"      // for a while not
	Ended         Stage = "ended"          // no more; history stays
)

var stages = map[Stage][]Stage{
	Applied:       {DocumentCheck, Ended},
	DocumentCheck: {SiteVisit, Applied, Ended},
	SiteVisit:     {Contract, DocumentCheck, Ended},
	Contract:      {Active, Ended},
	Active:        {Suspended, Ended},
	Suspended:     {Active, Ended},
}

// State is where a service stands.
type State string

// The states. Residents see what is published.
const (
	Draft     State = "draft"
	Published State = "published"
	Paused    State = "suspended"
	Retired   State = "retired"
)

var states = map[State][]State{Draft: {Published, Retired}, Published: {Paused, Retired}, Paused: {Published, Retired}}

// What can be wrong here.
var (
	ErrNone     = fault.New(fault.NotFound, "directory.none", "找不到这条记录。", "There is no such record.")
	ErrStage    = fault.New(fault.Conflict, "directory.stage", "不能从“%s”变为“%s”。", "It cannot go from %s to %s.")
	ErrNote     = fault.New(fault.Invalid, "directory.note", "请写明原因。", "Please give the reason.")
	ErrName     = fault.New(fault.Invalid, "directory.name", "请填写名称。", "Please give a name.")
	ErrLicence  = fault.New(fault.Conflict, "directory.licence", "证照“%s”已于 %s 到期。", "The licence %s expired on %s.")
	ErrCredit   = fault.New(fault.Conflict, "directory.credit", "启用之前须登记统一社会信用代码。", "It needs its unified social credit code before it becomes active.")
	ErrTwice    = fault.New(fault.Conflict, "directory.credit_twice", "这个统一社会信用代码已登记在另一机构名下。", "Another organisation has this unified social credit code.")
	ErrOrg      = fault.New(fault.Invalid, "directory.organisation", "没有这个机构。", "There is no such organisation.")
	ErrOrgState = fault.New(fault.Conflict, "directory.organisation_inactive", "提供方尚未启用，服务不能发布。", "The provider is not active; its services cannot be published.")
	ErrPoint    = fault.New(fault.Invalid, "directory.point", "没有这个服务点：%s。", "There is no such service point: %s.")
	ErrNoPoint  = fault.New(fault.Conflict, "directory.no_point", "到点的服务至少要有一个服务点才能发布。", "A service given on site needs a service point before it is published.")
	ErrCategory = fault.New(fault.Invalid, "directory.category", "没有这个类别：%s。", "There is no such category: %s.")
	ErrParent   = fault.New(fault.Invalid, "directory.category_parent", "上级类别应是另一个一级类别。", "The parent must be another category, of the first level.")
	ErrKey      = fault.New(fault.Invalid, "directory.category_key", "类别代码应由小写字母、数字、点、横线和下划线组成。", "A key has small letters, digits, dots, dashes and underscores.")
	ErrTerm     = fault.New(fault.Invalid, "directory.term", "结束时间早于开始时间。", "The end is before the beginning.")
	ErrDate     = fault.New(fault.Invalid, "directory.date", "日期应为“年-月-日”。", "A date is YYYY-MM-DD.")
	ErrPast     = fault.New(fault.Invalid, "directory.past", "不能从过去的日期起生效。", "A version cannot come into force in the past.")
	ErrOwn      = fault.New(fault.NotFound, "directory.not_yours", "这不是您所在机构的记录。", "This is not of your organisation.")
	ErrCutOff   = fault.New(fault.Invalid, "directory.cut_off", "截单时间写法如“-1d 16:00”（前一天 16:00）、“-1wd 16:00”（前一个工作日）或“0d 09:30”。", "A cut-off is like -1d 16:00 (four in the afternoon of the day before), -1wd 16:00 (of the working day before) or 0d 09:30.")
	ErrMoney    = fault.New(fault.Invalid, "directory.subsidy", "补贴不能超过价格。", "A subsidy cannot be more than the price.")
)

// begins is the stage at which an organisation of a kind starts: offices need no
// onboarding.
func (k Kind) begins() Stage {
	switch k {
	case "government", "street_centre", "party_branch", "school", "charity", "federation":
		return Active
	}
	return Applied
}

func (o Organisation) check() error {
	var bad []*fault.Fault
	if strings.TrimSpace(o.Name) == "" {
		bad = append(bad, ErrName.On("name"))
	}
	if o.Credit != "" {
		if _, err := cnid.ParseCredit(o.Credit); err != nil {
			bad = append(bad, fault.Of(err).On("credit_code"))
		}
	}
	for _, l := range o.Licences {
		if l.Until != "" && !isDay(l.Until) {
			bad = append(bad, ErrDate.On("licences"))
		}
	}
	bad = append(bad, place(o.Region)...)
	return fault.Join(bad...)
}

// to moves an organisation to a stage.
func (o Organisation) to(next Stage, note, today string) (Organisation, error) {
	if !slices.Contains(stages[o.Stage], next) {
		return o, ErrStage.With(string(o.Stage), string(next)).On("to")
	}
	if (next == Suspended || next == Ended || next == Applied) && strings.TrimSpace(note) == "" {
		return o, ErrNote.On("note")
	}
	if next == Active {
		if o.Credit == "" {
			return o, ErrCredit.On("credit_code")
		}
		for _, l := range o.Licences {
			if l.Until != "" && l.Until < today {
				return o, ErrLicence.With(l.Name, l.Until).On("licences")
			}
		}
	}
	o.Stage, o.StageNote = next, note
	return o, nil
}

// firstExpiry is the day on which the first licence ends, or "".
func (o Organisation) firstExpiry() (day string) {
	for _, l := range o.Licences {
		if l.Until != "" && (day == "" || l.Until < day) {
			day = l.Until
		}
	}
	return day
}

func (p ServicePoint) check() error {
	var bad []*fault.Fault
	if strings.TrimSpace(p.Name) == "" {
		bad = append(bad, ErrName.On("name"))
	}
	if at := (geo.Point{Lon: p.Lon, Lat: p.Lat}); !at.IsZero() {
		if err := at.Check(); err != nil {
			bad = append(bad, fault.Of(err).On("lon"))
		}
	}
	if err := p.Hours.Check(); err != nil {
		bad = append(bad, fault.Of(err))
	}
	bad = append(bad, place(p.Region)...)
	return fault.Join(bad...)
}

func (c Closure) check() error {
	if !c.From.Before(c.To) {
		return ErrTerm.On("to")
	}
	if strings.TrimSpace(c.ReasonZh) == "" {
		return ErrNote.On("reason_zh")
	}
	return nil
}

var cutOff = regexp.MustCompile(`^(0|-[1-9]\d?)w?d ([01]\d|2[0-3]):[0-5]\d$`)

func (s Service) check() error {
	var bad []*fault.Fault
	if strings.TrimSpace(s.Name) == "" {
		bad = append(bad, ErrName.On("name"))
	}
	if _, err := eligibility.Parse(s.Eligibility); err != nil {
		bad = append(bad, fault.Of(err))
	}
	for _, x := range s.Subsidies {
		if _, err := eligibility.Parse(x.For); err != nil {
			bad = append(bad, fault.Of(err).On("subsidies"))
		}
		if x.Fen > s.PriceFen || x.Fen < 0 {
			bad = append(bad, ErrMoney.On("subsidies"))
		}
	}
	for _, at := range s.Area {
		if f := place(at); f != nil {
			bad = append(bad, f[0].On("area"))
		}
	}
	if s.OrderUntil != "" && !cutOff.MatchString(s.OrderUntil) {
		bad = append(bad, ErrCutOff.On("order_until"))
	}
	if s.From != "" && !isDay(s.From) {
		bad = append(bad, ErrDate.On("from"))
	}
	if s.Hours != nil {
		if err := s.Hours.Check(); err != nil {
			bad = append(bad, fault.Of(err))
		}
	}
	bad = append(bad, place(s.Region)...)
	return fault.Join(bad...)
}

// to moves a service to a state.
func (s Service) to(next State, note string) (Service, error) {
	if !slices.Contains(states[s.State], next) {
		return s, ErrStage.With(string(s.State), string(next)).On("to")
	}
	if next == Paused && strings.TrimSpace(note) == "" {
		return s, ErrNote.On("note")
	}
	if next == Published && s.Mode != "online" && len(s.Points) == 0 {
		return s, ErrNoPoint.On("points")
	}
	s.State, s.StateNote = next, note
	return s, nil
}

// Serves reports whether a service is for people who live in a place.
func (s Service) Serves(home region.Code) bool {
	if len(s.Area) == 0 {
		return s.Region == "" || home.In(s.Region)
	}
	return slices.ContainsFunc(s.Area, func(a region.Code) bool { return home.In(a) })
}

// Price is what one unit costs a person, and the subsidy that made it so: the
// first that applies.
func (s Service) Price(f Facts) (fen int64, why *Subsidy) {
	for i, x := range s.Subsidies {
		rule, err := eligibility.Parse(x.For)
		if err == nil && rule.Holds(f) == eligibility.Yes {
			return s.PriceFen - x.Fen, &s.Subsidies[i]
		}
	}
	return s.PriceFen, nil
}

func (p Project) check() error {
	var bad []*fault.Fault
	if strings.TrimSpace(p.Name) == "" {
		bad = append(bad, ErrName.On("name"))
	}
	if !isDay(p.From) {
		bad = append(bad, ErrDate.On("from"))
	} else if !isDay(p.To) {
		bad = append(bad, ErrDate.On("to"))
	} else if p.To < p.From {
		bad = append(bad, ErrTerm.On("to"))
	}
	bad = append(bad, place(p.Region)...)
	return fault.Join(bad...)
}

var key = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,99}$`)

func (c Category) check() error {
	switch {
	case !key.MatchString(c.Key):
		return ErrKey.On("key")
	case strings.TrimSpace(c.NameZh) == "":
		return ErrName.On("name_zh")
	case c.Parent == c.Key:
		return ErrParent.On("parent")
	}
	return nil
}

func place(c region.Code) []*fault.Fault {
	if _, err := region.Parse(string(c)); err != nil {
		return []*fault.Fault{fault.Of(err).On("region")}
	}
	return nil
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func today(now time.Time) string { return now.In(hours.Shanghai).Format(time.DateOnly) }
