package packages

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// draft is a row of 3.0 with the ids of the source. The first draft of a source
// row is its own; the others were made from its columns.
type draft struct {
	table string
	cells map[string]string
	from  *Row
	own   bool
	// sideID names a made row; its own ids are those of the source.
	sideID   string
	repeated int // how often JSON told it again
}

// upgrade turns every row of a source into rows of 3.0.
func upgrade(s *Source) []*draft {
	u := &upgrader{places: map[string]*Row{}, old: map[string]bool{}}
	for _, r := range s.Rows {
		u.old[r.Table] = true
		if r.Table == "location" {
			u.places[r.Cells["id"]] = r
		}
	}
	for _, r := range s.Rows {
		u.row(r)
	}
	return u.out
}

type upgrader struct {
	out    []*draft
	places map[string]*Row // locations by id
	old    map[string]bool // tables of the source
	scheme map[string]bool // vocabularies met
}

func (u *upgrader) own(r *Row, table string, cells map[string]string) {
	u.out = append(u.out, &draft{table: table, cells: cells, from: r, own: true})
}

// side adds a row made from a column of r.
func (u *upgrader) side(r *Row, table, suffix string, cells map[string]string) {
	u.out = append(u.out, &draft{table: table, cells: cells, from: r, sideID: r.Table + ":" + r.Cells["id"] + ":" + suffix})
}

// rename moves cells to their new names where the new name is free.
func rename(c map[string]string, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if v := c[pairs[i]]; v != "" {
			if c[pairs[i+1]] == "" {
				c[pairs[i+1]] = v
			}
			delete(c, pairs[i])
		}
	}
}

func (u *upgrader) row(r *Row) {
	c := maps.Clone(r.Cells)
	switch r.Table {
	case "organization":
		u.organization(r, c)
	case "service":
		u.service(r, c)
	case "location":
		u.location(r, c)
	case "phone":
		u.phone(r, c)
	case "contact":
		u.own(r, "contact", c)
	case "physical_addresses", "postal_addresses", "mail_addresses", "address":
		u.address(r, c)
	case "regular_schedules":
		u.schedule(r, c)
	case "holiday_schedules":
		rename(c, "start_date", "valid_from", "end_date", "valid_to")
		if c["closed"] == "true" || c["closed"] == "1" || strings.EqualFold(c["closed"], "yes") || strings.EqualFold(c["closed"], "t") {
			c["description"] = "closed"
			delete(c, "opens_at")
			delete(c, "closes_at")
		} else if c["description"] == "" {
			c["description"] = "holiday hours"
		}
		c["opens_at"], c["closes_at"] = clock(c["opens_at"]), clock(c["closes_at"])
		delete(c, "closed")
		u.own(r, "schedule", c)
	case "language":
		rename(c, "language", "name")
		if c["code"] == "" {
			c["code"] = languages[strings.ToLower(c["name"])]
		}
		u.own(r, "language", c)
	case "accessibility_for_disabilities":
		rename(c, "accessibility", "description")
		u.own(r, "accessibility", c)
	case "service_area":
		rename(c, "service_area", "name")
		u.own(r, "service_area", c)
	case "payments_accepted":
		c["option"], c["amount_description"] = "payment accepted", c["payment"]
		delete(c, "payment")
		u.own(r, "cost_option", c)
	case "services_taxonomy":
		u.own(r, "attribute", map[string]string{"id": c["id"], "link_id": c["service_id"], "link_entity": "service", "taxonomy_term_id": first(c["taxonomy_id"], c["taxonomy_term_id"]), "value": c["taxonomy_detail"]})
	case "taxonomy":
		u.taxonomy(r, c)
	case "taxonomy_term":
		if c["code"] == "" && !uuidLike.MatchString(c["id"]) {
			c["code"] = c["id"]
		}
		u.own(r, "taxonomy_term", c)
	case "eligibility":
		u.own(r, "eligibility", c)
	default:
		u.own(r, r.Table, c)
	}
}

var uuidLike = regexp.MustCompile(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)

