package app

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"linli/internal/app/decisionsview"
	"linli/internal/app/settlementview"
	"linli/internal/app/sharingview"
	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/api"
	"linli/internal/platform/regions"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/town"
)

// DemoPassword opens every demo login; there are demo logins in demo mode only.
const DemoPassword = "linli demo 2026"

// demoStaff are the demo logins: who, with which post, where in the district; for
// providers, which service of the street they work for; in a community, the one next to it.
var demoStaff = []struct {
	login, name string
	role        role.Role
	level       region.Level
	service     string
}{
	{"community", "李敏", role.CommunityWorker, region.Community, ""},
	{"grid", "何志强", role.GridWorker, region.Grid, ""},
	{"street", "吴海燕", role.StreetOperator, region.Street, ""},
	{"planner", "周启明", role.DistrictPlanner, region.District, ""},
	{"steward", "赵立新", role.DataSteward, region.District, ""},
	{"provider", "孙丽华", role.ProviderManager, region.Street, demoMeals},
	{"courier", "罗志明", role.Carer, region.Street, demoMeals},
	{"courier2", "梁伟强", role.Carer, region.Street, demoMeals},
	{"care", "陈美玲", role.ProviderManager, region.Street, demoCare},
	{"carer", "何秋霞", role.Carer, region.Street, demoCare},
	{"carer2", "李翠英", role.Carer, region.Street, demoCare},
	{"keeper", "谭慧敏", role.HutKeeper, region.Community, demoMeals},
	{"party", "黄国强", role.PartySecretary, region.Community, demoMeals},
	{"neighbours", "冼丽珍", role.CommunityWorker, region.Community, demoMeals},
	{"auditor", "郑国平", role.Auditor, region.District, ""},
	{"admin", "王建军", role.Administrator, region.District, ""},
}

// The categories of what the demo's providers give.
const demoMeals, demoCare = "elder.meal_delivery", "elder.home_care"

// HasDemo reports whether the district of the demo is there already.
func (h *House) HasDemo() bool { return h.Places.Has(town.District) }

// MakeDemo makes the fictional district through the features' own use cases.
// weeks lets the weeks until now happen in it. progress hears how many people are in.
func (h *House) MakeDemo(ctx context.Context, residents int, seed uint64, weeks bool, progress func(done, total int64)) error {
	t := town.New(town.Options{Seed: seed, Residents: residents, Today: h.DB.Now()})
	p := access.House("demo")
	if err := h.Seed(ctx); err != nil {
		return err
	}
	kinds, err := h.People.KindMap(ctx, p)
	if err != nil {
		return err
	}
	var done int64
	for b := range t.Stream() {
		rows, ids := make([]people.Row, 0, len(b.People)), make([]string, 0, len(b.People))
		for _, one := range b.People {
			row, bad := demoRow(one).Check(h.DB.Now(), kinds)
			if len(bad) > 0 {
				return errors.Join(errors.New("app: the town made a row that the register refuses"), fault.Join(bad...))
			}
			rows = append(rows, row)
		}
		for len(rows) > 0 {
			n := min(len(rows), 1500)
			taken, err := store.In(ctx, h.DB, p, func(tx *store.Tx) ([]people.Outcome, error) {
				return h.People.Bulk(ctx, tx, rows[:n], "demo")
			})
			if err != nil {
				return err
			}
			for _, o := range taken {
				ids = append(ids, o.Person)
			}
			done += int64(n)
			progress(done, int64(residents))
			rows = rows[n:]
		}
		if err := h.demoNeeds(ctx, b, ids); err != nil {
			return err
		}
	}
	if err := h.demoDirectory(ctx, t); err != nil {
		return err
	}
	if err := h.syncOffers(ctx); err != nil {
		return err
	}
	h.clock.Set(h.clock.Now().AddDate(0, -3, 0)) // they have been at work for a while
	err = h.demoAccounts(ctx, t)
	h.clock.Right()
	if err != nil {
		return err
	}
	if _, err := h.Doubles.Begin(ctx, access.HouseIn("demo", "demo", town.District)); err != nil {
		return err
	}
	if err := settlementview.Demo(ctx, h.Money.Programmes); err != nil {
		return err
	}
	if err := h.demoResidents(ctx); err != nil {
		return err
	}
	if err := decisionsview.Demo(ctx, h.Decide, h.Accounts); err != nil {
		return err
	}
	// The places come last: they say that the district is whole.
	_, err = store.In(ctx, h.DB, p, func(tx *store.Tx) (int, error) {
		all := make([]regions.Region, len(t.Regions))
		for i, r := range t.Regions {
			all[i] = regions.Region{Code: region.Code(r.Code), Name: r.Name, NameEn: r.NameEn, Lon: r.Lon, Lat: r.Lat, Boundary: []byte(r.Boundary)}
		}
		return len(all), regions.Save(ctx, tx, all)
	})
	if err != nil {
		return err
	}
	if err := h.Places.Load(ctx); err != nil {
		return err
	}
	_, kitchen, err := h.demoPlace(ctx, demoMeals)
	if err == nil {
		err = sharingview.Tell(ctx, h.aroundHut(nil), h.Hut, kitchen, h.clock)
	}
	if err != nil || !weeks {
		return err
	}
	return h.demoWeeks(ctx)
}

