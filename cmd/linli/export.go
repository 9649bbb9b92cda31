package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/internal/app"
	"linli/internal/exchange"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/sheet"
	"linli/internal/region"
)

// ExportCmd writes things out.
type ExportCmd struct {
	HSDS    ExportHSDSCmd    `cmd:"" name:"hsds" help:"The directory of services as an HSDS 3.0 data package (zip of CSV)."`
	People  ExportPeopleCmd  `cmd:"" help:"The register of people, numbers masked (XLSX or CSV)."`
	Needs   ExportNeedsCmd   `cmd:"" help:"Needs, in the columns that plan match reads (XLSX or CSV)."`
	Offers  ExportOffersCmd  `cmd:"" help:"Offers, in the columns that plan match reads (XLSX or CSV)."`
	Journal ExportJournalCmd `cmd:"" help:"The books as a plain-text journal (hledger, ledger)."`
	Regions ExportRegionsCmd `cmd:"" help:"Regions: GeoJSON with boundaries, XLSX or CSV."`
}

// List is a table to be written.
type List struct {
	Place
	Out    string      `required:"" help:"The file to write: .xlsx, else CSV." type:"path"`
	Region region.Code `help:"Only what is of this place; default: everything."`
}

// write fills a table, whole or not at all, and says how many rows it has.
func (c List) write(ctx context.Context, g *Globals, what string, head []string, fill func(h *app.House, p access.Pass, row func(...string) error) error) error {
	p := access.House("command line")
	if c.Region != "" {
		if _, err := region.Parse(string(c.Region)); err != nil {
			return err
		}
		p = access.HouseIn("export", "command line", c.Region)
	}
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	dir, err := os.MkdirTemp(filepath.Dir(c.Out), ".linli-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it is empty when all went well
	half := filepath.Join(dir, filepath.Base(c.Out))
	w, err := sheet.Create(half)
	if err != nil {
		return err
	}
	n := int64(0)
	show, done := g.term().Progress(what)
	err = w.Row(head)
	if err == nil {
		err = fill(h, p, func(cells ...string) error { n++; show(n, -1); return w.Row(cells) })
	}
	done()
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	if err := os.Rename(half, c.Out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.out, "%d %s\n", n, what)
	return err
}

// ExportPeopleCmd writes the register.
type ExportPeopleCmd struct{ List }

// Run writes it in the layout of a roster.
func (c *ExportPeopleCmd) Run(ctx context.Context, g *Globals) error {
	head := []string{"id", "姓名", "性别", "出生日期", "身份证号", "联系电话", "区域代码", "社区", "住址", "户号", "与户主关系", "经度", "纬度", "属性"}
	return c.write(ctx, g, "people", head, func(h *app.House, p access.Pass, row func(...string) error) error {
		return h.People.Each(ctx, p, people.Query{}, func(x people.Person) error {
			var attributes []string
			for _, a := range x.Attributes {
				if a.Level != "" {
					a.Key += ":" + a.Level
				}
				attributes = append(attributes, a.Key)
			}
			return row(x.ID, x.Name, string(x.Sex), x.Birth, x.ResidentID, x.Phone, string(x.Region), h.Places.Name(x.Region, term.Lang()), x.Address, x.Household, x.Relation,
				degrees(x.Lon), degrees(x.Lat), strings.Join(attributes, " "))
		})
	})
}

// ExportNeedsCmd writes needs.
type ExportNeedsCmd struct {
	List
	State string `help:"Only needs in this state." enum:"open,matched,met,withdrawn,closed," default:""`
}

// Run writes them.
func (c *ExportNeedsCmd) Run(ctx context.Context, g *Globals) error {
	head := []string{"id", "category", "longitude", "latitude", "priority", "region", "person", "name", "from", "to", "quantity", "constraints", "source", "state", "offer", "created"}
	return c.write(ctx, g, "needs", head, func(h *app.House, p access.Pass, row func(...string) error) error {
		for before := ""; ; {
			all, err := h.Exchange.Needs(ctx, p, exchange.Filter{State: exchange.State(c.State)}, before, 200)
			if err != nil {
				return err
			}
			for _, n := range all {
				if err := row(n.ID, n.Category, degrees(n.Lon), degrees(n.Lat), strconv.Itoa(n.Urgency), string(n.Region), n.Person, n.Name, n.From, n.To,
					strconv.Itoa(n.Quantity), strings.Join(n.Constraints, " "), n.Source, string(n.State), n.Offer, n.Created.Format(time.RFC3339)); err != nil {
					return err
				}
			}
			if len(all) < 200 {
				return nil
			}
			before = all[len(all)-1].ID
		}
	})
}

// ExportOffersCmd writes offers.
type ExportOffersCmd struct{ List }

// Run writes them; capacity is what is free.
func (c *ExportOffersCmd) Run(ctx context.Context, g *Globals) error {
	head := []string{"id", "category", "longitude", "latitude", "capacity", "reach_m", "region", "name", "name_en", "who", "constraints", "state", "taken"}
	return c.write(ctx, g, "offers", head, func(h *app.House, p access.Pass, row func(...string) error) error {
		for before := ""; ; {
			all, err := h.Exchange.Offers(ctx, p, "", "", "", before, 200)
			if err != nil {
				return err
			}
			for _, o := range all {
				if err := row(o.ID, o.Category, degrees(o.Lon), degrees(o.Lat), strconv.Itoa(max(0, o.Capacity-o.Taken)), strconv.Itoa(o.ReachM), string(o.Region),
					o.Name, o.NameEn, o.WhoName, strings.Join(o.Constraints, " "), string(o.State), strconv.Itoa(o.Taken)); err != nil {
					return err
				}
			}
			if len(all) < 200 {
				return nil
			}
			before = all[len(all)-1].ID
		}
	})
}

// ExportRegionsCmd writes the register of places.
type ExportRegionsCmd struct{ List }

// Run writes GeoJSON, which import regions reads, or a table.
func (c *ExportRegionsCmd) Run(ctx context.Context, g *Globals) error {
	levels := []region.Level{region.District, region.Street, region.Community, region.Grid}
	if ext := strings.ToLower(filepath.Ext(c.Out)); ext == ".geojson" || ext == ".json" {
		h, err := c.open(ctx, g)
		if err != nil {
			return err
		}
		defer h.Close()
		return table.WriteWhole(c.Out, func(w io.Writer) error { return json.NewEncoder(w).Encode(h.Places.GeoJSON(c.Region, levels...)) })
	}
	head := []string{"code", "name", "name_en", "level", "parent", "longitude", "latitude"}
	return c.write(ctx, g, "regions", head, func(h *app.House, _ access.Pass, row func(...string) error) error {
		for _, l := range levels {
			for _, r := range h.Places.Within(c.Region, l) {
				if err := row(string(r.Code), r.Name, r.NameEn, string(r.Level), string(r.Parent), degrees(r.Lon), degrees(r.Lat)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// degrees to about a decimetre; unknown is empty.
func degrees(x float64) string {
	if x == 0 {
		return ""
	}
	return strconv.FormatFloat(x, 'f', 6, 64)
}
