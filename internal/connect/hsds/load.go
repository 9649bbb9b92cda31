package hsds

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"linli/internal/connect/hsds/packages"
	"linli/internal/directory"
	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/platform/access"
	"linli/internal/platform/audit"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Places finds regions.
type Places interface {
	Locate(c region.Code, lon, lat float64) region.Code
}

// Service is the use cases.
type Service struct {
	DB        *store.DB
	Directory *directory.Directory
	Places    Places
	// Public is the address under which the house is reached, for the root of the API.
	Public string
}

// chunk is how many records are one transaction.
const chunk = 1000

// Result is what became of an import.
type Result struct {
	packages.Report
	Records map[string]directory.Taken `json:"records" doc:"What our directory took of it"`
}

// Import takes in a directory. home is the region of what lies in none of ours.
// source names it: the same source again changes what changed and nothing else.
// Each transaction holds a bounded number of records; an import that was cut off
// is completed by importing again. progress hears how much is done.
func (s *Service) Import(ctx context.Context, p access.Pass, where, source string, home region.Code, progress func(done, total int)) (Result, error) {
	src, err := packages.Read(where)
	if err != nil {
		return Result{}, err
	}
	dir, report := packages.Check(src, source)
	out := Result{report, map[string]directory.Taken{}}
	l := &loader{Service: s, dir: dir, source: source, home: home, kids: map[string][]*packages.Entry{}, keys: map[string]string{}, used: map[string]bool{}, out: out.Records, progress: progress}
	l.index()
	if err := l.core(ctx, p); err != nil {
		return out, err
	}
	if err := l.rows(ctx, p); err != nil {
		return out, err
	}
	_, err = store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		return 0, audit.Note(ctx, tx, audit.Entry{Region: home, Action: "hsds.imported", Subject: source})
	})
	return out, err
}

type loader struct {
	*Service
	dir      *packages.Directory
	source   string
	home     region.Code
	kids     map[string][]*packages.Entry // by "table owner"
	keys     map[string]string            // category of a term
	used     map[string]bool
	regions  map[string]region.Code // of organisations, points, services
	out      map[string]directory.Taken
	progress func(done, total int)
	done     int
	total    int
}

// index finds what belongs to whom.
func (l *loader) index() {
	for _, t := range packages.Tables {
		l.total += len(l.dir.Entries[t.Name]) * 2
		for _, e := range l.dir.Entries[t.Name] {
			for _, owner := range owners(e) {
				l.kids[t.Name+" "+owner] = append(l.kids[t.Name+" "+owner], e)
			}
		}
	}
}

// owners are the ids that an entry refers to.
func owners(e *packages.Entry) (out []string) {
	for _, f := range packages.ByName(e.Table).Fields {
		if f.Kind == packages.Ref && e.Cells[f.Name] != "" && f.Name != "taxonomy_term_id" && f.Name != "parent_id" && f.Name != "parent_organization_id" && f.Name != "taxonomy_id" && f.Name != "program_id" && !slices.Contains(out, e.Cells[f.Name]) {
			out = append(out, e.Cells[f.Name])
		}
	}
	return out
}

func (l *loader) step(n int) {
	l.done += n
	if l.progress != nil {
		l.progress(l.done, l.total)
	}
}

