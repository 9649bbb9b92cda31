package directory

// Seeds are the categories to begin with; the list is editable.
var Seeds = tree("elder", "长者服务", "Elder care",
	"canteen", "长者饭堂就餐", "Meals at the canteen", "meal_delivery", "送餐", "Meal delivery", "day_care", "日间托管", "Day care", "home_care", "居家照护", "Home care",
	"bathing", "助浴", "Bathing help", "escort", "陪同就医", "Escort to hospital", "safety_call", "平安电话", "Safety call", "home_adaptation", "居家适老化改造", "Home adaptation", "respite", "喘息服务", "Respite",
	"health", "健康", "Health", "measuring", "健康测量", "Measuring", "medicine_reminder", "用药提醒", "Medicine reminder", "rehabilitation", "康复训练", "Rehabilitation", "mental", "心理支持", "Mental support", "family_doctor", "家庭医生", "Family doctor",
	"children", "儿童青少年", "Children and youth", "after_school", "四点半课堂", "After-school care", "tutoring", "学业辅导", "Tutoring", "left_behind", "留守儿童关爱", "Left-behind children", "family_guidance", "家庭教育指导", "Family guidance",
	"disability", "助残", "Disability", "rehabilitation", "残疾人康复", "Rehabilitation", "transport", "无障碍出行", "Transport", "sign_language", "手语服务", "Sign language", "aids", "辅具", "Aids",
	"hardship", "困难帮扶", "Hardship", "material_aid", "物资帮扶", "Material aid", "policy_help", "政策代办", "Policy help", "job_help", "就业帮扶", "Job help", "micro_wish", "微心愿", "Micro-wish",
	"family", "家庭与妇女", "Family and women", "counselling", "家庭辅导", "Family counselling", "women", "妇女权益", "Women's rights", "maternity", "孕产支持", "Maternity",
	"newcomers", "新市民", "New citizens", "registration", "居住登记协办", "Registration help", "language", "语言学习", "Language", "integration", "社区融入", "Integration",
	"home", "家居维修", "Home and repair", "repair", "便民维修", "Repairs", "electric", "电工", "Electric", "plumbing", "管道疏通", "Plumbing", "locks", "开锁换锁", "Locks", "cleaning", "家居清洁", "Cleaning", "moving", "搬运", "Moving", "haircut", "上门理发", "Haircut",
	"culture", "文体", "Culture and sport", "sport", "健身与舞蹈", "Sport and dancing", "arts", "书画音乐", "Arts and music", "reading", "阅读", "Reading",
	"legal", "法律与调解", "Legal and mediation", "advice", "法律咨询", "Legal advice", "mediation", "人民调解", "Mediation",
	"community", "社区生活", "Community life", "events", "邻里活动", "Events", "green", "绿化角", "Green corner", "pets", "宠物", "Pets", "parking", "停车", "Parking",
	"emergency", "应急", "Emergency", "supplies", "应急物资", "Supplies", "shelter", "临时安置", "Shelter")

// roots are the keys of the first level; what follows one in tree is its own.
var roots = map[string]bool{"elder": true, "health": true, "children": true, "disability": true, "hardship": true, "family": true, "newcomers": true, "home": true, "culture": true, "legal": true, "community": true, "emergency": true}

func tree(words ...string) (out []Category) {
	root := ""
	for i := 0; i+2 < len(words); i += 3 {
		c := Category{Key: words[i], NameZh: words[i+1], NameEn: words[i+2], Active: true}
		if roots[words[i]] {
			root = words[i]
		} else {
			c.Key, c.Parent = root+"."+words[i], root
		}
		out = append(out, c)
	}
	return out
}
