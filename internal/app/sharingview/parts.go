package sharingview

import (
	"context"
	"io/fs"
	"time"

	"linli/internal/directory"
	"linli/internal/exchange"
	"linli/internal/family"
	"linli/internal/pairing"
	"linli/internal/pairing/rule"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/files"
	"linli/internal/platform/jobs"
	"linli/internal/platform/regions"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/platform/workdays"
)

// Around is what stands around the features of the hut.
type Around struct {
	DB       *store.DB
	Box      *secret.Box
	Files    *files.Store
	Places   *regions.Register
	Workdays *workdays.Service
	People   *people.Service
	Offers   *directory.Directory
	Family   *family.Service
	Exchange *exchange.Service
	Accounts func() *account.Service // made after the features
	Queue    func() *jobs.Queue      // made after the features
	Work     *jobs.Registry

	Vulnerabilities func(people.Facts) int // how many things make somebody vulnerable
}

// Part is one feature.
type Part struct {
	Register  func(*api.API)
	Followers []Follower
	Regular   []Regular
	Demo      func(ctx context.Context, d Demo) error // a town's worth of it; may be nil
}

// Follower acts on every event of some kinds (none: of all), once, in order.
type Follower struct {
	Name   string
	Handle func(context.Context, *store.Tx, events.Event) error
	Kinds  []string
}

// Regular is work that is done by itself, now and then.
type Regular struct {
	Name  string
	Every time.Duration
	Do    func(context.Context, access.Pass) (int, error)
}

// Schemas of all features.
func Schemas() []fs.FS { return []fs.FS{pairing.Schema} }

// Rules of all features.
func Rules() []access.Rules { return []access.Rules{pairing.Rules} }

// Parts makes the features.
func Parts(a Around) []Part {
	return []Part{
		pairingPart(a, map[string]pairing.Market{rule.Need: open{a}}),
	}
}