// core gives the directory what it knows of.
func (l *loader) core(ctx context.Context, p access.Pass) error {
	l.regions = map[string]region.Code{}
	at := map[string]region.Code{} // of the owner of a place
	var points []directory.ServicePoint
	for _, e := range l.dir.Entries["location"] {
		points = append(points, l.point(e))
		l.regions[e.ID] = points[len(points)-1].Region
		at[points[len(points)-1].Organisation] = points[len(points)-1].Region
	}
	var orgs []directory.Organisation
	for _, e := range l.dir.Entries["organization"] {
		o := l.organisation(e, at[e.ID])
		l.regions[e.ID] = o.Region
		orgs = append(orgs, o)
	}
	cats := l.categories()
	var services []directory.Service
	for _, e := range l.dir.Entries["service"] {
		services = append(services, l.service(e))
		l.regions[e.ID] = services[len(services)-1].Region
	}
	load := func(b directory.Batch) error {
		taken, err := store.In(ctx, l.DB, p, func(tx *store.Tx) (map[string]directory.Taken, error) { return l.Directory.Load(ctx, tx, l.source, b) })
		for k, t := range taken {
			sum := l.out[k]
			l.out[k] = directory.Taken{Added: sum.Added + t.Added, Changed: sum.Changed + t.Changed, Same: sum.Same + t.Same}
		}
		l.step(len(b.Categories) + len(b.Organisations) + len(b.Points) + len(b.Services))
		return err
	}
	for c := range slices.Chunk(cats, chunk) {
		if err := load(directory.Batch{Categories: c}); err != nil {
			return err
		}
	}
	for c := range slices.Chunk(orgs, chunk) {
		if err := load(directory.Batch{Organisations: c}); err != nil {
			return err
		}
	}
	for c := range slices.Chunk(points, chunk) {
		if err := load(directory.Batch{Points: c}); err != nil {
			return err
		}
	}
	for c := range slices.Chunk(services, chunk) {
		if err := load(directory.Batch{Services: c}); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) first(table, owner, field string) string {
	for _, e := range l.kids[table+" "+owner] {
		if v := e.Cells[field]; v != "" {
			return v
		}
	}
	return ""
}

func (l *loader) organisation(e *packages.Entry, at region.Code) directory.Organisation {
	if at == "" {
		at = l.home
	}
	c := e.Cells
	return directory.Organisation{ID: e.ID, Region: at, Kind: "other", Name: c["name"], About: c["description"], Email: c["email"], Website: c["website"], Parent: c["parent_organization_id"],
		Phone: l.first("phone", e.ID, "number"), Contact: l.first("contact", e.ID, "name"), Stage: directory.Active, Origin: directory.Origin{SourceID: e.SourceID}}
}

var stepFree = regexp.MustCompile(`(?i)wheelchair|ramp|step.?free|accessible`)

func (l *loader) point(e *packages.Entry) directory.ServicePoint {
	c := e.Cells
	p := directory.ServicePoint{ID: e.ID, Organisation: c["organization_id"], Region: l.home, Name: c["name"], About: c["description"], Transport: c["transportation"], Virtual: c["location_type"] == "virtual",
		Phone: l.first("phone", e.ID, "number"), Origin: directory.Origin{SourceID: e.SourceID}}
	p.Lon, _ = strconv.ParseFloat(c["longitude"], 64) // "" is nowhere
	p.Lat, _ = strconv.ParseFloat(c["latitude"], 64)
	if c["longitude"] != "" {
		if at := l.Places.Locate("", p.Lon, p.Lat); at != "" {
			p.Region = at
		}
	}
	for _, a := range l.kids["address "+e.ID] {
		if p.Address == "" || a.Cells["address_type"] == "physical" {
			p.Address = oneLine(a.Cells["address_1"], a.Cells["address_2"], a.Cells["city"], a.Cells["state_province"], a.Cells["postal_code"], a.Cells["country"])
		}
		if a.Cells["address_type"] == "physical" {
			break
		}
	}
	for _, a := range l.kids["accessibility "+e.ID] {
		p.StepFree = p.StepFree || stepFree.MatchString(a.Cells["description"])
	}
	p.Languages = l.languages(e.ID)
	p.Hours = l.hours(e.ID)
	given := l.kids["service_at_location "+e.ID]
	if p.Organisation == "" && len(given) > 0 {
		if s := l.dir.Find("service", given[0].Cells["service_id"]); s != nil {
			p.Organisation = s.Cells["organization_id"]
		}
	}
	for _, name := range []string{c["alternate_name"], p.Address, "Location " + e.SourceID} {
		if p.Name == "" {
			p.Name = name
		}
	}
	return p
}

func oneLine(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func (l *loader) languages(owner string) (out []string) {
	for _, e := range l.kids["language "+owner] {
		v := e.Cells["code"]
		if v == "" {
			v = e.Cells["name"]
		}
		if v != "" && !slices.Contains(out, v) && len(out) < 30 {
			out = append(out, v)
		}
	}
	return out
}

var weekday = map[string]int{"MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6, "SU": 7}

// hours is what our calendar can hold of the schedules of a place or service:
// weekly ones, and closed days. All of them stay in hsds_rows.
func (l *loader) hours(owner string) (p hours.Plan) {
	for _, e := range l.kids["schedule "+owner] {
		c := e.Cells
		if !strings.Contains(c["opens_at"], ":") && c["valid_from"] > "1970" && c["valid_to"] >= c["valid_from"] && strings.EqualFold(c["description"], "closed") {
			p.Special = append(p.Special, hours.Special{From: c["valid_from"], To: c["valid_to"], Reason: c["notes"]})
			continue
		}
		if c["freq"] != "WEEKLY" || len(c["opens_at"]) < 5 || len(c["closes_at"]) < 5 || c["interval"] != "" && c["interval"] != "1" {
			continue
		}
		span := hours.Span{From: c["opens_at"][:5], To: c["closes_at"][:5]}
		for _, d := range strings.Split(c["byday"], ",") {
			if n := weekday[strings.TrimSpace(d)]; n > 0 && !slices.Contains(span.Days, n) {
				span.Days = append(span.Days, n)
			}
		}
		slices.Sort(span.Days)
		if (hours.Plan{Spans: []hours.Span{span}}).Check() == nil && !slices.ContainsFunc(p.Spans, func(o hours.Span) bool { return fmt.Sprint(o) == fmt.Sprint(span) }) {
			p.Spans = append(p.Spans, span)
		}
	}
	return p
}

var notKey = regexp.MustCompile(`[^a-z0-9]+`)

func slug(s string) string {
	return strings.Trim(notKey.ReplaceAllString(strings.ToLower(s), "-"), "-")
}

// categories are the terms that the services of the source use, and their parents.
func (l *loader) categories() (out []directory.Category) {
	scheme := func(e *packages.Entry) string {
		if t := l.dir.Find("taxonomy", e.Cells["taxonomy_id"]); t != nil && e.Cells["taxonomy"] == "" {
			return t.Cells["name"]
		}
		if e.Cells["taxonomy"] != "" {
			return e.Cells["taxonomy"]
		}
		return l.source
	}
	for _, e := range l.dir.Entries["taxonomy_term"] {
		code := e.Cells["code"]
		if code == "" {
			code = e.Cells["name"]
		}
		key := strings.Trim(slug(scheme(e))+"."+slug(code), ".")
		if len(key) > 90 {
			key = key[:90]
		}
		if l.used[key] || !strings.Contains(key, ".") {
			key += "-" + e.ID[:8]
		}
		l.used[key], l.keys[e.ID] = true, key
	}
	for _, e := range l.dir.Entries["taxonomy_term"] {
		out = append(out, directory.Category{Key: l.keys[e.ID], Parent: l.keys[e.Cells["parent_id"]], NameZh: e.Cells["name"], NameEn: e.Cells["name"], About: e.Cells["description"],
			Taxonomy: scheme(e), Active: true, SourceID: e.ID})
	}
	for i := range out {
		if out[i].Parent == out[i].Key {
			out[i].Parent = ""
		}
	}
	return append(out, directory.Category{Key: unsorted, NameZh: "未分类", NameEn: "Unsorted", Taxonomy: "hsds", Active: true})
}

const unsorted = "unsorted"

var stateOf = map[string]directory.State{"active": directory.Published, "inactive": directory.Paused, "temporarily closed": directory.Paused, "defunct": directory.Retired}

func (l *loader) service(e *packages.Entry) directory.Service {
	c := e.Cells
	s := directory.Service{ID: e.ID, Organisation: c["organization_id"], Region: l.home, Category: unsorted, Name: c["name"], About: c["description"], Mode: "online", Fees: c["fees_description"],
		ForWhom: c["eligibility_description"], Apply: c["application_process"], Wait: c["wait_time"], Email: c["email"], Website: c["url"], Alert: c["alert"], Phone: l.first("phone", e.ID, "number"),
		Languages: l.languages(e.ID), State: stateOf[c["status"]], Origin: directory.Origin{SourceID: e.SourceID}}
	if at := l.regions[c["organization_id"]]; at != "" {
		s.Region = at
	}
	var ages []string
	for op, v := range map[string]string{"age >= ": c["minimum_age"], "age <= ": c["maximum_age"]} {
		if n, err := strconv.ParseFloat(v, 64); err == nil && n >= 0 && n <= 150 {
			ages = append(ages, op+strconv.Itoa(int(n)))
		}
	}
	slices.Sort(ages)
	slices.Reverse(ages)
	if rule := strings.Join(ages, " and "); rule != "" {
		if _, err := eligibility.Parse(rule); err == nil {
			s.Eligibility = rule
		}
	}
	for _, a := range l.kids["service_at_location "+e.ID] {
		id := a.Cells["location_id"]
		if place := l.dir.Find("location", id); place != nil {
			s.Points = append(s.Points, id)
			if place.Cells["location_type"] != "virtual" {
				s.Mode = "on_site"
			}
		}
	}
	for _, a := range l.kids["attribute "+e.ID] {
		if key := l.keys[a.Cells["taxonomy_term_id"]]; key != "" {
			if s.Category == unsorted {
				s.Category = key
			} else if !slices.Contains(s.Also, key) && key != s.Category {
				s.Also = append(s.Also, key)
			}
		}
	}
	for _, d := range l.kids["required_document "+e.ID] {
		if v := d.Cells["document"]; v != "" {
			s.Documents = append(s.Documents, v)
		}
	}
	if h := l.hours(e.ID); len(h.Spans)+len(h.Special) > 0 {
		s.Hours = &h
	}
	return s
}

// rows keeps everything, word for word.
func (l *loader) rows(ctx context.Context, p access.Pass) error {
	for _, t := range packages.Tables {
		for some := range slices.Chunk(l.dir.Entries[t.Name], chunk) {
			_, err := store.In(ctx, l.DB, p, func(tx *store.Tx) (int, error) {
				versions, err := l.Directory.RecordVersions(ctx, tx, t.Name, ids(some))
				if err != nil {
					return 0, err
				}
				return 0, putRows(ctx, tx, l.home, l.source, t.Name, some, versions)
			})
			if err != nil {
				return err
			}
			l.step(len(some))
		}
	}
	return nil
}

func ids(all []*packages.Entry) []string {
	out := make([]string, len(all))
	for i, e := range all {
		out[i] = e.ID
	}
	return out
}
