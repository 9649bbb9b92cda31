package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"linli/internal/platform/access"
	"linli/internal/region"
	"linli/internal/roster"
)

// ImportCmd takes things in.
type ImportCmd struct {
	People    ImportPeopleCmd    `cmd:"" help:"Take in a roster of residents (XLSX or CSV)."`
	Directory ImportDirectoryCmd `cmd:"" help:"Take in a directory of services (Open Referral HSDS 3.0, 2.x, 1.x)."`
	Regions   ImportRegionsCmd   `cmd:"" help:"Take in regions with names and boundaries (GeoJSON)."`
	Calendar  ImportCalendarCmd  `cmd:"" help:"Take in the holidays and worked weekend days of a year (CSV)."`
}

// ImportPeopleCmd takes in a roster.
type ImportPeopleCmd struct {
	Place
	File   string      `arg:"" help:"XLSX or CSV." type:"existingfile"`
	Region region.Code `required:"" help:"Code of the region that the roster is of."`
	Errors string      `help:"Write the bad rows, with their reasons, to this file (.xlsx or .csv)." type:"path"`
	JSON   bool        `help:"Print a report that a machine may read."`
}

// Run takes the file in. The exit code is 0 also where rows were skipped: they
// are counted, named in --errors and in --json.
func (c *ImportPeopleCmd) Run(ctx context.Context, g *Globals) error {
	if _, err := region.Parse(string(c.Region)); err != nil {
		return err
	}
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Seed(ctx); err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	p := access.House("command line")
	show, done := g.term().Progress("rows")
	rep, err := h.Roster.ImportFile(ctx, p, c.Region, filepath.Base(c.File), f, func(b roster.Batch) { show(b.Done, b.Total) })
	done()
	if err != nil {
		return err
	}
	b := rep.Batch
	if c.Errors != "" && b.Rejected > 0 {
		if _, err := h.Roster.WriteErrors(ctx, p, b.ID, c.Errors, "zh"); err != nil {
			return err
		}
	}
	if c.JSON {
		enc := json.NewEncoder(g.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(rep)
	}
	_, err = fmt.Fprintf(g.out, "import %s: %d rows: %d new, %d changed, %d unchanged, %d skipped\n", b.ID, b.Done, b.Taken, b.Updated, b.Unchanged, b.Rejected)
	return err
}

// UndoCmd takes a whole import back.
type UndoCmd struct {
	Place
	Import string `arg:"" help:"Id of the import, as it was printed."`
}

// Run takes it back.
func (c *UndoCmd) Run(ctx context.Context, g *Globals) error {
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	p := access.House("command line")
	if _, err := h.Roster.Undo(ctx, p, c.Import); err != nil {
		return err
	}
	b, err := h.Roster.Run(ctx, p, c.Import, nil)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.out, "import %s is %s; %d records were kept because they had been changed since\n", b.ID, b.State, b.Kept)
	return err
}
