package sanctions

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/supervision/seen"
)

// Schema of the sanctions. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

// Permissions.
const (
	See    access.Permission = "sanctions.see"
	Decide access.Permission = "sanctions.decide" // propose, impose, drop, lift
	Judge  access.Permission = "sanctions.judge"  // an appeal
	OfUs   access.Permission = "sanctions.of_us"  // providers: see theirs, appeal
)

// Rules says who holds them.
var Rules = access.Rules{
	See:    {role.StreetOperator, role.DataSteward, role.Auditor},
	Decide: {role.StreetOperator},
	Judge:  {role.DataSteward},
	OfUs:   {role.ProviderManager},
}

// State is where a sanction stands.
type State string

// Verb is a step.
type Verb string

// The states and verbs.
const (
	Proposed State = "proposed"
	Dropped  State = "dropped"
	Imposed  State = "imposed"
	Appealed State = "appealed"
	Upheld   State = "upheld"
	Lifted   State = "lifted"
	Ended    State = "ended"

	Impose Verb = "impose"
	Drop   Verb = "drop"
	Appeal Verb = "appeal"
	Uphold Verb = "uphold"
	Lift   Verb = "lift"
	End    Verb = "end"
)

var table = map[State]map[Verb]State{
	Proposed: {Impose: Imposed, Drop: Dropped},
	Imposed:  {Appeal: Appealed, Lift: Lifted, End: Ended},
	Appealed: {Uphold: Upheld, Lift: Lifted},
	Upheld:   {Lift: Lifted, End: Ended},
}

// To is where a step leads; ok is false where it cannot be made.
func To(from State, v Verb) (to State, ok bool) { to, ok = table[from][v]; return to, ok }

// InForce reports whether the sanction binds.
func (s State) InForce() bool { return s == Imposed || s == Appealed || s == Upheld }

// Kinds from mild to severe.
var Kinds = []string{"warning", "improvement", "suspension", "removal"}

const appealDays = 10

// Refusals.
var (
	ErrNone   = fault.New(fault.NotFound, "sanctions.none", "找不到这项处理决定。", "There is no such sanction.")
	ErrStep   = fault.New(fault.Conflict, "sanctions.step", "现在不能这样处理这项决定。", "That cannot be done to this sanction now.")
	ErrKind   = fault.New(fault.Invalid, "sanctions.kind", "请选择处理种类。", "Choose the kind of sanction.")
	ErrUntil  = fault.New(fault.Invalid, "sanctions.until", "整改和暂停须写明截止日期，且不早于明天。", "An improvement or suspension needs a last day, not before tomorrow.")
	ErrWhy    = fault.New(fault.Invalid, "sanctions.reason", "请写明理由，最多 1000 个字。", "Give the reason, in at most 1,000 characters.")
	ErrSame   = fault.New(fault.Forbidden, "sanctions.same_hand", "提出、决定和复议须由不同的人办理。", "Proposing, imposing and judging an appeal want different people.")
	ErrLate   = fault.New(fault.Conflict, "sanctions.appeal_late", "申诉期限（十天）已过。", "The ten days for an appeal are over.")
	ErrNotOrg = fault.New(fault.Invalid, "sanctions.org", "找不到这家机构。", "There is no such provider.")
)

// ProviderSanction is one measure.
type ProviderSanction struct {
	ID         string        `json:"id"`
	Region     region.Code   `json:"region"`
	Org        string        `json:"org"`
	OrgName    string        `json:"org_name,omitempty"`
	Kind       string        `json:"kind" enum:"warning,improvement,suspension,removal"`
	State      State         `json:"state" enum:"proposed,dropped,imposed,appealed,upheld,lifted,ended"`
	Reason     string        `json:"reason"`
	Complaints []string      `json:"complaints,omitempty" doc:"That it rests on"`
	Until      string        `json:"until,omitempty" doc:"Last day"`
	AppealBy   string        `json:"appeal_by,omitempty" doc:"Last day to appeal"`
	Appeal     string        `json:"appeal,omitempty"`
	Judgement  string        `json:"judgement,omitempty"`
	Story      []SanctionLog `json:"story" nullable:"false"`
	Version    int64         `json:"version"`
}

// SanctionLog is one step.
type SanctionLog struct {
	At    time.Time `json:"at"`
	State State     `json:"state"`
	By    string    `json:"by"`
}

// by is who made a step into a state.
func (x ProviderSanction) by(s State) string {
	for _, l := range x.Story {
		if l.State == s {
			return l.By
		}
	}
	return ""
}

