package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/role"
)

// Watch is the permission to hear of events in one's places, by kind and id.
const Watch access.Permission = "events.watch"

// StreamRules are everyone who works or lives here.
var StreamRules = access.Rules{Watch: allRoles()}

func allRoles() (out []role.Role) {
	for _, w := range role.All {
		out = append(out, w.Role)
	}
	return out
}

// Stream adds the server-sent events for live screens: an event's kind, region
// and subject, as far as the viewer's places reach; the screen then asks for
// what it shows. A comment every 15 s keeps the line open; an event "again"
// tells a client that fell behind to look at everything anew.
func Stream(a *API, hub *events.Hub) {
	type in struct {
		Kinds string `query:"kinds" maxLength:"500" doc:"Comma-separated kinds; 'people.' is all that begin so"`
	}
	Register(a, Op{Method: http.MethodGet, Path: "/events/stream", ID: "watch-events", Tag: "events", Needs: Watch,
		Summary: "实时事件 / Live events"},
		func(ctx context.Context, pass access.Pass, in *in) (*huma.StreamResponse, error) {
			var kinds []string
			if in.Kinds != "" {
				kinds = strings.Split(in.Kinds, ",")
			}
			return &huma.StreamResponse{Body: func(hc huma.Context) { serveStream(hc, pass, kinds, hub) }}, nil
		})
}

func serveStream(hc huma.Context, pass access.Pass, kinds []string, hub *events.Hub) {
	hc.SetHeader("Content-Type", "text/event-stream")
	hc.SetHeader("X-Accel-Buffering", "no")
	w := hc.BodyWriter()
	flush := func() {
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
	}
	batches, leave := hub.Subscribe()
	defer leave()
	beat := time.NewTicker(15 * time.Second)
	defer beat.Stop()
	fmt.Fprint(w, "retry: 2000\n\n") //nolint:errcheck // a gone client ends the context
	flush()
	for {
		select {
		case <-hc.Context().Done():
			return
		case <-beat.C:
			fmt.Fprint(w, ": still here\n\n") //nolint:errcheck // a gone client ends the context
		case batch, open := <-batches:
			if !open {
				fmt.Fprint(w, "event: again\ndata: {}\n\n") //nolint:errcheck // a gone client ends the context
				flush()
				return
			}
			for _, e := range batch {
				if pass.Covers(e.Region) && e.Is(kinds...) {
					line, _ := json.Marshal(map[string]any{"kind": e.Kind, "region": e.Region, "subject": e.Subject})
					fmt.Fprintf(w, "data: %s\n\n", line) //nolint:errcheck // a gone client ends the context
				}
			}
		}
		flush()
	}
}