func first(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// split is the parts of a list in one cell: "a, b; c" or ["a","b"].
func split(s string) (out []string) {
	s = strings.Trim(s, "[]")
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '|' }) {
		if p = strings.Trim(strings.TrimSpace(p), `"'`); p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

func (u *upgrader) organization(r *Row, c map[string]string) {
	rename(c, "url", "website")
	if d := c["date_incorporated"]; d != "" && c["year_incorporated"] == "" {
		if t, ok := day(d); ok {
			c["year_incorporated"] = strconv.Itoa(t.Year())
		}
	}
	delete(c, "date_incorporated")
	u.own(r, "organization", c)
	for i, f := range split(c["funding_sources"]) {
		u.side(r, "funding", "funding:"+strconv.Itoa(i), map[string]string{"organization_id": c["id"], "source": f})
	}
	for _, k := range []string{"accreditations", "licenses"} {
		for i, v := range split(c[k]) {
			u.side(r, "attribute", k+":"+strconv.Itoa(i), map[string]string{"link_id": c["id"], "link_entity": "organization", "link_type": k, "value": v})
		}
	}
	forget(c, "funding_sources", "accreditations", "licenses")
}

func forget(c map[string]string, all ...string) {
	for _, k := range all {
		delete(c, k)
	}
}

func (u *upgrader) service(r *Row, c map[string]string) {
	rename(c, "website", "url", "eligibility", "eligibility_description", "audience", "eligibility_description")
	if a := r.Cells["audience"]; a != "" && c["eligibility_description"] != a {
		c["eligibility_description"] = a + "; " + c["eligibility_description"]
		delete(c, "audience")
	}
	if c["fees_description"] == "" && c["fees"] != "" {
		c["fees_description"] = c["fees"]
	}
	at := c["location_id"]
	if c["organization_id"] == "" && at != "" {
		if place := u.places[at]; place != nil {
			c["organization_id"] = place.Cells["organization_id"]
		}
	}
	u.own(r, "service", c)
	id := c["id"]
	if at != "" {
		u.side(r, "service_at_location", "at:"+at, map[string]string{"service_id": id, "location_id": at})
	}
	sides := []struct{ column, table, field string }{
		{"languages", "language", "name"}, {"required_documents", "required_document", "document"}, {"service_areas", "service_area", "name"},
		{"funding_sources", "funding", "source"}, {"accepted_payments", "cost_option", "amount_description"},
	}
	for _, s := range sides {
		for i, v := range split(c[s.column]) {
			x := map[string]string{"service_id": id, s.field: v}
			if s.table == "cost_option" {
				x["option"] = "payment accepted"
			}
			if s.table == "language" {
				x["code"] = languages[strings.ToLower(v)]
			}
			u.side(r, s.table, s.column+":"+strconv.Itoa(i), x)
		}
	}
	for i, v := range split(c["keywords"]) {
		u.side(r, "attribute", "keyword:"+strconv.Itoa(i), map[string]string{"link_id": id, "link_entity": "service", "link_type": "keyword", "value": v})
	}
	for i, v := range split(first(c["taxonomy_ids"], c["taxonomy_id"])) {
		u.side(r, "attribute", "taxonomy:"+strconv.Itoa(i), map[string]string{"link_id": id, "link_entity": "service", "link_type": "taxonomy", "taxonomy_term_id": v})
	}
	forget(c, "location_id", "languages", "required_documents", "service_areas", "funding_sources", "accepted_payments", "keywords", "taxonomy_ids", "taxonomy_id")
}

func (u *upgrader) location(r *Row, c map[string]string) {
	rename(c, "website", "url", "short_desc", "description", "type", "location_type")
	if c["location_type"] == "" {
		c["location_type"] = "physical"
		if v := strings.ToLower(c["virtual"]); v == "true" || v == "t" || v == "1" || v == "yes" {
			c["location_type"] = "virtual"
		}
	}
	id := c["id"]
	u.own(r, "location", c)
	for i, v := range split(c["languages"]) {
		u.side(r, "language", "language:"+strconv.Itoa(i), map[string]string{"location_id": id, "name": v, "code": languages[strings.ToLower(v)]})
	}
	for i, v := range split(c["accessibility"]) {
		u.side(r, "accessibility", "accessibility:"+strconv.Itoa(i), map[string]string{"location_id": id, "description": v})
	}
	if c["email"] != "" {
		u.side(r, "contact", "email", map[string]string{"location_id": id, "email": c["email"]})
	}
	forget(c, "languages", "accessibility", "email", "admin_emails", "virtual", "short_desc")
}

func (u *upgrader) phone(r *Row, c map[string]string) {
	rename(c, "number_type", "type", "phone_number", "number")
	if p := c["country_prefix"]; p != "" && c["number"] != "" && !strings.HasPrefix(c["number"], "+") {
		c["number"] = "+" + strings.TrimPrefix(p, "+") + " " + c["number"]
	}
	var more []string
	for _, k := range []string{"description", "department", "vanity_number"} {
		if c[k] != "" {
			more = append(more, c[k])
		}
	}
	c["description"] = strings.Join(more, ", ")
	c["number"] = strings.Trim(c["number"], `"`)
	u.own(r, "phone", c)
	for i, v := range split(first(c["languages"], c["language"])) {
		code := languages[strings.ToLower(v)]
		if len(v) <= 3 {
			code = strings.ToLower(v)
		}
		u.side(r, "language", "language:"+strconv.Itoa(i), map[string]string{"phone_id": c["id"], "name": v, "code": code})
	}
	forget(c, "country_prefix", "department", "vanity_number", "languages", "language")
}

func (u *upgrader) address(r *Row, c map[string]string) {
	rename(c, "type", "address_type", "postcode", "postal_code", "street", "address_1", "street_1", "address_1", "street_2", "address_2", "state", "state_province", "zip", "postal_code")
	if c["address_type"] == "" {
		c["address_type"] = "physical"
		if r.Table == "postal_addresses" || r.Table == "mail_addresses" {
			c["address_type"] = "postal"
		}
	}
	for _, k := range []string{"address_3", "address_4"} {
		if c[k] != "" {
			c["address_2"] = strings.TrimPrefix(c["address_2"]+", "+c[k], ", ")
		}
		delete(c, k)
	}
	u.own(r, "address", c)
}

func (u *upgrader) taxonomy(r *Row, c map[string]string) {
	// In 3.0 a taxonomy is a whole scheme; before it was a term of one.
	if u.old["taxonomy_term"] || c["parent_id"] == "" && c["parent_name"] == "" && c["vocabulary"] == "" && c["taxonomy_id"] == "" && (c["uri"] != "" || c["version"] != "" || c["description"] != "") {
		u.own(r, "taxonomy", c)
		return
	}
	rename(c, "taxonomy_id", "id", "vocabulary", "taxonomy")
	r.Cells["id"] = c["id"]
	if !uuidLike.MatchString(c["id"]) {
		c["code"] = c["id"]
	}
	delete(c, "parent_name")
	if v := c["taxonomy"]; v != "" {
		if u.scheme == nil {
			u.scheme = map[string]bool{}
		}
		if !u.scheme[v] {
			u.scheme[v] = true
			u.out = append(u.out, &draft{table: "taxonomy", cells: map[string]string{"id": "vocabulary:" + v, "name": v}, from: r, sideID: "vocabulary:" + v})
		}
		c["taxonomy_id"] = "vocabulary:" + v
	}
	u.own(r, "taxonomy_term", c)
}

var weekdays = map[string]string{"1": "MO", "2": "TU", "3": "WE", "4": "TH", "5": "FR", "6": "SA", "7": "SU", "0": "SU",
	"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}

func (u *upgrader) schedule(r *Row, c map[string]string) {
	d := strings.ToLower(strings.TrimSpace(c["weekday"]))
	if len(d) > 3 {
		d = d[:3]
	}
	c["byday"], c["freq"] = weekdays[d], "WEEKLY"
	c["opens_at"], c["closes_at"] = clock(c["opens_at"]), clock(c["closes_at"])
	if c["byday"] == "" {
		c["description"] = strings.TrimSpace(c["description"] + " " + c["weekday"])
	}
	delete(c, "weekday")
	u.own(r, "schedule", c)
}

// clock is a time of day as HH:MM; what is none stays as it is.
func clock(s string) string {
	s = strings.TrimSpace(s)
	for _, f := range []string{"15:04", "15:04:05", "3:04 PM", "3:04PM", "3PM", "3 PM", "1504", "15:04:05Z07:00", "15:04Z07:00", "2006-01-02T15:04:05Z07:00"} {
		if t, err := time.Parse(f, strings.ToUpper(s)); err == nil {
			return t.Format("15:04")
		}
	}
	return s
}

// day reads a date as people write them.
func day(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, f := range []string{"2006-01-02", "2006-1-2", "2006/01/02", "2006/1/2", "01/02/2006", "1/2/2006", "1/2/06", "January 2, 2006", "January 02, 2006", "Jan 2, 2006", "2 January 2006", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "20060102", "2006"} {
		if t, err := time.Parse(f, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

var languages = map[string]string{"english": "en", "spanish": "es", "chinese": "zh", "mandarin": "zh", "cantonese": "yue", "chinese (cantonese)": "yue", "chinese (mandarin)": "zh",
	"french": "fr", "tagalog": "tl", "vietnamese": "vi", "arabic": "ar", "hindi": "hi", "japanese": "ja", "korean": "ko", "russian": "ru", "urdu": "ur", "portuguese": "pt", "german": "de",
	"italian": "it", "polish": "pl", "farsi": "fa", "persian": "fa", "tongan": "to", "samoan": "sm", "thai": "th", "burmese": "my", "khmer": "km", "lao": "lo"}
