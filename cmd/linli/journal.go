package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"linli/cmd/linli/solve/table"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// ExportJournalCmd writes the books out.
type ExportJournalCmd struct {
	Place
	Out    string      `required:"" help:"The file to write." type:"path"`
	From   string      `help:"First day." default:"0000-01-01"`
	To     string      `help:"Last day." default:"9999-12-31"`
	Region region.Code `help:"Only what is of this place; default: everything."`
	JSON   bool        `help:"Print a report that a machine may read."`
}

// Run writes the journal, whole or not at all.
func (c *ExportJournalCmd) Run(ctx context.Context, g *Globals) error {
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
	n := 0
	if err := table.WriteWhole(c.Out, func(w io.Writer) (err error) {
		n, err = h.Money.Books.Journal(ctx, p, w, c.From, c.To)
		return err
	}); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(g.out).Encode(map[string]int{"transfers": n})
	}
	_, err = fmt.Fprintf(g.out, "%d transfers in %s\n", n, c.Out)
	return err
}
