package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// result is one measurement of one server.
type result struct {
	perSecond float64 // at most
	fast      float64 // seconds of a thousand orders at most speed
	p50, p99  float64 // seconds, at the fixed rate, from when it was due
	cpu       float64 // seconds of the server's processor an order, at most speed
	memory    int64   // MB, of the server
}

func median(all []result) result {
	if len(all) == 0 {
		return result{}
	}
	slices.SortFunc(all, func(a, b result) int { return int(a.perSecond - b.perSecond) })
	return all[len(all)/2]
}

// target makes the n-th request; it must be accepted.
type target func(n int64) (*http.Request, []byte)

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1024, DisableCompression: true}, Timeout: 30 * time.Second}

func send(ctx context.Context, make target, n int64) error {
	r, body := make(n)
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res, err := client.Do(r.WithContext(ctx))
	if err != nil {
		return err
	}
	defer res.Body.Close() //nolint:errcheck // read only
	if res.StatusCode >= 300 {
		text, _ := io.ReadAll(res.Body) //nolint:errcheck // for the message
		return fmt.Errorf("order %d: %d %s", n, res.StatusCode, text)
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

// load warms a server up, sends as fast as it answers, then at the fixed rate.
func (b bench) load(ctx context.Context, pid int, make target) (r result, err error) {
	var n atomic.Int64
	if _, err = b.flatOut(ctx, make, &n, time.Second); err != nil {
		return r, err
	}
	busy := cpuOf(pid)
	began := time.Now()
	done, err := b.flatOut(ctx, make, &n, b.seconds)
	if err != nil {
		return r, err
	}
	r.perSecond = float64(done) / time.Since(began).Seconds()
	r.fast, r.cpu, r.memory = 1000/r.perSecond, (cpuOf(pid)-busy)/float64(done), memoryOf(pid)
	took, err := b.paced(ctx, make, &n)
	if err != nil {
		return r, err
	}
	slices.Sort(took)
	r.p50, r.p99 = took[len(took)/2].Seconds(), took[len(took)*99/100].Seconds()
	return r, nil
}

// flatOut keeps every client busy for a time and counts what was answered.
func (b bench) flatOut(ctx context.Context, make target, n *atomic.Int64, lasts time.Duration) (int64, error) {
	var wg sync.WaitGroup
	var done atomic.Int64
	var failed atomic.Pointer[error]
	end := time.Now().Add(lasts)
	for range b.connections {
		wg.Go(func() {
			for time.Now().Before(end) && failed.Load() == nil {
				if err := send(ctx, make, n.Add(1)); err != nil {
					failed.Store(&err)
					return
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return done.Load(), nil
}

// paced sends at the fixed rate and measures from when each request was due, so
// that a stall counts for all who waited behind it.
func (b bench) paced(ctx context.Context, make target, n *atomic.Int64) ([]time.Duration, error) {
	type due struct {
		at time.Time
		n  int64
	}
	todo := b.rate * int(b.seconds.Seconds())
	line := makeLine[due](todo)
	took := makeTook(todo)
	var wg sync.WaitGroup
	var failed atomic.Pointer[error]
	var at atomic.Int64
	for range 4 * b.connections {
		wg.Go(func() {
			for d := range line {
				if err := send(ctx, make, d.n); err != nil {
					failed.Store(&err)
				}
				took[at.Add(1)-1] = time.Since(d.at)
			}
		})
	}
	began, gap := time.Now(), time.Second/time.Duration(b.rate)
	for i := range todo {
		next := began.Add(time.Duration(i) * gap)
		time.Sleep(time.Until(next))
		line <- due{next, n.Add(1)}
	}
	close(line)
	wg.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	return took, nil
}

func makeLine[T any](n int) chan T { return make(chan T, n) }

func makeTook(n int) []time.Duration { return make([]time.Duration, n) }

// cpuOf is the processor time of a process so far, in seconds.
func cpuOf(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ")
	f := strings.Fields(after)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100
}

func memoryOf(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), "VmHWM:")
	kb, _ := strconv.ParseInt(strings.Fields(after + " 0")[0], 10, 64)
	return kb >> 10
}

// stop ends a server that we started, and only that.
func stop(c *exec.Cmd) {
	_ = c.Process.Signal(os.Interrupt)
	done := make(chan struct{})
	go func() { _ = c.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		_ = c.Process.Kill()
		<-done
	}
}
