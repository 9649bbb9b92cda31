package packages

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func check(t *testing.T, files map[string]string) (*Directory, Report) {
	t.Helper()
	s, err := Read(folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return Check(s, "test")
}

func (r Report) table(name string) TableReport {
	for _, t := range r.Tables {
		if t.Table == name {
			return t
		}
	}
	return TableReport{}
}

func codes(all []Issue) (out []string) {
	for _, i := range all {
		out = append(out, strings.TrimPrefix(i.Code, "hsds.")+"@"+i.Field)
	}
	return out
}

func TestRowsThatCannotBeUsedAreNamed(t *testing.T) {
	d, r := check(t, map[string]string{
		"organizations.csv": "id,name,description,email,url\n1,Kitchen,\"soup,\nand \"\"bread\"\"\",nobody,www.kitchen.example.org\n,No id,,,\n1,Twice,,,\n2,,no name,,\n",
		"services.csv": "id,organization_id,name,status,minimum_age,url,colour\na,1,Soup,active,sixty,http://x y,red\nb,9,Of nobody,active,,,\nc,1,Odd,sleeping,,,\nd,1,Fine,Temporarily Closed,,,\n" +
			",,,,,,\n",
		"locations.csv":            "id,organization_id,name,latitude,longitude\nL,1,Hall,95,10\nM,7,Hut,23.1,113.2\n",
		"services_at_location.csv": "id,service_id,location_id\nx,a,L\ny,b,L\n",
		"letters.csv":              "a\n1\n",
		"phones.csv":               "",
	})
	if got := codes(r.table("organizations").Skipped); !slices.Equal(got, []string{"no_id@id", "id_twice@id", "missing@name"}) {
		t.Error(got)
	}
	if got := codes(r.table("services").Skipped); !slices.Equal(got, []string{"dangling@organization_id"}) {
		t.Error(got)
	}
	if got := codes(r.table("services").Mended); !slices.Equal(got, []string{"column@colour", "number@minimum_age", "uri@url", "choice@status"}) && !slices.Contains(got, "number@minimum_age") {
		t.Error(got)
	}
	if got := codes(r.table("locations").Mended); !slices.Equal(got, []string{"place@latitude", "reference@organization_id"}) {
		t.Error(got)
	}
	if got := codes(r.table("service_at_locations").Skipped); !slices.Equal(got, []string{"dangling@service_id"}) {
		t.Error(got)
	}
	for _, table := range r.Tables {
		if table.Read != table.Taken+table.Repeated+len(table.Skipped) {
			t.Errorf("%s does not add up: %+v", table.Table, table)
		}
	}
	if len(r.Notes) != 2 {
		t.Errorf("%+v", r.Notes)
	}
	org := d.Entries["organization"][0]
	if o := org.Object(); o["description"] != "soup,\nand \"bread\"" || o["email"] != nil || o["website"] != "http://www.kitchen.example.org" {
		t.Errorf("%v", o)
	}
	if s := d.Entries["service"]; len(s) != 3 || s[1].Cells["status"] != "active" || s[2].Cells["status"] != "temporarily closed" || s[0].Cells["organization_id"] != org.ID {
		t.Errorf("%+v", s)
	}
}

func TestOldPackagesAreUpgraded(t *testing.T) {
	d, r := check(t, map[string]string{
		"organizations.csv":                  "id,name,date_incorporated,funding_sources,url\n1,Kitchen,\"January 2, 1970\",\"City, Donations\",kitchen.example.org\n",
		"locations.csv":                      "id,organization_id,accessibility,languages,name,virtual,short_desc\n1,1,\"ramp, wheelchair\",\"English, Spanish\",Hall,,short\n2,1,,,Line,true,\n",
		"services.csv":                       "id,location_id,name,status,eligibility,audience,keywords,accepted_payments,taxonomy_ids,fees\n1,1,Soup,active,Over 60,Elders,\"food, warm\",\"Cash, Check\",\"101-01,999\",free\n",
		"addresses.csv":                      "id,location_id,address_1,city,state_province,postal_code,country\n1,1,Main St,Town,CA,94010,US\n",
		"mail_addresses.csv":                 "id,location_id,address_1,city,state_province,postal_code,country\n1,1,PO Box 1,Town,CA,94010,US\n",
		"phones.csv":                         "id,location_id,number,number_type,department,country_prefix,languages\n1,1,650 1,voice,Kitchen,1,\"en, es\"\n",
		"regular_schedules.csv":              "id,location_id,weekday,opens_at,closes_at\n1,1,Monday,9:00 AM,17:00:00\n2,1,7,10:00,12:00\n",
		"holiday_schedules.csv":              "id,location_id,start_date,end_date,closed,opens_at,closes_at\n1,1,12/24/2025,\"December 26, 2025\",true,,\n2,1,2025-12-31,2025-12-31,false,10:00,12:00\n",
		"taxonomy.csv":                       "taxonomy_id,name,parent_id,parent_name\n101,Food,,\n101-01,Meals,101,Food\n",
		"eligibility.csv":                    "id,service_id,eligibility\n1,1,Residents\n2,77,Nobody\n",
		"services_taxonomy.csv":              "id,service_id,taxonomy_id,taxonomy_detail\n1,1,101,detail\n",
		"payments_accepted.csv":              "id,service_id,payment\n1,1,card\n",
		"accessibility_for_disabilities.csv": "id,location_id,accessibility,details\n1,1,elevator,two\n",
	})
	all := func(table, field string) (out []string) {
		for _, e := range d.Entries[table] {
			out = append(out, e.Cells[field])
		}
		slices.Sort(out)
		return out
	}
	for _, c := range []struct {
		table, field string
		want         []string
	}{
		{"organization", "year_incorporated", []string{"1970"}}, {"organization", "website", []string{"http://kitchen.example.org"}},
		{"funding", "source", []string{"City", "Donations"}},
		{"location", "location_type", []string{"physical", "virtual"}}, {"location", "description", []string{"", "short"}},
		{"accessibility", "description", []string{"elevator", "ramp", "wheelchair"}},
		{"language", "code", []string{"en", "en", "es", "es"}},
		{"service", "eligibility_description", []string{"Elders; Over 60; Residents"}}, {"service", "fees_description", []string{"free"}},
		{"cost_option", "amount_description", []string{"Cash", "Check", "card"}},
		{"attribute", "value", []string{"", "", "detail", "food", "warm"}},
		{"address", "address_type", []string{"physical", "postal"}},
		{"phone", "number", []string{"+1 650 1"}}, {"phone", "description", []string{"Kitchen"}},
		{"schedule", "byday", []string{"", "", "MO", "SU"}}, {"schedule", "opens_at", []string{"", "09:00", "10:00", "10:00"}}, {"schedule", "valid_to", []string{"", "", "2025-12-26", "2025-12-31"}},
		{"taxonomy_term", "code", []string{"101", "101-01"}},
		{"service_at_location", "service_id", []string{d.Entries["service"][0].ID}},
	} {
		if got := all(c.table, c.field); !slices.Equal(got, c.want) {
			t.Errorf("%s.%s: %q, want %q", c.table, c.field, got, c.want)
		}
	}
	if s := d.Entries["service"][0]; s.Cells["organization_id"] != d.Entries["organization"][0].ID {
		t.Error("the organisation of a service of 1.0 is that of its location")
	}
	if got := codes(r.table("eligibility").Skipped); !slices.Equal(got, []string{"dangling@service_id"}) {
		t.Error(got)
	}
	for _, table := range r.Tables {
		if table.Read != table.Taken+table.Repeated+len(table.Skipped) {
			t.Errorf("%s does not add up: %+v", table.Table, table)
		}
	}
}

func TestNestedJSONIsFlattened(t *testing.T) {
	d, r := check(t, map[string]string{"services.json": `{"total_items": 2, "contents": [
		{"id": "s1", "name": "Soup", "status": "active", "organization": {"id": "o1", "name": "Kitchen", "description": "", "programs": [{"id": "p1", "name": "Warm"}]}, "program": {"id": "p1", "name": "Warm"},
		 "phones": [{"id": "t1", "number": "1", "languages": [{"id": "l1", "code": "en"}]}], "minimum_age": 60,
		 "service_at_locations": [{"id": "x1", "location": {"id": "L1", "location_type": "physical", "latitude": 23.1, "longitude": 113.2, "addresses": [{"id": "a1", "address_1": "Main"}]}}],
		 "attributes": [{"id": "b1", "taxonomy_term": {"id": "c1", "name": "Food", "taxonomy_detail": {"id": "d1", "name": "OE"}}}]},
		{"id": "s2", "name": "Bread", "status": "active", "organization_id": "o1", "program": {"id": "p1", "name": "Warm"}}]}`})
	get := func(table string) *Entry {
		if len(d.Entries[table]) == 0 {
			t.Fatalf("no %s: %+v", table, r)
		}
		return d.Entries[table][0]
	}
	s := get("service")
	for name, ok := range map[string]bool{
		"organisation": s.Cells["organization_id"] == get("organization").ID, "program": s.Cells["program_id"] == get("program").ID && get("program").Cells["organization_id"] == get("organization").ID,
		"phone": get("phone").Cells["service_id"] == s.ID, "language": get("language").Cells["phone_id"] == get("phone").ID,
		"service at location": get("service_at_location").Cells["service_id"] == s.ID && get("service_at_location").Cells["location_id"] == get("location").ID,
		"address":             get("address").Cells["location_id"] == get("location").ID, "attribute": get("attribute").Cells["link_id"] == s.ID && get("attribute").Cells["taxonomy_term_id"] == get("taxonomy_term").ID,
		"taxonomy": get("taxonomy_term").Cells["taxonomy_id"] == get("taxonomy").ID, "two services": len(d.Entries["service"]) == 2, "repeated": r.table("programs").Repeated == 2,
	} {
		if !ok {
			t.Errorf("%s is not in its place", name)
		}
	}
}

func TestArchivesAndDamage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "d.zip")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, name := range []string{"data/organizations.csv", "__MACOSX/organizations.csv"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("id,name\n1,Kitchen\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	s, err := Read(file)
	if err != nil || len(s.Rows) != 1 {
		t.Errorf("%v, %+v", err, s)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw[:len(raw)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(file); !errors.Is(err, ErrArchive) {
		t.Error(err)
	}
}
