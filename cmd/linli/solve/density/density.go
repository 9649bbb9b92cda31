// Package density is linli solve density: points as a surface or a honeycomb, with a bound on its error.
package density

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/engine/density"
	"linli/internal/cloud/demandmap/mvt"
)

// Cmd makes a surface or a honeycomb of points.
type Cmd struct {
	File      string  `arg:"" type:"existingfile" help:"CSV with longitude, latitude and, if you like, weight; or x, y in metres."`
	Bandwidth string  `default:"auto" help:"Metres, or auto (Silverman's rule)."`
	Kernel    string  `default:"gaussian" enum:"gaussian,quartic,epanechnikov" help:"gaussian, quartic or epanechnikov."`
	Size      int     `default:"512" help:"Cells along the longer side of the raster."`
	Box       string  `help:"West,south,east,north (or x and y in metres); default: around the points."`
	Hex       float64 `help:"Count in hexagons of so many metres across instead."`
	Least     int     `name:"least-people" default:"0" help:"Leave hexagons of fewer points out."`
	Out       string  `type:"path" help:"File to write: .png, .csv, .geojson, or .mvt (a tile that holds everything)."`
	JSON      bool    `help:"Print a line that a machine may read."`
}

// spots are the points of the file. Plane is nil where they are in metres.
type spots struct {
	x, y, weight []float64
	plane        *density.Plane
}

// Run computes, verifies, writes and prints.
func (c *Cmd) Run(ctx context.Context, t *term.Term) error {
	began := time.Now()
	s, box, err := c.read()
	if err != nil {
		return err
	}
	if c.Hex != 0 || c.Least != 0 {
		return c.hexagons(t, s, began)
	}
	h := density.Silverman(s.x, s.y)
	if c.Bandwidth != "auto" {
		if h, err = strconv.ParseFloat(c.Bandwidth, 64); err != nil {
			return fmt.Errorf("--bandwidth %q is neither a number of metres nor auto", c.Bandwidth)
		}
	}
	if c.Box == "" {
		box = density.Box{MinX: slices.Min(s.x) - 2*h, MinY: slices.Min(s.y) - 2*h, MaxX: slices.Max(s.x) + 2*h, MaxY: slices.Max(s.y) + 2*h}
	}
	if c.Size < 1 || c.Size > 16384 {
		return fmt.Errorf("--size %d is not from 1 to 16384", c.Size)
	}
	side := max(box.MaxX-box.MinX, box.MaxY-box.MinY) / float64(c.Size)
	p := density.Problem{X: s.x, Y: s.y, Weight: s.weight, Box: box, Kernel: density.Kernel(c.Kernel), Bandwidth: h,
		Width: cells(box.MaxX-box.MinX, side, c.Size), Height: cells(box.MaxY-box.MinY, side, c.Size)}
	solving := time.Now()
	f, err := density.Estimate(ctx, p, nil)
	if err != nil {
		return err
	}
	took := time.Since(solving).Seconds()
	if err := density.Verify(p, f); err != nil {
		return err
	}
	if c.Out != "" {
		if err := writeSurface(c.Out, p, f, s.plane); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(t.Out).Encode(map[string]any{"points": len(s.x), "total": f.Total, "peak": f.Peak, "bandwidth": h, "width": p.Width, "height": p.Height,
			"error_bound": f.Bound, "seconds": time.Since(began).Seconds(), "solve_seconds": took})
	}
	_, err = fmt.Fprintf(t.Out, "%d points of weight %g: peak %.4g a hectare, bandwidth %.0f m, %d × %d cells, error at most %.1e of the peak; %.2f s\n",
		len(s.x), f.Total, f.Peak*10_000, h, p.Width, p.Height, f.Bound/max(f.Peak, math.SmallestNonzeroFloat64), took)
	return err
}

func cells(length, side float64, most int) int {
	return min(most, max(1, int(math.Round(length/side))))
}

func (c *Cmd) hexagons(t *term.Term, s spots, began time.Time) error {
	all, hidden, err := density.Hexagons(s.x, s.y, s.weight, c.Hex, c.Least)
	if err != nil {
		return err
	}
	if c.Out != "" {
		var shapes []shape
		for _, h := range all {
			var ring [][2]float64
			for _, corner := range h.Ring(c.Hex) {
				ring = append(ring, corner)
			}
			shapes = append(shapes, shape{ring, []property{{"q", float64(h.Q)}, {"r", float64(h.R)}, {"count", float64(h.Count)}, {"weight", h.Weight}}})
		}
		if err := writeShapes(c.Out, shapes, s.plane); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(t.Out).Encode(map[string]any{"points": len(s.x), "hexagons": len(all), "hidden": hidden, "seconds": time.Since(began).Seconds()})
	}
	_, err = fmt.Fprintf(t.Out, "%d points in %d hexagons; %d points in cells of fewer than %d are left out\n", len(s.x), len(all), hidden, c.Least)
	return err
}

