package decisions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"linli/internal/cloud/decisions/sites"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

type web struct {
	t   *testing.T
	mux *http.ServeMux
	s   *Service
}

func serve(t *testing.T) web {
	db := storetest.SQLite(t, schemas...)
	w := web{t, http.NewServeMux(), open(t, db, neighbours{})}
	w.s.Register(api.New(w.mux, db, Rules, "test", slog.New(slog.DiscardHandler)))
	return w
}

// ask sends a request as a holder of a role in a place, and reads the answer into out.
func (w web) ask(r role.Role, at region.Code, method, path string, body any, out any, header ...string) int {
	w.t.Helper()
	raw, kind := []byte(nil), "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		raw = b
	default:
		raw, _ = json.Marshal(b)
	}
	q := httptest.NewRequest(method, "/api/v1"+path, bytes.NewReader(raw))
	q.Header.Set("Content-Type", kind)
	for i := 0; i+1 < len(header); i += 2 {
		q.Header.Set(header[i], header[i+1])
	}
	v := access.Viewer{Account: string(r), Grants: []access.Grant{{Role: r, In: at}}}
	rec := httptest.NewRecorder()
	api.Wrap(w.mux, slog.New(slog.DiscardHandler)).ServeHTTP(rec, q.WithContext(api.WithViewer(q.Context(), v)))
	if out != nil {
		if err := json.Unmarshal(rec.Body.Bytes(), out); err != nil {
			w.t.Fatalf("%s %s: %d %v %s", method, path, rec.Code, err, rec.Body)
		}
	}
	return rec.Code
}

func TestTheWayOverHTTP(t *testing.T) {
	w := serve(t)
	var v Scenario
	if code := w.ask(role.StreetOperator, street, http.MethodPost, "/decisions", ask("over HTTP"), &v, "Idempotency-Key", "k1"); code != 201 || v.ID == "" {
		t.Fatalf("%d %+v", code, v)
	}
	var again Scenario
	if code := w.ask(role.StreetOperator, street, http.MethodPost, "/decisions", ask("over HTTP"), &again, "Idempotency-Key", "k1"); code != 201 || again.ID != v.ID {
		t.Errorf("the same key twice: %d %s", code, again.ID)
	}
	compute(t, w.s, v)
	var got ScenarioView
	if code := w.ask(role.Auditor, district, http.MethodGet, "/decisions/"+v.ID, nil, &got); code != 200 || got.State != Done || got.Result == nil || !got.Result.Hidden {
		t.Errorf("%d %+v", code, got.Scenario)
	}
	var cells Cells
	if code := w.ask(role.StreetOperator, street, http.MethodGet, "/decisions/"+v.ID+"/cells", nil, &cells); code != 200 || cells.Zoom != 18 || len(cells.Items) == 0 {
		t.Errorf("%d %+v", code, cells)
	}
	var all api.List[Scenario]
	if code := w.ask(role.DistrictPlanner, district, http.MethodGet, "/decisions?total=true&limit=1", nil, &all); code != 200 || *all.Total != 1 || len(all.Items) != 1 {
		t.Errorf("%d %+v", code, all)
	}
	tag := fmt.Sprintf(`"%d"`, got.Version)
	if code := w.ask(role.StreetOperator, street, http.MethodPost, "/decisions/"+v.ID+"/name", map[string]string{"name": "other"}, &v, "If-Match", tag); code != 200 || v.Name != "other" {
		t.Errorf("%d %+v", code, v)
	}
	if code := w.ask(role.StreetOperator, street, http.MethodPost, "/decisions/"+v.ID+"/cancel", nil, nil); code != 409 {
		t.Errorf("what is done is cancelled: %d", code)
	}
	for _, c := range []struct {
		r            role.Role
		at           region.Code
		method, path string
		want         int
	}{
		{role.StreetOperator, next, http.MethodGet, "/decisions/" + v.ID, 404},
		{role.CommunityWorker, street + "001", http.MethodGet, "/decisions", 403},
		{role.Auditor, district, http.MethodPost, "/decisions/" + v.ID + "/cancel", 403},
		{role.StreetOperator, street, http.MethodDelete, "/decisions/" + v.ID, 422},
		{role.StreetOperator, street, http.MethodPost, "/decisions", 422},
	} {
		var body any
		if c.method == http.MethodPost && c.path == "/decisions" {
			body = map[string]any{"name": "x", "where": map[string]any{"group": map[string]any{}, "category": "elder.canteen", "objective": "luck", "from": []string{"grids"}, "keep": true}}
		}
		if code := w.ask(c.r, c.at, c.method, c.path, body, nil); code != c.want {
			t.Errorf("%s %s as %s: %d, want %d", c.method, c.path, c.r, code, c.want)
		}
	}
	if code := w.ask(role.StreetOperator, street, http.MethodDelete, "/decisions/"+v.ID, nil, nil, "If-Match", fmt.Sprintf(`"%d"`, v.Version)); code != 204 {
		t.Errorf("deleted: %d", code)
	}
}

// A false that is sent is a false, whatever the default of a field.
func TestNotKeepingIsHeard(t *testing.T) {
	w := serve(t)
	a := ask("anew")
	a.Where.Keep = false
	var v Scenario
	if code := w.ask(role.DistrictPlanner, district, http.MethodPost, "/decisions", a, &v); code != 201 || v.Where.Keep {
		t.Errorf("%d %+v", code, v.Where)
	}
}

