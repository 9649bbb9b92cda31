package hsds

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"linli/internal/cnid"
	"linli/internal/connect/hsds/packages"
	"linli/internal/directory"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const samples = "../../../../shared/data/hsds"

func sample(t *testing.T, name string) string {
	t.Helper()
	p := filepath.Join(samples, name)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("the sample %s is not here: it is kept out of the repository", name)
	}
	return p
}

type nowhere struct{}

func (nowhere) Locate(region.Code, float64, float64) region.Code { return "" }

func names(_, key string, _ fault.Lang) string { return key }

func open(db *store.DB) *Service {
	return &Service{DB: db, Directory: &directory.Directory{DB: db, Names: names}, Places: nowhere{}}
}

var house = access.House("test")

func each(t *testing.T, fn func(t *testing.T, s *Service)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { fn(t, open(db)) }, Schema, directory.Schema, events.Schema, audit.Schema, api.Schema)
}

func take(t *testing.T, s *Service, where, source string) Result {
	t.Helper()
	r, err := s.Import(t.Context(), house, where, source, "449901", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rowsOf counts the rows of a CSV by itself.
func rowsOf(t *testing.T, file string) int {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(all) - 1
}

func TestEveryRowOfTheSamplesIsAccountedFor(t *testing.T) {
	for _, name := range []string{"hsds_sample_2.0", "ohana_sample", "3.0/examples/csv"} {
		t.Run(name, func(t *testing.T) {
			dir := sample(t, name)
			each(t, func(t *testing.T, s *Service) {
				first := take(t, s, dir, "sample")
				files := 0
				for _, table := range first.Tables {
					read := 0
					for _, f := range table.Files {
						read += rowsOf(t, filepath.Join(dir, f))
						files++
					}
					if table.Read != read || table.Taken+table.Repeated+len(table.Skipped) != read {
						t.Errorf("%s: %d rows in the files, %d read, %d taken, %d skipped", table.Table, read, table.Read, table.Taken, len(table.Skipped))
					}
					for _, i := range table.Skipped {
						if i.Code == "" || i.Line < 2 || i.Zh == "" || i.En == "" {
							t.Errorf("%+v says too little", i)
						}
					}
				}
				all, err := filepath.Glob(filepath.Join(dir, "*.csv"))
				if err != nil || files != len(all) {
					t.Errorf("%d of %d files read, %v", files, len(all), err)
				}
				for kind, n := range take(t, s, dir, "sample").Records {
					if n.Added+n.Changed != 0 {
						t.Errorf("again, %s: %+v", kind, n)
					}
				}
			})
		})
	}
}

// schema compiles one of the published schemas, formats asserted.
func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(sample(t, "3.0/schema/"+name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t *testing.T, s *jsonschema.Schema, what string, o any) {
	t.Helper()
	raw, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s: %v\n%.600s", what, err, raw)
	}
}

// native adds a service that no source gave.
func native(t *testing.T, s *Service) {
	t.Helper()
	if err := s.Directory.Seed(t.Context(), house); err != nil {
		t.Fatal(err)
	}
	_, err := store.In(t.Context(), s.DB, house, func(tx *store.Tx) (map[string]directory.Taken, error) {
		return s.Directory.Load(t.Context(), tx, "", directory.Batch{
			Organisations: []directory.Organisation{{ID: made("o"), Region: "449901", Kind: "provider", Name: "康悦养老服务有限公司", NameEn: "Kangyue", Credit: cnid.MakeCredit("91449901MA0000001"), Email: "not an address", Website: "kangyue.example.com", Phone: "030020000001"}},
			Points: []directory.ServicePoint{{ID: made("p"), Organisation: made("o"), Region: "449901001", Name: "和安街长者饭堂", Lon: 113.2, Lat: 23.1, Address: "和安街 8 号", Phone: "030030000001", StepFree: true, Languages: []string{"zh", "yue"},
				Hours: hours.Plan{Office: true, Spans: []hours.Span{{Days: []int{1, 2, 3}, From: "10:45", To: "13:00"}}, Special: []hours.Special{{From: "2026-02-17", To: "2026-02-18", Reason: "春节"}}}}},
			Services: []directory.Service{{ID: made("s"), Organisation: made("o"), Region: "449901001", Category: "elder.meal_delivery", Name: "长者送餐", Mode: "delivery", PriceFen: 1850, Unit: "份", Website: "https://example.com/送餐",
				Subsidies: []directory.Subsidy{{For: "age >= 80", Fen: 500, Note: "高龄补贴"}}, Eligibility: `age >= 60 and attribute("lives_alone")`, Documents: []string{"身份证"}, Languages: []string{"zh"}, Points: []string{made("p")}},
				{ID: made("draft"), Organisation: made("o"), Region: "449901001", Category: "elder.canteen", Name: "草稿", Mode: "online", State: directory.Draft}},
		})
	})
	if f := fault.Of(err); f != nil && strings.Contains(f.Field, "credit") {
		t.Fatal("the credit code of the test is wrong: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsServedIsValid(t *testing.T) {
	full, list := schema(t, "compiled/service_with_definitions"), schema(t, "compiled/service_list")
	orgs, org := schema(t, "compiled/organization_list"), schema(t, "organization")
	sals, term, taxonomy := schema(t, "compiled/service_at_location_list"), schema(t, "taxonomy_term"), schema(t, "taxonomy")
	each(t, func(t *testing.T, s *Service) {
		ctx := t.Context()
		total := 0
		for _, name := range []string{"hsds_sample_2.0", "ohana_sample", "3.0/examples"} {
			for _, table := range take(t, s, sample(t, name), name).Tables {
				if table.Table == "services" {
					total += table.Taken
				}
			}
		}
		native(t, s)
		total++
		page := must[*pageOut](t)(s.listServices(ctx, house, &servicesIn{PageIn: PageIn{Page: 1, PerPage: 1000}}))
		if page.Body.TotalItems != total || len(page.Body.Contents) != total || !page.Body.LastPage {
			t.Errorf("%d services of %d", page.Body.TotalItems, total)
		}
		for _, o := range page.Body.Contents {
			valid(t, list, "service in the list", o)
			one := must[*oneOut](t)(s.getService(ctx, house, &IDIn{ID: o["id"].(string)}))
			valid(t, full, "service", one.Body)
		}
		for _, o := range must[*pageOut](t)(s.listOrganizations(ctx, house, &orgsIn{PageIn: PageIn{Page: 1, PerPage: 1000}})).Body.Contents {
			valid(t, orgs, "organisation in the list", o)
			valid(t, org, "organisation", must[*oneOut](t)(s.getOrganization(ctx, house, &IDIn{ID: o["id"].(string)})).Body)
		}
		for _, o := range must[*pageOut](t)(s.listSALs(ctx, house, &servicesIn{PageIn: PageIn{Page: 1, PerPage: 1000}})).Body.Contents {
			valid(t, sals, "service at a location", o)
			one := must[*oneOut](t)(s.getSAL(ctx, house, &IDIn{ID: o["id"].(string)}))
			valid(t, schema(t, "service_at_location"), "service at a location, nested", one.Body)
			valid(t, full, "its service", one.Body["service"])
		}
		terms := must[*pageOut](t)(s.listTerms(ctx, house, &termsIn{PageIn: PageIn{Page: 1, PerPage: 1000}}))
		for _, o := range terms.Body.Contents {
			valid(t, term, "taxonomy term", o)
		}
		if terms.Body.TotalItems < 290+len(directory.Seeds) {
			t.Errorf("%d terms", terms.Body.TotalItems)
		}
		schemes, err := s.taxonomies(ctx)
		for _, o := range schemes {
			valid(t, taxonomy, "taxonomy", o)
		}
		if err != nil {
			t.Error(err)
		}
		if _, err := s.getService(ctx, house, &IDIn{ID: made("draft")}); !errors.Is(err, ErrNone) {
			t.Errorf("a draft is served: %v", err)
		}
		one := must[*oneOut](t)(s.getService(ctx, house, &IDIn{ID: "AC148810-D857-441C-9679-408F346DE14B"})).Body
		if one["name"] != "Community Counselling" || len(one["cost_options"].([]Object)) != 1 || one["organization"].(Object)["programs"] == nil || one["minimum_age"] != json.Number("12") {
			t.Errorf("%v", one)
		}
	})
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestListsCanBeNarrowed(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		native(t, s)
		ctx := t.Context()
		for name, c := range map[string]struct {
			in   servicesIn
			want int
		}{
			"all":             {servicesIn{}, 1},
			"words":           {servicesIn{PageIn: PageIn{Search: "送餐"}}, 1},
			"other words":     {servicesIn{PageIn: PageIn{Search: "理发"}}, 0},
			"term":            {servicesIn{Term: made("term", "elder.meal_delivery")}, 1},
			"other term":      {servicesIn{Term: made("term", "elder.canteen")}, 0},
			"unknown term":    {servicesIn{Term: "x"}, 0},
			"taxonomy":        {servicesIn{Taxonomy: home}, 1},
			"organisation":    {servicesIn{Org: made("o")}, 1},
			"long ago":        {servicesIn{Since: "2020-01-01"}, 1},
			"in the future":   {servicesIn{Since: "2099-01-01T00:00:00Z"}, 0},
			"minimal":         {servicesIn{Minimal: true}, 1},
			"a page too many": {servicesIn{PageIn: PageIn{Page: 7}}, 0},
		} {
			c.in.Page, c.in.PerPage = max(1, c.in.Page), 10
			got := must[*pageOut](t)(s.listServices(ctx, house, &c.in)).Body
			if len(got.Contents) != c.want || got.Empty != (c.want == 0) {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if _, err := s.listServices(ctx, house, &servicesIn{PageIn: PageIn{Page: 1, PerPage: 1}, Since: "yesterday"}); !errors.Is(err, ErrTime) {
			t.Error(err)
		}
	})
}

func TestWhatStaffChangeIsServed(t *testing.T) {
	dir := sample(t, "hsds_sample_2.0")
	each(t, func(t *testing.T, s *Service) {
		ctx := t.Context()
		take(t, s, dir, "sample")
		const id = "c89eb05c-62dd-4b64-b494-0cc347b6ea7f"
		v := must[directory.Service](t)(s.Directory.Service(ctx, house, id))
		v.Name = "Helpline, new number"
		must[directory.Service](t)(s.Directory.SaveService(ctx, storetest.Pass(t, directory.Rules, "steward", role.DataSteward, "449901", directory.Publish), v, v.Version))
		o := must[*oneOut](t)(s.getService(ctx, house, &IDIn{ID: id})).Body
		if o["name"] != v.Name || o["contacts"] == nil || o["funding"] == nil {
			t.Errorf("%v", o)
		}
	})
}

func TestExportAndImportAgain(t *testing.T) {
	dir := sample(t, "ohana_sample")
	each(t, func(t *testing.T, s *Service) {
		take(t, s, dir, "ohana")
		native(t, s)
		file := filepath.Join(t.TempDir(), "out.zip")
		var b bytes.Buffer
		counts := must[map[string]int](t)(s.Export(t.Context(), &b))
		if counts["services"] != 24 || counts["organizations"] != 9 || counts["taxonomy_terms"] < 290 || counts["schedules"] < 11 {
			t.Errorf("%v", counts)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		again := open(storetest.SQLite(t, Schema, directory.Schema, events.Schema, audit.Schema, api.Schema))
		r := take(t, again, file, "copy")
		for _, table := range r.Tables {
			if table.Read != counts[table.Table] || table.Taken != table.Read || len(table.Skipped) > 0 {
				t.Errorf("%s: %d exported, %d read, %d taken, %+v", table.Table, counts[table.Table], table.Read, table.Taken, table.Skipped)
			}
		}
		var c bytes.Buffer
		if twice := must[map[string]int](t)(again.Export(t.Context(), &c)); twice["services"] != 24 || twice["phones"] != counts["phones"] || twice["schedules"] != counts["schedules"] {
			t.Errorf("%v\n%v", counts, twice)
		}
	})
}

func TestABadSourceIsRefusedAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		write := func(name, text string) string {
			p := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return p
		}
		for name, p := range map[string]string{
			"nothing that we know": write("letters.csv", "a,b\n1,2\n"),
			"broken JSON":          write("services.json", `{"id": "x", `),
			"no archive":           write("x.zip", "PK no"),
			"an empty folder":      t.TempDir(),
		} {
			if _, err := s.Import(context.Background(), house, p, "bad", "449901", nil); fault.Of(err) == nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestABombIsRefused(t *testing.T) {
	defer func(was int64) { packages.MaxUnpacked = was }(packages.MaxUnpacked)
	packages.MaxUnpacked = 10 << 20
	file := filepath.Join(t.TempDir(), "bomb.zip")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	w, err := z.Create("services.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeros{}, 11<<20); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	s := open(storetest.SQLite(t, Schema, directory.Schema, events.Schema, audit.Schema, api.Schema))
	if _, err := s.Import(t.Context(), house, file, "bomb", "449901", nil); fault.KindOf(err) != fault.TooLarge {
		t.Error(err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
