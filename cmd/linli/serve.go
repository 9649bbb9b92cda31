package main

import (
	"context"
	"fmt"
	"net"

	"linli/internal/app"
	"linli/internal/connect/wechat"
)

// Limit is what a server takes from one address.
type Limit struct {
	RequestsPerSecond float64 `help:"How many requests a second one address may make; 0 is no limit, for a proxy that limits or a measurement." default:"50" env:"LINLI_REQUESTS_PER_SECOND"`
}

func (l Limit) perSecond() float64 {
	if l.RequestsPerSecond == 0 {
		return -1
	}
	return l.RequestsPerSecond
}

// ServeCmd serves a district.
type ServeCmd struct {
	Place
	Listen       string `help:"Address to listen on." default:"127.0.0.1:8080" env:"LINLI_LISTEN"`
	Secure       bool   `help:"Cookies for HTTPS only: set it behind a TLS proxy." env:"LINLI_SECURE"`
	WeChatApp    string `name:"wechat-app" help:"App id of the mini-program." env:"LINLI_WECHAT_APP" placeholder:"ID"`
	WeChatSecret string `name:"wechat-secret" help:"Its secret; better given by the environment." env:"LINLI_WECHAT_SECRET" placeholder:"SECRET"`
	Limit
}

// Run serves until it is told to stop.
func (c *ServeCmd) Run(ctx context.Context, g *Globals) error {
	config := app.Config{Data: c.Data, Database: c.Database, Secure: c.Secure, PerSecond: c.perSecond(), Log: g.logger()}
	if c.WeChatApp != "" {
		config.WeChat = wechat.New(c.WeChatApp, c.WeChatSecret)
	}
	h, err := app.Open(ctx, config)
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
