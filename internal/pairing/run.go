package pairing

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/pairing/rule"
	"linli/internal/region"
)

// State of a run.
type State string

// The states.
const (
	Drawn     State = "drawn"     // to be looked at
	Asking    State = "asking"    // its pairs are being proposed
	Confirmed State = "confirmed" // all proposed
	Discarded State = "discarded"
)

// RowState is where a pair of a run stands.
type RowState string

// The states of a pair.
const (
	Proposed RowState = "proposed"
	Dropped  RowState = "dropped" // a worker took it out
	Told     RowState = "asked"   // its two are asked
	Refused  RowState = "refused" // it was no longer possible
)

// Refusals.
var (
	ErrNone    = fault.New(fault.NotFound, "pairing.none", "找不到这次结对。", "There is no such pairing.")
	ErrState   = fault.New(fault.Conflict, "pairing.state", "这次结对现在不能这样做。", "This cannot be done with the pairing now.")
	ErrMonth   = fault.New(fault.Invalid, "pairing.month", "月份应为“年-月”，从上月到下月。", "The month is YYYY-MM, from the last to the next.")
	ErrOnce    = fault.New(fault.Conflict, "pairing.once", "这个社区本月已经确认过一次结对。", "This community has confirmed a pairing of this month already.")
	ErrPlace   = fault.New(fault.Invalid, "pairing.place", "请先选定一个社区。", "Choose one community first.")
	ErrKinds   = fault.New(fault.Invalid, "pairing.kinds", "请选择要结对的内容：微心愿、技能或需求。", "Say what is to be paired: wishes, skills or needs.")
	ErrNothing = fault.New(fault.Invalid, "pairing.nothing", "现在没有等待结对的内容。", "Nothing waits to be paired now.")
	ErrRow     = fault.New(fault.NotFound, "pairing.row", "这次结对里没有这一对。", "There is no such pair in it.")
	ErrReason  = fault.New(fault.Invalid, "pairing.reason", "请写明去掉这一对的原因（200 字以内）。", "Say why this pair is taken out, in 200 characters.")
)

// PairingRow is a pair of a run.
type PairingRow struct {
	Want      rule.Want `json:"want"`
	Give      rule.Give `json:"give"`
	Giver     string    `json:"giver,omitempty" doc:"Who gives, for staff"`
	DistanceM int       `json:"distance_m"`
	Weight    int64     `json:"weight"`
	Rank      int       `json:"rank" doc:"1: the nearest possible giver"`
	Possible  int       `json:"possible" doc:"Givers that were possible"`
	State     RowState  `json:"state" enum:"proposed,dropped,asked,refused"`
	Note      string    `json:"note,omitempty" doc:"Why it was taken out, or could not be proposed"`
	WhyZh     string    `json:"why_zh"`
	WhyEn     string    `json:"why_en"`
}

// PairingAlone is a want that nothing was left for.
type PairingAlone struct {
	Want   rule.Want `json:"want"`
	Weight int64     `json:"weight"`
	Why    rule.Why  `json:"why" enum:"nobody,too_far,asked,own,reached"`
	WhyZh  string    `json:"why_zh"`
	WhyEn  string    `json:"why_en"`
}

// PairingRun is one run.
type PairingRun struct {
	ID       string         `json:"id"`
	Region   region.Code    `json:"region" doc:"The community"`
	Month    string         `json:"month" doc:"YYYY-MM"`
	Kinds    []string       `json:"kinds" doc:"wish, skill, need"`
	State    State          `json:"state" enum:"drawn,asking,confirmed,discarded"`
	Rule     rule.Rule      `json:"rule"`
	RuleZh   string         `json:"rule_zh"`
	RuleEn   string         `json:"rule_en"`
	Wants    int            `json:"wants"`
	Gives    int            `json:"gives"`
	Members  int            `json:"members" doc:"Different people who give"`
	Pairs    int            `json:"pairs"`
	Possible int            `json:"possible" doc:"Pairs looked at"`
	Cost     int64          `json:"cost"`
	DualCost int64          `json:"dual_cost" doc:"The bound: equal to cost is the proof that no other pairing is better"`
	Proved   bool           `json:"proved"`
	Rows     []PairingRow   `json:"rows,omitempty"`
	Alone    []PairingAlone `json:"alone,omitempty"`
	By       string         `json:"by,omitempty"`
	Created  time.Time      `json:"created"`
	Decided  time.Time      `json:"decided,omitzero"`
	Version  int64          `json:"version"`
}