// step makes a step by who; text is its reason.
func (x ProviderSanction) step(v Verb, who, text string, now time.Time) (ProviderSanction, error) {
	to, ok := To(x.State, v)
	if !ok {
		return x, ErrStep
	}
	today := now.In(shanghai).Format(time.DateOnly)
	switch v {
	case Impose:
		if who == x.by(Proposed) {
			return x, ErrSame
		}
		x.AppealBy = now.In(shanghai).AddDate(0, 0, appealDays).Format(time.DateOnly)
	case Appeal:
		if today > x.AppealBy {
			return x, ErrLate
		}
		x.Appeal = text
	case Uphold, Lift:
		if x.State == Appealed && (who == x.by(Proposed) || who == x.by(Imposed)) {
			return x, ErrSame
		}
		x.Judgement = text
	}
	if v != Impose && v != End && v != Drop && text == "" {
		return x, ErrWhy.On("reason")
	}
	if utf8.RuneCountInString(text) > 1000 {
		return x, ErrWhy.On("reason")
	}
	x.State = to
	x.Story = append(slices.Clone(x.Story), SanctionLog{now, to, who})
	return x, nil
}

// Service is the use cases.
type Service struct {
	DB    *store.DB
	Names seen.Names
}

// Propose proposes a sanction.
func (s *Service) Propose(ctx context.Context, p access.Pass, x ProviderSanction) (ProviderSanction, error) {
	x.Reason = strings.TrimSpace(x.Reason)
	var bad []*fault.Fault
	if !slices.Contains(Kinds, x.Kind) {
		bad = append(bad, ErrKind.On("kind"))
	}
	if n := utf8.RuneCountInString(x.Reason); n == 0 || n > 1000 {
		bad = append(bad, ErrWhy.On("reason"))
	}
	if s.Names.Org(ctx, x.Org) == "" {
		bad = append(bad, ErrNotOrg.On("org"))
	}
	if x.Region == "" && len(p.Places()) > 0 {
		x.Region = p.Places()[0]
	}
	if !p.Covers(x.Region) {
		return x, access.ErrOutside
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (ProviderSanction, error) {
		if x.Kind == "improvement" || x.Kind == "suspension" {
			if _, err := time.Parse(time.DateOnly, x.Until); err != nil || x.Until <= tx.Now.In(shanghai).Format(time.DateOnly) {
				bad = append(bad, ErrUntil.On("until"))
			}
		} else {
			x.Until = ""
		}
		if err := fault.Join(bad...); err != nil {
			return x, err
		}
		x.ID, x.State, x.Version, x.AppealBy, x.Appeal, x.Judgement = tx.ID(), Proposed, 1, "", "", ""
		x.Story = []SanctionLog{{tx.Now, Proposed, p.Who()}}
		if err := tx.Insert(ctx, x.Region, `INSERT INTO sanctions (street, id, region, org, state, until, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			x.Region.Street(), x.ID, x.Region, x.Org, string(x.State), x.Until, x.Version, x.body()); err != nil {
			return x, err
		}
		x.OrgName = s.Names.Org(ctx, x.Org)
		return x, tell(ctx, tx, x)
	})
}

func tell(ctx context.Context, tx *store.Tx, x ProviderSanction) error {
	return events.Append(ctx, tx, events.Event{Kind: "supervision.sanction_" + string(x.State), Region: x.Region, Subject: x.ID,
		Body: map[string]any{"org": x.Org, "kind": x.Kind, "until": x.Until}})
}

// Step makes a step.
func (s *Service) Step(ctx context.Context, p access.Pass, id string, v Verb, text string) (ProviderSanction, error) {
	text = strings.TrimSpace(text)
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (ProviderSanction, error) {
		rows, err := tx.Query(ctx, `SELECT body, version FROM sanctions WHERE id = ? AND @scope(region)`, id)
		x, err := store.One(rows, err, ErrNone, scan)
		if err == nil && !seen.Ours(p, x.Org) {
			err = ErrNone
		}
		if err == nil && v == Lift && x.State == Appealed && p.What() != Judge {
			err = ErrStep // the district decides now
		}
		if err != nil {
			return x, err
		}
		if x, err = x.step(v, p.Who(), text, tx.Now); err != nil {
			return x, err
		}
		n, err := tx.Exec(ctx, `UPDATE sanctions SET state = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
			string(x.State), x.body(), x.Region.Street(), x.ID, x.Version)
		if err == nil && n != 1 {
			err = api.ErrStale
		}
		if err != nil {
			return x, err
		}
		x.Version++
		x.OrgName = s.Names.Org(ctx, x.Org)
		return x, tell(ctx, tx, x)
	})
}

