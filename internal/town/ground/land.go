package ground

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

// The middle of the district and the length of a degree there, in metres.
const (
	MidLon, MidLat = 113.15, 23.10
	MetresLat      = 110_750.0
	MetresLon      = 102_450.0 // at 23.1° north
)

// Land is a lattice of small four-sided cells whose corners are pushed about.
// Every place is a set of cells and its boundary runs along their sides, so
// that neighbours share their corners to the last digit and no gap can be.
type Land struct {
	W, h    int
	Size    float64 // side of a cell in metres
	corners [][2]float64
	Kind    []Kind
	Street  []int32 // label per cell, -1 outside
	Commune []int32
	Grid    []int32
}

// Kind is what a cell is.
type Kind byte

const (
	Outside Kind = iota
	Built
	Water
	Park
)

func (l *Land) at(x, y int) int { return y*l.W + x }

// New makes the ground of a district of an area in km² with about n cells inside.
func New(r *rand.Rand, km2 float64, n int) *Land {
	l := &Land{Size: math.Sqrt(km2 * 1e6 / float64(n))}
	half := math.Sqrt(km2 * 1e6 / math.Pi)
	l.W = int(2*half*1.45/l.Size) + 4
	l.h = int(2*half*1.25/l.Size) + 4
	for y := range l.h + 1 {
		for x := range l.W + 1 {
			east := (float64(x) - float64(l.W)/2 + 0.56*(r.Float64()-0.5)) * l.Size
			north := (float64(y) - float64(l.h)/2 + 0.56*(r.Float64()-0.5)) * l.Size
			l.corners = append(l.corners, [2]float64{Micro(MidLon + east/MetresLon), Micro(MidLat + north/MetresLat)})
		}
	}
	wave := [4]float64{r.Float64() * 6, r.Float64() * 6, r.Float64() * 6, r.Float64() * 6}
	hill := [2]float64{half * 0.55, half * 0.45}
	l.Kind = make([]Kind, l.W*l.h)
	l.Street, l.Commune, l.Grid = blank(l.W*l.h), blank(l.W*l.h), blank(l.W*l.h)
	for y := range l.h {
		for x := range l.W {
			e, n := (float64(x)+0.5-float64(l.W)/2)*l.Size, (float64(y)+0.5-float64(l.h)/2)*l.Size
			angle, far := math.Atan2(n*1.15, e/1.15), math.Hypot(n*1.15, e/1.15)
			edge := half * (1 + 0.09*math.Sin(2*angle+wave[0]) + 0.05*math.Sin(3*angle+wave[1]) + 0.03*math.Sin(7*angle+wave[2]))
			if far > edge {
				continue
			}
			bank := half * (0.22*math.Sin(e/half*2.4+wave[3]) - 0.12 + 0.05*math.Sin(e/half*7))
			switch g := &l.Kind[l.at(x, y)]; {
			case math.Abs(n-bank) < math.Max(half*0.022, l.Size*0.9):
				*g = Water
			case math.Hypot(e-hill[0], n-hill[1]) < half*(0.17+0.04*math.Sin(5*angle)), math.Hypot(e+half*0.4, n+half*0.42) < half*0.06:
				*g = Park
			default:
				*g = Built
			}
		}
	}
	return l
}

// Micro rounds to a millionth of a degree, 11 cm.
func Micro(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// Centre is a point well inside a cell.
func (l *Land) Centre(c int) (lon, lat float64) {
	for _, k := range l.ring(c) {
		lon, lat = lon+l.corners[k][0]/4, lat+l.corners[k][1]/4
	}
	return lon, lat
}

// ring is the corners of a cell, anticlockwise.
func (l *Land) ring(c int) [4]int {
	x, y := c%l.W, c/l.W
	a := y*(l.W+1) + x
	return [4]int{a, a + 1, a + l.W + 2, a + l.W + 1}
}

// beside are the four neighbours of a cell, in the order of the sides of ring; -1 is none.
func (l *Land) beside(c int) [4]int {
	out := [4]int{c - l.W, c + 1, c + l.W, c - 1}
	if x := c % l.W; x == 0 {
		out[3] = -1
	} else if x == l.W-1 {
		out[1] = -1
	}
	for i, n := range out {
		if n < 0 || n >= l.W*l.h {
			out[i] = -1
		}
	}
	return out
}

// reach is a cell that part to can be given at a cost.
type reach struct {
	cost float64
	cell int
	to   int32
}

type front []reach

func (f front) Len() int { return len(f) }
func (f front) Less(i, j int) bool {
	return f[i].cost < f[j].cost || f[i].cost == f[j].cost && f[i].cell < f[j].cell
}
func (f front) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *front) Push(x any) {
	*f = append(*f, x.(reach))
}
func (f *front) Pop() any { o := *f; x := o[len(o)-1]; *f = o[:len(o)-1]; return x }

// Divide splits connected cells into n connected parts that grow from spread
// seeds over uneven ground; water is slow, so a river becomes a border. It
// writes first, first+1, … into label and returns the cells of each part.
// Dijkstra: O(cells log cells).
func (l *Land) Divide(r *rand.Rand, cells []int, n int, label []int32, first int32) [][]int {
	seeds := l.spread(r, cells, n)
	in := make(map[int]float64, len(cells))
	for _, c := range cells {
		in[c] = 0.5 + r.Float64()
		if l.Kind[c] == Water {
			in[c] *= 25
		}
		label[c] = -1
	}
	f := &front{}
	for i, s := range seeds {
		heap.Push(f, reach{0, s, first + int32(i)})
	}
	for f.Len() > 0 {
		now := heap.Pop(f).(reach)
		if label[now.cell] >= 0 {
			continue
		}
		label[now.cell] = now.to
		for _, next := range l.beside(now.cell) {
			if cost, ok := in[next]; ok && label[next] < 0 {
				heap.Push(f, reach{now.cost + cost, next, now.to})
			}
		}
	}
	parts := make([][]int, n)
	for _, c := range cells {
		if label[c] >= 0 {
			parts[label[c]-first] = append(parts[label[c]-first], c)
		}
	}
	return parts
}

