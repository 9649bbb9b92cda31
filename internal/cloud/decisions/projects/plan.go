package projects

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"linli/engine/portfolio"
	"linli/engine/portfolio/binary"
	"linli/internal/fault"
	"linli/internal/platform/regions"
	"linli/internal/region"
)

// Step is how far the work has come.
type Step struct {
	Share       float64
	Best, Bound *float64
}

// Plan works an order out for a place whose funded projects are running. tell
// hears of progress. When ctx ends there is no result; when the order's own limit does,
// the best so far with its bound.
func Plan(ctx context.Context, places *regions.Register, in region.Code, w What, running []Option, now func() time.Time, tell func(Step)) (PortfolioResult, error) {
	began := now()
	all, err := Options(w, in, running)
	if err != nil {
		return PortfolioResult{}, err
	}
	p := problem(w, all)
	if err := p.Check(); err != nil {
		return PortfolioResult{}, fmt.Errorf("decisions: %w", err)
	}
	limit := time.Duration(w.LimitS) * time.Second
	sol, err := solve(ctx, p, limit, func(best, bound float64) {
		at := Step{Share: 0.05 + 0.75*min(1, now().Sub(began).Seconds()/limit.Seconds())}
		if !math.IsInf(best, 0) && !math.IsInf(bound, 0) {
			at.Best, at.Bound = &best, &bound
		}
		tell(at)
	})
	switch {
	case err != nil:
		return PortfolioResult{}, err
	case sol.Status == binary.Infeasible:
		return PortfolioResult{}, ErrImpossible
	case sol.Chosen == nil:
		return PortfolioResult{}, ErrUndecided
	}
	r := read(places, in, w, all, sol)
	r.AsOf, r.Verified, r.Digest = began, true, digest(w, all)
	tell(Step{Share: 0.85})
	// What a tenth more would buy, as well as is known in a third of the time.
	more := w
	more.BudgetFen += w.BudgetFen / 10
	if next, err := solve(ctx, problem(more, all), limit/3, nil); err == nil && next.Chosen != nil {
		r.next(more.BudgetFen-w.BudgetFen, next)
	} else if ctx.Err() != nil {
		return PortfolioResult{}, ctx.Err()
	}
	r.Seconds = math.Round(now().Sub(began).Seconds()*100) / 100
	return r, nil
}

// solve chooses and checks.
func solve(ctx context.Context, p portfolio.Problem, limit time.Duration, progress func(best, bound float64)) (portfolio.Plan, error) {
	search, stop := context.WithTimeout(ctx, limit)
	defer stop()
	plan, err := portfolio.Solve(search, p, portfolio.Options{Progress: progress})
	if err != nil {
		return plan, fmt.Errorf("decisions: %w", err)
	}
	if ctx.Err() != nil {
		return plan, ctx.Err()
	}
	if err := portfolio.Verify(p, plan); err != nil {
		return plan, fmt.Errorf("%w: %w", ErrWrong, err)
	}
	return plan, nil
}

func read(places *regions.Register, in region.Code, w What, all []Option, sol portfolio.Plan) PortfolioResult {
	r := PortfolioResult{People: sol.Effect, Bound: sol.Bound, Proved: sol.Status == binary.Optimal, Nodes: sol.Nodes, BudgetFen: w.BudgetFen, SpentFen: sol.Cost, Gap: sol.Gap}
	chosen := make([]bool, len(all))
	for _, j := range sol.Chosen {
		chosen[j] = true
	}
	why := reasons{w, all, sol}
	for j, o := range all {
		zh, en := why.of(j)
		r.Projects = append(r.Projects, Judged{Option: o, Chosen: chosen[j], WhyZh: zh, WhyEn: en})
	}
	// The chosen first, then by what a yuan does.
	slices.SortStableFunc(r.Projects, func(a, b Judged) int {
		if a.Chosen != b.Chosen {
			if a.Chosen {
				return -1
			}
			return 1
		}
		return cmp.Compare(float64(b.People)/float64(max(1, b.CostFen)), float64(a.People)/float64(max(1, a.CostFen)))
	})
	r.Areas, r.Bare = areas(places, in, w.Level, all, chosen)
	r.ProofZh, r.ProofEn = r.proof(fault.Zh), r.proof(fault.En)
	return r
}

