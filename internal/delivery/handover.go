package delivery

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	_ "image/png" // signatures are drawn as PNG
	"io"
	"slices"
	"time"

	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/audit"
	"linli/internal/platform/store"
)

// DeliveryProof is how a hand-over is shown.
type DeliveryProof struct {
	Code    string  `json:"code,omitempty" maxLength:"10" doc:"What the person said or showed"`
	Kind    string  `json:"kind,omitempty" enum:",photo,signature" doc:"Of the picture"`
	Picture []byte  `json:"picture,omitempty" doc:"JPEG or PNG, base64, at most 3 MB"`
	Celsius float64 `json:"celsius,omitempty" doc:"Of the food at the door; 0: not measured"`
	Lon     float64 `json:"lon,omitempty" minimum:"-180" maximum:"180"`
	Lat     float64 `json:"lat,omitempty" minimum:"-90" maximum:"90"`
}

// Deliver hands over a stop's order with its proof.
func (s *Service) Deliver(ctx context.Context, p access.Pass, id, order string, in DeliveryProof) (DeliveryRound, error) {
	seen, err := s.one(ctx, p, id)
	if err != nil {
		return seen, err
	}
	step := book.OrderStep{Lon: in.Lon, Lat: in.Lat}
	var picture []byte
	switch {
	case in.Code != "":
		step.Proof = "code"
	case len(in.Picture) > 0 && in.Kind != "":
		if picture, err = clean(in.Picture); err != nil {
			return seen, err
		}
		step.Proof = in.Kind
	default:
		return seen, ErrProof.On("code")
	}
	if in.Code != "" { // wrong tries count, whatever becomes of the step
		right, err := store.In(ctx, s.DB, access.HouseIn("delivery.code", p.Who(), seen.Region.District()), func(tx *store.Tx) (bool, error) { return s.Orders.CheckCode(ctx, tx, order, in.Code) })
		if err != nil {
			return seen, err
		}
		if !right {
			return seen, ErrCode.On("code")
		}
	}
	file := ""
	if picture != nil {
		file = fmt.Sprintf("delivery/%s/%s.jpg", order, s.DB.NewID())
		if _, err := s.Files.Put(ctx, file, bytes.NewReader(picture)); err != nil {
			return seen, err
		}
	}
	return s.change(ctx, p, id, 0, "", func(tx *store.Tx, r *DeliveryRound) error {
		i := slices.IndexFunc(r.Stops, func(x DeliveryStop) bool { return x.Order == order })
		if i < 0 || r.State != Out && r.State != Back {
			return ErrState
		}
		o, err := s.Orders.StepIn(ctx, tx, order, 0, flow.Deliver, step)
		if err != nil {
			return err
		}
		was := len(r.Readings)
		cold, err := r.read("door", in.Celsius, tx.Now)
		if err != nil {
			return err
		}
		if len(r.Readings) > was {
			x := r.Readings[was]
			r.Readings, r.Stops[i].Reading = r.Readings[:was], &x
		}
		if cold {
			if err := r.tell(ctx, tx, "delivery.food_cold"); err != nil {
				return err
			}
		}
		if err := s.Doors.Answered(ctx, tx, p.Who(), o.ID); err != nil || file == "" {
			return err
		}
		return addProof(ctx, tx, proof{o.Region, o.At, o.ID, o.Org, in.Kind, file})
	})
}

// NotDone says that a stop could not be served, and why.
func (s *Service) NotDone(ctx context.Context, p access.Pass, id, order, why string) (DeliveryRound, error) {
	return s.change(ctx, p, id, 0, "", func(tx *store.Tx, r *DeliveryRound) error {
		if !slices.Contains(orderIDs(r), order) || r.State != Out && r.State != Back {
			return ErrState
		}
		_, err := s.Orders.StepIn(ctx, tx, order, 0, flow.Fail, book.OrderStep{Reason: why})
		return err
	})
}

// clean decodes a picture and writes it anew: no place, device or hidden file goes
// with it. The type that a phone names does not matter, what the bytes are does.
func clean(raw []byte) ([]byte, error) {
	if len(raw) > 3<<20 {
		return nil, ErrPicture.On("picture")
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || c.Width < 8 || c.Height < 8 || c.Width > 6000 || c.Height > 6000 {
		return nil, ErrPicture.On("picture")
	}
	m, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, ErrPicture.On("picture")
	}
	var out bytes.Buffer
	paper := image.NewRGBA(m.Bounds()) // signatures come without a ground
	draw.Draw(paper, paper.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(paper, paper.Bounds(), m, m.Bounds().Min, draw.Over)
	if err := jpeg.Encode(&out, paper, &jpeg.Options{Quality: 80}); err != nil {
		return nil, ErrPicture.On("picture")
	}
	return out.Bytes(), nil
}

// Picture is the picture of a hand-over; looking at it is noted in the trail.
func (s *Service) Picture(ctx context.Context, p access.Pass, order string) (kind string, picture []byte, err error) {
	o, err := s.Orders.Get(ctx, p, order)
	if err != nil {
		return "", nil, err
	}
	if orgs := p.Orgs(); len(orgs) > 0 && !slices.Contains(orgs, o.Org) || onlyCarer(p) && o.Assigned != p.Who() {
		return "", nil, ErrNoProof
	}
	x, err := store.In(ctx, s.DB, access.HouseIn("delivery.proof", p.Who(), o.Region, o.At), func(tx *store.Tx) (proof, error) {
		x, err := proofOf(ctx, tx, order)
		if err == nil {
			err = audit.Note(ctx, tx, audit.Entry{Region: o.Region, Action: "delivery.proof_seen", Subject: o.Person, Detail: o.Number})
		}
		return x, err
	})
	if err != nil {
		return "", nil, err
	}
	r, _, err := s.Files.Open(ctx, x.file)
	if err != nil {
		return "", nil, ErrNoProof
	}
	defer r.Close()
	picture, err = io.ReadAll(r)
	return x.kind, picture, err
}

// keepPictures is how long a picture of a hand-over is kept: past settlement and
// the time for disputes.
const keepPictures = 92 * 24 * time.Hour

// Watch turns to the next step of doors and takes away old pictures.
func (s *Service) Watch(ctx context.Context, p access.Pass) (int, error) {
	n, err := s.Doors.Watch(ctx, p)
	if err != nil {
		return n, err
	}
	old, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]proof, error) { return oldProofs(ctx, tx, tx.Now.Add(-keepPictures)) })
	for _, x := range old {
		if err == nil {
			err = s.Files.Delete(ctx, x.file)
		}
		if err == nil {
			_, err = store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) { return 0, forget(ctx, tx, x) })
			n++
		}
	}
	return n, err
}