// Expire ends what has had its last day; app calls it now and then.
func (s *Service) Expire(ctx context.Context, p access.Pass) (int, error) {
	over, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]string, error) {
		rows, err := tx.Query(ctx, `SELECT id FROM sanctions WHERE until <> '' AND until < ? AND state IN ('imposed','upheld') AND @scope(region)`, tx.Now.In(shanghai).Format(time.DateOnly))
		return store.All(rows, err, store.Value[string])
	})
	for i, id := range over {
		if _, err := s.Step(ctx, p, id, End, ""); err != nil {
			return i, err
		}
	}
	return len(over), err
}

// List is the newest first; a provider sees its own that have been imposed.
func (s *Service) List(ctx context.Context, p access.Pass) ([]ProviderSanction, error) {
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]ProviderSanction, error) {
		q, args := `SELECT body, version FROM sanctions WHERE @scope(region)`, []any{}
		if orgs := p.Orgs(); len(orgs) > 0 {
			q, args = q+` AND state NOT IN ('proposed','dropped') AND org IN (?)`, append(args, orgs)
		}
		rows, err := tx.Query(ctx, q+` ORDER BY id DESC LIMIT 500`, args...)
		return store.All(rows, err, scan)
	})
	for i := range all {
		all[i].OrgName = s.Names.Org(ctx, all[i].Org)
	}
	return all, err
}

func scan(r *sql.Rows) (x ProviderSanction, err error) {
	var body string
	var version int64
	if err = r.Scan(&body, &version); err != nil {
		return x, err
	}
	err = json.Unmarshal([]byte(body), &x)
	x.Version = version
	return x, err
}

func (x ProviderSanction) body() string {
	x.OrgName = ""
	b, err := json.Marshal(x)
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600) // one zone, no summer time since 1991

type listOut struct {
	Body api.List[ProviderSanction]
}

type out struct{ Body ProviderSanction }

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "supervision"
	for path, needs := range map[string]access.Permission{"/sanctions": See, "/sanctions-of-us": OfUs} {
		api.Register(a, api.Op{Method: http.MethodGet, Path: path, ID: "list" + strings.ReplaceAll(path, "/", "-"), Tag: tag, Needs: needs, Summary: "处理决定 / Sanctions"},
			func(ctx context.Context, p access.Pass, _ *struct{}) (*listOut, error) {
				all, err := s.List(ctx, p)
				return &listOut{api.Many(all, "")}, err
			})
	}
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/sanctions", ID: "propose-sanction", Tag: tag, Needs: Decide, Creates: true, Summary: "提出处理建议 / Propose a sanction"},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				Org        string   `json:"org" maxLength:"40"`
				Region     string   `json:"region,omitempty" maxLength:"12"`
				Kind       string   `json:"kind" enum:"warning,improvement,suspension,removal"`
				Reason     string   `json:"reason" maxLength:"4000"`
				Complaints []string `json:"complaints,omitempty" maxItems:"50"`
				Until      string   `json:"until,omitempty" maxLength:"10"`
			}
		}) (*out, error) {
			b := in.Body
			x, err := s.Propose(ctx, p, ProviderSanction{Org: b.Org, Region: region.Code(b.Region), Kind: b.Kind, Reason: b.Reason, Complaints: b.Complaints, Until: b.Until})
			if err != nil {
				return nil, err
			}
			return &out{x}, nil
		})
	for _, x := range []struct {
		v     Verb
		id    string
		path  string
		needs access.Permission
		say   string
	}{
		{Impose, "impose-sanction", "/sanctions/{id}/impose", Decide, "决定执行 / Impose"}, {Drop, "drop-sanction", "/sanctions/{id}/drop", Decide, "不予处理 / Drop"},
		{Lift, "lift-sanction", "/sanctions/{id}/lift", Decide, "解除 / Lift"}, {Uphold, "uphold-sanction", "/sanctions/{id}/uphold", Judge, "复议维持 / Uphold on appeal"},
		{Lift, "lift-sanction-on-appeal", "/sanctions/{id}/overturn", Judge, "复议撤销 / Lift on appeal"}, {Appeal, "appeal-sanction", "/sanctions-of-us/{id}/appeal", OfUs, "申诉 / Appeal"},
	} {
		api.Register(a, api.Op{Method: http.MethodPost, Path: x.path, ID: x.id, Tag: tag, Needs: x.needs, Summary: x.say},
			func(ctx context.Context, p access.Pass, in *struct {
				ID   string `path:"id" format:"uuid"`
				Body *struct {
					Reason string `json:"reason,omitempty" maxLength:"4000"`
				}
			}) (*out, error) {
				text := ""
				if in.Body != nil {
					text = in.Body.Reason
				}
				got, err := s.Step(ctx, p, in.ID, x.v, text)
				if err != nil {
					return nil, err
				}
				return &out{got}, nil
			})
	}
}
