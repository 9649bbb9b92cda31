package plan

import "time"

// Weights are the published priority of a run, each 0 to 20.
type Weights struct {
	Urgency    int `json:"urgency" minimum:"0" maximum:"20" default:"1"`
	Vulnerable int `json:"vulnerable" minimum:"0" maximum:"20" default:"2"`
	Waiting    int `json:"waiting" minimum:"0" maximum:"20" default:"1"`
}

// Of is the weight of a need that has stood since then; see the package comment of exchange.
// 1 to 1 + 100 + 60 + 240.
func (w Weights) Of(urgency, vulnerabilities int, since, now time.Time) int64 {
	months := int(now.Sub(since).Hours() / 24 / 30)
	return int64(1 + urgency*w.Urgency + min(3, max(0, vulnerabilities))*w.Vulnerable + min(12, max(0, months))*w.Waiting)
}
