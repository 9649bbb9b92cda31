package complaints

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/region"
	"linli/internal/supervision/seen"
)

// State is where a complaint stands.
type State string

// The states.
const (
	Filed     State = "filed"
	Assigned  State = "assigned"
	Answered  State = "answered"
	Accepted  State = "accepted"  // whoever filed it is content
	Closed    State = "closed"    // answered, and nobody objected in ten days
	Withdrawn State = "withdrawn" // by whoever filed it
)

// Verb is a step.
type Verb string

// The verbs.
const (
	Assign   Verb = "assign"
	Answer   Verb = "answer"
	Accept   Verb = "accept"
	Reopen   Verb = "reopen"
	Lapse    Verb = "close"
	Withdraw Verb = "withdraw"
)

var table = map[State]map[Verb]State{
	Filed:    {Assign: Assigned, Withdraw: Withdrawn},
	Assigned: {Assign: Assigned, Answer: Answered, Withdraw: Withdrawn},
	Answered: {Accept: Accepted, Reopen: Filed, Lapse: Closed, Withdraw: Withdrawn},
}

// To is where a step leads; ok is false where it cannot be made.
func To(from State, v Verb) (to State, ok bool) { to, ok = table[from][v]; return to, ok }

// Open reports whether somebody still has to do something.
func (s State) Open() bool { return s == Filed || s == Assigned }

// Abouts are what a complaint can be about. Safety has the short limit.
var Abouts = []string{"food", "late", "not_come", "manner", "money", "privacy", "safety", "other"}

// Outcomes of an answer.
var Outcomes = []string{"upheld", "partly", "not_upheld"}

// Limits are by when what must happen, in working days; Silence in days.
type Limits struct{ Assign, Answer, Urgent, Silence int }

// Usual limits.
var Usual = Limits{Assign: 1, Answer: 5, Urgent: 1, Silence: 10}

const (
	words  = 2000 // characters of a text
	chance = 2    // reopenings that the street decides; after them the district does
)

// Refusals.
var (
	ErrNone      = fault.New(fault.NotFound, "complaints.none", "找不到这条投诉。", "There is no such complaint.")
	ErrStep      = fault.New(fault.Conflict, "complaints.step", "投诉在“%[1]s”状态下不能这样处理。", "That cannot be done to a complaint that is %[2]s.")
	ErrText      = fault.New(fault.Invalid, "complaints.text", "请写明情况，最多 %d 个字。", "Say what happened, in at most %d characters.")
	ErrAbout     = fault.New(fault.Invalid, "complaints.about", "请选择投诉的事由。", "Choose what it is about.")
	ErrAgainst   = fault.New(fault.Invalid, "complaints.against", "请说明投诉谁：服务机构或工作人员。", "Say of whom you complain: the provider or the staff.")
	ErrInvolved  = fault.New(fault.Forbidden, "complaints.involved", "投诉涉及本人或所在机构，不能由其处理。", "A complaint is not handled by whom or whose organisation it concerns.")
	ErrHandler   = fault.New(fault.Invalid, "complaints.handler", "这个账号不能处理投诉。", "This account cannot handle complaints.")
	ErrNotHandle = fault.New(fault.Forbidden, "complaints.not_handler", "只有经办人可以答复。", "Only the handler answers.")
	ErrOutcome   = fault.New(fault.Invalid, "complaints.outcome", "请选择处理结论。", "Choose an outcome.")
)

// ServiceComplaint is what somebody complains of.
type ServiceComplaint struct {
	ID        string      `json:"id"`
	Number    string      `json:"number" doc:"Short, to be said aloud"`
	Region    region.Code `json:"region" doc:"Who decides: the street, or the district"`
	Street    region.Code `json:"street"`
	Org       string      `json:"org,omitempty"`
	OrgName   string      `json:"org_name,omitempty"`
	Order     string      `json:"order,omitempty"`
	OrderNo   string      `json:"order_number,omitempty"`
	Service   string      `json:"service_name,omitempty"`
	About     string      `json:"about" enum:"food,late,not_come,manner,money,privacy,safety,other"`
	Against   string      `json:"against" enum:"provider,staff"`
	Text      string      `json:"text"`
	Anonymous bool        `json:"anonymous"`
	Person    string      `json:"person,omitempty" doc:"For who handles it; never for the provider"`
	State     State       `json:"state" enum:"filed,assigned,answered,accepted,closed,withdrawn"`
	Handler   string      `json:"handler,omitempty"`
	HandledBy string      `json:"handled_by,omitempty"`
	Due       time.Time   `json:"due,omitzero"`
	Overdue   bool        `json:"overdue,omitempty"`
	Escalated bool        `json:"escalated,omitempty" doc:"The district was told, or decides"`
	Statement string      `json:"statement,omitempty" doc:"Of the provider"`
	Answer    string      `json:"answer,omitempty"`
	Outcome   string      `json:"outcome,omitempty" enum:",upheld,partly,not_upheld"`
	Remedy    string      `json:"remedy,omitempty" doc:"What is done about it"`
	Reopened  int         `json:"reopened,omitempty"`
	Story     []Chapter   `json:"story,omitempty" nullable:"false"`
	Created   time.Time   `json:"created"`
	Version   int64       `json:"version"`

	keep keep
	wake time.Time
}

