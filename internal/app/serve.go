package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/sync/errgroup"

	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/web"
)

// Serve answers on ln until ctx ends, then finishes what is under way: requests
// and jobs have api.Timeout for it.
func (h *House) Serve(ctx context.Context, ln net.Listener) error {
	handler, err := h.Handler()
	if err != nil {
		return err
	}
	if err := h.Queue.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	srv := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(h.Log.Handler(), slog.LevelDebug),
	}
	g, work := errgroup.WithContext(ctx)
	g.Go(func() error { return h.Hub.Run(work, 300*time.Millisecond, h.Log) })
	g.Go(func() error { return h.background(work) })
	g.Go(func() error { return h.housekeeping(work) })
	g.Go(func() error {
		if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("app: serve: %w", err)
		}
		return nil
	})
	g.Go(func() error {
		<-work.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), api.Timeout)
		defer cancel()
		err := srv.Shutdown(end)
		if errors.Is(err, context.DeadlineExceeded) { // live screens hold their line for ever
			err = srv.Close()
		}
		return errors.Join(err, h.Queue.Stop(end))
	})
	return g.Wait()
}

// housekeeping seals the audit trail and forgets old keys.
func (h *House) housekeeping(ctx context.Context) error {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if _, err := audit.Seal(ctx, h.DB); err != nil && ctx.Err() == nil {
			h.Log.Error("app: the audit trail could not be sealed", "error", err)
		}
		if err := api.ForgetKeys(ctx, h.DB); err != nil && ctx.Err() == nil {
			h.Log.Error("app: old keys could not be dropped", "error", err)
		}
	}
}

// Handler is everything that answers HTTP.
func (h *House) Handler() (http.Handler, error) {
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "linli_http_seconds", Help: "Time to answer, by operation and status.",
		Buckets: []float64{.005, .02, .05, .1, .3, 1, 3, 10, 60},
	}, []string{"route", "status"})
	metrics.MustRegister(took)

	h.mux.Handle("GET /metrics", localOnly(promhttp.HandlerFor(metrics, promhttp.HandlerOpts{})))
	h.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	h.mux.HandleFunc("GET /readyz", h.ready)
	h.mux.Handle("GET /", web.Handler())
	measured := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		sw := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		h.mux.ServeHTTP(sw, r)
		// The pattern, never the path: ids and searches stay out of metrics and logs.
		took.WithLabelValues(r.Pattern, strconv.Itoa(sw.status)).Observe(time.Since(begin).Seconds())
		h.Log.Debug("http", "route", r.Pattern, "status", sw.status, "ms", time.Since(begin).Milliseconds(), "trace", api.TraceOf(r.Context()))
	})
	return api.Wrap(h.Accounts.Middleware(measured), h.Log, h.perSecond()), nil
}

func (h *House) perSecond() float64 {
	switch {
	case h.PerSecond == 0:
		return api.PerSecond
	case h.PerSecond < 0:
		return 0
	}
	return h.PerSecond
}

func (h *House) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	if err := h.DB.Ping(ctx); err != nil {
		say(w, http.StatusServiceUnavailable, "database")
		return
	}
	say(w, http.StatusOK, "ready")
}

func say(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"status": word}) // the prober may have gone
}

// localOnly keeps figures about the machine from the outside.
func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ip := net.ParseIP(strings.Trim(api.Address(r), "[]")); ip == nil || !ip.IsLoopback() {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(code int) {
	w.status = code
	w.ResponseWriter.WriteHeader(code)
}

// Flush lets server-sent events through.
func (w *statusWriter) Flush() {
	if f, ok := w.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
