package roster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/sync/errgroup"

	"linli/internal/fault"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// chunk is how many rows are one transaction.
const chunk = 2000

type runArgs struct {
	Batch   string        `json:"batch"`
	Account string        `json:"account"`
	Places  []region.Code `json:"places"` // of the pass with which it was started; none is everywhere
}

// Kind names the job for ever.
func (runArgs) Kind() string { return "roster.run" }

// Jobs registers the background work.
func (s *Service) Jobs(r *jobs.Registry) {
	jobs.Add(r, time.Hour, func(ctx context.Context, a runArgs) error {
		p := access.HouseIn("roster.run", a.Account, a.Places...)
		if len(a.Places) == 0 {
			p = access.House("roster.run")
		}
		_, err := s.Run(ctx, p, a.Batch, nil)
		if fault.KindOf(err) == fault.Stale || fault.KindOf(err) == fault.NotFound {
			return nil // another hand runs it, or it is gone
		}
		return err
	})
}

// Resume runs again what a killed process left running: batches that have not
// moved for a minute. app calls it at start.
func (s *Service) Resume(ctx context.Context) error {
	_, err := store.In(ctx, s.DB, access.House("roster.resume"), func(tx *store.Tx) (int, error) {
		left, err := unfinished(ctx, tx, store.Micros(tx.Now))
		if err != nil {
			return 0, err
		}
		for _, b := range left {
			if err := s.Queue.Enqueue(ctx, tx, runArgs{Batch: b.ID, Account: b.Account, Places: []region.Code{b.Region}}); err != nil {
				return 0, err
			}
		}
		return len(left), nil
	})
	return err
}

// Run does the work of a running or undoing batch until it is finished. It may
// be killed and called again. progress hears of every chunk; nil is nobody.
func (s *Service) Run(ctx context.Context, p access.Pass, id string, progress func(Batch)) (Batch, error) {
	if progress == nil {
		progress = func(Batch) {}
	}
	b, err := s.Get(ctx, p, id)
	if err != nil {
		return b, err
	}
	switch b.State {
	case Running:
		b, err = s.take(ctx, p, b, progress)
	case Undoing:
		b, err = s.takeBack(ctx, p, b, progress)
	default:
		return b, nil
	}
	if f := fault.Of(err); f != nil && f.Kind != fault.Stale && f.Kind != fault.Unavailable {
		return s.fail(ctx, p, id, f)
	}
	return b, err
}

func (s *Service) fail(ctx context.Context, p access.Pass, id string, why *fault.Fault) (Batch, error) {
	b, err := s.change(ctx, p, id, "roster.failed", func(_ *store.Tx, b Batch) (Batch, error) {
		b.State, b.Error = Failed, why.Text(fault.Zh)
		return b, nil
	})
	if err != nil {
		return b, err
	}
	return b, why
}

// lines of a chunk, parsed.
type lines struct {
	at    []int64
	cells [][]string
	rows  []people.Row
	bad   [][]*fault.Fault
}

func (s *Service) take(ctx context.Context, p access.Pass, b Batch, progress func(Batch)) (Batch, error) {
	kinds, err := s.People.KindMap(ctx, p)
	if err != nil {
		return b, err
	}
	parse := newParser(b, kinds, s.Places, s.DB.Now())
	// One goroutine reads the file while this one writes chunks: the two take
	// about as long as each other.
	chunks := make(chan lines, 2)
	g, both := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(chunks)
		return s.readChunks(both, b, parse, func(l lines) error {
			select {
			case chunks <- l:
				return nil
			case <-both.Done():
				return both.Err()
			}
		})
	})
	var last Batch
	g.Go(func() error {
		b := b
		for l := range chunks {
			was, err := b, error(nil)
			// Another clerk may take the same people, or write the same pages, at the
			// same moment: look again, and they are simply there.
			for range 5 {
				if b, err = s.chunk(both, p, was, l); !store.IsUnique(err) && !errors.Is(err, store.ErrBusy) {
					break
				}
			}
			if err != nil {
				return err
			}
			progress(b)
			last = b
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		return last, err
	}
	b, err = s.change(ctx, p, b.ID, "roster.done", func(_ *store.Tx, b Batch) (Batch, error) {
		b.State, b.Total = Done, b.done()
		return b, nil
	})
	b.Done = b.done()
	return b, err
}

// readChunks parses the file from its beginning, so that a person who stands
// in it twice is found also after a restart, and gives what has not been dealt
// with yet to fn, in chunks.
func (s *Service) readChunks(ctx context.Context, b Batch, parse *parser, fn func(lines) error) error {
	seen := map[string]int64{} // keyed hash of the ID → line, over the whole file
	var l lines
	err := s.each(ctx, b, func(line int64, cells []string) error {
		if line <= b.header || len(cells) == 0 {
			return nil
		}
		row, bad := parse.row(cells)
		if row.ResidentID != "" {
			key := s.Box.Blind("id", string(row.ResidentID))
			if first, twice := seen[key]; twice {
				bad = append(bad, errInFile.With(first).On("resident_id"))
			} else if len(bad) == 0 {
				seen[key] = line
			}
		}
		if line <= b.line { // a run before this one dealt with it
			return nil
		}
		l.at, l.cells, l.rows, l.bad = append(l.at, line), append(l.cells, cells), append(l.rows, row), append(l.bad, bad)
		if len(l.at) < chunk {
			return nil
		}
		full := l
		l = lines{}
		return fn(full)
	})
	if err != nil || len(l.at) == 0 {
		return err
	}
	return fn(l)
}

// chunk takes its rows: register, error rows, before-images, place in the file
// and event, all or none.
func (s *Service) chunk(ctx context.Context, p access.Pass, b Batch, l lines) (Batch, error) {
	if err := ctx.Err(); err != nil {
		return b, err
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Batch, error) {
		b := b
		var good []people.Row
		var where []int
		for i := range l.rows {
			if len(l.bad[i]) == 0 {
				good, where = append(good, l.rows[i]), append(where, i)
			}
		}
		out, err := s.People.Bulk(ctx, tx, good, "import")
		if err != nil {
			return b, fmt.Errorf("roster: lines %d to %d: %w", l.at[0], l.at[len(l.at)-1], err)
		}
		bad := append([][]*fault.Fault{}, l.bad...)
		var changes []string
		for i, o := range out {
			switch o.Result {
			case people.Taken:
				b.Taken++
			case people.Updated:
				b.Updated++
			case people.Unchanged:
				b.Unchanged++
			case people.Rejected:
				bad[where[i]] = o.Faults
			}
			if o.Change != nil {
				raw, err := json.Marshal(o.Change)
				if err != nil {
					return b, err
				}
				changes = append(changes, string(raw))
			}
		}
		errs, err := s.errorRows(b, l, bad)
		if err != nil {
			return b, err
		}
		b.Rejected += int64(len(errs))
		if err := addErrors(ctx, tx, b, errs); err != nil {
			return b, err
		}
		b.line = l.at[len(l.at)-1]
		// n orders the changes for Undo: the line is unique and grows.
		if err := addChanges(ctx, tx, b, l.at[0]*2, changes); err != nil {
			return b, err
		}
		if err := save(ctx, tx, b); err != nil {
			return b, err
		}
		b.Version++
		b.Done = b.done()
		return b, events.Append(ctx, tx, events.Event{Kind: "roster.progress", Region: b.Region, Subject: b.ID})
	})
}

