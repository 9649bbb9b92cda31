package hsds

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"linli/internal/connect/hsds/packages"
	"linli/internal/directory"
	"linli/internal/directory/eligibility"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

// Object is one object of HSDS 3.0 as JSON.
type Object = map[string]any

// made is the id of something that is no record of its own here: the same each time.
func made(parts ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("linli-hsds-made:"+strings.Join(parts, ":"))).String()
}

// shelf is everything that a page of the API needs, read in a few statements.
type shelf struct {
	services map[string]directory.Service
	orgs     map[string]directory.Organisation
	points   map[string]directory.ServicePoint
	rows     map[string]map[string]row // table → id
	kids     map[string]map[string][]row
	terms    map[string]Object // category → taxonomy term
	names    eligibility.Names
}

var read = access.House("hsds")

// shelve reads services with all that they are made of. whole adds what is nested.
func (s *Service) shelve(ctx context.Context, services, orgs, points []string, whole bool) (*shelf, error) {
	h := &shelf{services: map[string]directory.Service{}, orgs: map[string]directory.Organisation{}, points: map[string]directory.ServicePoint{}, rows: map[string]map[string]row{}, names: s.Directory.Names}
	all, err := s.Directory.Services(ctx, read, directory.ServiceFilter{IDs: notNil(services), States: served}, "", len(services)+1)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		h.services[v.ID] = v
		orgs = append(orgs, v.Organisation)
		if whole {
			points = append(points, v.Points...)
		}
	}
	found, err := s.Directory.Organisations(ctx, read, directory.OrganisationFilter{IDs: notNil(orgs)}, "", len(orgs)+1)
	if err != nil {
		return nil, err
	}
	for _, o := range found {
		h.orgs[o.ID] = o
	}
	if whole {
		for id := range h.orgs {
			some, err := s.Directory.Points(ctx, read, directory.PointFilter{Organisation: id, Retired: true}, "", 200)
			if err != nil {
				return nil, err
			}
			for _, p := range some {
				h.points[p.ID] = p
			}
		}
	}
	given, err := s.Directory.Points(ctx, read, directory.PointFilter{IDs: notNil(points), Retired: true}, "", len(points)+1)
	if err != nil {
		return nil, err
	}
	for _, p := range given {
		h.points[p.ID] = p
	}
	_, err = store.View(ctx, s.DB, read, func(tx *store.Tx) (int, error) { return 0, h.more(ctx, tx, whole) })
	if err != nil {
		return nil, err
	}
	h.terms, err = s.terms(ctx)
	return h, err
}

// served are the states that others may know of; drafts are ours alone.
var served = []directory.State{directory.Published, directory.Paused, directory.Retired}

func notNil(v []string) []string {
	if v == nil {
		return []string{}
	}
	return v
}

// more reads the rows of the records and, nested, what belongs to them.
func (h *shelf) more(ctx context.Context, tx *store.Tx, whole bool) (err error) {
	var programs []string
	for table, ids := range map[string][]string{"service": slices.Collect(maps.Keys(h.services)), "organization": slices.Collect(maps.Keys(h.orgs)), "location": slices.Collect(maps.Keys(h.points))} {
		if h.rows[table], err = byIDs(ctx, tx, table, ids); err != nil {
			return err
		}
	}
	for _, r := range h.rows["service"] {
		programs = append(programs, r.Cells["program_id"])
	}
	if h.rows["program"], err = byIDs(ctx, tx, "program", programs); err != nil {
		return err
	}
	if !whole {
		return nil
	}
	next := slices.Concat(slices.Collect(maps.Keys(h.services)), slices.Collect(maps.Keys(h.orgs)), slices.Collect(maps.Keys(h.points)))
	h.kids = map[string]map[string][]row{}
	for range 4 { // contacts have phones, phones have languages
		slices.Sort(next)
		got, err := kids(ctx, tx, slices.Compact(next))
		if err != nil {
			return err
		}
		next = nil
		for parent, tables := range got {
			h.kids[parent] = tables
			for _, t := range []string{"service_at_location", "contact", "phone", "language", "schedule"} {
				for _, r := range tables[t] {
					if h.kids[r.ID] == nil {
						next = append(next, r.ID)
					}
				}
			}
		}
		if len(next) == 0 {
			break
		}
	}
	return nil
}