// read takes the points in, laid flat around their middle, and the box.
func (c *Cmd) read() (s spots, box density.Box, err error) {
	f, err := os.Open(c.File)
	if err != nil {
		return s, box, err
	}
	defer f.Close() //nolint:errcheck // read only
	if info, err := f.Stat(); err != nil || info.Size() > table.MaxInput {
		return s, box, errors.Join(err, fmt.Errorf("%s is larger than %d MB", c.File, table.MaxInput>>20))
	}
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	r.ReuseRecord, r.TrimLeadingSpace = true, true
	header, err := r.Read()
	if err != nil {
		return s, box, fmt.Errorf("%s has no header: %w", c.File, err)
	}
	at := func(names ...string) int {
		return slices.IndexFunc(header, func(h string) bool {
			return slices.Contains(names, strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))))
		})
	}
	lon, lat, weight := at("longitude", "lon", "lng", "long", "经度"), at("latitude", "lat", "纬度"), at("weight", "w", "count", "people", "population", "权重", "人数")
	degrees := lon >= 0 && lat >= 0
	if !degrees {
		if lon, lat = at("x"), at("y"); lon < 0 || lat < 0 {
			return s, box, fmt.Errorf("%s: the header %q names neither longitude and latitude nor x and y", c.File, strings.Join(header, ","))
		}
	}
	names := map[int]string{lon: header[lon], lat: header[lat]}
	if weight >= 0 {
		names[weight] = header[weight]
	}
	names = cloned(names)
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			return s, box, fmt.Errorf("%s: %w", c.File, err)
		}
		number := func(k int) float64 {
			v, perr := strconv.ParseFloat(strings.TrimSpace(row[k]), 64)
			if (perr != nil || math.IsNaN(v) || math.IsInf(v, 0)) && err == nil {
				err = fmt.Errorf("%s line %d: %s %q is no number", c.File, line, names[k], row[k])
			}
			return v
		}
		x, y := number(lon), number(lat)
		if degrees && err == nil && (math.Abs(x) > 180 || math.Abs(y) > 90) {
			err = fmt.Errorf("%s line %d: %g, %g is not on the earth", c.File, line, x, y)
		}
		s.x, s.y = append(s.x, x), append(s.y, y)
		if weight >= 0 {
			w := number(weight)
			if w < 0 && err == nil {
				err = fmt.Errorf("%s line %d: %s %g is negative", c.File, line, names[weight], w)
			}
			s.weight = append(s.weight, w)
		}
		if err != nil {
			return s, box, err
		}
	}
	if len(s.x) == 0 {
		return s, box, fmt.Errorf("%s: %w", c.File, density.ErrEmpty)
	}
	var edges [4]float64
	if c.Box != "" {
		parts := strings.Split(c.Box, ",")
		for k := range edges {
			if len(parts) != 4 {
				return s, box, fmt.Errorf("--box %q is not west,south,east,north", c.Box)
			}
			if edges[k], err = strconv.ParseFloat(strings.TrimSpace(parts[k]), 64); err != nil {
				return s, box, fmt.Errorf("--box %q is not west,south,east,north", c.Box)
			}
		}
		box = density.Box{MinX: edges[0], MinY: edges[1], MaxX: edges[2], MaxY: edges[3]}
	}
	if degrees {
		s.plane = &density.Plane{Longitude: (slices.Min(s.x) + slices.Max(s.x)) / 2, Latitude: (slices.Min(s.y) + slices.Max(s.y)) / 2}
		if c.Box != "" {
			box.MinX, box.MinY = s.plane.Metres(box.MinX, box.MinY)
			box.MaxX, box.MaxY = s.plane.Metres(box.MaxX, box.MaxY)
		}
		for i := range s.x {
			s.x[i], s.y[i] = s.plane.Metres(s.x[i], s.y[i])
		}
	}
	return s, box, nil
}

// cloned keeps names that the reader would write over.
func cloned(m map[int]string) map[int]string {
	for k, v := range m {
		m[k] = strings.Clone(v)
	}
	return m
}

// writeSurface writes a raster as a picture, or its cells above a thousandth of
// the peak as a table or shapes.
func writeSurface(path string, p density.Problem, s density.Surface, plane *density.Plane) error {
	if strings.EqualFold(filepath.Ext(path), ".png") {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		return errors.Join(png.Encode(f, s.Picture(p.Width, p.Height)), f.Close())
	}
	dx, dy := (p.Box.MaxX-p.Box.MinX)/float64(p.Width), (p.Box.MaxY-p.Box.MinY)/float64(p.Height)
	var shapes []shape
	for k, v := range s.Cell {
		if v <= s.Peak/1000 {
			continue
		}
		x, y := p.Box.MinX+float64(k%p.Width)*dx, p.Box.MinY+float64(k/p.Width)*dy
		shapes = append(shapes, shape{[][2]float64{{x, y}, {x + dx, y}, {x + dx, y + dy}, {x, y + dy}, {x, y}}, []property{{"per_hectare", v * 10_000}}})
	}
	return writeShapes(path, shapes, plane)
}

