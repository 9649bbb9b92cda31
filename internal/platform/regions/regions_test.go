package regions

import (
	"errors"
	"testing"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
)

const square = `{"type":"Polygon","coordinates":[[[113,23],[113.2,23],[113.2,23.2],[113,23.2],[113,23]],[[113.05,23.05],[113.06,23.05],[113.06,23.06],[113.05,23.06],[113.05,23.05]]]}`
const west = `{"type":"MultiPolygon","coordinates":[[[[113,23],[113.1,23],[113.1,23.2],[113,23.2],[113,23]]]]}`

func TestRegister(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		house := access.House("test")
		save := func(all ...Region) error {
			_, err := store.In(ctx, db, house, func(tx *store.Tx) (int, error) { return 0, Save(ctx, tx, all) })
			return err
		}
		err := save(Region{Code: "449901", Name: "和乐区", NameEn: "He Le", Boundary: []byte(square)},
			Region{Code: "449901001", Name: "西街", Boundary: []byte(west)},
			Region{Code: "449901002", Name: "东街"},
			Region{Code: "449901001001", Name: "一社区", Boundary: []byte(west)})
		if err != nil {
			t.Fatal(err)
		}
		if err := save(Region{Code: "449901002", Name: "东门街"}); err != nil {
			t.Fatal(err)
		}
		for name, bad := range map[string]string{"open ring": `{"type":"Polygon","coordinates":[[[1,1],[2,2],[3,3],[4,4]]]}`, "a point": `{"type":"Point","coordinates":[1,1]}`, "off the earth": `{"type":"Polygon","coordinates":[[[1,1],[2,2],[3,300],[1,1]]]}`} {
			if err := save(Region{Code: "449901003", Boundary: []byte(bad)}); !errors.Is(err, errShape) {
				t.Errorf("%s: %v", name, err)
			}
		}
		g := &Register{DB: db}
		if err := g.Load(ctx); err != nil {
			t.Fatal(err)
		}
		if kids := g.Children("449901"); len(kids) != 2 || kids[1].Name != "东门街" {
			t.Errorf("%+v", kids)
		}
		if all := g.Within("449901", region.Community); len(all) != 1 || all[0].Code != "449901001001" {
			t.Errorf("%+v", all)
		}
		if g.Name("449901", fault.En) != "He Le" || g.Name("449901001", fault.En) != "西街" || g.Name("449999", fault.Zh) != "449999" {
			t.Error("names")
		}
		for _, c := range []struct {
			lon, lat float64
			want     region.Code
		}{{113.02, 23.1, "449901001001"}, {113.15, 23.1, "449901"}, {113.055, 23.055, ""}, {114, 23.1, ""}} {
			if got := g.Locate("449901", c.lon, c.lat); got != c.want {
				t.Errorf("%v,%v lies in %q, want %q", c.lon, c.lat, got, c.want)
			}
		}
		if _, known := g.Contains("449901002", 113.15, 23.1); known {
			t.Error("a place without a boundary knows nothing")
		}
	}, Schema)
}