func TestAFormIsShownWhatItWouldStartFrom(t *testing.T) {
	w := serve(t)
	var got SitingPlaces
	if code := w.ask(role.StreetOperator, street, http.MethodGet, "/decision-places?category=elder.canteen&from=grids,public", nil, &got); code != 200 || len(got.Existing) == 0 || len(got.Candidates) == 0 {
		t.Errorf("%d %+v", code, got)
	}
	for _, p := range got.Candidates {
		if !p.Region.In(street) {
			t.Errorf("%s lies in %s", p.ID, p.Region)
		}
	}
	if code := w.ask(role.StreetOperator, street, http.MethodGet, "/decision-places?category=elder.canteen", nil, &got); code != 200 || len(got.Candidates) != 0 {
		t.Errorf("no source: %d %+v", code, got.Candidates)
	}
}

func (w web) upload(path string, file []byte, out any) int {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, _ := m.CreateFormFile("file", "places.csv")
	_, _ = part.Write(file)
	_ = m.Close()
	return w.ask(role.StreetOperator, street, http.MethodPost, path, b.Bytes(), out, "Content-Type", m.FormDataContentType())
}

func TestAListOfPlacesIsReadAsPeopleWriteThem(t *testing.T) {
	w := serve(t)
	in := fictional().Regions[0]
	for _, r := range fictional().Regions {
		if region.Code(r.Code).Level() == region.Grid && region.Code(r.Code).In(street) {
			in = r
			break
		}
	}
	gcj := geo.Point{Lon: in.Lon, Lat: in.Lat}.ToGCJ02()
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().String(fmt.Sprintf("地点名称,经度,纬度,费用（元）\r\n旧仓库,%f,%f,\"1,200.50\"\r\n", in.Lon, in.Lat))
	for name, c := range map[string]struct {
		file      string
		gcj       bool
		good, bad int
		code      int
	}{
		"Chinese, from Excel":         {gbk, false, 1, 0, 200},
		"English":                     {fmt.Sprintf("name,lat,lon\nDepot,%f,%f\n\n", in.Lat, in.Lon), false, 1, 0, 200},
		"GCJ-02":                      {fmt.Sprintf("name,lng,lat\nDepot,%f,%f\n", gcj.Lon, gcj.Lat), true, 1, 0, 200},
		"outside, unnamed, unwritten": {fmt.Sprintf("名称,经度,纬度,费用\n远,100,30,\n,%f,%f,\n近,东,北,\n贵,%f,%f,很贵\n", in.Lon, in.Lat, in.Lon, in.Lat), false, 0, 4, 200},
		"no coordinates":              {"名称,地址\n仓库,一路\n", false, 0, 0, 422},
		"empty":                       {"", false, 0, 0, 422},
		"no table":                    {"\x00\x01\x02", false, 0, 0, 422},
		"too many":                    {"name,lon,lat\n" + strings.Repeat(fmt.Sprintf("x,%f,%f\n", in.Lon, in.Lat), maxRows+1), false, 0, 0, 413},
	} {
		var got Listed
		path := "/decision-places/list"
		if c.gcj {
			path += "?gcj02=true"
		}
		if code := w.upload(path, []byte(c.file), &got); code != c.code || len(got.Places) != c.good || len(got.Bad) != c.bad {
			t.Errorf("%s: %d %+v", name, code, got)
		}
		if c.good == 1 {
			p := got.Places[0]
			if d := geo.Metres(geo.Point{Lon: p.Lon, Lat: p.Lat}, geo.Point{Lon: in.Lon, Lat: in.Lat}); d > 1 || name == "Chinese, from Excel" && (p.Name != "旧仓库" || p.CostFen != 120_050) {
				t.Errorf("%s: %+v, %.1f m off", name, p, d)
			}
			a := ask(name)
			a.Where.From, a.Where.List = []sites.Source{sites.List}, got.Places
			if code := w.ask(role.StreetOperator, street, http.MethodPost, "/decisions", a, nil); code != 201 {
				t.Errorf("%s as an order: %d", name, code)
			}
		}
		for _, b := range got.Bad {
			if b.Line < 2 || b.Zh == "" || b.En == "" {
				t.Errorf("%+v", b)
			}
		}
	}
}

func TestAListOfProjectsIsReadAsPeopleWriteThem(t *testing.T) {
	w := serve(t)
	community := fictional().Regions[0]
	for _, r := range fictional().Regions {
		if region.Code(r.Code).Level() == region.Community && region.Code(r.Code).In(street) {
			community = r
			break
		}
	}
	file := "项目名称,区域,费用（元）,服务人数,依赖,组\n" +
		"助浴," + community.Name + ",\"120,000\",80,,\n" +
		"助餐," + community.Code + ",50000,\"1,200\",助浴、陪护,甲\n" +
		",449901001,1,1,,\n远,449901002,1,1,,\n贵,449901001,很贵,1,,\n少,449901001,1,-5,,\n"
	var got Ideas
	if code := w.upload("/decision-projects/list", []byte(file), &got); code != 200 || len(got.Projects) != 2 || len(got.Bad) != 4 {
		t.Fatalf("%d %+v", code, got)
	}
	if p := got.Projects[1]; p.Region != region.Code(community.Code) || p.CostFen != 5_000_000 || p.People != 1200 || len(p.Needs) != 2 || p.OneOf != "甲" || got.Projects[0].CostFen != 12_000_000 {
		t.Errorf("%+v", got.Projects)
	}
	if code := w.upload("/decision-projects/list", []byte("名称,区域\nx,y\n"), nil); code != 422 {
		t.Errorf("%d", code)
	}
	var running struct{ Items []struct{ ID string } }
	if code := w.ask(role.StreetOperator, street, http.MethodGet, "/decision-projects", nil, &running); code != 200 || len(running.Items) != 1 {
		t.Errorf("%d %+v", code, running)
	}
}
