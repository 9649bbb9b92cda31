package regions

import (
	"encoding/json"
	"math"

	"linli/internal/fault"
)

var errShape = fault.New(fault.Invalid, "regions.boundary",
	"边界应为经纬度的 GeoJSON 面（Polygon 或 MultiPolygon）。", "A boundary is a GeoJSON Polygon or MultiPolygon in degrees.")

// shape is a boundary ready to be asked: polygons of rings of [lon, lat], the
// first ring outside, the others holes (RFC 7946 3.1.6).
type shape struct {
	polygons [][][][2]float64
	box      [4]float64
}

func parseShape(raw []byte) (*shape, error) {
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if json.Unmarshal(raw, &g) != nil {
		return nil, errShape.On("boundary")
	}
	s := &shape{box: [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}}
	var err error
	switch g.Type {
	case "Polygon":
		var one [][][2]float64
		err = json.Unmarshal(g.Coordinates, &one)
		s.polygons = [][][][2]float64{one}
	case "MultiPolygon":
		err = json.Unmarshal(g.Coordinates, &s.polygons)
	default:
		err = errShape
	}
	if err != nil {
		return nil, errShape.On("boundary")
	}
	for _, p := range s.polygons {
		for _, ring := range p {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] { // RFC 7946 3.1.6: closed, four positions or more
				return nil, errShape.On("boundary")
			}
			for _, v := range ring {
				if math.Abs(v[0]) > 180 || math.Abs(v[1]) > 90 {
					return nil, errShape.On("boundary")
				}
				s.box = [4]float64{min(s.box[0], v[0]), min(s.box[1], v[1]), max(s.box[2], v[0]), max(s.box[3], v[1])}
			}
		}
	}
	return s, nil
}

func (s *shape) contains(lon, lat float64) bool {
	if lon < s.box[0] || lon > s.box[2] || lat < s.box[1] || lat > s.box[3] {
		return false
	}
	for _, p := range s.polygons {
		if insideRings(p, lon, lat) {
			return true
		}
	}
	return false
}

// insideRings counts how often a ray to the east crosses the rings: odd is
// inside, and a hole makes it even again. O(vertices).
func insideRings(rings [][][2]float64, lon, lat float64) bool {
	odd := false
	for _, ring := range rings {
		for i := range len(ring) - 1 {
			a, b := ring[i], ring[i+1]
			if (a[1] > lat) != (b[1] > lat) && lon < a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
				odd = !odd
			}
		}
	}
	return odd
}
