package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"linli/internal/app"
	"linli/internal/fault"
)

// DemoCmd makes a fictional district and serves it.
type DemoCmd struct {
	Place
	Listen    string `help:"Address to listen on." default:"127.0.0.1:8080" env:"LINLI_LISTEN"`
	Residents int    `help:"How many people live in the district, on the first start." default:"60000"`
	Seed      uint64 `help:"Another seed is another district." default:"1"`
	Weeks     bool   `help:"Let the weeks until now happen in it: meals, rounds, ratings, statements." default:"true" negatable:""`
	Now       string `help:"The moment at which its clock begins, such as 2026-11-25T10:30+08:00: to see another day of it." placeholder:"TIME"`
	Limit
}

// Run makes the district on the first start and serves it.
func (c *DemoCmd) Run(ctx context.Context, g *Globals) error {
	now, err := c.clock()
	if err != nil {
		return err
	}
	h, err := app.Open(ctx, app.Config{Data: c.Data, Database: c.Database, Demo: true, PerSecond: c.perSecond(), Log: g.logger(), Now: now})
	if err != nil {
		return err
	}
	defer h.Close()
	if !h.HasDemo() {
		began := time.Now()
		show, done := g.term().Progress("residents")
		if err := h.MakeDemo(ctx, c.Residents, c.Seed, c.Weeks, show); err != nil {
			return err
		}
		done()
		fmt.Fprintf(g.err, "made a district of %d residents in %.1f s\n", c.Residents, time.Since(began).Seconds()) //nolint:errcheck // advice
	}
	ln, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "\nLinli 邻里: http://%s\nAll people are fictional. Password of every login: %s\n%s\n", ln.Addr(), app.DemoPassword, h.DemoText(fault.Zh)) //nolint:errcheck // advice
	return h.Serve(ctx, ln)
}

// clock goes on from the moment asked for.
func (c *DemoCmd) clock() (func() time.Time, error) {
	if c.Now == "" {
		return time.Now, nil
	}
	at, err := time.Parse("2006-01-02T15:04Z07:00", c.Now)
	if err != nil {
		return nil, fmt.Errorf("--now: %q is not a moment such as 2026-11-25T10:30+08:00", c.Now)
	}
	began := time.Now()
	return func() time.Time { return at.Add(time.Since(began)) }, nil
}
