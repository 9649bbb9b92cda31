package packages

import "strings"

// Kind is what a field holds.
type Kind int

// The kinds of fields.
const (
	Text Kind = iota
	ID        // of the row itself
	Ref       // id of a row of another table
	Number
	Email
	URI
	Date
	Moment
	Choice
)

// Field is one column of a table of HSDS 3.0.
type Field struct {
	Name     string
	Kind     Kind
	Table    string   // of a Ref; "" is any table
	Choices  []string // of a Choice
	Required bool     // there must be something in it, or the row is of no use
	Present  bool     // the JSON Schema wants it there, if only as an empty text
}

// Table is one table of HSDS 3.0.
type Table struct {
	Name   string // "organization"
	Plural string // "organizations", as files and lists are called
	Fields []Field
}

// Field finds a field by name.
func (t *Table) Field(name string) *Field {
	for i := range t.Fields {
		if t.Fields[i].Name == name {
			return &t.Fields[i]
		}
	}
	return nil
}

// Tables of HSDS 3.0, owners before what they own. The notation: name! there
// must be something in it, name+ must be present, :kind, >table a reference.
var Tables = parse(`
organization organizations id:id name! alternate_name description+ email:email website:uri tax_status tax_id year_incorporated:number legal_status logo uri:uri parent_organization_id>organization
program programs id:id organization_id>organization! name! alternate_name description+
taxonomy taxonomies id:id name! description+ uri:uri version
taxonomy_term taxonomy_terms id:id code name! description+ parent_id>taxonomy_term taxonomy language taxonomy_id>taxonomy term_uri:uri
service services id:id organization_id>organization! program_id>program name! alternate_name description url:uri email:email status=active|inactive|defunct|temporarily_closed+ interpretation_services application_process fees_description wait_time fees accreditations eligibility_description minimum_age:number maximum_age:number assured_date:date assurer_email:email licenses alert last_modified:moment
location locations id:id location_type=physical|postal|virtual+ url:uri organization_id>organization name alternate_name description transportation latitude:number longitude:number external_identifier external_identifier_type
service_at_location service_at_locations id:id service_id>service! location_id>location! description
contact contacts id:id organization_id>organization service_id>service service_at_location_id>service_at_location location_id>location name title department email:email
phone phones id:id location_id>location service_id>service organization_id>organization contact_id>contact service_at_location_id>service_at_location number! extension:number type description
address addresses id:id location_id>location attention address_1+ address_2 city+ region state_province+ postal_code+ country+ address_type=physical|postal|virtual+
schedule schedules id:id service_id>service location_id>location service_at_location_id>service_at_location valid_from:date valid_to:date dtstart:date timezone:number until:date count:number wkst=MO|TU|WE|TH|FR|SA|SU freq=WEEKLY|MONTHLY interval:number byday byweekno bymonthday byyearday description opens_at closes_at schedule_link:uri attending_type notes
funding funding id:id organization_id>organization service_id>service source
service_area service_areas id:id service_id>service name description extent extent_type uri:uri
required_document required_documents id:id service_id>service document uri:uri
language languages id:id service_id>service location_id>location phone_id>phone name code note
accessibility accessibility id:id location_id>location description details url:uri
cost_option cost_options id:id service_id>service valid_from:date valid_to:date option currency amount:number amount_description
organization_identifier organization_identifiers id:id organization_id>organization! identifier_scheme identifier_type+ identifier!
attribute attributes id:id link_id> taxonomy_term_id>taxonomy_term link_type link_entity value
metadata metadata id:id resource_id> resource_type last_action_date+ last_action_type+ field_name+ previous_value+ replacement_value+ updated_by+
meta_table_description meta_table_descriptions id:id name language character_set
`)

// ByName finds a table by its name.
func ByName(name string) *Table {
	for _, t := range Tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

func parse(s string) (out []*Table) {
	kinds := map[string]Kind{"id": ID, "number": Number, "email": Email, "uri": URI, "date": Date, "moment": Moment}
	for line := range strings.Lines(strings.TrimSpace(s)) {
		words := strings.Fields(line)
		t := &Table{Name: words[0], Plural: words[1]}
		for _, w := range words[2:] {
			f := Field{}
			if strings.HasSuffix(w, "!") {
				f.Required, f.Present, w = true, true, strings.TrimSuffix(w, "!")
			}
			if strings.HasSuffix(w, "+") {
				f.Present, w = true, strings.TrimSuffix(w, "+")
			}
			f.Name = w
			if at := strings.IndexAny(w, ":>="); at > 0 {
				f.Name = w[:at]
				rest := w[at+1:]
				switch w[at] {
				case ':':
					f.Kind = kinds[rest]
				case '>':
					f.Kind, f.Table = Ref, rest
				case '=':
					f.Kind, f.Choices = Choice, strings.Split(strings.ReplaceAll(rest, "_", " "), "|")
				}
			}
			t.Fields = append(t.Fields, f)
		}
		out = append(out, t)
	}
	return out
}

// aliases are the names that tables go by in files, old and new.
var aliases = map[string]string{
	"organisation": "organization", "organisations": "organization", "service_taxonomies": "services_taxonomy", "service_taxonomy": "services_taxonomy",
	"services_at_location": "service_at_location", "services_at_locations": "service_at_location", "accessibility_for_disability": "accessibility_for_disabilities",
	"eligibilities": "eligibility", "payment_accepted": "payments_accepted", "payments": "payments_accepted", "regular_schedule": "regular_schedules", "holiday_schedule": "holiday_schedules",
	"physical_address": "physical_addresses", "postal_address": "postal_addresses", "mail_address": "mail_addresses", "fundings": "funding", "accessibilities": "accessibility",
	"meta_table_descriptions": "meta_table_description", "other_attributes": "attribute", "other_attribute": "attribute", "location_languages": "language",
}

// old are the tables that 3.0 no longer has.
var old = map[string]bool{"services_taxonomy": true, "accessibility_for_disabilities": true, "eligibility": true, "payments_accepted": true, "regular_schedules": true,
	"holiday_schedules": true, "physical_addresses": true, "postal_addresses": true, "mail_addresses": true}

// tableOf is the table that a file or list of this name holds, or "".
func tableOf(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	name = strings.NewReplacer("-", "_", " ", "_").Replace(strings.TrimSuffix(name, ".csv"))
	if a, ok := aliases[name]; ok {
		name = a
	}
	if old[name] {
		return name
	}
	for _, t := range Tables {
		if name == t.Name || name == t.Plural {
			return t.Name
		}
	}
	return ""
}
