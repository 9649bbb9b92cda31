package demostory

import (
	"sync/atomic"
	"time"
)

// Clock is a clock that a story can set.
type Clock struct {
	base  func() time.Time
	shift atomic.Int64
}

// NewClock goes with base until it is set.
func NewClock(base func() time.Time) *Clock { return &Clock{base: base} }

// Now is the time by this clock.
func (c *Clock) Now() time.Time { return c.base().Add(time.Duration(c.shift.Load())) }

// Set lets it go on from t.
func (c *Clock) Set(t time.Time) { c.shift.Store(int64(t.Sub(c.base()))) }

// Right sets it to the time of its base.
func (c *Clock) Right() { c.shift.Store(0) }
