package directory

import (
	"context"
	"strings"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

// PointFilter narrows a list of points.
type PointFilter struct {
	Text, Kind, Organisation, Category, Source string
	Retired                                    bool // these too
	IDs                                        []string
	Box                                        *[4]float64 // west, south, east, north
}

func (f PointFilter) where() (string, []any) {
	q, args := ` AND (? = '' OR find LIKE ? ESCAPE '\') AND (? = '' OR kind = ?) AND (? = '' OR organisation = ?) AND (? = '' OR source = ?)`,
		[]any{f.Text, like(f.Text), f.Kind, f.Kind, f.Organisation, f.Organisation, f.Source, f.Source}
	if !f.Retired {
		q += ` AND NOT retired`
	}
	if f.Category != "" {
		q += ` AND EXISTS (SELECT 1 FROM directory_service_links l JOIN directory_service_links c ON c.service = l.service AND c.kind = 'category'
			JOIN directory_services s ON s.id = l.service AND s.state = 'published'
			WHERE l.kind = 'point' AND l.target = t.id AND (c.target = ? OR c.target LIKE ? ESCAPE '\'))`
		args = append(args, f.Category, strings.TrimPrefix(like(f.Category), "%")[:len(like(f.Category))-2]+".%")
	}
	if f.IDs != nil {
		q, args = q+` AND id IN (?)`, append(args, f.IDs)
	}
	if f.Box != nil {
		q, args = q+` AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?`, append(args, f.Box[0], f.Box[2], f.Box[1], f.Box[3])
	}
	return q, args
}

// Points pages through service points, newest first.
func (d *Directory) Points(ctx context.Context, p access.Pass, f PointFilter, before string, limit int) ([]ServicePoint, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]ServicePoint, error) {
		where, args := f.where()
		return points.list(ctx, tx, where, args, before, limit)
	})
}

// CountPoints is how many a list would have in all.
func (d *Directory) CountPoints(ctx context.Context, p access.Pass, f PointFilter) (int64, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) (int64, error) {
		where, args := f.where()
		return points.count(ctx, tx, where, args)
	})
}

// Point is one service point.
func (d *Directory) Point(ctx context.Context, p access.Pass, id string) (ServicePoint, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) (ServicePoint, error) { return points.get(ctx, tx, id) })
}

// SavePoint adds a point (version 0) or changes the version that was read.
func (d *Directory) SavePoint(ctx context.Context, p access.Pass, v ServicePoint, version int64) (ServicePoint, error) {
	if err := v.check(); err != nil {
		return v, err
	}
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (ServicePoint, error) {
		if _, err := known(ctx, tx, v.Organisation); err != nil {
			return v, err
		}
		var err error
		kind := "directory.point_changed"
		if version == 0 {
			v.ID, v.Origin, kind = tx.ID(), Origin{}, "directory.point_added"
			v, err = points.add(ctx, tx, v)
		} else {
			old, gerr := points.get(ctx, tx, v.ID)
			if gerr != nil {
				return v, gerr
			}
			v.Origin = old.Origin
			v, err = points.save(ctx, tx, v, version)
		}
		if err != nil {
			return v, err
		}
		return v, say(ctx, tx, kind, v.Region, v.ID)
	})
}

// Close closes a point for a while; the event tells those who have orders there.
func (d *Directory) Close(ctx context.Context, p access.Pass, point string, c Closure) (Closure, error) {
	if err := c.check(); err != nil {
		return c, err
	}
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Closure, error) {
		at, err := points.get(ctx, tx, point)
		if err != nil {
			return c, err
		}
		if err := own(p, at.Organisation); err != nil {
			return c, err
		}
		c.ID, c.Point = tx.ID(), point
		if err := addClosures(ctx, tx, at.Region, []Closure{c}); err != nil {
			return c, err
		}
		return c, events.Append(ctx, tx, events.Event{Kind: "directory.point_closed", Region: at.Region, Subject: point,
			Body: map[string]any{"closure": c.ID, "from": c.From, "to": c.To}})
	})
}

// Reopen takes a closure back.
func (d *Directory) Reopen(ctx context.Context, p access.Pass, point, closure string) error {
	_, err := store.In(ctx, d.DB, p, func(tx *store.Tx) (bool, error) {
		at, err := points.get(ctx, tx, point)
		if err != nil {
			return false, err
		}
		if err := own(p, at.Organisation); err != nil {
			return false, err
		}
		if err := dropClosure(ctx, tx, point, closure); err != nil {
			return false, err
		}
		return true, events.Append(ctx, tx, events.Event{Kind: "directory.point_reopened", Region: at.Region, Subject: point, Body: map[string]string{"closure": closure}})
	})
	return err
}

// Closures lists what closes points from a moment on.
func (d *Directory) Closures(ctx context.Context, p access.Pass, ids []string, from time.Time) (map[string][]Closure, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) (map[string][]Closure, error) { return closuresOf(ctx, tx, ids, from) })
}

// ProjectFilter narrows a list of projects.
type ProjectFilter struct {
	Text, Operator, On string // On: a day on which they run
	IDs                []string
}

func (f ProjectFilter) where() (string, []any) {
	q, args := ` AND (? = '' OR find LIKE ? ESCAPE '\') AND (? = '' OR operator = ?) AND (? = '' OR from_day <= ? AND to_day >= ?)`,
		[]any{f.Text, like(f.Text), f.Operator, f.Operator, f.On, f.On, f.On}
	if f.IDs != nil {
		q, args = q+` AND id IN (?)`, append(args, f.IDs)
	}
	return q, args
}

// Projects pages through projects, newest first.
func (d *Directory) Projects(ctx context.Context, p access.Pass, f ProjectFilter, before string, limit int) ([]Project, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]Project, error) {
		where, args := f.where()
		return projects.list(ctx, tx, where, args, before, limit)
	})
}

// SaveProject adds a project (version 0) or changes the version that was read.
func (d *Directory) SaveProject(ctx context.Context, p access.Pass, v Project, version int64) (Project, error) {
	if err := v.check(); err != nil {
		return v, err
	}
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Project, error) {
		if _, err := known(ctx, tx, v.Operator); err != nil {
			return v, ErrOrg.On("operator")
		}
		if v.Purchaser != "" {
			if _, err := known(ctx, tx, v.Purchaser); err != nil {
				return v, ErrOrg.On("purchaser")
			}
		}
		var err error
		if version == 0 {
			v.ID, v.Origin = tx.ID(), Origin{}
			v, err = projects.add(ctx, tx, v)
		} else {
			v, err = projects.save(ctx, tx, v, version)
		}
		if err != nil {
			return v, err
		}
		return v, say(ctx, tx, "directory.project_saved", v.Region, v.ID)
	})
}
