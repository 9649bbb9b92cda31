package main

import (
	"context"
	"fmt"
	"net"

	"linli/internal/app"
)

// ServeCmd serves a district.
type ServeCmd struct {
	Place
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080" env:"LINLI_LISTEN"`
	Secure bool   `help:"Cookies for HTTPS only: set it behind a TLS proxy." env:"LINLI_SECURE"`
}

// Run serves until it is told to stop.
func (c *ServeCmd) Run(ctx context.Context, g *Globals) error {
	h, err := app.Open(ctx, app.Config{Data: c.Data, Database: c.Database, Secure: c.Secure, Log: g.logger()})
	if err != nil {
		return err
	}
	defer h.Close()
	ln, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	some, err := h.Accounts.Exists(ctx)
	if err != nil {
		return err
	}
	if !some {
		fmt.Fprintln(g.err, "linli: there is no account yet; make the first with: linli account add") //nolint:errcheck // advice
	}
	fmt.Fprintf(g.err, "linli: serving http://%s\n", ln.Addr()) //nolint:errcheck // advice
	return h.Serve(ctx, ln)
}
