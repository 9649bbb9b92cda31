package density_test

import (
	"encoding/json"
	"fmt"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/cmd/linli/solve/solvetest"

	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
)

func elders() string {
	b := strings.Builder{}
	b.WriteString("\ufeffid,Longitude,Latitude,people\r\n")
	for i := range 300 {
		fmt.Fprintf(&b, "e%d,%.6f,%.6f,%d\r\n", i, 113.1+0.01*math.Sin(float64(i*i)), 22.9+0.008*math.Cos(float64(7*i)), 1+i%3)
	}
	return b.String()
}

func TestSolveDensityWritesWhatOthersRead(t *testing.T) {
	in := solvetest.Put(t, "elders.csv", elders())
	var got struct {
		Points      int
		Total, Peak float64
		Bound       float64 `json:"error_bound"`
	}
	for _, kernel := range []string{"gaussian", "quartic"} {
		out := filepath.Join(t.TempDir(), "heat.png")
		said := solvetest.Run(t, 0, "density", in, "--kernel", kernel, "--bandwidth", "200", "--size", "64", "--out", out, "--json")
		if err := json.Unmarshal([]byte(said), &got); err != nil || got.Points != 300 || got.Total != 600 || got.Bound > got.Peak/1000 {
			t.Errorf("%s: %v", said, err)
		}
		f, err := os.Open(out)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(f)
		if err != nil || max(img.Bounds().Dx(), img.Bounds().Dy()) != 64 {
			t.Errorf("%v %v", err, img)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	out := filepath.Join(t.TempDir(), "hex.geojson")
	solvetest.Run(t, 0, "density", in, "--hex", "300", "--least-people", "5", "--out", out)
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil || len(all.Features) == 0 {
		t.Fatal(err, len(all.Features))
	}
	for _, f := range all.Features {
		if f.Properties["count"].(float64) < 5 || math.Abs(f.Geometry.Bound().Center().X()-113.1) > 0.02 {
			t.Errorf("%v at %v", f.Properties, f.Geometry.Bound())
		}
	}
	tile := filepath.Join(t.TempDir(), "heat.mvt")
	solvetest.Run(t, 0, "density", in, "--size", "32", "--out", tile)
	text, err = os.ReadFile(tile)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(text)
	if err != nil || len(layers) != 1 || len(layers[0].Features) < 20 {
		t.Errorf("%v %v", layers, err)
	}
}

func TestSolveDensityNamesWhatIsWrong(t *testing.T) {
	for want, in := range map[string]string{
		"has no header":         "",
		"names neither":         "a,b\n1,2\n",
		"there is no point":     "x,y\n",
		"line 3: y \"north\"":   "x,y\n1,2\n1,north\n",
		"line 2: x \"NaN\"":     "x,y\nNaN,2\n",
		"not on the earth":      "lon,lat\n200,2\n",
		"weight -1 is negative": "x,y,weight\n1,2,-1\n",
		"wrong number of":       "x,y\n1\n",
	} {
		if said := solvetest.Run(t, 1, "density", solvetest.Put(t, "p.csv", in)); !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	in := solvetest.Put(t, "elders.csv", elders())
	for want, args := range map[string][]string{
		"neither a number": {"--bandwidth", "wide"},
		"bandwidth is":     {"--bandwidth=-3"},
		"not west":         {"--box", "1,2,3"},
		"no area":          {"--box", "113.1,22.9,113.1,22.95"},
		"is not from":      {"--size", "0"},
		"write .png":       {"--out", filepath.Join(t.TempDir(), "heat.bmp"), "--size", "8"},
		"a hexagon of":     {"--hex=-1"},
	} {
		if said := solvetest.Run(t, 1, append([]string{"density", in}, args...)...); !strings.Contains(said, want) {
			t.Errorf("%v: %q does not say %q", args, said, want)
		}
	}
}
