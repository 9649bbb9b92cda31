package rule

import (
	"fmt"
	"time"

	"linli/internal/exchange/plan"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/region"
)

// Kinds of what is paired.
const (
	Wish  = "wish"  // micro-wishes with what party members offer
	Skill = "skill" // requests with offers of skills and time
	Need  = "need"  // needs on the exchange with what residents offer there
)

// Kinds in the order in which they are listed.
var Kinds = []string{Wish, Skill, Need}

// Want is somebody who waits for something.
type Want struct {
	Kind        string      `json:"kind"`
	ID          string      `json:"id"`
	Title       string      `json:"title" doc:"As published: it names nobody"`
	Category    string      `json:"category"`
	Region      region.Code `json:"region"`
	Urgency     int         `json:"urgency" doc:"1 can wait … 5 today"`
	Vulnerable  int         `json:"vulnerable" doc:"How many things make them vulnerable"`
	Since       time.Time   `json:"since"`
	Constraints []string    `json:"constraints,omitempty"`

	Person    string    `json:"-"`
	Household string    `json:"-"`
	At        geo.Point `json:"-"`
}

// Give is something that one person, or one branch, offers.
type Give struct {
	Kind        string      `json:"kind"`
	ID          string      `json:"id"`
	Title       string      `json:"title"`
	Category    string      `json:"category"`
	Region      region.Code `json:"region"`
	Capacity    int         `json:"capacity" doc:"How often this month"`
	ReachM      int         `json:"reach_m,omitempty" doc:"Farthest way; 0: the rule's"`
	Constraints []string    `json:"constraints,omitempty"`

	Person    string    `json:"-"` // whose limit counts
	Household string    `json:"-"`
	Held      int       `json:"-"` // what they have taken on this month already, of this kind
	At        geo.Point `json:"-"`
}

// Rule is what a run is bound by; it is published with its result.
type Rule struct {
	Most    int          `json:"most" minimum:"1" maximum:"20" default:"2" doc:"Of one member in a month"`
	ReachM  int          `json:"reach_m" minimum:"100" maximum:"20000" default:"3000" doc:"Farthest way where the giver says none"`
	Weights plan.Weights `json:"weights"`
}

// Usual is the rule where none is given.
var Usual = Rule{Most: 2, ReachM: 3000, Weights: plan.Weights{Urgency: 1, Vulnerable: 2, Waiting: 1}}

// Unpaired is what a want of weight 1 that stays alone counts, in metres: more than any way
// that a rule allows, so that nobody is left over for the sake of a shorter way.
const Unpaired = 25_000

// What can be wrong with a rule.
var (
	ErrMost   = fault.New(fault.Invalid, "pairing.most", "每人每月上限应为 1 至 20。", "The limit of a member is 1 to 20 a month.")
	ErrReach  = fault.New(fault.Invalid, "pairing.reach", "最远距离应为 100 至 20000 米。", "The farthest way is 100 to 20,000 metres.")
	ErrWeight = fault.New(fault.Invalid, "pairing.weights", "权重应为 0 至 20 的整数。", "Weights are whole numbers from 0 to 20.")
)

// Check lists what is wrong with a rule.
func (r Rule) Check() error {
	var bad []*fault.Fault
	if r.Most < 1 || r.Most > 20 {
		bad = append(bad, ErrMost.On("most"))
	}
	if r.ReachM < 100 || r.ReachM > 20_000 {
		bad = append(bad, ErrReach.On("reach_m"))
	}
	for _, w := range []int{r.Weights.Urgency, r.Weights.Vulnerable, r.Weights.Waiting} {
		if w < 0 || w > 20 {
			bad = append(bad, ErrWeight.On("weights"))
			break
		}
	}
	return fault.Join(bad...)
}

// Words is the rule as the community reads it.
func (r Rule) Words(l fault.Lang) string {
	w := r.Weights
	if l == fault.En {
		return fmt.Sprintf("One member takes on at most %d a month. Whoever waits counts 1, plus %d for each step of urgency, %d for each difficulty of life (three at most), %d for each month of waiting (twelve at most). "+
			"As many as possible are helped, those who count more first; among equals the shorter way decides. Nobody is sent farther than %d metres, unless they say so themselves.", r.Most, w.Urgency, w.Vulnerable, w.Waiting, r.ReachM)
	}
	return fmt.Sprintf("每位成员每月最多结对 %d 件。每件先计 1 分，紧急程度每级加 %d 分，每项生活困难加 %d 分（最多三项），每等一个月加 %d 分（最多十二个月）。"+
		"先让尽可能多的人得到帮助，分高的优先；分数相同看谁离得近。除非成员自己愿意，不安排超过 %d 米的路。", r.Most, w.Urgency, w.Vulnerable, w.Waiting, r.ReachM)
}

// Weight is what a want counts at a time.
func (r Rule) Weight(w Want, now time.Time) int64 {
	return r.Weights.Of(w.Urgency, w.Vulnerable, w.Since, now)
}
