package api

import (
	"context"
	"embed"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Schema of the idempotency keys.
//
//go:embed schema/*.sql
var Schema embed.FS

// Prefix stands before every path of an operation that does not begin with "//".
const Prefix = "/api/v1"

// API is the set of operations.
type API struct {
	DB    *store.DB
	Rules access.Rules
	Log   *slog.Logger

	huma huma.API
	ops  []Op
}

// Op is one operation as a feature declares it.
type Op struct {
	Method string // "GET"
	Path   string // "/people/{id}", under Prefix; "//hsds/services" stands at the root
	ID     string // "get-person"
	Tag    string // the feature's folder: "people"
	Needs  access.Permission
	// Summary is "中文 / English".
	Summary string
	// Creates makes the operation heed Idempotency-Key and answer 201.
	Creates bool
	// Again answers a repeat of a creating operation by the id of what was made,
	// func(ctx, pass, id) (*O, error); do takes the id from NewID. Without it the
	// first answer is kept as it was.
	Again   any
	Status  int           // of success, where it is neither 200 nor 201
	MaxBody int64         // bytes; 0 is 1 MiB
	Slow    time.Duration // how long the body may take to arrive; 0 is 30 s
}

// New makes the API on a mux. Every operation's permission must be in rules.
func New(mux *http.ServeMux, db *store.DB, rules access.Rules, version string, log *slog.Logger) *API {
	cfg := huma.DefaultConfig("Linli 邻里", version)
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "/openapi", "", ""
	cfg.CreateHooks = nil // no $schema links in bodies
	cfg.Info.Description = "Needs, offers and matches of a city district. Problems follow RFC 9457 and carry a stable code (docs/faults.md)."
	cfg.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "linli_session"},
	}
	a := &API{DB: db, Rules: rules, Log: log, huma: humago.New(mux, cfg)}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return problemOf(langOf(ctx), status, msg, errs)
	}
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return problemOf(fault.Zh, status, msg, errs)
	}
	mux.HandleFunc("GET /docs", a.docs)
	return a
}

// Document is the OpenAPI 3.1 document.
func (a *API) Document() *huma.OpenAPI { return a.huma.OpenAPI() }

// Ops lists the operations in the order of registration, for the access table.
func (a *API) Ops() []Op { return a.ops }

type passKey struct{}

// Register adds an operation. It panics on an unknown permission or an ID used
// twice: the server does not start with a hole in it.
func Register[I, O any](a *API, op Op, do func(context.Context, access.Pass, *I) (*O, error)) {
	roles, known := a.Rules[op.Needs]
	if !known {
		panic("api: " + op.ID + " needs unknown permission " + string(op.Needs))
	}
	for _, o := range a.ops {
		if o.ID == op.ID {
			panic("api: two operations are called " + op.ID)
		}
	}
	if len(op.Path) > 1 && op.Path[:2] == "//" {
		op.Path = op.Path[1:]
	} else {
		op.Path = Prefix + op.Path
	}
	again, ok := op.Again.(againFunc[O])
	if op.Again != nil && !ok {
		panic("api: Again of " + op.ID + " is not of its answer")
	}
	a.ops = append(a.ops, op)
	h := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: op.Path, Summary: op.Summary, Tags: []string{op.Tag},
		DefaultStatus: op.Status, MaxBodyBytes: op.MaxBody, BodyReadTimeout: op.Slow,
		Middlewares: huma.Middlewares{a.gate(op)},
		Extensions:  map[string]any{"x-permission": op.Needs, "x-roles": roles},
		Parameters:  []*huma.Param{regionParam},
	}
	if op.Slow == 0 {
		h.BodyReadTimeout = 30 * time.Second
	}
	if op.Creates {
		h.Parameters = append(h.Parameters, idempotencyParam)
		if op.Status == 0 {
			h.DefaultStatus = http.StatusCreated
		}
	}
	if !slices.Contains(roles, role.Public) {
		h.Security = []map[string][]string{{"session": {}}}
	}
	huma.Register(a.huma, h, func(ctx context.Context, in *I) (*O, error) {
		pass := ctx.Value(passKey{}).(access.Pass)
		out, err := once(ctx, a, op, again, pass, in, do)
		if err != nil {
			return nil, a.problem(ctx, op, err)
		}
		return out, nil
	})
}

var (
	regionParam = &huma.Param{Name: "region", In: "query", Schema: &huma.Schema{Type: "string", Pattern: `^(\d{6}(\d{3}){0,3})?$`},
		Description: "Only within this region code; must lie within your posts."}
	idempotencyParam = &huma.Param{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: "string"},
		Description: "A name of your own for this request: repeating it with the same name does it once and repeats the answer."}
)

// gate decides before anything of the input is read.
func (a *API) gate(op Op) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		ctx := hc.Context()
		pass, err := a.Rules.Decide(ViewerOf(ctx), op.Needs, a.DB.Now())
		if err == nil {
			if at := hc.Query("region"); at != "" {
				var code region.Code
				if code, err = region.Parse(at); err == nil {
					pass, err = pass.Narrow(code)
				}
				if f := fault.Of(err); f != nil {
					err = f.On("region")
				}
			}
		}
		if err != nil {
			p := a.problem(ctx, op, err)
			hc.SetHeader("Content-Type", "application/problem+json")
			hc.SetStatus(p.Status)
			if err := json.NewEncoder(hc.BodyWriter()).Encode(p); err != nil {
				a.Log.Debug("api: the client has gone", "op", op.ID)
			}
			return
		}
		next(huma.WithValue(hc, passKey{}, pass))
	}
}

type viewerKey struct{}

// WithViewer puts who asks into a context; the account package does.
func WithViewer(ctx context.Context, v access.Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// ViewerOf is who asks; the zero Viewer is the public.
func ViewerOf(ctx context.Context) access.Viewer {
	v, _ := ctx.Value(viewerKey{}).(access.Viewer)
	return v
}