// Chapter is one step of a complaint's story.
type Chapter struct {
	At    time.Time `json:"at"`
	State State     `json:"state"`
	Text  string    `json:"text,omitempty"`
}

// keep is what stays in the house.
type keep struct {
	By    string   // the account that filed it
	Hands []string // accounts with a hand in the order
}

// Filing is what somebody files.
type Filing struct {
	Order     string `json:"order,omitempty" maxLength:"40"`
	Org       string `json:"org,omitempty" maxLength:"40" doc:"Where there is no order"`
	Region    string `json:"region,omitempty" maxLength:"12" doc:"Where there is no order: a street"`
	Person    string `json:"person,omitempty" maxLength:"40" doc:"For staff: who complains"`
	About     string `json:"about" enum:"food,late,not_come,manner,money,privacy,safety,other"`
	Against   string `json:"against,omitempty" enum:",provider,staff"`
	Text      string `json:"text" maxLength:"8000"`
	Anonymous bool   `json:"anonymous,omitempty" doc:"The house keeps no name; the answer comes by receipt"`
}

func (f *Filing) check() error {
	f.Text = strings.TrimSpace(f.Text)
	var bad []*fault.Fault
	if n := utf8.RuneCountInString(f.Text); n == 0 || n > words {
		bad = append(bad, ErrText.With(words).On("text"))
	}
	if !slices.Contains(Abouts, f.About) {
		bad = append(bad, ErrAbout.On("about"))
	}
	if f.Against == "" {
		f.Against = "provider"
	}
	if f.Against != "provider" && f.Against != "staff" || f.Against == "provider" && f.Org == "" && f.Order == "" {
		bad = append(bad, ErrAgainst.On("against"))
	}
	return fault.Join(bad...)
}

// barred reports whether somebody must not handle the complaint.
func (c ServiceComplaint) barred(account string, orgs []string) bool {
	return account == c.keep.By || slices.Contains(c.keep.Hands, account) || c.Org != "" && slices.Contains(orgs, c.Org)
}

// step makes a step by the rules of the states and notes it.
func (c ServiceComplaint) step(v Verb, now time.Time, text string) (ServiceComplaint, error) {
	to, ok := To(c.State, v)
	if !ok {
		zh, en := c.State.Word()
		return c, ErrStep.With(zh, en)
	}
	c.State = to
	c.Story = append(slices.Clone(c.Story), Chapter{now, to, text})
	return c, nil
}

// tick sets by when the present state must have moved on.
func (c *ServiceComplaint) tick(now time.Time, l Limits, w seen.Workdays) {
	c.Due, c.wake, c.Overdue = time.Time{}, time.Time{}, false
	switch c.State {
	case Filed:
		c.Due = w.DueDate(now, l.Assign)
	case Assigned:
		days := l.Answer
		if c.About == "safety" {
			days = l.Urgent
		}
		c.Due = w.DueDate(now, days)
	case Answered:
		c.Due = now.AddDate(0, 0, l.Silence)
	}
	c.wake = c.Due
}

// Word is what a state is called on screen.
func (s State) Word() (zh, en string) {
	w := map[State][2]string{Filed: {"已提交", "filed"}, Assigned: {"处理中", "assigned"}, Answered: {"已答复", "answered"}, Accepted: {"已认可", "accepted"},
		Closed: {"已办结", "closed"}, Withdrawn: {"已撤回", "withdrawn"}}[s]
	return w[0], w[1]
}
