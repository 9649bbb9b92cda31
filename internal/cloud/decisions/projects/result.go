package projects

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"linli/internal/platform/regions"
	"linli/internal/region"
)

// PortfolioResult is what a portfolio scenario came to.
type PortfolioResult struct {
	People    int64       `json:"people" doc:"Served by the chosen projects: the objective"`
	Bound     int64       `json:"bound" doc:"No choice serves more"`
	Gap       float64     `json:"gap"`
	Proved    bool        `json:"proved"`
	Verified  bool        `json:"verified" doc:"The bound was recomputed from the data by a second programme that trusts nothing of the first"`
	Nodes     int         `json:"nodes"`
	Seconds   float64     `json:"seconds"`
	ProofZh   string      `json:"proof_zh"`
	ProofEn   string      `json:"proof_en"`
	SpentFen  int64       `json:"spent_fen"`
	BudgetFen int64       `json:"budget_fen"`
	Projects  []Judged    `json:"projects"`
	Areas     []AreaFunds `json:"areas" doc:"By street or community"`
	Bare      int         `json:"bare,omitempty" doc:"Places without any candidate: no floor can be kept there"`
	NextZh    string      `json:"next_zh,omitempty" doc:"What more budget would buy"`
	NextEn    string      `json:"next_en,omitempty"`
	AsOf      time.Time   `json:"as_of"`
	Digest    string      `json:"digest" doc:"SHA-256 of everything that was looked at"`
}

// Judged is a candidate with what became of it, and why.
type Judged struct {
	Option
	Chosen bool   `json:"chosen"`
	WhyZh  string `json:"why_zh,omitempty"`
	WhyEn  string `json:"why_en,omitempty"`
}

// AreaFunds is a place with what the choice does for it.
type AreaFunds struct {
	Region     region.Code `json:"region"`
	Name       string      `json:"name"`
	NameEn     string      `json:"name_en,omitempty"`
	Candidates int         `json:"candidates"`
	Chosen     int         `json:"chosen"`
	MoneyFen   int64       `json:"money_fen"`
	People     int64       `json:"people"`
	Floor      bool        `json:"floor" doc:"There are candidates, so that the floors hold here"`
}

// areaOf is the place of a level that a project lies in; "" where it is for more
// than one of them.
func areaOf(c region.Code, l region.Level) region.Code {
	n := 9
	if l == region.Community {
		n = 12
	}
	if len(c) < n {
		return ""
	}
	return c[:n]
}

// areas of the place, with what is chosen for each.
func areas(places *regions.Register, in region.Code, l region.Level, all []Option, chosen []bool) (out []AreaFunds, bare int) {
	at := map[region.Code]int{}
	for _, r := range places.Within(in, l) {
		at[r.Code] = len(out)
		out = append(out, AreaFunds{Region: r.Code, Name: r.Name, NameEn: r.NameEn})
	}
	for j, o := range all {
		i, ok := at[areaOf(o.Region, l)]
		if !ok {
			continue
		}
		if out[i].Candidates++; !o.Refused {
			out[i].Floor = true
		}
		if chosen[j] {
			out[i].Chosen++
			out[i].MoneyFen += o.CostFen
			out[i].People += o.People
		}
	}
	for _, a := range out {
		if !a.Floor {
			bare++
		}
	}
	return out, bare
}

func digest(w What, all []Option) string {
	h := sha256.New()
	e := json.NewEncoder(h)
	w.LimitS, w.List = 0, nil
	if err := e.Encode([]any{w, all}); err != nil {
		panic(err) // our own types
	}
	return hex.EncodeToString(h.Sum(nil))
}
