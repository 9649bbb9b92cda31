package complaints

import (
	"context"
	"crypto/rand"
	"strings"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/supervision/seen"
)

// MyComplaint files a complaint of a resident, of an order of theirs or of those
// they act for, or of a provider. Anonymous keeps no name and gives a receipt.
func (s *Service) MyComplaint(ctx context.Context, p access.Pass, f Filing) (ServiceComplaint, string, error) {
	if err := f.check(); err != nil {
		return ServiceComplaint{}, "", err
	}
	c := ServiceComplaint{Org: f.Org, Person: p.Person(), keep: keep{By: p.Who()}}
	if f.Order != "" {
		o, _, err := s.Orders.Mine(ctx, p, f.Order)
		if err != nil {
			return c, "", err
		}
		c.of(o)
		c.Person = o.Person
	} else if len(p.Places()) > 0 {
		c.Street = p.Places()[0].Street()
	}
	return s.file(ctx, access.HouseIn("complaints.file", p.Who(), s.District()), c, f)
}

// StaffComplaint files one for somebody who called or came.
func (s *Service) StaffComplaint(ctx context.Context, p access.Pass, f Filing) (ServiceComplaint, string, error) {
	if err := f.check(); err != nil {
		return ServiceComplaint{}, "", err
	}
	c := ServiceComplaint{Org: f.Org, Person: f.Person, keep: keep{By: p.Who()}}
	switch {
	case f.Order != "":
		o, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (seen.Order, error) { return s.Orders.In(ctx, tx, f.Order) })
		if err != nil {
			return c, "", err
		}
		c.of(o)
		if c.Person == "" {
			c.Person = o.Person
		}
	case f.Region != "":
		at, err := region.Parse(f.Region)
		if err == nil && !p.Covers(at) {
			err = access.ErrOutside
		}
		if err != nil {
			return c, "", err
		}
		c.Street = at.Street()
	case len(p.Places()) > 0:
		c.Street = p.Places()[0].Street()
	}
	return s.file(ctx, access.HouseIn("complaints.file", p.Who(), s.District()), c, f)
}

// PublicComplaint files one from somebody who has not signed in: never with a
// name, always with a receipt.
func (s *Service) PublicComplaint(ctx context.Context, f Filing) (ServiceComplaint, string, error) {
	f.Anonymous, f.Order, f.Person = true, "", ""
	if err := f.check(); err != nil {
		return ServiceComplaint{}, "", err
	}
	c := ServiceComplaint{Org: f.Org}
	if f.Region != "" {
		at, err := region.Parse(f.Region)
		if err == nil && !at.In(s.District()) {
			err = access.ErrOutside
		}
		if err != nil {
			return c, "", err
		}
		c.Street = at.Street()
	}
	return s.file(ctx, access.HouseIn("complaints.file", "", s.District()), c, f)
}

func (c *ServiceComplaint) of(o seen.Order) {
	c.Order, c.OrderNo, c.Org, c.Service, c.Street, c.keep.Hands = o.ID, o.Number, o.Org, o.ServiceName, o.Region.Street(), o.Hands
}

func (s *Service) file(ctx context.Context, p access.Pass, c ServiceComplaint, f Filing) (ServiceComplaint, string, error) {
	receipt := ""
	if c.Street == "" {
		c.Street = s.District()
	}
	c.Region, c.About, c.Against, c.Text, c.Anonymous, c.State = c.Street, f.About, f.Against, f.Text, f.Anonymous, Filed
	if f.Against == "staff" {
		c.Region, c.Escalated = s.District(), true // the street does not judge itself
	}
	if f.Anonymous {
		c.Person, c.keep.By, receipt = "", "", newReceipt()
		if c.Order != "" { // the order would be a name
			c.Order, c.OrderNo = "", ""
		}
	}
	c, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (ServiceComplaint, error) {
		c.ID, c.Created, c.Version = tx.ID(), tx.Now, 1
		c.Number = "C" + strings.ToUpper(c.ID[len(c.ID)-6:])
		c.Story = []Chapter{{tx.Now, Filed, ""}}
		c.tick(tx.Now, s.limits(), s.Workdays)
		if err := s.add(ctx, tx, c, receipt); err != nil {
			return c, err
		}
		return c, tell(ctx, tx, c, "filed")
	})
	return c, receipt, err
}

// newReceipt is sixteen signs that can be read aloud: 80 bits.
func newReceipt() string {
	const signs = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"
	b := make([]byte, 16)
	rand.Read(b) //nolint:errcheck // never fails since Go 1.24
	for i := range b {
		b[i] = signs[b[i]%32]
	}
	return string(b[:4]) + "-" + string(b[4:8]) + "-" + string(b[8:12]) + "-" + string(b[12:])
}
