package people

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/region"
)

const tag = "people"

type personOut struct {
	api.ETag
	Body Person
}

func one(p Person, err error) (*personOut, error) {
	if err != nil {
		return nil, err
	}
	return &personOut{api.Tag(p.Version), p}, nil
}

// IDIn is the input of what concerns one thing; exported because huma passes over
// unexported embedded structs.
type IDIn struct {
	ID string `path:"id" maxLength:"40"`
}

// ChangeIn is IDIn with the version that was read.
type ChangeIn struct {
	api.IfMatch
	ID string `path:"id" maxLength:"40"`
}

type listIn struct {
	api.Page
	Q          string   `query:"q" maxLength:"60" doc:"Name, pinyin, initials, number or address"`
	Attributes []string `query:"attributes" maxItems:"12" doc:"All of them: key or key:level"`
	AgeFrom    int      `query:"age_from" minimum:"0" maximum:"130"`
	AgeTo      int      `query:"age_to" minimum:"0" maximum:"130"`
	Sex        string   `query:"sex" enum:"male,female"`
	Household  string   `query:"household" maxLength:"40"`
	Total      bool     `query:"total" doc:"Count them all too"`
}

type place struct{ Pinyin, ID string }

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/people", ID: "list-people", Tag: tag, Needs: Search, Summary: "居民列表 / People"}, s.getPeople)
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people", ID: "create-person", Tag: tag, Needs: Write, Creates: true, Summary: "登记居民 / Register a person"}, s.postPerson)
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/people/{id}", ID: "get-person", Tag: tag, Needs: Search, Summary: "居民 / One person"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*personOut, error) {
			return one(s.Open(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodPatch, Path: "/people/{id}", ID: "change-person", Tag: tag, Needs: Write, Summary: "更正居民信息 / Correct a person"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body struct {
				Name       *string      `json:"name,omitempty" maxLength:"40"`
				Phone      *string      `json:"phone,omitempty" maxLength:"30"`
				Address    *string      `json:"address,omitempty" maxLength:"200"`
				Building   *string      `json:"building,omitempty" maxLength:"200"`
				Unit       *string      `json:"unit,omitempty" maxLength:"200"`
				Flat       *string      `json:"flat,omitempty" maxLength:"200"`
				RegAddress *string      `json:"registered_address,omitempty" maxLength:"200"`
				Region     *region.Code `json:"region,omitempty" maxLength:"15"`
			}
		}) (*personOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			b := in.Body
			return one(s.Change(ctx, p, in.ID, v, Edit{Name: b.Name, Phone: b.Phone, Address: b.Address, Building: b.Building, Unit: b.Unit, Flat: b.Flat, RegAddress: b.RegAddress, Region: b.Region}))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people/{id}/reveal", ID: "reveal-person", Tag: tag, Needs: Reveal, Summary: "查看完整号码（须写明目的） / Show a number in full"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" maxLength:"40"`
			Body struct {
				Field   string `json:"field" enum:"resident_id,phone"`
				Purpose string `json:"purpose" maxLength:"200"`
			}
		}) (*struct {
			Body struct {
				Value string `json:"value"`
			}
		}, error) {
			out := &struct {
				Body struct {
					Value string `json:"value"`
				}
			}{}
			var err error
			out.Body.Value, err = s.RevealField(ctx, p, in.ID, in.Body.Field, in.Body.Purpose)
			if err != nil {
				return nil, err
			}
			return out, nil
		})
	s.registerLife(a)
	s.registerHouseholds(a)
	s.registerKinds(a)
}

func (s *Service) getPeople(ctx context.Context, p access.Pass, in *listIn) (*struct{ Body api.List[Person] }, error) {
	var at place
	if err := api.DecodeCursor(in.Cursor, &at); err != nil {
		return nil, err
	}
	q := Query{Text: in.Q, Attributes: in.Attributes, AgeFrom: in.AgeFrom, AgeTo: in.AgeTo, Sex: in.Sex, Household: in.Household,
		AfterPinyin: at.Pinyin, AfterID: at.ID, Limit: in.Limit}
	found, n, err := s.Find(ctx, p, q, in.Total)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(found) == in.Limit {
		end := found[len(found)-1]
		next = api.EncodeCursor(place{end.pinyin, end.ID})
	}
	out := api.Many(found, next)
	if in.Total {
		out.Total = &n
	}
	return &struct{ Body api.List[Person] }{out}, nil
}

type newPerson struct {
	Body struct {
		Name       string      `json:"name" minLength:"1" maxLength:"40"`
		ResidentID string      `json:"resident_id,omitempty" maxLength:"30"`
		Sex        string      `json:"sex,omitempty" enum:"male,female"`
		Birth      string      `json:"birth,omitempty" maxLength:"10"`
		Phone      string      `json:"phone,omitempty" maxLength:"30"`
		Region     region.Code `json:"region" maxLength:"15"`
		RegAddress string      `json:"registered_address,omitempty" maxLength:"200"`
		Address    string      `json:"address,omitempty" maxLength:"200"`
		Building   string      `json:"building,omitempty" maxLength:"200"`
		Unit       string      `json:"unit,omitempty" maxLength:"200"`
		Flat       string      `json:"flat,omitempty" maxLength:"200"`
		Lon        float64     `json:"lon,omitempty"`
		Lat        float64     `json:"lat,omitempty"`
		Household  string      `json:"household,omitempty" maxLength:"60"`
		Relation   string      `json:"relation,omitempty" maxLength:"20"`
	}
}

func (s *Service) postPerson(ctx context.Context, p access.Pass, in *newPerson) (*personOut, error) {
	b := in.Body
	row := Row{Name: b.Name, Sex: cnid.Sex(b.Sex), Birth: b.Birth, Region: b.Region, RegAddress: b.RegAddress, Address: b.Address,
		Building: b.Building, Unit: b.Unit, Flat: b.Flat, At: geo.Point{Lon: b.Lon, Lat: b.Lat}, Household: b.Household, Relation: b.Relation}
	var bad []*fault.Fault
	var err error
	if b.ResidentID != "" {
		if row.ResidentID, err = cnid.ParseResident(b.ResidentID); err != nil {
			bad = append(bad, fault.Of(err).On("resident_id"))
		}
	}
	if b.Phone != "" {
		if row.Phone, err = cnid.ParsePhone(b.Phone); err != nil {
			bad = append(bad, fault.Of(err).On("phone"))
		}
	}
	if err := fault.Join(bad...); err != nil {
		return nil, err
	}
	return one(s.Admit(ctx, p, row))
}

// EventView is an event in words.
type EventView struct {
	At     string          `json:"at"`
	Kind   string          `json:"kind"`
	Words  string          `json:"words"`
	Actor  string          `json:"actor"`
	Region region.Code     `json:"region"`
	Body   json.RawMessage `json:"body"`
}

func (s *Service) registerLife(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/people/{id}/timeline", ID: "get-timeline", Tag: tag, Needs: Search, Summary: "一生一册 / Timeline"},
		func(ctx context.Context, p access.Pass, in *struct {
			IDIn
			api.Page
		}) (*struct{ Body api.List[EventView] }, error) {
			var before int64
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.Timeline(ctx, p, in.ID, before, in.Limit)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].Position)
			}
			out := make([]EventView, len(all))
			for i, e := range all {
				raw, _ := e.Body.(json.RawMessage)
				out[i] = EventView{At: e.At.In(shanghai).Format("2006-01-02T15:04:05-07:00"), Kind: e.Kind, Words: inWords(e, api.LangOf(ctx)), Actor: e.Actor, Region: e.Region, Body: raw}
			}
			return &struct{ Body api.List[EventView] }{api.Many(out, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/people/{id}/access-log", ID: "get-access-log", Tag: tag, Needs: Trail, Summary: "谁看过 / Who looked"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*struct{ Body api.List[audit.Entry] }, error) {
			all, err := s.AccessLog(ctx, p, in.ID, 100)
			if err != nil {
				return nil, err
			}
			return &struct{ Body api.List[audit.Entry] }{api.Many(all, "")}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people/{id}/attributes", ID: "add-attribute", Tag: tag, Needs: Write, Summary: "登记属性 / Begin an attribute"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" maxLength:"40"`
			Body struct {
				Key      string `json:"key" maxLength:"40"`
				Level    string `json:"level,omitempty" maxLength:"20"`
				From     string `json:"from,omitempty" maxLength:"10"`
				Evidence string `json:"evidence,omitempty" maxLength:"200"`
			}
		}) (*personOut, error) {
			return one(s.AddAttribute(ctx, p, in.ID, Attribute{Key: in.Body.Key, Level: in.Body.Level, From: in.Body.From, Evidence: in.Body.Evidence}))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people/{id}/attributes/{key}/end", ID: "end-attribute", Tag: tag, Needs: Write, Summary: "终止属性 / End an attribute"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" maxLength:"40"`
			Key  string `path:"key" maxLength:"40"`
			Body struct {
				To string `json:"to,omitempty" maxLength:"10"`
			}
		}) (*personOut, error) {
			return one(s.EndAttribute(ctx, p, in.ID, in.Key, in.Body.To))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people/{id}/death", ID: "register-death", Tag: tag, Needs: Write, Summary: "登记死亡 / Register a death"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body struct {
				Day string `json:"day" maxLength:"10"`
			}
		}) (*personOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Die(ctx, p, in.ID, v, in.Body.Day))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/people/{id}/consents", ID: "list-consents", Tag: tag, Needs: Search, Summary: "授权同意 / Consents"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*struct{ Body api.List[ConsentGiven] }, error) {
			all, err := s.Consents(ctx, p, in.ID)
			return &struct{ Body api.List[ConsentGiven] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people/{id}/consents", ID: "add-consent", Tag: tag, Needs: Write, Creates: true, Summary: "登记同意 / Record a consent"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" maxLength:"40"`
			Body struct {
				Purpose  string `json:"purpose" minLength:"2" maxLength:"200"`
				Evidence string `json:"evidence,omitempty" maxLength:"200"`
				Until    string `json:"until,omitempty" maxLength:"10"`
			}
		}) (*struct{ Body ConsentGiven }, error) {
			c, err := s.Consent(ctx, p, in.ID, ConsentGiven{Purpose: in.Body.Purpose, Evidence: in.Body.Evidence, Until: in.Body.Until})
			if err != nil {
				return nil, err
			}
			return &struct{ Body ConsentGiven }{c}, nil
		})
}

