package delivery

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type roundOut struct {
	api.ETag
	Body DeliveryRound
}

func one(r DeliveryRound, err error) (*roundOut, error) {
	if err != nil {
		return nil, err
	}
	return &roundOut{api.Tag(r.Version), r}, nil
}

// ChangeHTTP is the input of a change of a round; exported because huma passes
// over unexported embedded structs.
type ChangeHTTP[T any] struct {
	api.IfMatch
	ID   string `path:"id" format:"uuid"`
	Body T
}

type stopIn[T any] struct {
	ID    string `path:"id" format:"uuid"`
	Order string `path:"order" format:"uuid"`
	Body  T
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "delivery"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/delivery/kitchen/{point}", ID: "get-kitchen", Tag: tag, Needs: See, Summary: "备餐表 / What a kitchen cooks and packs"},
		func(ctx context.Context, p access.Pass, in *struct {
			Point string `path:"point" maxLength:"40"`
			Day   string `query:"day" maxLength:"10" doc:"Today when empty"`
		}) (*struct{ Body KitchenDay }, error) {
			d, err := s.KitchenOf(ctx, p, in.Point, in.Day)
			if err != nil {
				return nil, err
			}
			return &struct{ Body KitchenDay }{d}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/delivery/kitchen/{point}/couriers", ID: "list-couriers", Tag: tag, Needs: Plan, Summary: "可派送餐员 / Who can be sent"},
		func(ctx context.Context, p access.Pass, in *struct {
			Point string `path:"point" maxLength:"40"`
		}) (*struct{ Body api.List[Courier] }, error) {
			k, err := s.at(ctx, p, in.Point)
			if err != nil {
				return nil, err
			}
			all, err := s.Around.Couriers(ctx, k.Org)
			return &struct{ Body api.List[Courier] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/delivery/plans", ID: "plan-delivery", Tag: tag, Needs: Plan, Summary: "规划配送路线（未出发的重排） / Plan the rounds of a time"},
		func(ctx context.Context, p access.Pass, in *struct{ Body DeliveryAsk }) (*struct{ Body DeliveryPlan }, error) {
			plan, err := s.Lay(ctx, p, in.Body)
			if err != nil {
				return nil, err
			}
			return &struct{ Body DeliveryPlan }{plan}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/delivery/rounds", ID: "list-rounds", Tag: tag, Needs: See, Summary: "配送路线 / Rounds"},
		func(ctx context.Context, p access.Pass, in *struct {
			Day   string   `query:"day" maxLength:"10" doc:"Today when empty"`
			Point string   `query:"point" maxLength:"40"`
			Slot  string   `query:"slot" maxLength:"20"`
			State []string `query:"state" maxItems:"4" enum:"planned,out,back,dissolved"`
		}) (*struct{ Body api.List[DeliveryRound] }, error) {
			if in.Day == "" {
				in.Day = s.today()
			}
			f := Filter{From: in.Day, To: in.Day, Point: in.Point, Slot: in.Slot, States: []State{Planned, Out, Back}, Limit: 500}
			if len(in.State) > 0 {
				f.States = nil
				for _, x := range in.State {
					f.States = append(f.States, State(x))
				}
			}
			all, err := s.List(ctx, p, f)
			return &struct{ Body api.List[DeliveryRound] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/delivery/rounds/{id}", ID: "get-round", Tag: tag, Needs: See, Summary: "一条路线 / One round with its stops"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*roundOut, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/delivery/rounds/{id}", ID: "change-round", Tag: tag, Needs: Plan, Summary: "换人、调整顺序 / Another courier, another order"},
		func(ctx context.Context, p access.Pass, in *ChangeHTTP[DeliveryChange]) (*roundOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Change(ctx, p, in.ID, v, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/delivery/rounds/{id}/dissolve", ID: "dissolve-round", Tag: tag, Needs: Plan, Summary: "解散未出发的路线 / Take a round apart"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.IfMatch
			ID string `path:"id" format:"uuid"`
		}) (*roundOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Dissolve(ctx, p, in.ID, v))
		})
	for _, x := range []struct {
		verb, summary string
		do            func(context.Context, access.Pass, string, int64, DeliveryLoad) (DeliveryRound, error)
	}{{"out", "出发：餐袋数与温度 / Set out: bags and temperature", s.SetOut}, {"back", "返回：餐袋数 / Back: bags", s.ComeBack}} {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/delivery/rounds/{id}/" + x.verb, ID: "round-" + x.verb, Tag: tag, Needs: Carry, Summary: x.summary, MaxBody: 4 << 10},
			func(ctx context.Context, p access.Pass, in *ChangeHTTP[DeliveryLoad]) (*roundOut, error) {
				v, err := in.Version()
				if err != nil {
					return nil, err
				}
				return one(x.do(ctx, p, in.ID, v, in.Body))
			})
	}
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/delivery/rounds/{id}/stops/{order}/deliver", ID: "deliver-stop", Tag: tag, Needs: Carry, Summary: "送达：取餐码、照片或签名 / Hand over with its proof", MaxBody: 5 << 20},
		func(ctx context.Context, p access.Pass, in *stopIn[DeliveryProof]) (*roundOut, error) {
			return one(s.Deliver(ctx, p, in.ID, in.Order, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/delivery/rounds/{id}/stops/{order}/fail", ID: "fail-stop", Tag: tag, Needs: Carry, Summary: "未能送达，写明原因 / It could not be done, and why", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *stopIn[struct {
			Reason string `json:"reason" maxLength:"200"`
		}]) (*roundOut, error) {
			return one(s.NotDone(ctx, p, in.ID, in.Order, in.Body.Reason))
		})
	type picture struct {
		ContentType string `header:"Content-Type"`
		Cache       string `header:"Cache-Control"`
		Body        []byte
	}
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/delivery/proofs/{order}", ID: "get-delivery-proof", Tag: tag, Needs: See, Summary: "送达凭证图片（查看留痕） / The picture of a hand-over, noted in the trail"},
		func(ctx context.Context, p access.Pass, in *struct {
			Order string `path:"order" format:"uuid"`
		}) (*picture, error) {
			_, b, err := s.Picture(ctx, p, in.Order)
			if err != nil {
				return nil, err
			}
			return &picture{"image/jpeg", "private, no-store", b}, nil
		})
	s.Doors.Register(a)
}
