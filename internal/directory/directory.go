package directory

import (
	"context"
	"slices"

	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/platform/access"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// What can be done here, and who may.
const (
	See       access.Permission = "directory.see"
	Edit      access.Permission = "directory.edit"      // organisations, points, projects; onboarding
	Write     access.Permission = "directory.draft"     // services, before they are published
	Publish   access.Permission = "directory.publish"   // and suspend, retire
	CloseDown access.Permission = "directory.close"     // a point, for a while
	Configure access.Permission = "directory.configure" // categories
	Advise    access.Permission = "directory.advise"    // who is entitled to what
)

// Rules of the directory. What is published is for everybody to see.
var Rules = access.Rules{
	See:       {role.Public},
	Edit:      {role.StreetOperator, role.DataSteward},
	Write:     {role.StreetOperator, role.DataSteward, role.ProviderManager},
	Publish:   {role.StreetOperator, role.DataSteward},
	CloseDown: {role.StreetOperator, role.DataSteward, role.ProviderManager, role.CommunityWorker},
	Configure: {role.DataSteward},
	Advise:    {role.CommunityWorker, role.GridWorker, role.StreetOperator},
}

// People gives the facts of a person within the pass's places; app supplies the
// register.
type People interface {
	Facts(ctx context.Context, p access.Pass, person string) (Facts, error)
}

// Directory is the use cases. One exported method is one transaction, but for
// those that take a *store.Tx and are part of another's.
type Directory struct {
	DB       *store.DB
	People   People
	Calendar hours.Calendar
	// Names says attributes and regions in words.
	Names eligibility.Names
}

// Categories lists them all; a few hundred.
func (d *Directory) Categories(ctx context.Context, p access.Pass) ([]Category, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]Category, error) { return categories(ctx, tx) })
}

// SaveCategory adds a category, or changes the version that was read.
func (d *Directory) SaveCategory(ctx context.Context, p access.Pass, c Category) (Category, error) {
	if err := c.check(); err != nil {
		return c, err
	}
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Category, error) {
		all, err := categories(ctx, tx)
		if err != nil {
			return c, err
		}
		if c.Parent != "" && !slices.ContainsFunc(all, func(o Category) bool { return o.Key == c.Parent && (o.Parent == "" || o.Taxonomy != "") }) {
			return c, ErrParent.On("parent")
		}
		if c, err = saveCategory(ctx, tx, c, len(all)); err != nil {
			return c, err
		}
		return c, audit.Note(ctx, tx, audit.Entry{Region: home(p), Action: "directory.category_saved", Subject: c.Key})
	})
}

// Seed adds the categories to begin with where there are none.
func (d *Directory) Seed(ctx context.Context, p access.Pass) error {
	_, err := store.In(ctx, d.DB, p, func(tx *store.Tx) (int, error) {
		have, err := categories(ctx, tx)
		if err != nil || slices.ContainsFunc(have, func(c Category) bool { return c.Taxonomy == "" }) {
			return 0, err
		}
		for i, c := range Seeds {
			c.Active = true
			if _, err := saveCategory(ctx, tx, c, i); err != nil {
				return 0, err
			}
		}
		return len(Seeds), nil
	})
	return err
}

// OrganisationFilter narrows a list; the zero value is everything.
type OrganisationFilter struct {
	Text, Kind     string
	Stage          Stage
	Source         string
	ExpiringBefore string // a day: some licence ends before it
	IDs            []string
}

func (f OrganisationFilter) where() (string, []any) {
	q, args := ` AND (? = '' OR find LIKE ? ESCAPE '\') AND (? = '' OR kind = ?) AND (? = '' OR stage = ?) AND (? = '' OR source = ?) AND (? = '' OR expires <> '' AND expires < ?)`,
		[]any{f.Text, like(f.Text), f.Kind, f.Kind, string(f.Stage), string(f.Stage), f.Source, f.Source, f.ExpiringBefore, f.ExpiringBefore}
	if f.IDs != nil {
		q, args = q+` AND id IN (?)`, append(args, f.IDs)
	}
	return q, args
}

// Organisations pages through them, newest first, from before an id on.
func (d *Directory) Organisations(ctx context.Context, p access.Pass, f OrganisationFilter, before string, limit int) ([]Organisation, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]Organisation, error) {
		where, args := f.where()
		return organisations.list(ctx, tx, where, args, before, limit)
	})
}

// CountOrganisations is how many a list would have in all.
func (d *Directory) CountOrganisations(ctx context.Context, p access.Pass, f OrganisationFilter) (int64, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) (int64, error) {
		where, args := f.where()
		return organisations.count(ctx, tx, where, args)
	})
}

// OrganisationIDs are all organisations of a filter, in order of id.
func (d *Directory) OrganisationIDs(ctx context.Context, p access.Pass, f OrganisationFilter) ([]string, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]string, error) {
		where, args := f.where()
		return organisations.ids(ctx, tx, where, args)
	})
}

