// Package routing is linli solve routing: rounds with time windows, capacities, skills and breaks, with a proved bound.
package routing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/engine/routing"
	"linli/engine/routing/vrplib"
)

// Cmd plans rounds: of a published instance, or of a street's own
// stops and vehicles.
type Cmd struct {
	File       string        `arg:"" optional:"" help:"Instance in VRPLIB format (CVRP or VRPTW) or Solomon's." type:"existingfile"`
	Stops      string        `help:"CSV id,longitude,latitude,from,to,minutes,quantity,skill." type:"existingfile"`
	Vehicles   string        `help:"CSV id,longitude,latitude,end_longitude,end_latitude,from,to,break_from,break_to,break_minutes,capacity,skills." type:"existingfile"`
	Order      string        `help:"CSV round,id: the order in which stops are remembered." type:"existingfile"`
	OrderPrice int64         `default:"200" help:"Metres of detour that keeping a remembered pair of neighbours is worth."`
	Unserved   int64         `name:"unserved-cost" default:"0" help:"Metres that leaving a stop out costs; 0: all must be served."`
	Kmh        float64       `default:"12" help:"Speed on the way, km/h."`
	Detour     float64       `default:"1.3" help:"Length of a way over its straight line."`
	TimeLimit  time.Duration `default:"10s" help:"Time for all of it."`
	Iterations int           `help:"Search so many steps instead of a time: the same answer on every machine."`
	Seed       uint64        `default:"1" help:"Seed of the search."`
	Out        string        `help:"Write the rounds to this file: VRPLIB, or CSV for a street's own." type:"path"`
	JSON       bool          `help:"Print a line that a machine may read."`
}

// routingJob is a problem with the names of its stops and how to write it.
type routingJob struct {
	routing.Problem
	names []string // of stops
	scale float64  // units of cost in one of the file's
	write func(path string, s routing.Solution) error
}

// Run solves, verifies and prints.
func (c *Cmd) Run(ctx context.Context, t *term.Term) error {
	began := time.Now()
	job, err := c.read()
	if err != nil {
		return err
	}
	o := routing.Options{Seed: c.Seed, Iterations: c.Iterations}
	if c.Iterations == 0 {
		// A share is kept for verification and writing.
		o.Share = func() float64 { return time.Since(began).Seconds() / (c.TimeLimit.Seconds() * 0.97) }
	}
	said := began
	o.Progress = func(share float64, cost int64, rounds int) {
		if now := time.Now(); now.Sub(said) > 5*time.Second {
			said = now
			_, _ = fmt.Fprintf(t.Err, "%3.0f %% cost %s, %d rounds\n", 100*share, job.money(cost), rounds)
		}
	}
	s, err := routing.Solve(ctx, job.Problem, o)
	if err != nil {
		return job.explain(s, err)
	}
	if err := routing.Verify(job.Problem, s); err != nil {
		return err
	}
	if c.Out != "" {
		if err := job.write(c.Out, s); err != nil {
			return err
		}
	}
	status, gap, seconds := "feasible", 0.0, time.Since(began).Seconds()
	if s.Cost == s.Bound {
		status = "optimal"
	} else {
		gap = float64(s.Cost-s.Bound) / float64(s.Cost)
	}
	if c.JSON {
		return json.NewEncoder(t.Out).Encode(map[string]any{"status": status, "cost": float64(s.Cost) / job.scale, "bound": float64(s.Bound) / job.scale, "gap": gap,
			"routes": len(s.Routes), "unserved": len(s.Unserved), "broken": s.Broken, "seconds": seconds})
	}
	_, err = fmt.Fprintf(t.Out, "%s: cost %s, at least %s is proved; %d rounds, %d stops left out; %.2f s\n", status, job.money(s.Cost), job.money(s.Bound), len(s.Routes), len(s.Unserved), seconds)
	for _, m := range s.Unserved {
		if err == nil {
			_, err = fmt.Fprintf(t.Out, "  left out: %s: %s\n", job.names[m.Stop], m.Reason)
		}
	}
	return err
}

func (j routingJob) money(cost int64) string {
	return strconv.FormatFloat(float64(cost)/j.scale, 'f', -1, 64)
}

// explain names the stops of a refusal as the file does.
func (j routingJob) explain(s routing.Solution, err error) error {
	if !errors.Is(err, routing.ErrUnserved) {
		return err
	}
	var lines []string
	for _, m := range s.Unserved {
		if j.Problem.Stops[m.Stop].Price == 0 && len(lines) < 5 {
			lines = append(lines, fmt.Sprintf("%s (%s)", j.names[m.Stop], m.Reason))
		}
	}
	return fmt.Errorf("%w: %s", routing.ErrUnserved, strings.Join(lines, ", "))
}

func (c *Cmd) read() (routingJob, error) {
	switch {
	case c.TimeLimit <= 0 || c.Iterations < 0:
		return routingJob{}, fmt.Errorf("--time-limit %v or --iterations %d is not above 0", c.TimeLimit, c.Iterations)
	case c.File != "" && c.Stops == "" && c.Vehicles == "" && c.Order == "":
		return readInstance(c.File)
	case c.File == "" && c.Stops != "" && c.Vehicles != "":
		return c.readStreet()
	}
	return routingJob{}, errors.New("give one FILE, or --stops and --vehicles")
}

// readInstance makes a problem of a published instance. Stop i is customer i+1.
func readInstance(path string) (routingJob, error) {
	f, err := os.Open(path)
	if err != nil {
		return routingJob{}, err
	}
	defer f.Close() //nolint:errcheck // read only
	if info, err := f.Stat(); err != nil || info.Size() > table.MaxInput {
		return routingJob{}, errors.Join(err, fmt.Errorf("%s is larger than %d MB", path, table.MaxInput>>20))
	}
	in, err := vrplib.Read(f)
	if err != nil {
		return routingJob{}, fmt.Errorf("%s: %w", path, err)
	}
	nodes := in.Customers()
	job := routingJob{scale: float64(in.Scale)}
	job.Places, job.Ways = len(in.Demand), []routing.Ways{{Cost: in.Distance}}
	vehicle := routing.Vehicle{Start: in.Depot, End: in.Depot, To: routing.MostWay, Capacity: in.Capacity}
	if in.Windows {
		vehicle.From, vehicle.To = in.From[in.Depot], in.To[in.Depot]
	} else if in.Longest > 0 {
		vehicle.To = in.Longest
	}
	for k, i := range nodes {
		s := routing.Stop{Place: i, To: routing.MostWay, Service: in.Service[i], Quantity: in.Demand[i]}
		if in.Windows {
			s.From, s.To = in.From[i], in.To[i]
		}
		job.Problem.Stops, job.names = append(job.Problem.Stops, s), append(job.names, "customer "+strconv.Itoa(k+1))
	}
	vehicles := in.Vehicles
	if vehicles == 0 || vehicles > len(nodes) {
		vehicles = len(nodes)
	}
	for range vehicles {
		job.Problem.Vehicles = append(job.Problem.Vehicles, vehicle)
	}
	job.write = func(path string, s routing.Solution) error {
		rounds := make([][]int, len(s.Routes))
		for i, r := range s.Routes {
			for _, v := range r.Visits {
				rounds[i] = append(rounds[i], v.Stop+1)
			}
		}
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		return errors.Join(vrplib.WriteSolution(f, rounds, job.money(s.Cost)), f.Close())
	}
	return job, nil
}