func demoRow(p town.Person) people.Row {
	row := people.Row{Name: p.Name, ResidentID: cnid.Resident(p.ResidentID), Sex: cnid.Sex(p.Sex), Birth: p.Birth, Phone: p.Phone,
		Region: region.Code(p.Region), RegRegion: p.RegisteredRegion, RegAddress: p.RegisteredAddress, Address: p.Address,
		At: geo.Point{Lon: p.Lon, Lat: p.Lat}, Household: p.Household, Relation: p.Relation}
	for _, a := range p.Attributes {
		level := a.Value
		if level == "yes" {
			level = ""
		}
		row.Attributes = append(row.Attributes, people.Attribute{Key: a.Key, Level: level, From: a.From, To: a.To, Source: a.Source})
	}
	return row
}

func (h *House) demoAccounts(ctx context.Context, t *town.Town) error {
	p := access.House("demo")
	some, err := h.Accounts.Exists(ctx)
	if err != nil || some {
		return err
	}
	first := map[region.Level]region.Code{}
	for _, r := range t.Regions {
		if l := region.Code(r.Code).Level(); first[l] == "" {
			first[l] = region.Code(r.Code)
		}
	}
	for _, s := range demoStaff {
		at, org := first[s.level], ""
		if s.service != "" {
			service, place, err := h.demoPlace(ctx, s.service)
			if err != nil {
				return err
			}
			at, org = cmp.Or(place.Region.Street(), at), service.Organisation
			if s.level == region.Community { // of the hut next to the kitchen
				at, org = cmp.Or(place.Region.Community(), at), ""
			}
		}
		a, err := h.Accounts.Create(ctx, p, account.Account{Login: s.login, Name: s.name, Region: at}, DemoPassword)
		if err != nil {
			return err
		}
		if _, err := h.Accounts.Grant(ctx, p, a.ID, account.Post{Role: s.role, Region: at, Org: org}); err != nil {
			return err
		}
	}
	return nil
}

// DemoLogin is one line of the sign-in page of a demonstration.
type DemoLogin struct {
	Login      string      `json:"login"`
	Password   string      `json:"password"`
	Name       string      `json:"name"`
	Role       role.Role   `json:"role"`
	NameZh     string      `json:"name_zh"`
	NameEn     string      `json:"name_en"`
	Region     region.Code `json:"region"`
	RegionName string      `json:"region_name"`
	Phone      string      `json:"phone,omitempty" doc:"Of residents, who sign in with a code"`
}

// DemoLogins lists them; none outside demo mode.
func (h *House) DemoLogins(l fault.Lang) []DemoLogin {
	if !h.Demo || !h.HasDemo() {
		return nil
	}
	var out []DemoLogin
	_, place, err := h.demoPlace(context.Background(), demoMeals)
	for _, s := range demoStaff {
		at := region.Code(town.District)
		for at.Level() != s.level {
			kids := h.Places.Children(at)
			if len(kids) == 0 {
				break
			}
			at = kids[0].Code
		}
		if err == nil && place.ID != "" && s.service != "" {
			at = place.Region.Street()
			if s.level == region.Community {
				at = place.Region.Community()
			}
		}
		w := role.Of(s.role)
		out = append(out, DemoLogin{s.login, DemoPassword, s.name, s.role, w.Zh, w.En, at, h.Places.Name(at, l), ""})
	}
	return append(out, h.demoResidentLogins(l)...)
}

func (h *House) registerDemo() {
	api.Register(h.API, api.Op{Method: http.MethodGet, Path: "/demo/logins", ID: "list-demo-logins", Tag: "account", Needs: account.SignIn, Summary: "演示账号（仅演示环境） / Demo logins"},
		func(ctx context.Context, _ access.Pass, _ *struct{}) (*struct{ Body api.List[DemoLogin] }, error) {
			return &struct{ Body api.List[DemoLogin] }{api.Many(h.DemoLogins(api.LangOf(ctx)), "")}, nil
		})
}

// DemoText is the logins for the terminal, a line each.
func (h *House) DemoText(l fault.Lang) string {
	var b strings.Builder
	for _, d := range h.DemoLogins(l) {
		word := d.NameZh
		if l == fault.En {
			word = d.NameEn
		}
		b.WriteString("  " + d.Login + "\t" + word + "\t" + d.RegionName + "\n")
	}
	return b.String()
}