// proof says what is known of the quality, in words.
func (r PortfolioResult) proof(l fault.Lang) string {
	people, bound := thousands(r.People), thousands(r.Bound)
	switch {
	case r.Proved && l == fault.Zh:
		return "服务 " + people + " 人 = 界限 " + bound + " 人，差距 0%：已证明在全部可行组合中最优"
	case r.Proved:
		return people + " people served = bound " + bound + ", gap 0%: proved the best of all choices"
	case l == fault.Zh:
		return fmt.Sprintf("服务 %s 人，界限 %s 人：与可能的最优最多相差 %.2g%%", people, bound, 100*r.Gap)
	}
	return fmt.Sprintf("%s people served, bound %s: at most %.2g%% from the best possible", people, bound, 100*r.Gap)
}

// next says what more budget would buy.
func (r *PortfolioResult) next(fen int64, with portfolio.Plan) {
	yuan := yuanOf(fen)
	if more := with.Effect - r.People; more > 0 {
		r.NextZh = fmt.Sprintf("预算再增加 10%%（%s 元），可多服务 %s 人。", yuan, thousands(more))
		r.NextEn = fmt.Sprintf("A tenth more budget (%s yuan) would serve %s more people.", yuan, thousands(more))
		return
	}
	r.NextZh = fmt.Sprintf("预算再增加 10%%（%s 元），也不会多服务一个人。", yuan)
	r.NextEn = fmt.Sprintf("A tenth more budget (%s yuan) would serve nobody more.", yuan)
}

func yuanOf(fen int64) string { return thousands((fen + 50) / 100) }

// thousands is a number of 0 or more with separators.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// reasons say why a project is chosen or not, in the words of people.
type reasons struct {
	what What
	all  []Option
	plan portfolio.Plan
}

func (r reasons) of(j int) (zh, en string) {
	o, why := r.all[j], r.plan.Reasons[j]
	per := [2]string{"", ""}
	if o.CostFen > 0 {
		n := fmt.Sprintf("%.1f", float64(o.People)/(float64(o.CostFen)/1e6))
		per = [2]string{"每万元服务 " + n + " 人", n + " people for 10,000 yuan"}
	}
	by := ""
	if why.By >= 0 {
		by = r.all[why.By].Name
	}
	switch why.Why {
	case portfolio.Must:
		return "事先选定", "chosen beforehand"
	case portfolio.Refused:
		return "事先排除", "refused beforehand"
	case portfolio.Meets:
		return join(per, "本区域的下限需要它", "the floor of its place needs it")
	case portfolio.Needed:
		return join(per, "入选的“"+by+"”依赖它", by+", which is chosen, needs it")
	case portfolio.Excluded:
		return "同组的“" + by + "”已入选", by + " of the same set is chosen"
	case portfolio.Lacks:
		return "依赖的“" + by + "”没有入选", "needs " + by + ", which is not chosen"
	case portfolio.Harms:
		return "不增加服务人数", "would serve nobody more"
	case portfolio.Pays, portfolio.Fits:
		if o.CostFen == 0 {
			return "不花钱", "costs nothing"
		}
		return per[0], per[1]
	}
	// It is dear, or there is no room for it: the budget is short.
	if why.Left > 0 {
		return join(per, "预算还差 "+yuanOf(why.Left)+" 元", "the budget is "+yuanOf(why.Left)+" yuan short")
	}
	return join(per, "同样的钱用在别处服务更多人", "its money serves more elsewhere")
}

func join(per [2]string, zh, en string) (string, string) {
	if per[0] == "" {
		return zh, en
	}
	return per[0] + "；" + zh, per[1] + "; " + en
}
