package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/time/rate"

	"linli/internal/fault"
)

type (
	langKey  struct{}
	traceKey struct{}
	keyKey   struct{}
)

// LangOf is the reader's language: Chinese unless they prefer English.
func LangOf(ctx context.Context) fault.Lang {
	if l, ok := ctx.Value(langKey{}).(fault.Lang); ok {
		return l
	}
	return fault.Zh
}

func langOf(hc huma.Context) fault.Lang { return LangOf(hc.Context()) }

// TraceOf is the number of the request, in logs and in problems.
func TraceOf(ctx context.Context) string {
	s, _ := ctx.Value(traceKey{}).(string)
	return s
}

func keyOf(ctx context.Context) string {
	s, _ := ctx.Value(keyKey{}).(string)
	return s
}

// Lang reads Accept-Language: the first of zh and en in it.
func Lang(header string) fault.Lang {
	for part := range strings.SplitSeq(strings.ToLower(header), ",") {
		part = strings.TrimSpace(part)
		if strings.HasPrefix(part, "zh") {
			return fault.Zh
		}
		if strings.HasPrefix(part, "en") {
			return fault.En
		}
	}
	return fault.Zh
}

var (
	errTooMany = fault.New(fault.TooMany, "input.too_many",
		"操作太频繁，请稍等片刻再试。", "Too many requests; please wait a moment.")
	errCrossSite = fault.New(fault.Forbidden, "input.cross_site",
		"请求来自别的网站，已拒绝。", "The request came from another site and was refused.")
)

// PerSecond is how many requests a second an address may make where an
// installation does not say otherwise; four times as many at once.
const PerSecond = 50

// Wrap gives every request its number, language and limits before the
// operations see it. Limits are per address: PerSecond where none is given; 0 is
// no limit.
func Wrap(next http.Handler, log *slog.Logger, limit ...float64) http.Handler {
	perSecond := float64(PerSecond)
	if len(limit) > 0 {
		perSecond = limit[0]
	}
	limits := newLimits(perSecond, int(4*perSecond))
	same := http.NewCrossOriginProtection()
	same.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		WriteProblem(w, r, errCrossSite)
	}))
	inner := same.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b [8]byte
		rand.Read(b[:]) //nolint:errcheck // never fails since Go 1.24
		ctx := context.WithValue(r.Context(), traceKey{}, hex.EncodeToString(b[:]))
		ctx = context.WithValue(ctx, langKey{}, Lang(r.Header.Get("Accept-Language")))
		ctx = context.WithValue(ctx, keyKey{}, r.Header.Get("Idempotency-Key"))
		r = r.WithContext(ctx)
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		if strings.HasPrefix(r.URL.Path, Prefix) {
			h.Set("Cache-Control", "no-store")
			if perSecond > 0 && !limits.allow(Address(r)) {
				h.Set("Retry-After", "1")
				WriteProblem(w, r, errTooMany)
				return
			}
		}
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				log.Error("api: panic", "trace", TraceOf(ctx), "path", r.Pattern, "panic", p)
				WriteProblem(w, r, errInternal)
			}
		}()
		inner.ServeHTTP(w, r)
	})
}

// WriteProblem answers with a fault outside an operation.
func WriteProblem(w http.ResponseWriter, r *http.Request, f *fault.Fault) {
	p := FaultProblem(LangOf(r.Context()), f)
	p.Trace = TraceOf(r.Context())
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may have gone
}

// Address is where a request came from, without the port.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// limits holds a token bucket per address and forgets idle ones.
type limits struct {
	mu    sync.Mutex
	every rate.Limit
	burst int
	seen  map[string]*rate.Limiter
}

func newLimits(perSecond float64, burst int) *limits {
	return &limits{every: rate.Limit(perSecond), burst: burst, seen: map[string]*rate.Limiter{}}
}

func (l *limits) allow(who string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.seen[who]
	if b == nil {
		if len(l.seen) > 10_000 { // an attacker with many addresses must not fill the memory
			clear(l.seen)
		}
		b = rate.NewLimiter(l.every, l.burst)
		l.seen[who] = b
	}
	return b.Allow()
}

// Timeout of a graceful stop: what is under way may finish.
const Timeout = 20 * time.Second