// spread picks n cells far from each other: of a dozen candidates the farthest.
func (l *Land) spread(r *rand.Rand, cells []int, n int) []int {
	var seeds []int
	for len(seeds) < n {
		best, far := -1, -1.0
		for range 12 {
			c := cells[r.IntN(len(cells))]
			near := math.Inf(1)
			for _, s := range seeds {
				near = math.Min(near, math.Hypot(float64(c%l.W-s%l.W), float64(c/l.W-s/l.W)))
			}
			if l.Kind[c] != Built {
				near /= 4
			}
			if near > far {
				best, far = c, near
			}
		}
		seeds = append(seeds, best)
	}
	return seeds
}

// Connected are the cells of the district that hang together around its middle.
func (l *Land) Connected() []int {
	seen := make([]bool, l.W*l.h)
	queue := []int{l.at(l.W/2, l.h/2)}
	seen[queue[0]] = true
	for i := 0; i < len(queue); i++ {
		for _, n := range l.beside(queue[i]) {
			if n >= 0 && !seen[n] && l.Kind[n] != Outside {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return queue
}

// outline is the boundary of a set of cells as rings of corners, each closed:
// sides that two cells of the set share are dropped, the rest is chained. Where
// four sides meet in a corner the sharpest right turn keeps rings apart.
func (l *Land) outline(cells []int, inside func(int) bool) [][]int {
	next := map[int][]int{}
	var starts []int
	for _, c := range cells {
		ring := l.ring(c)
		for i, n := range l.beside(c) {
			if n < 0 || !inside(n) {
				a, b := ring[i], ring[(i+1)%4]
				next[a] = append(next[a], b)
				starts = append(starts, a)
			}
		}
	}
	var rings [][]int
	for _, s := range starts {
		if len(next[s]) == 0 {
			continue
		}
		ring, at, from := []int{s}, s, -1
		for {
			options := next[at]
			k := 0
			if len(options) == 2 && from >= 0 && l.turn(from, at, options[1]) < l.turn(from, at, options[0]) {
				k = 1
			}
			to := options[k]
			if next[at] = append(options[:k:k], options[k+1:]...); len(next[at]) == 0 {
				delete(next, at)
			}
			ring, from, at = append(ring, to), at, to
			if at == s {
				break
			}
		}
		rings = append(rings, ring)
	}
	return rings
}

// turn is +1 to the left, 0 straight on, -1 to the right, on the lattice.
func (l *Land) turn(a, b, c int) int {
	w := l.W + 1
	x1, y1, x2, y2 := b%w-a%w, b/w-a/w, c%w-b%w, c/w-b/w
	return x1*y2 - y1*x2
}

// area of a ring in square degrees, positive when anticlockwise.
func (l *Land) area(ring []int) (sum float64) {
	for i := range len(ring) - 1 {
		a, b := l.corners[ring[i]], l.corners[ring[i+1]]
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return sum / 2
}

// Polygon writes the outline of connected cells as a GeoJSON Polygon
// (RFC 7946 3.1.6: outer ring anticlockwise first, then the holes).
func (l *Land) Polygon(cells []int, inside func(int) bool) string {
	var outer, holes []string
	for _, ring := range l.outline(cells, inside) {
		if l.area(ring) > 0 {
			outer = append(outer, l.write(ring))
		} else {
			holes = append(holes, l.write(ring))
		}
	}
	if len(outer) != 1 {
		panic(fmt.Sprintf("ground: %d outer rings around connected cells", len(outer)))
	}
	return `{"type":"Polygon","coordinates":[` + strings.Join(append(outer, holes...), ",") + `]}`
}

// Features writes every cell of a kind of ground, joined, as a MultiPolygon.
func (l *Land) Features(cells []int, kind Kind) string {
	var of []int
	for _, c := range cells {
		if l.Kind[c] == kind {
			of = append(of, c)
		}
	}
	var polygons []string
	for _, ring := range l.outline(of, func(c int) bool { return l.Kind[c] == kind && l.Street[c] >= 0 }) {
		if l.area(ring) > 0 { // islands are drawn over: nobody lives on them
			polygons = append(polygons, "["+l.write(ring)+"]")
		}
	}
	return `{"type":"MultiPolygon","coordinates":[` + strings.Join(polygons, ",") + `]}`
}

func (l *Land) write(ring []int) string {
	b := []byte{'['}
	for i, k := range ring {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = strconv.AppendFloat(b, l.corners[k][0], 'f', -1, 64)
		b = append(b, ',')
		b = strconv.AppendFloat(b, l.corners[k][1], 'f', -1, 64)
		b = append(b, ']')
	}
	return string(append(b, ']'))
}

// Within is a point near the middle of a cell, never outside it.
func (l *Land) Within(f func() float64, cell int) (lon, lat float64) {
	lon, lat = l.Centre(cell)
	reach := 0.16 * l.Size // corners stay 0.22 of a side from the middle lines
	return Micro(lon + (2*f()-1)*reach/MetresLon), Micro(lat + (2*f()-1)*reach/MetresLat)
}

// blank is labels for every cell, none given.
func blank(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = -1
	}
	return out
}
