package onedoor

import (
	"slices"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/region"
)

// State of a matter; the diagram in doc.go is the whole truth.
type State string

const (
	Drafted   State = "drafted"   // being put together with the person
	Submitted State = "submitted" // handed in: the time limit runs
	Accepted  State = "accepted"  // complete, with the department
	Decided   State = "decided"   // granted or refused, the person is told
	Closed    State = "closed"    // done, nothing may change
)

// Outcome of a decision.
type Outcome string

const (
	Granted Outcome = "granted"
	Refused Outcome = "refused"
)

// What can be refused here.
var (
	ErrNone     = fault.New(fault.NotFound, "onedoor.none", "找不到这个事项。", "There is no such matter.")
	ErrKind     = fault.New(fault.Invalid, "onedoor.kind", "没有这种事项，或已停办。", "There is no such kind of matter, or it is no longer offered.")
	ErrPerson   = fault.New(fault.NotFound, "onedoor.person", "找不到这位居民。", "There is no such resident.")
	ErrState    = fault.New(fault.Conflict, "onedoor.state", "事项现在处于“%s”，不能这样办理。", "The matter is %s now; this cannot be done to it.")
	ErrMissing  = fault.New(fault.Invalid, "onedoor.evidence_missing", "还缺少材料：%s。", "Still missing: %s.")
	ErrReason   = fault.New(fault.Invalid, "onedoor.reason", "请写明原因。", "Please give the reason.")
	ErrEvidence = fault.New(fault.Invalid, "onedoor.evidence_unknown", "这个事项不需要“%s”，请不要多收。", "This matter does not need %q; do not collect it.")
	ErrDate     = fault.New(fault.Invalid, "onedoor.date", "日期应写作 2026-11-23。", "A date is written 2026-11-23.")
)

// Kind is a configurable type of matter.
type Kind struct {
	Key        string   `json:"key"`
	NameZh     string   `json:"name_zh"`
	NameEn     string   `json:"name_en"`
	Department string   `json:"department"`
	Days       int      `json:"days" doc:"Working days from submission to decision"`
	Evidence   []string `json:"evidence" doc:"What the person has to show"`
	Follows    string   `json:"follows,omitempty" doc:"The event that opens such a matter by itself"`
	Active     bool     `json:"active"`
	Version    int64    `json:"version"`
}

// Matter is one matter of one person.
type Matter struct {
	ID       string      `json:"id"`
	Region   region.Code `json:"region"`
	Person   string      `json:"person"`
	Kind     string      `json:"kind"`
	State    State       `json:"state"`
	Outcome  Outcome     `json:"outcome,omitempty"`
	Reason   string      `json:"reason,omitempty" doc:"Why it was returned or refused"`
	Evidence []string    `json:"evidence" doc:"Shown for this matter or already on the shelf"`
	Note     string      `json:"note,omitempty"`
	Due      string      `json:"due,omitempty" doc:"Last day to decide"`
	OpenedBy string      `json:"opened_by"`
	Created  time.Time   `json:"created"`
	Changed  time.Time   `json:"changed"`
	Version  int64       `json:"version"`
}

// Late reports whether the time limit has passed on a day without a decision.
func (m Matter) Late(today string) bool {
	return m.Due != "" && today > m.Due && (m.State == Submitted || m.State == Accepted)
}

// Missing is what the kind asks for and the person has not shown.
func (m Matter) Missing(k Kind) []string {
	var out []string
	for _, e := range k.Evidence {
		if !slices.Contains(m.Evidence, e) {
			out = append(out, e)
		}
	}
	return out
}

// show adds evidence; what the kind does not ask for is refused, because what
// is not needed must not be collected (PIPL art. 6).
func (m Matter) show(k Kind, keys []string) (Matter, error) {
	if m.State != Drafted {
		return m, ErrState.With(string(m.State))
	}
	for _, e := range keys {
		if !slices.Contains(k.Evidence, e) {
			return m, ErrEvidence.With(e).On("evidence")
		}
		if !slices.Contains(m.Evidence, e) {
			m.Evidence = append(slices.Clone(m.Evidence), e)
		}
	}
	return m, nil
}

