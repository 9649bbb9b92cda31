package directory

import (
	"time"

	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/region"
)

// Category is a kind of service, in a tree of two levels: "elder" and
// "elder.meal_delivery". Needs and offers meet in a category.
type Category struct {
	Key      string `json:"key" pattern:"^[a-z0-9][a-z0-9._-]{0,99}$"`
	Parent   string `json:"parent,omitempty" maxLength:"100"`
	NameZh   string `json:"name_zh" minLength:"1" maxLength:"200"`
	NameEn   string `json:"name_en,omitempty" maxLength:"200"`
	About    string `json:"about,omitempty" maxLength:"1000"`
	Taxonomy string `json:"taxonomy,omitempty" maxLength:"100" doc:"Whose list it is from; empty: the district's own"`
	Active   bool   `json:"active" default:"true"`
	Version  int64  `json:"version" readOnly:"true"`
	SourceID string `json:"-"`
}

// Licence is a permit that may expire.
type Licence struct {
	Name   string `json:"name" minLength:"1" maxLength:"200"`
	Number string `json:"number,omitempty" maxLength:"100"`
	Until  string `json:"until,omitempty" format:"date"`
}

// Origin says where an imported record came from; our own have none.
type Origin struct {
	Source   string `json:"source,omitempty" readOnly:"true"`
	SourceID string `json:"source_id,omitempty" readOnly:"true"`
}

// Organisation is whoever offers services, or buys them.
type Organisation struct {
	ID         string      `json:"id" readOnly:"true"`
	Region     region.Code `json:"region"`
	Kind       Kind        `json:"kind" enum:"government,street_centre,provider,social_organisation,party_branch,property_company,school,clinic,charity,federation,other"`
	Name       string      `json:"name" minLength:"1" maxLength:"255"`
	NameEn     string      `json:"name_en,omitempty" maxLength:"255"`
	Credit     string      `json:"credit_code,omitempty" maxLength:"20" doc:"Unified social credit code, GB 32100-2015"`
	About      string      `json:"about,omitempty" maxLength:"10000"`
	Contact    string      `json:"contact,omitempty" maxLength:"100"`
	Phone      string      `json:"phone,omitempty" maxLength:"40"`
	Email      string      `json:"email,omitempty" maxLength:"255"`
	Website    string      `json:"website,omitempty" maxLength:"500"`
	Address    string      `json:"address,omitempty" maxLength:"300"`
	Licences   []Licence   `json:"licences,omitempty" maxItems:"30"`
	Parent     string      `json:"parent,omitempty" maxLength:"40" doc:"Organisation that this one belongs to"`
	Stage      Stage       `json:"stage" readOnly:"true" enum:"applied,document_check,site_visit,contract,active,suspended,ended"`
	StageNote  string      `json:"stage_note,omitempty" readOnly:"true"`
	ReviewedOn string      `json:"reviewed_on,omitempty" readOnly:"true" doc:"Day of the last annual review"`
	Changed    time.Time   `json:"changed" readOnly:"true"`
	Version    int64       `json:"version" readOnly:"true"`
	Origin
}

// Kind is what an organisation is.
type Kind string

// ServicePoint is where a service is given.
type ServicePoint struct {
	ID           string      `json:"id" readOnly:"true"`
	Organisation string      `json:"organisation" maxLength:"40"`
	Region       region.Code `json:"region"`
	Kind         string      `json:"kind,omitempty" maxLength:"60" doc:"canteen, day_care, hut …"`
	Name         string      `json:"name" minLength:"1" maxLength:"255"`
	NameEn       string      `json:"name_en,omitempty" maxLength:"255"`
	About        string      `json:"about,omitempty" maxLength:"10000"`
	Address      string      `json:"address,omitempty" maxLength:"300"`
	Phone        string      `json:"phone,omitempty" maxLength:"40"`
	Lon          float64     `json:"lon,omitempty"`
	Lat          float64     `json:"lat,omitempty"`
	Hours        hours.Plan  `json:"hours"`
	StepFree     bool        `json:"step_free,omitempty"`
	Languages    []string    `json:"languages,omitempty" maxItems:"30"`
	Transport    string      `json:"transport,omitempty" maxLength:"1000" doc:"How to get there"`
	Virtual      bool        `json:"virtual,omitempty" doc:"A telephone line or site: nowhere on the map"`
	Retired      bool        `json:"retired,omitempty"`
	Changed      time.Time   `json:"changed" readOnly:"true"`
	Version      int64       `json:"version" readOnly:"true"`
	Origin
}