// to moves a run.
func (r PairingRun) to(next State) (PairingRun, error) {
	ok := r.State == Drawn && (next == Asking || next == Discarded) || r.State == Asking && next == Confirmed
	if !ok {
		return r, ErrState
	}
	r.State = next
	return r, nil
}

// drop takes a pair out.
func (r PairingRun) drop(want, why string) (PairingRun, error) {
	if why = strings.TrimSpace(why); why == "" || utf8.RuneCountInString(why) > 200 {
		return r, ErrReason.On("reason")
	}
	if r.State != Drawn {
		return r, ErrState
	}
	i := slices.IndexFunc(r.Rows, func(x PairingRow) bool { return x.Want.ID == want && x.State == Proposed })
	if i < 0 {
		return r, ErrRow
	}
	r.Rows = slices.Clone(r.Rows)
	r.Rows[i].State, r.Rows[i].Note = Dropped, why
	return r, nil
}

var month = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

// checkMonth allows the last, this and the next month.
func checkMonth(m string, now time.Time) error {
	if !month.MatchString(m) {
		return ErrMonth.On("month")
	}
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
	if m < first.AddDate(0, -1, 0).Format("2006-01") || m > first.AddDate(0, 1, 0).Format("2006-01") {
		return ErrMonth.On("month")
	}
	return nil
}

// told are the words for why a pair was made.
func told(p rule.Pair, r rule.Rule) (zh, en string) {
	zh, en = fmt.Sprintf("距离 %d 米", p.DistanceM), fmt.Sprintf("%d metres away", p.DistanceM)
	if p.DistanceM < 30 {
		zh, en = "就在旁边", "next door"
	}
	switch {
	case p.Possible == 1:
		zh, en = "唯一能帮上忙的人，"+zh, "the only one who can help, "+en
	case p.Nearer == 0:
		zh, en = fmt.Sprintf("%d 位能帮忙的人里离得最近，%s", p.Possible, zh), fmt.Sprintf("the nearest of %d who can help, %s", p.Possible, en)
	default:
		zh = fmt.Sprintf("%d 位能帮忙的人里第 %d 近，%s；更近的 %d 位帮了计分更高的人，或已到每月 %d 件的上限", p.Possible, p.Rank, zh, p.Nearer, r.Most)
		en = fmt.Sprintf("number %d by nearness of %d who can help, %s; the %d nearer help those who count more, or have reached %d this month", p.Rank, p.Possible, en, p.Nearer, r.Most)
	}
	return zh + fmt.Sprintf("；计 %d 分。", p.Weight), en + fmt.Sprintf("; counts %d.", p.Weight)
}

// alone are the words for why a want stays alone.
var alone = map[rule.Why][2]string{
	rule.Nobody:  {"还没有人提供这类帮助。", "Nobody offers this yet."},
	rule.TooFar:  {"有人提供，但都离得太远。", "It is offered, but too far away."},
	rule.Asked:   {"附近有人提供，但不符合要求（如同性别、无台阶）。", "It is offered near by, but not in the way that is asked for."},
	rule.Own:     {"只有同住的家人提供。", "Only somebody of the same household offers it."},
	rule.Reached: {"能帮忙的人本月都已满额，名额给了计分更高的人。", "Whoever could help has reached the limit of the month, for those who count more."},
}