// Organisation is one; ErrNone where there is none.
func (d *Directory) Organisation(ctx context.Context, p access.Pass, id string) (Organisation, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) (Organisation, error) { return organisations.get(ctx, tx, id) })
}

// AddOrganisation registers one at the first stage of its kind.
func (d *Directory) AddOrganisation(ctx context.Context, p access.Pass, o Organisation) (Organisation, error) {
	o.Stage, o.StageNote, o.ReviewedOn, o.Origin = o.Kind.begins(), "", "", Origin{}
	if err := o.check(); err != nil {
		return o, err
	}
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Organisation, error) {
		o.ID = tx.ID()
		o, err := organisations.add(ctx, tx, o)
		if err != nil {
			return o, unique(err)
		}
		return o, say(ctx, tx, "directory.organisation_added", o.Region, o.ID)
	})
}

// SaveOrganisation changes what is known of one; its stage stays.
func (d *Directory) SaveOrganisation(ctx context.Context, p access.Pass, o Organisation, version int64) (Organisation, error) {
	if err := o.check(); err != nil {
		return o, err
	}
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Organisation, error) {
		old, err := organisations.get(ctx, tx, o.ID)
		if err != nil {
			return o, err
		}
		o.Stage, o.StageNote, o.ReviewedOn, o.Origin = old.Stage, old.StageNote, old.ReviewedOn, old.Origin
		if o, err = organisations.save(ctx, tx, o, version); err != nil {
			return o, unique(err)
		}
		return o, say(ctx, tx, "directory.organisation_changed", o.Region, o.ID)
	})
}

// Onboard moves an organisation to a stage. One that is suspended or ended takes
// its published services with it.
func (d *Directory) Onboard(ctx context.Context, p access.Pass, id string, version int64, next Stage, note string) (Organisation, error) {
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Organisation, error) { return onboard(ctx, tx, id, version, next, note) })
}

// OnboardIn is Onboard in another's transaction; version 0 is whichever is the newest.
func (d *Directory) OnboardIn(ctx context.Context, tx *store.Tx, id string, version int64, next Stage, note string) error {
	_, err := onboard(ctx, tx, id, version, next, note)
	return err
}

func onboard(ctx context.Context, tx *store.Tx, id string, version int64, next Stage, note string) (Organisation, error) {
	o, err := organisations.get(ctx, tx, id)
	if err != nil {
		return o, err
	}
	if version == 0 {
		version = o.Version
	}
	if o, err = o.to(next, note, today(tx.Now)); err != nil {
		return o, err
	}
	if o, err = organisations.save(ctx, tx, o, version); err != nil {
		return o, err
	}
	if next == Suspended || next == Ended {
		if err := pauseServices(ctx, tx, o.ID, note); err != nil {
			return o, err
		}
	}
	return o, events.Append(ctx, tx, events.Event{Kind: "directory.organisation_" + string(next), Region: o.Region, Subject: o.ID})
}

// Review notes that the annual review of an organisation was held today.
func (d *Directory) Review(ctx context.Context, p access.Pass, id string, version int64, note string) (Organisation, error) {
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Organisation, error) {
		o, err := organisations.get(ctx, tx, id)
		if err != nil {
			return o, err
		}
		o.ReviewedOn, o.StageNote = today(tx.Now), note
		if o, err = organisations.save(ctx, tx, o, version); err != nil {
			return o, err
		}
		return o, say(ctx, tx, "directory.organisation_reviewed", o.Region, o.ID)
	})
}

func pauseServices(ctx context.Context, tx *store.Tx, org, note string) error {
	all, err := services.list(ctx, tx, ` AND organisation = ? AND state = 'published'`, []any{org}, "", 100_000)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].State, all[i].StateNote = Paused, note
	}
	_, moved, err := services.load(ctx, tx, all)
	if err != nil {
		return err
	}
	return tell(ctx, tx, moved, "directory.service_suspended", true)
}

// home is a place to write what concerns the whole district at.
func home(p access.Pass) region.Code {
	if places := p.Places(); len(places) > 0 {
		return places[0]
	}
	return Nowhere
}

// Nowhere is the place of what lies in no region of the installation.
const Nowhere region.Code = "000000"

// own refuses what is of another organisation than the one a post is held in.
func own(p access.Pass, org string) error {
	if orgs := p.Orgs(); len(orgs) > 0 && !slices.Contains(orgs, org) {
		return ErrOwn
	}
	return nil
}

// known is an organisation wherever it is registered: a provider of the next
// street may have a point here.
func known(ctx context.Context, tx *store.Tx, id string) (Organisation, error) {
	rows, err := tx.Unscoped(ctx, "an organisation may offer services outside the place where it is registered", `
		SELECT body, version, changed FROM directory_organisations WHERE id = ?`, id)
	return store.One(rows, err, ErrOrg.On("organisation"), organisations.scan)
}

func unique(err error) error {
	if store.IsUnique(err) {
		return ErrTwice.On("credit_code")
	}
	return err
}