type householdOut struct{ Body Household }

func house(h Household, err error) (*householdOut, error) {
	if err != nil {
		return nil, err
	}
	return &householdOut{h}, nil
}

func (s *Service) registerHouseholds(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/households", ID: "list-households", Tag: tag, Needs: Search, Summary: "户列表 / Households"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			Q string `query:"q" maxLength:"60"`
		}) (*struct{ Body api.List[Household] }, error) {
			var at place
			if err := api.DecodeCursor(in.Cursor, &at); err != nil {
				return nil, err
			}
			all, err := s.Households(ctx, p, in.Q, at.Pinyin, at.ID, in.Limit)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(place{all[len(all)-1].Address, all[len(all)-1].ID})
			}
			return &struct{ Body api.List[Household] }{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/households/{id}", ID: "get-household", Tag: tag, Needs: Search, Summary: "户 / One household"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*householdOut, error) {
			return house(s.Household(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/households/{id}/split", ID: "split-household", Tag: tag, Needs: Write, Creates: true, Summary: "分户 / Split"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" maxLength:"40"`
			Body struct {
				Persons []string `json:"persons" minItems:"1" maxItems:"50"`
				Address string   `json:"address" maxLength:"200"`
			}
		}) (*householdOut, error) {
			return house(s.Split(ctx, p, in.ID, in.Body.Persons, in.Body.Address))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/households/{id}/merge", ID: "merge-household", Tag: tag, Needs: Write, Summary: "并户 / Merge"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" maxLength:"40"`
			Body struct {
				Into string `json:"into" maxLength:"40"`
			}
		}) (*householdOut, error) {
			return house(s.Merge(ctx, p, in.ID, in.Body.Into))
		})
}

