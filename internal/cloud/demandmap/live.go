package demandmap

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/regions"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Source is the register of people, as far as counting needs it.
type Source interface {
	// Each gives everybody who lives here now, best in the order of places.
	Each(ctx context.Context, fn func(Person) error) error
	// Some gives those of ids who live here now; the others have died, moved
	// away or become one with another.
	Some(ctx context.Context, ids []string, fn func(Person) error) error
}

// Map is the demand map of an installation. Set the fields, then Run.
type Map struct {
	DB      *store.DB
	Source  Source
	Regions *regions.Register
	Log     *slog.Logger

	live   atomic.Pointer[index]
	asOf   atomic.Int64
	shapes atomic.Pointer[map[region.Code]*shape]

	mu    sync.Mutex
	cache map[string]*tally
}

// ErrBuilding is told from start until the first build has ended.
var ErrBuilding = fault.New(fault.Unavailable, "demandmap.building", "需求图正在汇总数据，请稍后再试。", "The demand map is being built; please try again in a moment.")

// Build counts everybody anew and then takes the place of the index before,
// which answers until then. O(residents).
func (m *Map) Build(ctx context.Context) error {
	x := newIndex()
	if err := m.Source.Each(ctx, x.put); err != nil {
		return err
	}
	x.pack()
	if err := m.draw(); err != nil {
		return err
	}
	m.live.Store(x)
	m.asOf.Store(m.DB.Now().UnixMicro())
	m.mu.Lock()
	m.cache = nil
	m.mu.Unlock()
	return nil
}

// Run builds the map and keeps it current from the log until ctx ends: it looks
// every interval and builds anew every night.
func (m *Map) Run(ctx context.Context, every time.Duration) error {
	at, err := m.begin(ctx)
	if err != nil {
		return err
	}
	built, took := m.DB.Now(), time.Duration(0)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		now := m.DB.Now()
		at, err = m.Follow(ctx, at)
		newDay := now.In(shanghai).YearDay() != built.In(shanghai).YearDay()
		// After an import it is cheaper to build anew than to look everybody
		// up; building takes no more than a tenth of the time.
		if newDay || errors.Is(err, errFlood) && now.Sub(built) >= 10*took {
			var next events.Cursor
			if next, err = m.begin(ctx); err == nil {
				at, built, took = next, m.DB.Now(), m.DB.Now().Sub(now)
			}
		}
		if err != nil && ctx.Err() == nil && !errors.Is(err, errFlood) {
			m.Log.Error("demandmap: the log could not be followed", "error", err)
		}
	}
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600) // one zone, no summer time since 1991

// errFlood is for more new events than are worth following one by one.
var errFlood = errors.New("demandmap: a flood of events")

// flood is how many events are followed one by one.
const flood = 1000

// begin notes the end of the log, then builds: what happens meanwhile is
// followed afterwards, and putting a person twice does no harm.
func (m *Map) begin(ctx context.Context) (events.Cursor, error) {
	at, err := store.View(ctx, m.DB, access.House("demandmap"), func(tx *store.Tx) (events.Cursor, error) { return events.End(ctx, tx) })
	if err != nil {
		return at, err
	}
	return at, m.Build(ctx)
}

// Follow brings the index up to the end of the log and returns where that is;
// on an error, how far it came.
func (m *Map) Follow(ctx context.Context, at events.Cursor) (events.Cursor, error) {
	x := m.live.Load()
	if x == nil {
		return at, ErrBuilding
	}
	for {
		now := m.DB.Now()
		batch, err := store.View(ctx, m.DB, access.House("demandmap"), func(tx *store.Tx) ([]events.Event, error) { return events.Read(ctx, tx, at, flood) })
		if err != nil {
			return at, err
		}
		if len(batch) == flood && relevant(batch) > flood/2 {
			return at, errFlood
		}
		if len(batch) == 0 {
			m.asOf.Store(now.UnixMicro())
			return at, nil
		}
		touched, ids := map[string]bool{}, []string{}
		for _, e := range batch {
			if e.Is("people.") && e.Subject != "" && !touched[e.Subject] {
				touched[e.Subject] = true
				ids = append(ids, e.Subject)
			}
		}
		if len(ids) > 0 {
			if err := m.Source.Some(ctx, ids, func(p Person) error { delete(touched, p.ID); return x.put(p) }); err != nil {
				return at, err
			}
			for id := range touched {
				x.remove(id)
			}
		}
		at = events.CursorOf(batch[len(batch)-1])
	}
}

// relevant is how many of a batch tell of persons.
func relevant(batch []events.Event) (n int) {
	for _, e := range batch {
		if e.Is("people.") {
			n++
		}
	}
	return n
}

// tally counts those whom a filter means in the places of a pass, or recalls
// it while nothing has changed.
func (m *Map) tally(p access.Pass, f Filter, what part) (*tally, error) {
	x := m.live.Load()
	if x == nil {
		return nil, ErrBuilding
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	today := m.DB.Now().In(shanghai)
	name := string(what) + "|" + f.name() + "|" + scopeName(p) + "|" + today.Format(time.DateOnly)
	m.mu.Lock()
	t := m.cache[name]
	m.mu.Unlock()
	if t != nil && t.of == x && t.version == x.version {
		return t, nil
	}
	t = x.count(x.picked(p, f, today), what, today)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cache == nil || len(m.cache) >= 64 {
		m.cache = map[string]*tally{}
	}
	m.cache[name] = t
	return t, nil
}

func (x *index) picked(p access.Pass, f Filter, today time.Time) *roaring.Bitmap {
	if p.Everywhere() {
		return x.pick(f, nil, today)
	}
	return x.pick(f, append([]region.Code{}, p.Places()...), today)
}

func scopeName(p access.Pass) string {
	if p.Everywhere() {
		return "*"
	}
	var b strings.Builder
	for _, c := range p.Places() {
		b.WriteString(string(c))
		b.WriteByte(' ')
	}
	return b.String()
}
