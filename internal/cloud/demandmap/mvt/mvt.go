package mvt

import (
	"encoding/binary"
	"math"
	"sort"
)

// Extent is how many units a side of a tile has (4.1); Buffer is how far
// beyond it shapes are still drawn, so that outlines do not show at the seams.
const (
	Extent = 4096
	Buffer = 64
)

// Tile is a square of the web map: z 0 is the earth, x runs east, y south.
type Tile struct{ Z, X, Y uint32 }

// Mercator is a point of the web map: 0..1 from west to east and north to south.
type Mercator struct{ X, Y float64 }

// Project brings degrees WGS 84 onto the web map (EPSG 3857, scaled to 0..1).
func Project(lon, lat float64) Mercator {
	s := math.Sin(lat * math.Pi / 180)
	return Mercator{lon/360 + 0.5, 0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)}
}

// Degrees is the other way round.
func (m Mercator) Degrees() (lon, lat float64) {
	return (m.X - 0.5) * 360, math.Atan(math.Sinh((0.5-m.Y)*2*math.Pi)) * 180 / math.Pi
}

// Box is the tile with its buffer on the web map: west, north, east, south.
func (t Tile) Box() (w, n, e, s float64) {
	side := 1 / float64(uint64(1)<<t.Z)
	edge := side * Buffer / Extent
	return float64(t.X)*side - edge, float64(t.Y)*side - edge, float64(t.X+1)*side + edge, float64(t.Y+1)*side + edge
}

type point struct{ x, y int32 }

func (t Tile) units(m Mercator) point {
	n := float64(uint64(1) << t.Z)
	return point{int32(math.Round((m.X*n - float64(t.X)) * Extent)), int32(math.Round((m.Y*n - float64(t.Y)) * Extent))}
}

// Layer collects features of one tile under a name.
type Layer struct {
	tile     Tile
	name     string
	keys     map[string]uint32
	keyList  []string
	vals     map[any]uint32
	valList  [][]byte
	features [][]byte
}

// NewLayer begins a layer.
func NewLayer(t Tile, name string) *Layer {
	return &Layer{tile: t, name: name, keys: map[string]uint32{}, vals: map[any]uint32{}}
}

// Point adds a point where it lies in the tile or its buffer.
func (l *Layer) Point(id uint64, m Mercator, properties map[string]any) {
	w, n, e, s := l.tile.Box()
	if m.X < w || m.X > e || m.Y < n || m.Y > s {
		return
	}
	p := l.tile.units(m)
	l.add(id, 1, []uint32{command(1, 1), zigzag(p.x), zigzag(p.y)}, properties)
}

// Polygon adds a polygon, outer ring first, as far as it lies in the tile.
// Rings are closed or not, and turn either way. One that becomes too small to
// see is left out.
func (l *Layer) Polygon(id uint64, rings [][]Mercator, properties map[string]any) {
	var geometry []uint32
	at := point{}
	for i, ring := range rings {
		pts := l.ring(ring)
		area := area(pts)
		if len(pts) < 3 || area == 0 {
			if i == 0 {
				return // without its outer ring a polygon is nothing
			}
			continue
		}
		if (area > 0) != (i == 0) { // 4.3.4.4: outer rings have a positive area (y down), holes a negative one
			for a, b := 0, len(pts)-1; a < b; a, b = a+1, b-1 {
				pts[a], pts[b] = pts[b], pts[a]
			}
		}
		geometry = append(geometry, command(1, 1), zigzag(pts[0].x-at.x), zigzag(pts[0].y-at.y), command(2, len(pts)-1))
		for j, p := range pts[1:] {
			geometry = append(geometry, zigzag(p.x-pts[j].x), zigzag(p.y-pts[j].y))
		}
		geometry = append(geometry, command(7, 1))
		at = pts[len(pts)-1]
	}
	l.add(id, 3, geometry, properties)
}

// ring clips to the tile and its buffer (Sutherland and Hodgman 1974), rounds
// to units and drops what then lies on one spot or one line.
func (l *Layer) ring(ring []Mercator) []point {
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	w, n, e, s := l.tile.Box()
	ring = clip(ring, func(m Mercator) float64 { return m.X - w })
	ring = clip(ring, func(m Mercator) float64 { return e - m.X })
	ring = clip(ring, func(m Mercator) float64 { return m.Y - n })
	ring = clip(ring, func(m Mercator) float64 { return s - m.Y })
	var out []point
	for _, m := range ring {
		p := l.tile.units(m)
		for len(out) > 0 && out[len(out)-1] == p {
			out = out[:len(out)-1]
		}
		for k := len(out); k > 1 && straight(out[k-2], out[k-1], p); k = len(out) {
			out = out[:k-1]
		}
		out = append(out, p)
	}
	if k := len(out); k > 1 && out[0] == out[k-1] {
		out = out[:k-1]
	}
	return out
}