func put(o Object, key, v string) {
	if v != "" {
		o[key] = v
	}
}

// base is a record as its source said it, or nil for our own.
func (h *shelf) base(table, id string, version int64) (Object, bool) {
	r, ok := h.rows[table][id]
	if !ok {
		return nil, false
	}
	return r.Object(), r.version == version
}

func (h *shelf) organization(o directory.Organisation) Object {
	out, fresh := h.base("organization", o.ID, o.Version)
	if fresh {
		return out
	}
	if out == nil {
		out = Object{"id": o.ID}
	}
	out["name"], out["description"] = o.Name, o.About
	put(out, "alternate_name", o.NameEn)
	put(out, "tax_id", o.Credit)
	tidy(out, "organization", map[string]string{"email": o.Email, "website": o.Website, "parent_organization_id": o.Parent})
	return out
}

// tidy puts in what the schema would accept and leaves out what not.
func tidy(out Object, table string, cells map[string]string) {
	for k, v := range packages.Tidy(table, cells) {
		out[k] = v
	}
}

var statusOf = map[directory.State]string{directory.Published: "active", directory.Paused: "temporarily closed", directory.Retired: "defunct"}

func (h *shelf) service(s directory.Service) Object {
	out, fresh := h.base("service", s.ID, s.Version)
	if !fresh {
		if out == nil {
			out = Object{"id": s.ID}
		}
		out["name"], out["status"], out["organization_id"] = s.Name, statusOf[s.State], s.Organisation
		put(out, "alternate_name", s.NameEn)
		put(out, "description", s.About)
		put(out, "application_process", s.Apply)
		put(out, "wait_time", s.Wait)
		put(out, "alert", s.Alert)
		put(out, "fees_description", h.fees(s))
		rule, err := eligibility.Parse(s.Eligibility)
		if err == nil && !rule.Everyone() {
			zh, en := rule.Words(h.names)
			out["eligibility_description"] = zh + " / " + en
			lo, hi := rule.Ages()
			if lo >= 0 {
				out["minimum_age"] = lo
			}
			if hi >= 0 {
				out["maximum_age"] = hi
			}
		}
		put(out, "eligibility_description", s.ForWhom)
		tidy(out, "service", map[string]string{"email": s.Email, "url": s.Website})
	}
	if _, said := out["last_modified"]; !said {
		out["last_modified"] = s.Changed.UTC().Format(time.RFC3339)
	}
	return out
}

func (h *shelf) fees(s directory.Service) string {
	if s.Fees != "" || s.PriceFen == 0 {
		return s.Fees
	}
	unit := ""
	if s.Unit != "" {
		unit = "/" + s.Unit
	}
	return yuan(s.PriceFen) + " CNY" + unit
}

func yuan(fen int64) string { return strconv.FormatFloat(float64(fen)/100, 'f', -1, 64) }

func (h *shelf) location(p directory.ServicePoint) Object {
	out, fresh := h.base("location", p.ID, p.Version)
	if fresh {
		return out
	}
	if out == nil {
		out = Object{"id": p.ID}
	}
	out["location_type"] = "physical"
	if p.Virtual {
		out["location_type"] = "virtual"
	}
	out["name"] = p.Name
	put(out, "alternate_name", p.NameEn)
	put(out, "description", p.About)
	put(out, "transportation", p.Transport)
	put(out, "organization_id", p.Organisation)
	if p.Lon != 0 || p.Lat != 0 {
		out["longitude"], out["latitude"] = p.Lon, p.Lat
	}
	return out
}

// list adds the rows of a table that belong to a parent, as the schema nests them.
func (h *shelf) list(out Object, parent string, tables ...string) {
	for _, t := range tables {
		var all []Object
		for _, r := range h.kids[parent][t] {
			o := r.Object()
			switch t {
			case "contact":
				h.list(o, r.ID, "phone")
			case "phone":
				h.list(o, r.ID, "language")
			case "attribute":
				if term, ok := h.terms[r.Cells["taxonomy_term_id"]]; ok {
					o["taxonomy_term"] = term
				}
			}
			all = append(all, o)
		}
		if len(all) > 0 {
			out[packages.ByName(t).Plural] = all
		}
	}
}

