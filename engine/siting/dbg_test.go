package siting

import (
	"context"
	"fmt"
	"testing"
)

func dump(n *Node, depth string) {
	if n == nil {
		return
	}
	fmt.Printf("%sprice %.4g money %g fix %v branch %d then %v\n", depth, n.Price, n.Money, n.Fix, n.Branch, n.Then != nil)
	dump(n.Then, depth+" ")
	dump(n.In, depth+" ")
	dump(n.Out, depth+" ")
}

func TestDbg(t *testing.T) {
	p := small(int(knob("CASE", 1)))
	for i := range p.Weight {
		for j := range p.Sites {
			fmt.Print(p.Distance(i, j), " ")
		}
		fmt.Println(p.Weight[i])
	}
	s, err := Solve(context.Background(), p, nil)
	fmt.Println(s, err)
	dump(s.Tree, "")
	fmt.Println(Verify(p, s))
}
