package residentview

import (
	"context"
	"slices"
	"time"

	"linli/internal/family"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/api"
	"linli/internal/role"
)

// Look is one look of somebody of the staff at a person's record.
type Look struct {
	At      time.Time `json:"at"`
	By      string    `json:"by" doc:"Name of who looked"`
	Role    string    `json:"role,omitempty" doc:"Their post"`
	What    string    `json:"what" doc:"What they did"`
	Purpose string    `json:"purpose,omitempty" doc:"The reason they gave"`
}

// acts says the actions of the trail in words.
var acts = map[string][2]string{
	"people.revealed": {"查看了完整的证件号或电话", "Saw the full number or phone"}, "people.opened": {"打开了档案", "Opened the record"},
	"orders.counter_looked": {"在服务点柜台查找", "Looked up at a counter"}, "orders.exported": {"导出了订单", "Exported orders"},
}

// Looked is who looked at the record of a person, for themselves.
func (v *Page) Looked(ctx context.Context, p access.Pass, person string, l fault.Lang) ([]Look, error) {
	own, err := v.Everybody(ctx, p)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(own, func(x MyPerson) bool { return x.Self && (x.ID == person || person == "") })
	if i < 0 {
		return nil, family.ErrProxy.On("person")
	}
	all, err := v.People.AccessLog(ctx, house, own[i].ID, 100)
	if err != nil {
		return nil, err
	}
	out := []Look{}
	names := map[string]account.Account{}
	for _, e := range all {
		a, known := names[e.Account]
		if !known {
			if a, err = v.Accounts().Get(ctx, e.Account); err != nil {
				a = account.Account{}
			}
			names[e.Account] = a
		}
		x := Look{At: e.At, By: a.Name, Purpose: e.Purpose, What: e.Action}
		if w, ok := acts[e.Action]; ok {
			x.What = w[0]
			if l == fault.En {
				x.What = w[1]
			}
		}
		if x.By == "" {
			x.By = map[fault.Lang]string{fault.Zh: "系统", fault.En: "The system"}[l]
		} else if posts, err := v.Accounts().Posts(ctx, house, e.Account); err == nil && len(posts) > 0 {
			w := role.Of(posts[0].Role)
			x.Role = map[fault.Lang]string{fault.Zh: w.Zh, fault.En: w.En}[l]
		}
		out = append(out, x)
	}
	return out, nil
}

func (v *Page) registerLooked(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/my/access-log", ID: "get-my-access-log", Tag: "resident", Needs: Home, Summary: "谁看过我的资料 / Who looked at my record"},
		func(ctx context.Context, p access.Pass, in *struct {
			Person string `query:"person" maxLength:"40"`
		}) (*struct{ Body api.List[Look] }, error) {
			all, err := v.Looked(ctx, p, in.Person, api.LangOf(ctx))
			return &struct{ Body api.List[Look] }{api.Many(all, "")}, err
		})
}