func (s *Service) registerKinds(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/attribute-kinds", ID: "list-attribute-kinds", Tag: tag, Needs: Kind, Summary: "属性类型 / Kinds of attributes"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct{ Body api.List[AttributeKind] }, error) {
			all, err := s.AttributeKinds(ctx, p)
			return &struct{ Body api.List[AttributeKind] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/attribute-kinds/{key}", ID: "save-attribute-kind", Tag: tag, Needs: Configure, Summary: "设置属性类型 / Save a kind"},
		func(ctx context.Context, p access.Pass, in *struct {
			Key  string `path:"key" pattern:"^[a-z][a-z0-9_]{1,39}$"`
			Body struct {
				NameZh  string   `json:"name_zh" minLength:"1" maxLength:"40"`
				NameEn  string   `json:"name_en" maxLength:"80"`
				Levels  []string `json:"levels" maxItems:"20"`
				Active  bool     `json:"active"`
				Version int64    `json:"version" minimum:"0" doc:"0 for a new one"`
			}
		}) (*struct{ Body AttributeKind }, error) {
			k, err := s.SaveKind(ctx, p, AttributeKind{Key: in.Key, NameZh: in.Body.NameZh, NameEn: in.Body.NameEn, Levels: in.Body.Levels, Active: in.Body.Active, Version: in.Body.Version})
			if err != nil {
				return nil, err
			}
			return &struct{ Body AttributeKind }{k}, nil
		})
}

// inWords says what happened in one sentence.
func inWords(e events.Event, l fault.Lang) string {
	w, ok := eventWords[e.Kind]
	if !ok {
		return e.Kind
	}
	var b struct{ Key, Day, Source string }
	_ = e.Decode(&b) // an event without these has empty ones
	s := w[1]
	if l == fault.Zh {
		s = w[0]
	}
	return strings.NewReplacer("{key}", b.Key, "{day}", b.Day, "{source}", b.Source).Replace(s)
}

var eventWords = map[string][2]string{
	"people.registered":       {"登记入册（来源：{source}）", "Taken into the register (source: {source})"},
	"people.updated":          {"信息更新（来源：{source}）", "Record updated (source: {source})"},
	"people.corrected":        {"信息更正", "Record corrected"},
	"people.moved":            {"迁移居住地", "Moved"},
	"people.attribute_began":  {"登记属性：{key}", "Attribute began: {key}"},
	"people.attribute_ended":  {"终止属性：{key}", "Attribute ended: {key}"},
	"people.household_split":  {"分户", "Moved to a new household"},
	"people.household_merged": {"并户", "Household merged"},
	"people.died":             {"登记死亡（{day}）", "Death registered ({day})"},
	"people.import_undone":    {"撤销导入", "Import undone"},
	"people.merged":           {"与重复记录合并", "Merged with a duplicate record"},
	"people.unmerged":         {"撤销合并", "Merge undone"},
}
