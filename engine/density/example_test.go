package density_test

import (
	"context"
	"fmt"

	"linli/engine/density"
)

// Three elders in one house and one far away, on a raster of 100 m.
func ExampleEstimate() {
	p := density.Problem{
		X: []float64{450, 455, 460, 50}, Y: []float64{250, 250, 250, 50},
		Box: density.Box{MaxX: 1000, MaxY: 500}, Width: 10, Height: 5,
		Kernel: density.Epanechnikov, Bandwidth: 150,
	}
	s, err := density.Estimate(context.Background(), p, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println("verified:", density.Verify(p, s) == nil)
	for y := p.Height - 1; y >= 0; y-- {
		for x := range p.Width {
			fmt.Printf("%5.1f", s.Cell[y*p.Width+x]*10_000) // people a hectare
		}
		fmt.Println()
	}
	// Output:
	// verified: true
	//   0.0  0.0  0.0  0.0  0.0  0.0  0.0  0.0  0.0  0.0
	//   0.0  0.0  0.0  0.1  0.5  0.1  0.0  0.0  0.0  0.0
	//   0.0  0.0  0.0  0.4  0.8  0.5  0.0  0.0  0.0  0.0
	//   0.2  0.0  0.0  0.1  0.5  0.1  0.0  0.0  0.0  0.0
	//   0.3  0.2  0.0  0.0  0.0  0.0  0.0  0.0  0.0  0.0
}

func ExampleHexagons() {
	x, y := []float64{10, 20, 30, 900}, []float64{10, 10, 10, 900}
	cells, hidden, _ := density.Hexagons(x, y, nil, 500, 3)
	fmt.Println(len(cells), "cell of", cells[0].Count, "people;", hidden, "hidden")
	// Output: 1 cell of 3 people; 1 hidden
}
