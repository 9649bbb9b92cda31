package door

import (
	"slices"
	"time"
)

// Step is whom one turns to.
type Step string

// The steps, in order.
const (
	Call      Step = "call"
	Neighbour Step = "neighbour"
	Family    Step = "family"
	Grid      Step = "grid"
	Emergency Step = "emergency"
)

// Steps lists them.
var Steps = []Step{Call, Neighbour, Family, Grid, Emergency}

// minutes are how long each step may take. A fall is found within an hour of the
// door that stayed shut.
var minutes = map[Step]time.Duration{Call: 5 * time.Minute, Neighbour: 10 * time.Minute, Family: 15 * time.Minute, Grid: 30 * time.Minute}

// Result is what came of a try.
type Result string

// The results. Reached is somebody who does not know yet: the step goes on.
const (
	NoAnswer Result = "no_answer"
	Nobody   Result = "nobody"  // there is no such neighbour, no family on record
	Reached  Result = "reached" // they are looking
	TimedOut Result = "timed_out"
)

// Outcome is how a case ends.
type Outcome string

// The outcomes.
const (
	Answered Outcome = "answered" // the door opened: the order goes on
	Handed   Outcome = "handed"   // whoever the person named took it
	Away     Outcome = "away"     // safe elsewhere
	Helped   Outcome = "helped"   // found, and help was given
)

// Outcomes lists them.
var Outcomes = []Outcome{Answered, Handed, Away, Helped}

// DoorTry is one entry of a case's log.
type DoorTry struct {
	At     time.Time `json:"at"`
	Step   Step      `json:"step" enum:"call,neighbour,family,grid,emergency"`
	Result string    `json:"result" doc:"opened, no_answer, nobody, reached, timed_out; at the end: answered, handed, away, helped"`
	By     string    `json:"by,omitempty" doc:"Account; empty: the timer"`
	ByName string    `json:"by_name,omitempty"`
	Note   string    `json:"note,omitempty"`
}

// Protocol is where a case stands. The zero value is not a case: Open makes one.
type Protocol struct {
	Frail bool // lives alone, or vulnerable: goes on to the grid worker and the emergency call
	Step  Step
	Due   time.Time // zero: no timer runs
	Ended Outcome
	Log   []DoorTry
}

// Open begins with the call.
func Open(frail bool, by string, now time.Time) Protocol {
	return Protocol{Frail: frail, Step: Call, Due: now.Add(minutes[Call]), Log: []DoorTry{{At: now, Step: Call, Result: "opened", By: by}}}
}

// last is the step after which nobody is turned to by itself.
func (c Protocol) last() Step {
	if c.Frail {
		return Emergency
	}
	return Family
}

func (c *Protocol) next(now time.Time) {
	if c.Step == c.last() {
		c.Due = time.Time{}
		return
	}
	c.Step = Steps[slices.Index(Steps, c.Step)+1]
	c.Due = time.Time{}
	if m := minutes[c.Step]; m > 0 {
		c.Due = now.Add(m)
	}
}

// Tried notes a try at a step that has come: no answer, or nobody there, leads from
// the present step to the next; reached gives it its minutes anew. ok is false
// where the case has ended or the step has not come.
func (c *Protocol) Tried(step Step, r Result, by, note string, now time.Time) (ok bool) {
	if c.Ended != "" || slices.Index(Steps, step) < 0 || slices.Index(Steps, step) > slices.Index(Steps, c.Step) {
		return false
	}
	c.Log = append(c.Log, DoorTry{At: now, Step: step, Result: string(r), By: by, Note: note})
	switch {
	case step != c.Step: // an earlier one, once more
	case r == Reached:
		if m := minutes[step]; m > 0 {
			c.Due = now.Add(m)
		}
	default:
		c.next(now)
	}
	return true
}

// Skip turns to a later step at once: a neighbour heard a cry.
func (c *Protocol) Skip(to Step, by, note string, now time.Time) (ok bool) {
	if c.Ended != "" || slices.Index(Steps, to) <= slices.Index(Steps, c.Step) {
		return false
	}
	c.Frail = c.Frail || to == Grid || to == Emergency
	c.Step, c.Due = to, time.Time{}
	if m := minutes[to]; m > 0 {
		c.Due = now.Add(m)
	}
	c.Log = append(c.Log, DoorTry{At: now, Step: to, Result: "opened", By: by, Note: note})
	return true
}

// Lapse is what the timer does when a step's minutes are over: one step, as of the
// moment it was due, however late the timer looks. moved is false where nothing is due.
func (c *Protocol) Lapse(now time.Time) (moved bool) {
	if c.Ended != "" || c.Due.IsZero() || now.Before(c.Due) {
		return false
	}
	c.Log = append(c.Log, DoorTry{At: c.Due, Step: c.Step, Result: string(TimedOut)})
	c.next(c.Due)
	return true
}

// End closes a case.
func (c *Protocol) End(o Outcome, by, note string, now time.Time) (ok bool) {
	if c.Ended != "" || !slices.Contains(Outcomes, o) {
		return false
	}
	c.Ended, c.Due = o, time.Time{}
	c.Log = append(c.Log, DoorTry{At: now, Step: c.Step, Result: string(o), By: by, Note: note})
	return true
}
