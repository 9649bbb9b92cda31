package hsds

import (
	"encoding/json"
	"strconv"
	"strings"

	"linli/internal/directory"
	"linli/internal/directory/hours"
	"linli/internal/fault"
)

// ours adds what our directory knows of a service and no source said.
func (h *shelf) ours(out Object, s directory.Service) {
	add := func(key string, all ...Object) {
		if _, said := out[key]; !said && len(all) > 0 {
			out[key] = all
		}
	}
	if s.Phone != "" {
		add("phones", Object{"id": made("phone", s.ID), "service_id": s.ID, "number": s.Phone, "type": "voice"})
	}
	if s.Hours != nil {
		add("schedules", schedules(*s.Hours, "service_id", s.ID)...)
	}
	if s.PriceFen > 0 {
		costs := []Object{{"id": made("cost", s.ID), "service_id": s.ID, "option": "full price", "currency": "CNY", "amount": json.Number(yuan(s.PriceFen)), "amount_description": s.Unit}}
		for i, x := range s.Subsidies {
			costs = append(costs, Object{"id": made("cost", s.ID, strconv.Itoa(i)), "service_id": s.ID, "option": x.Note, "currency": "CNY", "amount": json.Number(yuan(s.PriceFen - x.Fen)), "amount_description": s.Unit})
		}
		add("cost_options", costs...)
	}
	var docs, langs, areas []Object
	for i, d := range s.Documents {
		docs = append(docs, Object{"id": made("document", s.ID, strconv.Itoa(i)), "service_id": s.ID, "document": d})
	}
	for _, l := range s.Languages {
		langs = append(langs, Object{"id": made("language", s.ID, l), "service_id": s.ID, "code": l})
	}
	area := s.Area
	if len(area) == 0 {
		area = append(area, s.Region)
	}
	for _, a := range area {
		areas = append(areas, Object{"id": made("area", s.ID, string(a)), "service_id": s.ID, "name": h.names("region", string(a), fault.Zh), "extent": string(a), "extent_type": "GB/T 2260"})
	}
	add("required_documents", docs...)
	add("languages", langs...)
	add("service_areas", areas...)
	var attrs []Object
	for _, c := range append([]string{s.Category}, s.Also...) {
		id := made("term", c)
		if term, ok := h.terms[id]; ok {
			attrs = append(attrs, Object{"id": made("attribute", s.ID, c), "link_id": s.ID, "link_entity": "service", "link_type": "taxonomy", "taxonomy_term_id": id, "taxonomy_term": term})
		}
	}
	add("attributes", attrs...)
}

var dayName = []string{"", "MO", "TU", "WE", "TH", "FR", "SA", "SU"}

// schedules are opening hours as recurrences (RFC 5545 terms, as HSDS has them).
func schedules(p hours.Plan, owner, id string) (out []Object) {
	for i, s := range p.Spans {
		var days []string
		for _, d := range s.Days {
			days = append(days, dayName[d])
		}
		o := Object{"id": made("schedule", id, strconv.Itoa(i)), owner: id, "freq": "WEEKLY", "interval": 1, "byday": strings.Join(days, ","), "opens_at": s.From, "closes_at": s.To}
		if p.Office {
			o["notes"] = "closed on public holidays"
		}
		out = append(out, o)
	}
	for i, s := range p.Special {
		o := Object{"id": made("special", id, strconv.Itoa(i)), owner: id, "valid_from": s.From, "valid_to": s.To, "description": "closed"}
		if len(s.Spans) > 0 {
			o["description"], o["opens_at"], o["closes_at"] = "special hours", s.Spans[0].From, s.Spans[0].To
		}
		put(o, "notes", s.Reason)
		out = append(out, o)
	}
	return out
}
