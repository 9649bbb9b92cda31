package waiting

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/role"
)

// Permissions.
const (
	See    access.Permission = "orders.see_waiting"
	Manage access.Permission = "orders.manage_waiting"
	Mine   access.Permission = "orders.my_waiting"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:    {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.ProviderManager, role.Auditor},
	Manage: {role.CommunityWorker, role.StreetOperator},
	Mine:   {role.Resident},
}

type out struct{ Body Waiting }

type idIn struct {
	ID string `path:"id" format:"uuid"`
}

type listIn struct {
	api.Page
	Person  string `query:"person" maxLength:"40"`
	Point   string `query:"point" maxLength:"40"`
	Service string `query:"service" maxLength:"40"`
	Day     string `query:"day" maxLength:"10"`
	Ended   bool   `query:"ended" doc:"Also what has ended"`
}

type listOut struct{ Body api.List[Waiting] }

func (s *Service) page(ctx context.Context, p access.Pass, in *listIn) (*listOut, error) {
	f := Filter{Point: in.Point, Service: in.Service, Day: in.Day, Ended: in.Ended, Limit: in.Limit}
	if in.Person != "" {
		f.Persons = []string{in.Person}
	}
	if err := api.DecodeCursor(in.Cursor, &f.Before); err != nil {
		return nil, err
	}
	all, err := s.List(ctx, p, f)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(all) == f.Limit {
		next = api.EncodeCursor(all[len(all)-1].ID)
	}
	return &listOut{api.Many(all, next)}, nil
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "orders"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/order-waiting", ID: "list-order-waiting", Tag: tag, Needs: See, Summary: "排队名单，按公布的公式排序 / Lines, in the published order"}, s.page)
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/waiting", ID: "list-my-waiting", Tag: tag, Needs: Mine, Summary: "我的排队 / What I wait for"}, s.page)
	verb := func(path, id, summary string, needs access.Permission, do func(context.Context, access.Pass, string) (Waiting, error)) {
		api.Register(a, api.Op{Method: http.MethodPost, Path: path, ID: id, Tag: tag, Needs: needs, Summary: summary},
			func(ctx context.Context, p access.Pass, in *idIn) (*out, error) {
				w, err := do(ctx, p, in.ID)
				if err != nil {
					return nil, err
				}
				return &out{w}, nil
			})
	}
	verb("/order-waiting/{id}/offer", "offer-order-waiting", "提供名额 / Offer a free place", Manage, s.Offer)
	verb("/order-waiting/{id}/withdraw", "withdraw-order-waiting", "退出排队 / Take somebody out of the line", Manage, s.Leave)
	verb("/my/waiting/{id}/take", "take-my-waiting", "接受名额 / Take the place offered", Mine, s.Take)
	verb("/my/waiting/{id}/leave", "leave-my-waiting", "退出排队 / Leave the line", Mine, s.Leave)
}
