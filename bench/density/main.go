// Command density measures engine/density beside a plain sum on one core: the
// exponentials of rows and columns multiplied point by point, which is what one
// would write first. It prints one line of JSON for an instance.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"linli/engine/density"
)

type line struct {
	Instance      string  `json:"instance"`
	Ours          float64 `json:"ours"`
	Peer          string  `json:"peer"`
	PeerSeconds   float64 `json:"peer_seconds"`
	Objective     float64 `json:"objective"`
	PeerObjective float64 `json:"peer_objective"`
	Measure       string  `json:"measure"`
	Runs          int     `json:"runs"`
	PeerRuns      int     `json:"peer_runs"`
	Note          string  `json:"note"`
}

func main() {
	log.SetFlags(0)
	p := town(1_000_000)
	out := json.NewEncoder(os.Stdout)
	for _, c := range []struct {
		kernel    density.Kernel
		bandwidth float64
	}{{density.Gaussian, 100}, {density.Gaussian, 300}, {density.Gaussian, 1000}, {density.Quartic, 100}, {density.Quartic, 300}} {
		p.Kernel, p.Bandwidth = c.kernel, c.bandwidth
		var times []float64
		var s density.Surface
		for range 5 {
			began := time.Now()
			var err error
			if s, err = density.Estimate(context.Background(), p, nil); err != nil {
				log.Fatal(err)
			}
			times = append(times, time.Since(began).Seconds())
		}
		if err := density.Verify(p, s); err != nil {
			log.Fatal(err)
		}
		slices.Sort(times)
		l := line{Instance: fmt.Sprintf("1,000,000 points onto 512 × 512, %s, %.0f m", c.kernel, c.bandwidth), Ours: times[2], Runs: 5, Measure: "error ÷ peak",
			Note: "error ÷ peak: the bound that comes with the surface. The peer's is the largest difference between the two surfaces"}
		l.Objective = s.Bound / s.Peak
		if c.kernel == density.Gaussian && c.bandwidth <= 300 {
			began := time.Now()
			plain := sum(p)
			l.Peer, l.PeerSeconds, l.PeerRuns = "plain sum, one core", time.Since(began).Seconds(), 1
			for k, v := range plain {
				l.PeerObjective = max(l.PeerObjective, math.Abs(v-s.Cell[k])/s.Peak)
			}
		}
		if err := out.Encode(l); err != nil {
			log.Fatal(err)
		}
	}
}

func town(n int) density.Problem {
	r := rand.New(rand.NewPCG(1, 2))
	p := density.Problem{Box: density.Box{MaxX: 12000, MaxY: 12000}, Width: 512, Height: 512}
	for range n {
		c := float64(r.IntN(12))
		p.X, p.Y = append(p.X, 1000+900*c+r.NormFloat64()*700), append(p.Y, 6000+4000*math.Sin(c)+r.NormFloat64()*700)
		p.Weight = append(p.Weight, float64(1+r.IntN(3)))
	}
	return p
}

// sum is the surface of a Gaussian within 5.5 bandwidths, point by point.
func sum(p density.Problem) []float64 {
	out := make([]float64, p.Width*p.Height)
	d, reach, h2 := (p.Box.MaxX-p.Box.MinX)/float64(p.Width), 5.5*p.Bandwidth, 2*p.Bandwidth*p.Bandwidth
	row := make([]float64, p.Width)
	for i := range p.X {
		low, high := max(0, int((p.X[i]-reach)/d)), min(p.Width-1, int((p.X[i]+reach)/d))
		for x := low; x <= high; x++ {
			e := (float64(x)+0.5)*d - p.X[i]
			row[x] = p.Weight[i] * math.Exp(-e*e/h2) / (math.Pi * h2)
		}
		for y := max(0, int((p.Y[i]-reach)/d)); y <= min(p.Height-1, int((p.Y[i]+reach)/d)); y++ {
			e := (float64(y)+0.5)*d - p.Y[i]
			f := math.Exp(-e * e / h2)
			for x := low; x <= high; x++ {
				out[y*p.Width+x] += f * row[x]
			}
		}
	}
	return out
}