// straight reports whether b lies on the way from a to c.
func straight(a, b, c point) bool {
	dx1, dy1, dx2, dy2 := int64(b.x-a.x), int64(b.y-a.y), int64(c.x-b.x), int64(c.y-b.y)
	return dx1*dy2 == dx2*dy1 && dx1*dx2+dy1*dy2 >= 0
}

// clip keeps the part of a ring where side is not negative.
func clip(ring []Mercator, side func(Mercator) float64) []Mercator {
	var out []Mercator
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		sa, sb := side(a), side(b)
		if (sa < 0) != (sb < 0) {
			t := sa / (sa - sb)
			out = append(out, Mercator{a.X + t*(b.X-a.X), a.Y + t*(b.Y-a.Y)})
		}
		if sb >= 0 {
			out = append(out, b)
		}
	}
	return out
}

// area is twice the surveyor's area; positive is an outer ring, y being down.
func area(ring []point) (sum int64) {
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		sum += int64(a.x)*int64(b.y) - int64(b.x)*int64(a.y)
	}
	return sum
}

func command(id, count int) uint32 { return uint32(id&7 | count<<3) } // 4.3.1
func zigzag(v int32) uint32        { return uint32(v<<1) ^ uint32(v>>31) }

// add writes a feature (4.2): id 1, tags 2, type 3, geometry 4.
func (l *Layer) add(id uint64, kind uint64, geometry []uint32, properties map[string]any) {
	names := make([]string, 0, len(properties))
	for k := range properties {
		names = append(names, k)
	}
	sort.Strings(names) // the same tile has the same bytes
	var tags []uint32
	for _, k := range names {
		if properties[k] != nil {
			tags = append(tags, l.key(k), l.value(properties[k]))
		}
	}
	b := number(nil, 1, id)
	b = packed(b, 2, tags)
	b = number(b, 3, kind)
	l.features = append(l.features, packed(b, 4, geometry))
}

func (l *Layer) key(k string) uint32 {
	i, ok := l.keys[k]
	if !ok {
		i = uint32(len(l.keyList))
		l.keys[k], l.keyList = i, append(l.keyList, k)
	}
	return i
}

// value (4.1): string 1, double 3, uint 5, sint 6, bool 7.
func (l *Layer) value(v any) uint32 {
	if i, ok := l.vals[v]; ok {
		return i
	}
	var b []byte
	switch x := v.(type) {
	case string:
		b = message(nil, 1, []byte(x))
	case float64:
		b = binary.LittleEndian.AppendUint64([]byte{3<<3 | 1}, math.Float64bits(x))
	case int:
		b = number(nil, 6, uint64(x<<1)^uint64(x>>63))
	case bool:
		b = number(nil, 7, map[bool]uint64{true: 1}[x])
	default:
		panic("mvt: a property is text, int, float64 or bool")
	}
	l.vals[v], l.valList = uint32(len(l.valList)), append(l.valList, b)
	return l.vals[v]
}

// Encode writes the layers that have features as one tile.
func Encode(layers ...*Layer) []byte {
	out := []byte{}
	for _, l := range layers {
		if len(l.features) == 0 {
			continue
		}
		b := number(nil, 15, 2) // version
		b = message(b, 1, []byte(l.name))
		for _, f := range l.features {
			b = message(b, 2, f)
		}
		for _, k := range l.keyList {
			b = message(b, 3, []byte(k))
		}
		for _, v := range l.valList {
			b = message(b, 4, v)
		}
		out = message(out, 3, number(b, 5, Extent))
	}
	return out
}

// The three forms of protocol buffers that a tile needs.
func number(b []byte, field, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, field<<3), v)
}

func message(b []byte, field uint64, m []byte) []byte {
	return append(binary.AppendUvarint(binary.AppendUvarint(b, field<<3|2), uint64(len(m))), m...)
}

func packed(b []byte, field uint64, all []uint32) []byte {
	var m []byte
	for _, v := range all {
		m = binary.AppendUvarint(m, uint64(v))
	}
	return message(b, field, m)
}