// submit hands the matter in when everything is there; the time limit runs from
// today: due(n) is the n-th working day after today.
func (m Matter) submit(k Kind, due func(days int) string) (Matter, error) {
	if m.State != Drafted {
		return m, ErrState.With(string(m.State))
	}
	if missing := m.Missing(k); len(missing) > 0 {
		return m, ErrMissing.With(strings.Join(missing, "、")).On("evidence")
	}
	m.State, m.Reason, m.Due = Submitted, "", due(k.Days)
	return m, nil
}

// accept says that the matter is complete and with the department.
func (m Matter) accept() (Matter, error) {
	if m.State != Submitted {
		return m, ErrState.With(string(m.State))
	}
	m.State = Accepted
	return m, nil
}

// giveBack returns a matter to the counter with what is wrong; the clock stops.
func (m Matter) giveBack(why string) (Matter, error) {
	switch {
	case m.State != Submitted:
		return m, ErrState.With(string(m.State))
	case strings.TrimSpace(why) == "":
		return m, ErrReason.On("reason")
	}
	m.State, m.Reason, m.Due = Drafted, why, ""
	return m, nil
}

// decide grants or refuses; a refusal needs its reason.
func (m Matter) decide(o Outcome, why string) (Matter, error) {
	switch {
	case m.State != Accepted:
		return m, ErrState.With(string(m.State))
	case o == Refused && strings.TrimSpace(why) == "":
		return m, ErrReason.On("reason")
	}
	m.State, m.Outcome, m.Reason = Decided, o, why
	return m, nil
}

// close ends the matter.
func (m Matter) close() (Matter, error) {
	if m.State != Decided {
		return m, ErrState.With(string(m.State))
	}
	m.State = Closed
	return m, nil
}

// Seeds are the kinds to begin with; the list is editable. Days and evidence
// are a start to be replaced by the district's own rules, not a quotation of law.
var Seeds = []Kind{
	{Key: "birth", NameZh: "出生登记", NameEn: "Birth registration", Department: "公安", Days: 5, Evidence: []string{"birth_certificate", "parents_id"}},
	{Key: "vaccination", NameZh: "预防接种建档", NameEn: "Vaccination record", Department: "卫健", Days: 3, Evidence: []string{"birth_certificate"}},
	{Key: "school", NameZh: "入学报名", NameEn: "School entry", Department: "教育", Days: 20, Evidence: []string{"residence_proof", "vaccination_record"}},
	{Key: "employment", NameZh: "就业登记", NameEn: "Employment registration", Department: "人社", Days: 5, Evidence: []string{"id_card"}},
	{Key: "marriage", NameZh: "婚姻登记预约", NameEn: "Marriage registration", Department: "民政", Days: 3, Evidence: []string{"id_card"}},
	{Key: "housing", NameZh: "公租房申请", NameEn: "Public housing", Department: "住建", Days: 30, Evidence: []string{"id_card", "income_proof", "residence_proof"}},
	{Key: "disability_card", NameZh: "残疾人证办理", NameEn: "Disability card", Department: "残联", Days: 20, Evidence: []string{"id_card", "medical_assessment"}},
	{Key: "elder_card", NameZh: "老年人优待证", NameEn: "Elder card", Department: "民政", Days: 10, Evidence: []string{"id_card"}},
	{Key: "subsidy", NameZh: "临时救助申请", NameEn: "Hardship subsidy", Department: "民政", Days: 15, Evidence: []string{"id_card", "income_proof"}},
	{Key: "retirement", NameZh: "退休办理", NameEn: "Retirement", Department: "人社", Days: 20, Evidence: []string{"id_card", "employment_record"}},
	{Key: "death", NameZh: "死亡登记与户口注销", NameEn: "Death registration", Department: "公安", Days: 5, Evidence: []string{"death_certificate"}, Follows: "people.died"},
	{Key: "funeral_allowance", NameZh: "丧葬补助", NameEn: "Funeral allowance", Department: "人社", Days: 15, Evidence: []string{"death_certificate"}, Follows: "people.died"},
}