func (h *shelf) wholeLocation(p directory.ServicePoint) Object {
	out := h.location(p)
	_, fresh := h.base("location", p.ID, p.Version)
	h.list(out, p.ID, "language", "contact", "accessibility", "attribute", "metadata")
	if fresh {
		h.list(out, p.ID, "address", "phone", "schedule")
		return out
	}
	if p.Address != "" {
		out["addresses"] = []Object{{"id": made("address", p.ID), "location_id": p.ID, "address_1": p.Address, "city": "", "state_province": "", "postal_code": "", "country": "CN", "address_type": "physical"}}
	}
	if p.Phone != "" {
		out["phones"] = []Object{{"id": made("phone", p.ID), "location_id": p.ID, "number": p.Phone, "type": "voice"}}
	}
	if all := schedules(p.Hours, "location_id", p.ID); len(all) > 0 {
		out["schedules"] = all
	}
	if _, said := out["accessibility"]; !said && p.StepFree {
		out["accessibility"] = []Object{{"id": made("accessibility", p.ID), "location_id": p.ID, "description": "step-free"}}
	}
	if _, said := out["languages"]; !said {
		var all []Object
		for _, l := range p.Languages {
			all = append(all, Object{"id": made("language", p.ID, l), "location_id": p.ID, "code": l})
		}
		if all != nil {
			out["languages"] = all
		}
	}
	return out
}

func (h *shelf) wholeOrganization(o directory.Organisation) Object {
	out := h.organization(o)
	_, fresh := h.base("organization", o.ID, o.Version)
	h.list(out, o.ID, "funding", "contact", "program", "organization_identifier", "attribute", "metadata")
	if fresh {
		h.list(out, o.ID, "phone")
	} else if o.Phone != "" {
		out["phones"] = []Object{{"id": made("phone", o.ID), "organization_id": o.ID, "number": o.Phone, "type": "voice"}}
	}
	if _, said := out["organization_identifiers"]; !said && o.Credit != "" {
		out["organization_identifiers"] = []Object{{"id": made("credit", o.ID), "organization_id": o.ID, "identifier_scheme": "CN-USCC", "identifier_type": "unified social credit code", "identifier": o.Credit}}
	}
	var places []Object
	for _, id := range slices.Sorted(maps.Keys(h.points)) {
		if h.points[id].Organisation == o.ID {
			places = append(places, h.wholeLocation(h.points[id]))
		}
	}
	if places != nil {
		out["locations"] = places
	}
	return out
}

// salID is the id of a service at a location, and what the source said of it.
func (h *shelf) sal(service, point string) (string, Object) {
	for _, r := range h.kids[point]["service_at_location"] {
		if r.Cells["service_id"] == service {
			return r.ID, r.Object()
		}
	}
	id := made("sal", service, point)
	return id, Object{"id": id, "service_id": service, "location_id": point}
}

func (h *shelf) wholeSAL(service, point string) Object {
	id, out := h.sal(service, point)
	h.list(out, id, "contact", "phone", "schedule", "attribute", "metadata")
	if p, ok := h.points[point]; ok {
		out["location"] = h.wholeLocation(p)
	}
	return out
}

func (h *shelf) wholeService(s directory.Service) Object {
	out := h.service(s)
	_, fresh := h.base("service", s.ID, s.Version)
	h.list(out, s.ID, "phone", "schedule", "service_area", "language", "funding", "cost_option", "required_document", "contact", "attribute", "metadata")
	h.program(out, s.ID)
	if o, ok := h.orgs[s.Organisation]; ok {
		out["organization"] = h.wholeOrganization(o)
	}
	var at []Object
	for _, p := range s.Points {
		at = append(at, h.wholeSAL(s.ID, p))
	}
	if at != nil {
		out["service_at_locations"] = at
	}
	if !fresh {
		h.ours(out, s)
	}
	return out
}

func (h *shelf) program(out Object, service string) {
	if r, ok := h.rows["program"][h.rows["service"][service].Cells["program_id"]]; ok {
		out["program"] = r.Object()
	}
}
