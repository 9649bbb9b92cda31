package directory

import (
	"context"
	"slices"

	"linli/internal/fault"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Load takes in what an import brings, in the caller's transaction. A record is
// known by its ID: new ones are added, changed ones changed (services with a new
// version), the rest left alone. Organisations come with their stage and
// services with their state; nothing is guessed. The first record that breaks a
// rule refuses the whole batch. A few statements per thousand records.
func (d *Directory) Load(ctx context.Context, tx *store.Tx, source string, b Batch) (map[string]Taken, error) {
	out := map[string]Taken{}
	if err := loadCategories(ctx, tx, b.Categories, out); err != nil {
		return nil, err
	}
	for i := range b.Organisations {
		o := &b.Organisations[i]
		if o.Stage == "" {
			o.Stage = Active
		}
		o.Source = source
		if err := o.check(); err != nil {
			return nil, blame(err, o.ID)
		}
	}
	t, moved, err := organisations.load(ctx, tx, b.Organisations)
	if err != nil {
		return nil, unique(err)
	}
	out["organisations"] = t
	if err := sayAll(ctx, tx, "directory.organisation_changed", moved, func(o Organisation) (region.Code, string) { return o.Region, o.ID }); err != nil {
		return nil, err
	}
	for i := range b.Points {
		b.Points[i].Source = source
		if err := b.Points[i].check(); err != nil {
			return nil, blame(err, b.Points[i].ID)
		}
	}
	t, changed, err := points.load(ctx, tx, b.Points)
	if err != nil {
		return nil, err
	}
	out["points"] = t
	if err := sayAll(ctx, tx, "directory.point_changed", changed, func(p ServicePoint) (region.Code, string) { return p.Region, p.ID }); err != nil {
		return nil, err
	}
	if err := loadClosures(ctx, tx, b.Closures, out); err != nil {
		return nil, err
	}
	for i := range b.Services {
		s := &b.Services[i]
		s.Source = source
		if s.State == "" {
			s.State = Published
		}
		s.Points = slices.Compact(slices.Sorted(slices.Values(s.Points)))
		if err := s.check(); err != nil {
			return nil, blame(err, s.ID)
		}
	}
	t, offered, err := services.load(ctx, tx, b.Services)
	if err != nil {
		return nil, err
	}
	out["services"] = t
	if err := tell(ctx, tx, offered, "directory.service_changed", true); err != nil {
		return nil, err
	}
	for i := range b.Projects {
		b.Projects[i].Source = source
		if err := b.Projects[i].check(); err != nil {
			return nil, blame(err, b.Projects[i].ID)
		}
	}
	if t, _, err = projects.load(ctx, tx, b.Projects); err != nil {
		return nil, err
	}
	out["projects"] = t
	return out, nil
}

// blame keeps the fault and says of which record.
func blame(err error, id string) error {
	if f := fault.Of(err); f != nil {
		return f.On(id + "." + f.Field)
	}
	return err
}

func loadCategories(ctx context.Context, tx *store.Tx, all []Category, out map[string]Taken) error {
	var t Taken
	have, err := categories(ctx, tx)
	if err != nil {
		return err
	}
	by := map[string]Category{}
	for _, c := range have {
		by[c.Key] = c
	}
	for i, c := range all {
		if err := c.check(); err != nil {
			return blame(err, c.Key)
		}
		old, known := by[c.Key]
		c.Version = old.Version
		switch {
		case !known:
			t.Added++
		case old == c:
			t.Same++
			continue
		default:
			t.Changed++
		}
		if c, err = saveCategory(ctx, tx, c, len(have)+i); err != nil {
			return err
		}
		by[c.Key] = c
	}
	out["categories"] = t
	return nil
}

func loadClosures(ctx context.Context, tx *store.Tx, all []Closure, out map[string]Taken) error {
	var ids, at []string
	for _, c := range all {
		if err := c.check(); err != nil {
			return blame(err, c.ID)
		}
		ids, at = append(ids, c.ID), append(at, c.Point)
	}
	rows, err := tx.Query(ctx, `SELECT id FROM directory_closures WHERE id IN (?) AND @scope(region)`, ids)
	have, err := store.All(rows, err, store.Value[string])
	if err != nil {
		return err
	}
	where, err := points.many(ctx, tx, at)
	if err != nil {
		return err
	}
	by := map[region.Code][]Closure{}
	for _, c := range all {
		p, ok := where[c.Point]
		if !ok {
			return ErrPoint.With(c.Point).On("closures")
		}
		if !slices.Contains(have, c.ID) {
			by[p.Region] = append(by[p.Region], c)
		}
	}
	t := Taken{Same: len(have)}
	for at, some := range by {
		if err := addClosures(ctx, tx, at, some); err != nil {
			return err
		}
		t.Added += len(some)
	}
	out["closures"] = t
	return nil
}

// RecordVersions are the versions of records, by id; kind is organization,
// location or service, anything else has none.
func (d *Directory) RecordVersions(ctx context.Context, tx *store.Tx, kind string, ids []string) (map[string]int64, error) {
	switch kind {
	case "organization":
		return versionsOf(ctx, tx, organisations, ids)
	case "location":
		return versionsOf(ctx, tx, points, ids)
	case "service":
		return versionsOf(ctx, tx, services, ids)
	}
	return nil, nil
}

func versionsOf[T any](ctx context.Context, tx *store.Tx, t table[T], ids []string) (map[string]int64, error) {
	all, err := t.many(ctx, tx, ids)
	out := map[string]int64{}
	for id, v := range all {
		_, _, _, out[id] = t.at(v)
	}
	return out, err
}
