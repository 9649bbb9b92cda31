package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"linli/internal/fault"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/files"
	"linli/internal/platform/jobs"
	"linli/internal/platform/regions"
	"linli/internal/platform/secret"
	"linli/internal/platform/sheet"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// What can be done here, and who may.
const (
	See    access.Permission = "roster.see"
	Import access.Permission = "roster.import"
)

// Rules of imports.
var Rules = access.Rules{
	See:    {role.CommunityWorker, role.DataSteward, role.Auditor},
	Import: {role.CommunityWorker, role.DataSteward},
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	People *people.Service
	Places *regions.Register
	Files  *files.Store
	Box    *secret.Box
	Queue  *jobs.Queue
}

// Upload keeps a file and reads its header: the batch is Mapped where every
// column that matters was understood, else Uploaded. The region must be
// covered by the pass; r is read once, at most sheet.MaxFile bytes.
func (s *Service) Upload(ctx context.Context, p access.Pass, at region.Code, name string, r io.Reader) (Batch, error) {
	if !p.Covers(at) || s.Places.Has(at.District()) && !s.Places.Has(at) {
		return Batch{}, ErrRegion.On("region")
	}
	b := Batch{ID: s.DB.NewID(), Region: at, Name: cleanName(name), State: Uploaded, Version: 1, Mapping: []string{}}
	b.file = "imports/" + b.ID + strings.ToLower(filepath.Ext(b.Name))
	sum := sha256.New()
	n, err := s.Files.Put(ctx, b.file, io.TeeReader(io.LimitReader(r, sheet.MaxFile+1), sum))
	if err != nil {
		return b, err
	}
	b.digest = hex.EncodeToString(sum.Sum(nil))
	drop := func(err error) (Batch, error) { return b, errors.Join(err, s.Files.Delete(ctx, b.file)) }
	if n > sheet.MaxFile {
		return drop(sheet.ErrLarge.With(sheet.MaxFile >> 20).On("file"))
	}
	if err := s.readHeader(ctx, &b); err != nil {
		return drop(err)
	}
	kinds, err := s.People.KindMap(ctx, p)
	if err != nil {
		return drop(err)
	}
	out, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (Batch, error) {
		b.Mapping = guess(b.Columns, kinds)
		known, err := remembered(ctx, tx, headerDigest(b.Columns))
		if err != nil {
			return b, err
		}
		if len(known) == len(b.Columns) && checkMapping(b.Columns, known) == nil {
			b.Mapping = known
		}
		if checkMapping(b.Columns, b.Mapping) == nil {
			b.State = Mapped
		}
		b.Account, b.Created, b.Changed = p.Who(), tx.Now, tx.Now
		if err := add(ctx, tx, b); err != nil {
			return b, err
		}
		return b, audit.Note(ctx, tx, audit.Entry{Region: at, Action: "roster.uploaded", Subject: b.ID, Detail: fmt.Sprintf("%d rows", b.Total)})
	})
	if err != nil {
		return drop(err)
	}
	return out, nil
}

func cleanName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	if r := []rune(name); len(r) > 120 {
		name = string(r[len(r)-120:])
	}
	return name
}

// local is the batch's file as a path; the spreadsheet reader has to seek.
func (s *Service) local(ctx context.Context, b Batch) (string, func(), error) {
	in, _, err := s.Files.Open(ctx, b.file)
	if err != nil {
		return "", nil, err
	}
	defer in.Close() //nolint:errcheck // read only
	f, err := os.CreateTemp("", "linli-roster-*"+filepath.Ext(b.file))
	if err != nil {
		return "", nil, err
	}
	done := func() { _ = os.Remove(f.Name()) }
	_, err = io.Copy(f, in)
	if err = errors.Join(err, f.Close()); err != nil {
		done()
		return "", nil, err
	}
	return f.Name(), done, nil
}

// readHeader finds the header within the first 20 rows and estimates what is
// below; the run counts it exactly.
func (s *Service) readHeader(ctx context.Context, b *Batch) error {
	path, done, err := s.local(ctx, *b)
	if err != nil {
		return err
	}
	defer done()
	r, err := sheet.Open(path)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // read only
	rows, err := sheet.Count(path)
	if err != nil {
		return err
	}
	for {
		row, err := r.Next()
		switch {
		case errors.Is(err, io.EOF) && b.header == 0, b.header == 0 && r.Line > 20:
			return ErrHeader.On("file")
		case errors.Is(err, io.EOF):
			return ErrNoRows.On("file")
		case err != nil:
			return err
		case b.header == 0 && headerIn(row):
			b.header, b.Columns = int64(r.Line), row
		case b.header > 0 && len(row) > 0:
			b.line, b.Total = b.header, max(1, rows-b.header)
			return nil
		}
	}
}

// List is the batches of the pass's places, newest first.
func (s *Service) List(ctx context.Context, p access.Pass, before string, limit int) ([]Batch, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Batch, error) { return list(ctx, tx, before, limit) })
}

// Get is one batch.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (Batch, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Batch, error) { return byID(ctx, tx, id) })
}

// Map says which column is which field, and remembers it for the same header.
func (s *Service) Map(ctx context.Context, p access.Pass, id string, mapping []string) (Batch, error) {
	return s.change(ctx, p, id, "roster.mapped", func(tx *store.Tx, b Batch) (Batch, error) {
		if b.State != Uploaded && b.State != Mapped {
			return b, ErrState.With(string(b.State))
		}
		if err := checkMapping(b.Columns, mapping); err != nil {
			return b, err
		}
		b.Mapping, b.State = mapping, Mapped
		return b, remember(ctx, tx, headerDigest(b.Columns), mapping)
	})
}

