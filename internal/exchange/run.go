package exchange

import (
	"slices"
	"time"

	"linli/internal/exchange/plan"
	"linli/internal/platform/api"
	"linli/internal/region"
)

// RunState is where a run stands.
type RunState string

// The states of a run.
const (
	Queued    RunState = "queued"
	Running   RunState = "running"
	Proposed  RunState = "proposed"
	Confirmed RunState = "confirmed"
	Discarded RunState = "discarded"
	Failed    RunState = "failed"
)

// Order is what a run is asked for.
type Order struct {
	Name          string       `json:"name" minLength:"1" maxLength:"100"`
	Categories    []string     `json:"categories,omitempty" maxItems:"100" doc:"None: all"`
	RadiusM       int          `json:"radius_m" minimum:"0" maximum:"50000" default:"2000" doc:"0: only the reach of each offer"`
	UnmatchedCost int64        `json:"unmatched_cost,omitempty" minimum:"1" maximum:"1000000000" default:"20000" doc:"Metres that an unmatched need of weight 1 is worth"`
	Weights       plan.Weights `json:"weights"`
}

// Run is a plan for everybody at once, with its proof.
type Run struct {
	ID         string      `json:"id"`
	Region     region.Code `json:"region"`
	RegionName string      `json:"region_name,omitempty"`
	Order
	State     RunState         `json:"state" enum:"queued,running,proposed,confirmed,discarded,failed"`
	Progress  float64          `json:"progress" doc:"0 to 1"`
	Needs     int              `json:"needs"`
	Offers    int              `json:"offers"`
	Units     int              `json:"units" doc:"Free units of the offers"`
	Matched   int              `json:"matched"`
	Unmatched int              `json:"unmatched"`
	Why       map[plan.Why]int `json:"unmatched_why,omitempty"`
	Dropped   int              `json:"dropped,omitempty" doc:"Pairs left out when it was confirmed, because the world had moved"`
	Cost      int64            `json:"cost"`
	DualCost  int64            `json:"dual_cost"`
	Proved    bool             `json:"proved"`
	ProofZh   string           `json:"proof_zh,omitempty"`
	ProofEn   string           `json:"proof_en,omitempty"`
	MeanM     float64          `json:"mean_distance_m"`
	Listed    int              `json:"pairs" doc:"Pairs that the engine weighed"`
	Rounds    int              `json:"rounds"`
	Seconds   float64          `json:"seconds"`
	Digest    string           `json:"digest,omitempty" doc:"SHA-256 of everything that the run looked at"`
	Outcome   string           `json:"outcome,omitempty" doc:"SHA-256 of its matches"`
	Repeats   string           `json:"repeats,omitempty" doc:"The run that this one repeats"`
	Same      *bool            `json:"same,omitempty" doc:"Of a repeat: the same input gave the same matches"`
	Error     string           `json:"error,omitempty"`
	By        string           `json:"by"`
	Created   time.Time        `json:"created"`
	Finished  time.Time        `json:"finished,omitzero"`
	Version   int64            `json:"version"`
}

var runSteps = map[RunState][]RunState{Queued: {Running, Failed}, Running: {Running, Proposed, Failed}, Proposed: {Confirmed, Discarded}}

// to moves a run.
func (r Run) to(next RunState) (Run, error) {
	if !slices.Contains(runSteps[r.State], next) {
		return r, ErrRunState.With(string(r.State)).On("state")
	}
	r.State = next
	return r, nil
}

// Row is one need of a run as people read it.
type Row struct {
	Need      string      `json:"need"`
	Person    string      `json:"person"`
	Name      string      `json:"name,omitempty"`
	Region    region.Code `json:"region"`
	Category  string      `json:"category"`
	Urgency   int         `json:"urgency"`
	Weight    int64       `json:"weight"`
	Offer     string      `json:"offer,omitempty"`
	OfferName string      `json:"offer_name,omitempty"`
	OfferEn   string      `json:"offer_name_en,omitempty"`
	WhoName   string      `json:"who_name,omitempty"`
	DistanceM int         `json:"distance_m"`
	Rank      int         `json:"rank,omitempty"`
	Possible  int         `json:"possible,omitempty"`
	Why       plan.Why    `json:"why,omitempty"`
	State     string      `json:"state" enum:"proposed,confirmed,dropped,unmatched"`
	ReasonZh  string      `json:"reason_zh"`
	ReasonEn  string      `json:"reason_en"`
	From      [2]float64  `json:"from" doc:"Longitude and latitude of the home"`
	To        [2]float64  `json:"to,omitempty" doc:"Of the offer"`

	version int64 // of the need when the run looked
}

// Compare is how two runs differ, need by need.
type Compare struct {
	Run       string `json:"run"`
	With      string `json:"with"`
	Same      int    `json:"same" doc:"Matched with the same offer"`
	Changed   int    `json:"changed" doc:"Matched with another offer"`
	Gained    int    `json:"gained" doc:"Matched now, not then"`
	Lost      int    `json:"lost" doc:"Matched then, not now"`
	Matched   int    `json:"matched" doc:"Difference"`
	Unmatched int    `json:"unmatched"`
	Cost      int64  `json:"cost"`
}

// Filter narrows a list of needs; the zero value is everything.
type Filter struct {
	State                    State
	Category, Person, Source string
	Urgency                  int // at least
}

// page is a list read one longer than its limit.
func page[T any](all []T, limit int, id func(T) string) *struct{ Body api.List[T] } {
	next := ""
	if len(all) > limit {
		all = all[:limit]
		next = api.EncodeCursor(id(all[limit-1]))
	}
	return &struct{ Body api.List[T] }{api.Many(all, next)}
}
