package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"linli/internal/calendar"
	"linli/internal/platform/access"
)

// ImportCalendarCmd takes in the notice of a year.
type ImportCalendarCmd struct {
	Place
	File string `arg:"" help:"CSV with the columns date, kind (holiday or work), name_zh and, if wanted, to and name_en." type:"existingfile"`
}

// Run replaces every year that the file has days of.
func (c *ImportCalendarCmd) Run(ctx context.Context, g *Globals) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	days, err := calendar.Parse(f)
	if err != nil {
		return err
	}
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	years := map[int][]calendar.Day{}
	for _, d := range days {
		years[calendar.Year(d)] = append(years[calendar.Year(d)], d)
	}
	var order []int
	for y := range years {
		order = append(order, y)
	}
	slices.Sort(order)
	for _, y := range order {
		if err := h.Workdays.Put(ctx, access.House("command line"), y, years[y]); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(g.out, "%d: %d days\n", y, len(years[y])); err != nil {
			return err
		}
	}
	return nil
}