type property struct {
	name  string
	value float64
}

type shape struct {
	ring  [][2]float64 // metres, closed
	about []property
}

// middle of a ring without its last corner, which is the first again.
func (s shape) middle() (x, y float64) {
	n := len(s.ring) - 1
	for _, c := range s.ring[:n] {
		x += c[0] / float64(n)
		y += c[1] / float64(n)
	}
	return x, y
}

// writeShapes writes polygons by the ending of the path.
func writeShapes(path string, all []shape, plane *density.Plane) error {
	ending := strings.ToLower(filepath.Ext(path))
	place := func(x, y float64) (float64, float64) { return x, y }
	if plane != nil {
		place = plane.Degrees
	}
	if plane == nil && ending != ".csv" {
		return fmt.Errorf("%s: points in metres have no place on the globe; write .csv or .png", path)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	switch ending {
	case ".csv":
		writeTable(w, all, place, plane != nil)
	case ".geojson", ".json":
		writeGeoJSON(w, all, place)
	case ".mvt", ".pbf":
		_, err = w.Write(tileOf(all, place))
	default:
		err = fmt.Errorf("%s: write .png, .csv, .geojson or .mvt", path)
	}
	return errors.Join(err, w.Flush(), f.Close())
}

func writeTable(w *bufio.Writer, all []shape, place func(x, y float64) (float64, float64), degrees bool) {
	head := "x,y"
	if degrees {
		head = "longitude,latitude"
	}
	for k, s := range all {
		if k == 0 {
			for _, p := range s.about {
				head += "," + p.name
			}
			fmt.Fprintln(w, head) //nolint:errcheck // Flush tells
		}
		x, y := place(s.middle())
		fmt.Fprintf(w, "%.7f,%.7f", x, y) //nolint:errcheck
		for _, p := range s.about {
			fmt.Fprintf(w, ",%g", p.value) //nolint:errcheck
		}
		w.WriteByte('\n') //nolint:errcheck
	}
	if len(all) == 0 {
		fmt.Fprintln(w, head) //nolint:errcheck
	}
}

// writeGeoJSON follows RFC 7946: outer rings against the clock, degrees.
func writeGeoJSON(w *bufio.Writer, all []shape, place func(x, y float64) (float64, float64)) {
	w.WriteString(`{"type":"FeatureCollection","features":[`) //nolint:errcheck // Flush tells
	for k, s := range all {
		if k > 0 {
			w.WriteByte(',') //nolint:errcheck
		}
		w.WriteString("\n" + `{"type":"Feature","properties":{`) //nolint:errcheck
		for n, p := range s.about {
			if n > 0 {
				w.WriteByte(',') //nolint:errcheck
			}
			fmt.Fprintf(w, "%q:%g", p.name, p.value) //nolint:errcheck
		}
		w.WriteString(`},"geometry":{"type":"Polygon","coordinates":[[`) //nolint:errcheck
		for n, c := range s.ring {
			if n > 0 {
				w.WriteByte(',') //nolint:errcheck
			}
			x, y := place(c[0], c[1])
			fmt.Fprintf(w, "[%.7f,%.7f]", x, y) //nolint:errcheck
		}
		w.WriteString(`]]}}`) //nolint:errcheck
	}
	w.WriteString("\n]}\n") //nolint:errcheck
}

// tileOf is the tile of the highest zoom that holds everything; its layer is
// named after its place, density_z_x_y.
func tileOf(all []shape, place func(x, y float64) (float64, float64)) []byte {
	var rings [][]mvt.Mercator
	low, high := mvt.Mercator{X: 1, Y: 1}, mvt.Mercator{}
	for _, s := range all {
		var ring []mvt.Mercator
		for _, c := range s.ring {
			m := mvt.Project(place(c[0], c[1]))
			ring = append(ring, m)
			low.X, low.Y, high.X, high.Y = min(low.X, m.X), min(low.Y, m.Y), max(high.X, m.X), max(high.Y, m.Y)
		}
		rings = append(rings, ring)
	}
	t := mvt.Tile{}
	for z := uint32(1); z <= 22 && len(all) > 0; z++ {
		n := float64(uint64(1) << z)
		if math.Floor(low.X*n) != math.Floor(high.X*n) || math.Floor(low.Y*n) != math.Floor(high.Y*n) {
			break
		}
		t = mvt.Tile{Z: z, X: uint32(low.X * n), Y: uint32(low.Y * n)}
	}
	l := mvt.NewLayer(t, fmt.Sprintf("density_%d_%d_%d", t.Z, t.X, t.Y))
	for k, s := range all {
		about := map[string]any{}
		for _, p := range s.about {
			about[p.name] = p.value
		}
		l.Polygon(uint64(k+1), [][]mvt.Mercator{rings[k]}, about)
	}
	return mvt.Encode(l)
}
