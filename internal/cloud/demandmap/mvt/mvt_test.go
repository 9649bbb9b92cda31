package mvt

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	orbmvt "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func TestAnIndependentReaderSeesWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lon := rapid.Float64Range(112.9, 113.4).Draw(t, "lon")
		lat := rapid.Float64Range(22.9, 23.3).Draw(t, "lat")
		z := rapid.Uint32Range(4, 18).Draw(t, "z")
		own := maptile.At(orb.Point{lon, lat}, maptile.Zoom(z))
		tile := Tile{z, own.X, own.Y}
		size := 20.0 / float64(uint64(1)<<z) // some 200 units
		m := Project(lon, lat)
		hole := []Mercator{{m.X - size/900, m.Y - size/900}, {m.X + size/900, m.Y - size/900}, {m.X + size/900, m.Y + size/900}, {m.X - size/900, m.Y + size/900}}
		outer := []Mercator{{m.X - size/400, m.Y - size/400}, {m.X + size/400, m.Y - size/400}, {m.X + size/400, m.Y + size/400}, {m.X - size/400, m.Y + size/400}}
		l := NewLayer(tile, "things")
		l.Point(7, m, map[string]any{"name": "和乐", "n": -3, "f": 0.5, "yes": true, "none": nil})
		l.Polygon(8, [][]Mercator{outer, hole}, map[string]any{"n": 1 << 40})
		layers, err := orbmvt.Unmarshal(Encode(l, NewLayer(tile, "empty")))
		if err != nil || len(layers) != 1 || layers[0].Name != "things" || layers[0].Version != 2 || layers[0].Extent != Extent || len(layers[0].Features) != 2 {
			t.Fatalf("%+v %v", layers, err)
		}
		if a := layers[0].Features[1].Geometry.(orb.Polygon); planar.Area(a[0]) <= 0 || (len(a) == 2 && a[1].Orientation() == a[0].Orientation()) {
			t.Fatalf("rings turn the wrong way: %v", a)
		}
		layers.ProjectToWGS84(own)
		f := layers[0].Features[0]
		p := f.Geometry.(orb.Point)
		unit := 360 / float64(uint64(1)<<z) / Extent
		if math.Abs(p[0]-lon) > unit || math.Abs(p[1]-lat) > unit {
			t.Fatalf("%v is not %v,%v", p, lon, lat)
		}
		if f.Properties["name"] != "和乐" || f.Properties["n"] != float64(-3) || f.Properties["f"] != 0.5 || f.Properties["yes"] != true || f.ID != float64(7) {
			t.Fatalf("%v %v", f.ID, f.Properties)
		}
		if _, has := f.Properties["none"]; has {
			t.Fatal("nil is no property")
		}
	})
}

func TestAPolygonIsCutAtTheBuffer(t *testing.T) {
	tile := Tile{Z: 3, X: 4, Y: 3}
	l := NewLayer(tile, "world")
	l.Polygon(1, [][]Mercator{{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}}, nil)
	l.Polygon(2, [][]Mercator{{{0, 0}, {0, 0.1}, {0.1, 0.1}}}, nil)          // elsewhere
	l.Polygon(3, [][]Mercator{{{0.55, 0.4}, {0.55, 0.4}, {0.55, 0.4}}}, nil) // nothing
	l.Point(4, Mercator{0.1, 0.1}, nil)
	layers, err := orbmvt.Unmarshal(Encode(l))
	if err != nil || len(layers[0].Features) != 1 {
		t.Fatal(layers, err)
	}
	if b := layers[0].Features[0].Geometry.Bound(); b.Min != (orb.Point{-Buffer, -Buffer}) || b.Max != (orb.Point{Extent + Buffer, Extent + Buffer}) {
		t.Error(b)
	}
}

func TestProjectGoesThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lon, lat := rapid.Float64Range(-179, 179).Draw(t, "lon"), rapid.Float64Range(-84, 84).Draw(t, "lat")
		gotLon, gotLat := Project(lon, lat).Degrees()
		if math.Abs(gotLon-lon) > 1e-9 || math.Abs(gotLat-lat) > 1e-9 {
			t.Fatal(gotLon, gotLat)
		}
	})
}