// Closure is a time during which a point is closed.
type Closure struct {
	ID       string    `json:"id" readOnly:"true"`
	Point    string    `json:"point" readOnly:"true"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	ReasonZh string    `json:"reason_zh" minLength:"1" maxLength:"200"`
	ReasonEn string    `json:"reason_en,omitempty" maxLength:"200"`
}

// Mode is how a service reaches people.
type Mode string

// Subsidy is what the public purse adds for those whom a rule describes; the
// first that applies counts.
type Subsidy struct {
	For  string `json:"for" maxLength:"2000" doc:"Rule of eligibility"`
	Fen  int64  `json:"fen" minimum:"0" doc:"Per unit"`
	Note string `json:"note,omitempty" maxLength:"200"`
}

// Service is what is offered.
type Service struct {
	ID           string        `json:"id" readOnly:"true"`
	Organisation string        `json:"organisation" maxLength:"40"`
	Region       region.Code   `json:"region" doc:"Who keeps it; see area for whom it serves"`
	Category     string        `json:"category" maxLength:"100"`
	Also         []string      `json:"also,omitempty" maxItems:"50" doc:"Further categories"`
	Name         string        `json:"name" minLength:"1" maxLength:"255"`
	NameEn       string        `json:"name_en,omitempty" maxLength:"255"`
	About        string        `json:"about,omitempty" maxLength:"10000"`
	Mode         Mode          `json:"mode" enum:"on_site,home_visit,delivery,day_care,online"`
	PriceFen     int64         `json:"price_fen" minimum:"0" doc:"Per unit, before subsidy"`
	Unit         string        `json:"unit,omitempty" maxLength:"20"`
	Fees         string        `json:"fees,omitempty" maxLength:"2000" doc:"The price in words, where it is no single figure"`
	Subsidies    []Subsidy     `json:"subsidies,omitempty" maxItems:"20"`
	Eligibility  string        `json:"eligibility,omitempty" maxLength:"2000" doc:"Rule, such as age >= 60 and attribute(\"lives_alone\")"`
	ForWhom      string        `json:"for_whom,omitempty" maxLength:"2000" doc:"For whom, in words, where there is no rule"`
	Area         []region.Code `json:"area,omitempty" maxItems:"200" doc:"Regions that it serves; empty: its own region"`
	ReachM       int           `json:"reach_m,omitempty" minimum:"0" maximum:"100000" doc:"Farthest home, metres from the point; 0: the whole area"`
	PerDay       int           `json:"per_day" minimum:"0" maximum:"1000000" doc:"Units a day and point"`
	PerSlot      int           `json:"per_slot,omitempty" minimum:"0" maximum:"1000000"`
	OrderUntil   string        `json:"order_until,omitempty" maxLength:"100" doc:"Cut-off: -1d 16:00 is four in the afternoon of the day before"`
	CancelHours  int           `json:"cancel_hours,omitempty" minimum:"0" maximum:"720" doc:"Free to cancel until so many hours before"`
	Apply        string        `json:"apply,omitempty" maxLength:"5000" doc:"How to apply"`
	Wait         string        `json:"wait,omitempty" maxLength:"500"`
	Documents    []string      `json:"documents,omitempty" maxItems:"50"`
	Languages    []string      `json:"languages,omitempty" maxItems:"50"`
	Constraints  []string      `json:"constraints,omitempty" maxItems:"20" doc:"What it can heed: same_sex, step_free, language:yue"`
	Phone        string        `json:"phone,omitempty" maxLength:"40"`
	Email        string        `json:"email,omitempty" maxLength:"255"`
	Website      string        `json:"website,omitempty" maxLength:"500"`
	Alert        string        `json:"alert,omitempty" maxLength:"1000" doc:"What people must know just now"`
	Points       []string      `json:"points,omitempty" maxItems:"500" doc:"Service points"`
	Hours        *hours.Plan   `json:"hours,omitempty" doc:"Where they differ from the point's"`
	State        State         `json:"state" readOnly:"true" enum:"draft,published,suspended,retired"`
	StateNote    string        `json:"state_note,omitempty" readOnly:"true"`
	From         string        `json:"from,omitempty" format:"date" doc:"The day from which this version holds; empty: at once"`
	Changed      time.Time     `json:"changed" readOnly:"true"`
	Version      int64         `json:"version" readOnly:"true"`
	Origin
}

// Version is one version of a service.
type Version struct {
	Number int64     `json:"number"`
	From   string    `json:"from" doc:"The day from which it holds"`
	State  State     `json:"state"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Held   bool      `json:"held" doc:"It has come into force"`
	Body   Service   `json:"body"`
}

// Project is a funded social-work project in operation.
type Project struct {
	ID        string      `json:"id" readOnly:"true"`
	Region    region.Code `json:"region"`
	Name      string      `json:"name" minLength:"1" maxLength:"255"`
	NameEn    string      `json:"name_en,omitempty" maxLength:"255"`
	About     string      `json:"about,omitempty" maxLength:"10000"`
	Purchaser string      `json:"purchaser,omitempty" maxLength:"40" doc:"Organisation that pays"`
	Operator  string      `json:"operator" maxLength:"40" doc:"Organisation that does it"`
	Category  string      `json:"category,omitempty" maxLength:"100"`
	From      string      `json:"from" format:"date"`
	To        string      `json:"to" format:"date"`
	Target    []string    `json:"target,omitempty" maxItems:"20" doc:"Keys of attributes"`
	BudgetFen int64       `json:"budget_fen" minimum:"0"`
	SpentFen  int64       `json:"spent_fen" minimum:"0"`
	Planned   int         `json:"planned" minimum:"0" doc:"People to be served"`
	Actual    int         `json:"actual" minimum:"0" doc:"People served so far"`
	Staff     int         `json:"staff" minimum:"0"`
	Lon       float64     `json:"lon,omitempty"`
	Lat       float64     `json:"lat,omitempty"`
	Changed   time.Time   `json:"changed" readOnly:"true"`
	Version   int64       `json:"version" readOnly:"true"`
	Origin
}

// Batch is what an import brings, in the order in which it is taken in. IDs are
// the importer's: equal IDs are the same record, changed or not.
type Batch struct {
	Categories    []Category
	Organisations []Organisation
	Points        []ServicePoint
	Closures      []Closure
	Services      []Service // with their State
	Projects      []Project
}

// Taken is what became of a Batch, per kind of record.
type Taken struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

// Facts is what the register knows of a person, for eligibility.
type Facts = eligibility.Facts
