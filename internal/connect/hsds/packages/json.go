package packages

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func (s *Source) json(where, name string) error {
	raw, err := os.ReadFile(where)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\uFEFF"))))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return ErrJSON.With(name, d.InputOffset()).On(name)
	}
	base := strings.TrimSuffix(name, filepath.Ext(name))
	hint := ""
	for _, t := range []string{"service_at_location", "organization", "service", "location", "taxonomy_term", "taxonomy"} {
		if strings.HasPrefix(base, t) {
			hint = t
			break
		}
	}
	before := len(s.Rows)
	s.root(v, name, hint)
	if len(s.Rows) == before {
		s.note(name, "没有可识别的内容", "nothing in it that we know")
		return nil
	}
	counts := map[string]int{}
	for _, r := range s.Rows[before:] {
		counts[r.Table]++
		r.Line = counts[r.Table]
	}
	for _, t := range Tables {
		if counts[t.Name] > 0 {
			s.Files = append(s.Files, File{name, t.Name, counts[t.Name]})
		}
	}
	return nil
}

func (s *Source) root(v any, file, hint string) {
	switch x := v.(type) {
	case []any:
		for _, one := range x {
			s.root(one, file, hint)
		}
	case map[string]any:
		if list, ok := x["contents"].([]any); ok { // a page of an API
			s.root(list, file, hint)
			return
		}
		tabular := false
		for _, k := range keys(x) {
			list, isList := x[k].([]any)
			if t := tableOf(k); t != "" && isList && x["id"] == nil {
				tabular = true
				for _, one := range list {
					if o, ok := one.(map[string]any); ok {
						s.object(o, t, file, nil)
					}
				}
			}
		}
		if tabular || x["id"] == nil {
			return
		}
		if hint == "" {
			hint = guess(x)
		}
		s.object(x, hint, file, nil)
	}
}

// guess tells the table of an object by what it has.
func guess(x map[string]any) string {
	has := func(k string) bool { _, ok := x[k]; return ok }
	switch {
	case has("location_type"):
		return "location"
	case has("service_id") && has("location_id"), has("location") && !has("status"):
		return "service_at_location"
	case has("status"), has("organization"), has("organization_id"):
		return "service"
	case has("taxonomy"), has("taxonomy_detail"), has("taxonomy_id"):
		return "taxonomy_term"
	case has("uri") && has("version"):
		return "taxonomy"
	}
	return "organization"
}

// inside tells which table an object or list within another is of.
var inside = map[string]string{"taxonomy_detail": "taxonomy", "taxonomy_term": "taxonomy_term", "organization": "organization", "program": "program", "location": "location", "service": "service"}

// object flattens one object and what is in it.
func (s *Source) object(x map[string]any, table, file string, owner *Row) *Row {
	row := &Row{Table: table, File: file, Cells: map[string]string{}, owner: owner}
	if id := text(x["id"]); id != "" { // before what is inside asks for it
		row.Cells["id"] = id
	}
	begin := len(s.Rows)
	s.Rows = append(s.Rows, row)
	for _, k := range keys(x) {
		switch v := x[k].(type) {
		case nil:
		case map[string]any:
			if t := inside[k]; t != "" {
				child := s.object(v, t, file, nil)
				ref := k + "_id"
				if k == "taxonomy_detail" {
					ref = "taxonomy_id"
				}
				if row.Cells[ref] == "" {
					row.Cells[ref] = child.Cells["id"]
				}
			}
		case []any:
			t := tableOf(k)
			var texts []string
			for _, one := range v {
				if o, ok := one.(map[string]any); ok && t != "" {
					s.object(o, t, file, row)
				} else if w := text(one); w != "" {
					texts = append(texts, w)
				}
			}
			if len(texts) > 0 {
				row.Cells[k] = strings.Join(texts, ",")
			}
		default:
			if w := text(v); w != "" {
				row.Cells[k] = w
			}
		}
	}
	if owner != nil {
		row.belong(owner)
	}
	if o, ok := x["program"].(map[string]any); ok && o["organization_id"] == nil {
		for _, r := range s.Rows[begin:] {
			if r.Table == "program" && r.Cells["id"] == text(o["id"]) && r.Cells["organization_id"] == "" {
				r.Cells["organization_id"] = row.Cells["organization_id"]
			}
		}
	}
	return row
}

// belong points a row to the one it was found in.
func (r *Row) belong(owner *Row) {
	set := func(k, v string) {
		if r.Cells[k] == "" && v != "" {
			r.Cells[k] = v
		}
	}
	switch r.Table {
	case "attribute":
		set("link_id", owner.Cells["id"])
		set("link_entity", owner.Table)
	case "metadata":
		set("resource_id", owner.Cells["id"])
		set("resource_type", owner.Table)
	default:
		set(owner.Table+"_id", owner.Cells["id"])
	}
}

func keys(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func text(v any) string {
	switch x := v.(type) {
	case string:
		return strings.TrimSpace(x)
	case json.Number:
		return x.String()
	case bool:
		return strconv.FormatBool(x)
	case nil:
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(v))
}
