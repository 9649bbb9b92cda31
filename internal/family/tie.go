package family

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/region"
)

// State of a tie.
type State string

// The states.
const (
	Asked   State = "asked"
	Agreed  State = "agreed"
	Refused State = "refused"
	Ended   State = "ended"
)

// What a tie can be for.
const (
	Orders   = "orders"   // book services, see and cancel what is booked
	Messages = "messages" // get the person's messages
	Money    = "money"    // see what was paid
)

// powers are all of them.
var powers = []string{Orders, Messages, Money}

// Relations are what the person is to the helper.
var Relations = []string{"parent", "grandparent", "spouse", "child", "relative", "neighbour", "guardian", "other"}

// Refusals.
var (
	ErrNone     = fault.New(fault.NotFound, "family.none", "找不到这个代办关系。", "There is no such tie.")
	ErrProxy    = fault.New(fault.Forbidden, "family.not_agreed", "对方没有同意由您办理。", "They have not agreed that you act for them in this.")
	ErrState    = fault.New(fault.Conflict, "family.state", "现在不能这样做。", "This cannot be done now.")
	ErrMany     = fault.New(fault.Conflict, "family.many", "最多同时有 %d 个代办关系。", "At most %d ties at a time.")
	ErrSelf     = fault.New(fault.Invalid, "family.self", "不能添加自己。", "You cannot add yourself.")
	ErrTwice    = fault.New(fault.Conflict, "family.twice", "已经请求过，或已经同意。", "Asked already, or agreed already.")
	ErrWhat     = fault.New(fault.Invalid, "family.what", "请选择可以代办的事。", "Say what it is for.")
	ErrRelation = fault.New(fault.Invalid, "family.relation", "请选择关系。", "Say what they are to you.")
	ErrName     = fault.New(fault.Invalid, "family.name", "请填写姓名。", "Give the name.")
	ErrPhone    = fault.New(fault.Invalid, "family.phone", "请填写 11 位手机号。", "A mobile number has 11 digits.")
	ErrUntil    = fault.New(fault.Invalid, "family.until", "结束日期应在今天以后、五年以内。", "The last day is after today and within five years.")
	ErrEvidence = fault.New(fault.Invalid, "family.evidence", "请写明是怎样同意的，或监护文书的名称和编号。", "Say how they agreed, or the name and number of the document of guardianship.")
	ErrGuardian = fault.New(fault.Invalid, "family.guardian", "监护关系由社区工作人员凭文书登记。", "A guardian is recorded by a worker who saw the document.")
	ErrPerson   = fault.New(fault.NotFound, "family.person", "找不到这个人。", "There is no such person.")
)

const (
	mostTies = 20 // asked or agreed, of one helper
	askedFor = 14 * 24 * time.Hour
)

// FamilyTie is a right to act for a person, asked for or agreed.
type FamilyTie struct {
	ID       string      `json:"id"`
	Region   region.Code `json:"region,omitempty"`
	Person   string      `json:"person,omitempty" doc:"Acted for"`
	Name     string      `json:"name" doc:"Of the other one; of the person acted for in lists of staff"`
	Helper   string      `json:"helper,omitempty" doc:"Who acts, as far as on the register"`
	Helps    string      `json:"helps,omitempty" doc:"Name of who acts, in lists of staff"`
	Mine     bool        `json:"mine" doc:"Whoever looks is the one who acts"`
	Relation string      `json:"relation" enum:"parent,grandparent,spouse,child,relative,neighbour,guardian,other" doc:"What the person acted for is to the helper"`
	What     []string    `json:"what" doc:"orders, messages, money"`
	State    State       `json:"state" enum:"asked,agreed,refused,ended"`
	Until    string      `json:"until,omitempty" format:"date" doc:"Last day"`
	Evidence string      `json:"evidence,omitempty" doc:"How the person agreed, or the document"`
	By       string      `json:"by,omitempty" doc:"Account that recorded the consent"`
	Asked    time.Time   `json:"asked"`
	Decided  time.Time   `json:"decided,omitzero"`
	Version  int64       `json:"version"`

	holder    string
	given     string // name of the person as the helper wrote it
	helpsName string
}

// Ask is what a helper asks for.
type Ask struct {
	Name     string   `json:"name" maxLength:"40"`
	Phone    string   `json:"phone" maxLength:"30"`
	Relation string   `json:"relation" maxLength:"20"`
	What     []string `json:"what" maxItems:"5"`
	Until    string   `json:"until,omitempty" maxLength:"10"`
}

// check cleans what is asked and lists all that is wrong.
func (a *Ask) check(today time.Time) error {
	var bad []*fault.Fault
	a.Name, a.Phone = strings.TrimSpace(a.Name), strings.Join(strings.Fields(a.Phone), "")
	if a.Name == "" || utf8.RuneCountInString(a.Name) > 40 {
		bad = append(bad, ErrName.On("name"))
	}
	if len(a.Phone) != 11 || a.Phone[0] != '1' || strings.Trim(a.Phone, "0123456789") != "" {
		bad = append(bad, ErrPhone.On("phone"))
	}
	if a.Relation == "guardian" {
		bad = append(bad, ErrGuardian.On("relation"))
	}
	return fault.Join(append(bad, terms(a.Relation, &a.What, a.Until, today)...)...)
}

// terms checks what any tie says.
func terms(relation string, what *[]string, until string, today time.Time) (bad []*fault.Fault) {
	if !slices.Contains(Relations, relation) {
		bad = append(bad, ErrRelation.On("relation"))
	}
	slices.Sort(*what)
	*what = slices.Compact(*what)
	if len(*what) == 0 || slices.ContainsFunc(*what, func(w string) bool { return !slices.Contains(powers, w) }) {
		bad = append(bad, ErrWhat.On("what"))
	}
	if until != "" {
		d, err := time.ParseInLocation(time.DateOnly, until, today.Location())
		if err != nil || !d.After(today) || d.After(today.AddDate(5, 0, 0)) {
			bad = append(bad, ErrUntil.On("until"))
		}
	}
	return bad
}

// step is the state that a verb leads to; ErrState where it leads nowhere.
func step(s State, verb string) (State, error) {
	switch {
	case s == Asked && verb == "agree":
		return Agreed, nil
	case s == Asked && verb == "refuse":
		return Refused, nil
	case (s == Asked || s == Agreed) && verb == "end":
		return Ended, nil
	}
	return s, ErrState
}

// holds reports whether a tie allows something on a day.
func (t FamilyTie) holds(what, day string) bool {
	return t.State == Agreed && (t.Until == "" || t.Until >= day) && slices.Contains(t.What, what)
}