func (s *Service) errorRows(b Batch, l lines, bad [][]*fault.Fault) ([][]any, error) {
	var out [][]any
	for i, f := range bad {
		if len(f) == 0 {
			continue
		}
		cells, err := json.Marshal(l.cells[i])
		if err != nil {
			return nil, err
		}
		why, err := json.Marshal(reasons(f))
		if err != nil {
			return nil, err
		}
		out = append(out, []any{b.Region.Street(), b.ID, l.at[i], b.Region, s.Box.Seal(string(cells)), string(why)})
	}
	return out, nil
}

func (s *Service) takeBack(ctx context.Context, p access.Pass, b Batch, progress func(Batch)) (Batch, error) {
	for {
		if err := ctx.Err(); err != nil {
			return b, err
		}
		more, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (bool, error) {
			page, err := lastChanges(ctx, tx, b, chunk)
			if err != nil || len(page) == 0 {
				return false, err
			}
			changes := make([]people.Change, len(page))
			for i, c := range page {
				if err := json.Unmarshal([]byte(c.text), &changes[i]); err != nil {
					return false, err
				}
			}
			kept, err := s.People.Undo(ctx, tx, changes)
			if err != nil {
				return false, err
			}
			b.Kept += int64(len(kept))
			if err := dropChanges(ctx, tx, b, page[len(page)-1].n); err != nil {
				return false, err
			}
			if err := save(ctx, tx, b); err != nil {
				return false, err
			}
			return true, nil
		})
		if err != nil {
			return b, err
		}
		if !more {
			break
		}
		b.Version++
		progress(b)
	}
	return s.change(ctx, p, b.ID, "roster.undone", func(_ *store.Tx, b Batch) (Batch, error) {
		b.State = Undone
		return b, nil
	})
}

// Report is what the command line says of an import.
type Report struct {
	Batch  Batch         `json:"batch"`
	Tables []TableReport `json:"tables"`
}

// TableReport is one table of the source.
type TableReport struct {
	Table   string       `json:"table"`
	Read    int64        `json:"read"`
	Taken   int64        `json:"taken" doc:"New, changed or already there"`
	Skipped int64        `json:"skipped"`
	Rows    []SkippedRow `json:"rows"`
}

// SkippedRow says why a row was not taken.
type SkippedRow struct {
	Line    int64    `json:"line"`
	Reasons []Reason `json:"reasons"`
}

// ImportFile does everything at once, for the command line: upload, map, run.
func (s *Service) ImportFile(ctx context.Context, p access.Pass, at region.Code, name string, r io.Reader, progress func(Batch)) (Report, error) {
	b, err := s.Upload(ctx, p, at, name, r)
	if err != nil {
		return Report{}, err
	}
	if b, err = s.Start(ctx, p, b.ID); err != nil {
		return Report{Batch: b}, err
	}
	b, err = s.Run(ctx, p, b.ID, progress)
	rep := Report{Batch: b, Tables: []TableReport{{Table: b.Name, Read: b.done(), Taken: b.Taken + b.Updated + b.Unchanged, Skipped: b.Rejected, Rows: []SkippedRow{}}}}
	if err != nil {
		return rep, err
	}
	for after := int64(0); ; {
		page, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]errorRow, error) { return errorsOf(ctx, tx, b, after, 1000) })
		if err != nil || len(page) == 0 {
			return rep, err
		}
		for _, e := range page {
			row := SkippedRow{Line: e.line}
			if err := json.Unmarshal([]byte(e.reasons), &row.Reasons); err != nil {
				return rep, errors.Join(err)
			}
			rep.Tables[0].Rows = append(rep.Tables[0].Rows, row)
			after = e.line
		}
	}
}
