package main

import (
	"context"
	"errors"
)

// DemoCmd makes a fictional district and serves it.
type DemoCmd struct {
	Place
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080" env:"LINLI_LISTEN"`
}

// Run makes the district on the first start and serves it.
func (c *DemoCmd) Run(_ context.Context, _ *Globals) error {
	return errors.New("demo: not built yet")
}