// Preview is the first rows as they would be understood.
type Preview struct {
	Line    int      `json:"line"`
	Cells   []string `json:"cells" doc:"Numbers masked"`
	Reasons []Reason `json:"reasons"`
}

// Look previews up to n rows without taking any.
func (s *Service) Look(ctx context.Context, p access.Pass, id string, n int) ([]Preview, error) {
	b, err := s.Get(ctx, p, id)
	if err != nil {
		return nil, err
	}
	kinds, err := s.People.KindMap(ctx, p)
	if err != nil {
		return nil, err
	}
	parse := newParser(b, kinds, s.Places, s.DB.Now())
	var out []Preview
	err = s.each(ctx, b, func(line int64, cells []string) error {
		if line <= b.header || len(cells) == 0 {
			return nil
		}
		_, bad := parse.row(cells)
		out = append(out, Preview{Line: int(line), Cells: maskCells(b.Mapping, cells), Reasons: reasons(bad)})
		if len(out) == n {
			return io.EOF
		}
		return nil
	})
	return out, err
}

func maskCells(mapping, cells []string) []string {
	out := append([]string{}, cells...)
	for i := range out {
		if i < len(mapping) && (mapping[i] == "resident_id" || mapping[i] == "phone") && len(out[i]) > 7 {
			out[i] = out[i][:3] + strings.Repeat("*", len(out[i])-7) + out[i][len(out[i])-4:]
		}
	}
	return out
}

// each reads the file from its first line; io.EOF from fn stops it early.
func (s *Service) each(ctx context.Context, b Batch, fn func(line int64, cells []string) error) error {
	path, done, err := s.local(ctx, b)
	if err != nil {
		return err
	}
	defer done()
	r, err := sheet.Open(path)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // read only
	for {
		row, err := r.Next()
		if err == nil {
			err = fn(int64(r.Line), row)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Start lets the batch run in the background.
func (s *Service) Start(ctx context.Context, p access.Pass, id string) (Batch, error) {
	return s.change(ctx, p, id, "roster.started", func(tx *store.Tx, b Batch) (Batch, error) {
		b, err := b.start()
		if err != nil {
			return b, err
		}
		if s.Queue == nil {
			return b, nil
		}
		return b, s.Queue.Enqueue(ctx, tx, runArgs{Batch: b.ID, Account: p.Who(), Places: places(p)})
	})
}

// Undo takes the whole batch back in the background.
func (s *Service) Undo(ctx context.Context, p access.Pass, id string) (Batch, error) {
	return s.change(ctx, p, id, "roster.undo_started", func(tx *store.Tx, b Batch) (Batch, error) {
		b, err := b.undo()
		if err != nil {
			return b, err
		}
		if s.Queue == nil {
			return b, nil
		}
		return b, s.Queue.Enqueue(ctx, tx, runArgs{Batch: b.ID, Account: p.Who(), Places: places(p)})
	})
}

func (s *Service) change(ctx context.Context, p access.Pass, id, kind string, rule func(*store.Tx, Batch) (Batch, error)) (Batch, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Batch, error) {
		b, err := byID(ctx, tx, id)
		if err != nil {
			return b, err
		}
		if b, err = rule(tx, b); err != nil {
			return b, err
		}
		if err := save(ctx, tx, b); err != nil {
			return b, err
		}
		b.Version++
		return b, events.Append(ctx, tx, events.Event{Kind: kind, Region: b.Region, Subject: b.ID})
	})
}

// WriteErrors writes the bad rows in the layout of the file, with one more
// column: why. name decides the form (.xlsx or .csv).
func (s *Service) WriteErrors(ctx context.Context, p access.Pass, id, path string, l fault.Lang) (Batch, error) {
	b, err := s.Get(ctx, p, id)
	if err != nil {
		return b, err
	}
	w, err := sheet.Create(path)
	if err != nil {
		return b, err
	}
	why := "原因"
	if l == fault.En {
		why = "reason"
	}
	err = w.Row(append(append([]string{}, b.Columns...), why))
	for after := int64(0); err == nil; {
		var page []errorRow
		page, err = store.View(ctx, s.DB, p, func(tx *store.Tx) ([]errorRow, error) { return errorsOf(ctx, tx, b, after, 1000) })
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			var row []string
			if row, err = s.errorCells(e, len(b.Columns), l); err != nil {
				break
			}
			if err = w.Row(row); err != nil {
				break
			}
			after = e.line
		}
	}
	return b, errors.Join(err, w.Close())
}

func (s *Service) errorCells(e errorRow, width int, l fault.Lang) ([]string, error) {
	plain, err := s.Box.Open(e.cells)
	if err != nil {
		return nil, err
	}
	var cells []string
	var why []Reason
	if err := errors.Join(json.Unmarshal([]byte(plain), &cells), json.Unmarshal([]byte(e.reasons), &why)); err != nil {
		return nil, err
	}
	for len(cells) < width {
		cells = append(cells, "")
	}
	var words []string
	for _, r := range why {
		if l == fault.En {
			words = append(words, r.En)
		} else {
			words = append(words, r.Zh)
		}
	}
	return append(cells, strings.Join(words, " ")), nil
}

func places(p access.Pass) []region.Code {
	if p.Everywhere() {
		return nil
	}
	return p.Places()
}
