package role

// Role is a kind of post.
type Role string

// The roles of Linli. The comment says the level at which the post is held.
const (
	Public              Role = "public"               // anyone, also without an account
	SignedIn            Role = "signed_in"            // anyone with an account, for what is their own
	Resident            Role = "resident"             // their community
	CommunityWorker     Role = "community_worker"     // community
	GridWorker          Role = "grid_worker"          // grid
	BuildingHead        Role = "building_head"        // grid
	HutKeeper           Role = "hut_keeper"           // community
	PartySecretary      Role = "party_secretary"      // community
	ProviderManager     Role = "provider_manager"     // organisation, within a street or district
	Carer               Role = "carer"                // organisation
	SocialWorker        Role = "social_worker"        // organisation
	StreetOperator      Role = "street_operator"      // street
	DeliberationOfficer Role = "deliberation_officer" // community
	FundOfficer         Role = "fund_officer"         // community
	ContestOfficer      Role = "contest_officer"      // street or district
	IdentityOfficer     Role = "identity_officer"     // street
	DistrictPlanner     Role = "district_planner"     // district: aggregates only
	DataSteward         Role = "data_steward"         // district
	Auditor             Role = "auditor"              // any
	Administrator       Role = "administrator"        // installation: sees no personal data
)

// Word is what a role is called on screen.
type Word struct {
	Role Role
	Zh   string
	En   string
}

// All lists the roles in the order of the table in the guide.
var All = []Word{
	{Resident, "居民", "Resident"},
	{CommunityWorker, "社区工作者", "Community worker"},
	{GridWorker, "网格员", "Grid worker"},
	{BuildingHead, "楼长", "Building head"},
	{HutKeeper, "共享小屋管理员", "Hut keeper"},
	{PartySecretary, "党支部书记", "Party branch secretary"},
	{ProviderManager, "服务提供方负责人", "Provider manager"},
	{Carer, "护理员", "Carer"},
	{SocialWorker, "社工", "Social worker"},
	{StreetOperator, "街道运营人员", "Street operator"},
	{DeliberationOfficer, "议事专员", "Deliberation officer"},
	{FundOfficer, "基金专员", "Fund officer"},
	{ContestOfficer, "创投大赛专员", "Contest officer"},
	{IdentityOfficer, "身份核验员", "Identity officer"},
	{DistrictPlanner, "区级规划人员", "District planner"},
	{DataSteward, "数据管理员", "Data steward"},
	{Auditor, "审计员", "Auditor"},
	{Administrator, "系统管理员", "Administrator"},
}

// Of is the word for a role, or the zero Word.
func Of(r Role) Word {
	for _, w := range All {
		if w.Role == r {
			return w
		}
	}
	return Word{}
}
