package pairing

import (
	"context"

	"linli/internal/pairing/rule"
	"linli/internal/platform/access"
)

// most is how many are shown to somebody.
const most = 10

// ForMe is what suits somebody.
type ForMe struct {
	Help   []Suits `json:"help" doc:"Where they could help, those that count most first"`
	Helped []Suits `json:"helped" doc:"Who could help them, the nearest first"`
	RuleZh string  `json:"rule_zh"`
	RuleEn string  `json:"rule_en"`
}

// Suits is one that suits, with the reason.
type Suits struct {
	Kind      string `json:"kind" enum:"wish,skill,need"`
	ID        string `json:"id"`
	Title     string `json:"title"`
	Category  string `json:"category"`
	DistanceM int    `json:"distance_m" doc:"Rounded to 50 metres, so that nobody's door is found by it"`
	Weight    int64  `json:"weight,omitempty"`
	Waiting   int    `json:"waiting_days,omitempty"`
	Urgency   int    `json:"urgency,omitempty"`
}

// ForMe lists what suits somebody whom the pass's account may act for.
func (s *Service) ForMe(ctx context.Context, p access.Pass, person string) (out ForMe, err error) {
	if err := s.People.May(ctx, p, person); err != nil {
		return out, err
	}
	at, err := s.People.Home(ctx, person)
	if err != nil {
		return out, err
	}
	wants, gives, err := s.gather(ctx, access.HouseIn("pairing.mine", p.Who(), at), rule.Kinds)
	if err != nil {
		return out, err
	}
	r, now := rule.Usual, s.DB.Now()
	out = ForMe{Help: []Suits{}, Helped: []Suits{}, RuleZh: r.Words("zh"), RuleEn: r.Words("en")}
	for _, f := range r.WantsFor(person, wants, gives, now) {
		if w := wants[f.At]; len(out.Help) < most {
			out.Help = append(out.Help, Suits{w.Kind, w.ID, w.Title, w.Category, rounded(f.DistanceM), f.Weight, int(now.Sub(w.Since).Hours() / 24), w.Urgency})
		}
	}
	for _, f := range r.GivesFor(person, wants, gives) {
		if g := gives[f.At]; len(out.Helped) < most {
			out.Helped = append(out.Helped, Suits{Kind: g.Kind, ID: g.ID, Title: g.Title, Category: g.Category, DistanceM: rounded(f.DistanceM)})
		}
	}
	return out, nil
}

func rounded(m int) int { return (m + 25) / 50 * 50 }
