package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"linli/internal/app/demostory"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/files"
	"linli/internal/platform/jobs"
	"linli/internal/platform/notify"
	"linli/internal/platform/regions"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/platform/workdays"
)

// Version of the product; the build sets it.
var Version = "0.1.0-dev"

// Config is what an installation decides.
type Config struct {
	Data     string         // folder of the embedded database, keys and files
	Database string         // postgres:// address; "" is the embedded database in Data
	Demo     bool           // a fictional district, demo logins, notices printed
	Secure   bool           // cookies for HTTPS only
	WeChat   account.WeChat // nil: not connected
	// PerSecond is how many requests a second one address may make: 0 is
	// api.PerSecond, a negative number no limit.
	PerSecond float64
	Log       *slog.Logger
	Now       func() time.Time // nil is the clock
}

// House is everything, put together.
type House struct {
	Config
	DB       *store.DB
	Box      *secret.Box
	Files    *files.Store
	Queue    *jobs.Queue
	Places   *regions.Register
	Workdays *workdays.Service
	Hub      *events.Hub
	Accounts *account.Service
	API      *api.API
	Rules    access.Rules

	services
	clock *demostory.Clock // of a demonstration, which can be set
	mux   *http.ServeMux
}

// Open opens the database, brings its schema up to date and makes the services.
// Nothing runs in the background before Start.
func Open(ctx context.Context, c Config) (_ *House, err error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Data == "" {
		return nil, errors.New("app: no data folder")
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	h := &House{Config: c, mux: http.NewServeMux(), clock: demostory.NewClock(c.Now)}
	if c.Demo {
		c.Now = h.clock.Now
	}
	defer func() {
		if err != nil {
			h.Close()
		}
	}()
	where := c.Database
	if where == "" {
		where = c.Data
	}
	if h.DB, err = store.Open(ctx, where, c.Now); err != nil {
		return nil, err
	}
	if err = h.migrate(ctx); err != nil {
		return nil, err
	}
	if h.Box, err = secret.Load(filepath.Join(c.Data, "keys.json")); err != nil {
		return nil, err
	}
	if h.Files, err = files.Open(ctx, filepath.Join(c.Data, "files")); err != nil {
		return nil, err
	}
	h.Places = &regions.Register{DB: h.DB}
	if err = h.Places.Load(ctx); err != nil {
		return nil, err
	}
	h.Workdays = &workdays.Service{DB: h.DB}
	if err = h.Workdays.Load(ctx); err != nil {
		return nil, err
	}
	h.Hub = &events.Hub{DB: h.DB}
	h.Rules = access.Merge(append(featureRules(), account.Rules, audit.Rules, regions.Rules, workdays.Rules, api.StreamRules)...)
	work := jobs.NewRegistry()
	h.makeServices(work)
	if h.Queue, err = jobs.New(h.DB, work, c.Log); err != nil {
		return nil, err
	}
	h.giveQueue()
	h.Accounts = &account.Service{DB: h.DB, Box: h.Box, Sender: &notify.Printer{W: os.Stderr},
		Residents: h.residents(), Rules: h.Rules, Demo: c.Demo, WeChat: c.WeChat}
	h.API = api.New(h.mux, h.DB, h.Rules, Version, c.Log)
	h.Places.Register(h.API)
	h.Workdays.Register(h.API)
	h.Accounts.Register(h.API, h.Places, c.Secure)
	audit.Register(h.API)
	api.Stream(h.API, h.Hub)
	h.registerFeatures()
	return h, nil
}

func (h *House) migrate(ctx context.Context) error {
	all := append(featureSchemas(), events.Schema, audit.Schema, api.Schema, regions.Schema, account.Schema, workdays.Schema)
	did, err := h.DB.Migrate(ctx, all...)
	if err != nil {
		return err
	}
	if len(did) > 0 {
		h.Log.Info("app: schema brought up to date", "files", len(did))
	}
	return jobs.Migrate(ctx, h.DB)
}

// Close ends the house; what was told "done" is on disk.
func (h *House) Close() {
	if h.Files != nil {
		_ = h.Files.Close()
	}
	if h.DB != nil {
		if err := h.DB.Close(); err != nil {
			h.Log.Error("app: close", "error", err)
		}
	}
}
