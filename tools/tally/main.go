// Command tally reads the output of go test -json, prints what failed in full
// and what was skipped with its reason, and ends with one plain line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

type line struct{ Action, Package, Test, Output string }

func main() {
	passed, failed, skipped := 0, 0, map[string]int{}
	said := map[string][]string{}
	broken := map[string]bool{}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	for in.Scan() {
		var l line
		if json.Unmarshal(in.Bytes(), &l) != nil {
			fmt.Println(in.Text()) // a build error comes as it is
			continue
		}
		key := l.Package + " " + l.Test
		switch l.Action {
		case "output", "build-output":
			said[key] = append(said[key], l.Output)
		case "pass":
			if l.Test != "" {
				passed++
			}
		case "skip":
			if l.Test != "" {
				skipped[reason(said[key])]++
			}
		case "fail", "build-fail":
			if l.Test != "" {
				failed++
			} else {
				broken[l.Package] = true
			}
			fmt.Printf("FAIL %s\n%s", key, strings.Join(said[key], ""))
		}
		if l.Action == "pass" || l.Action == "skip" {
			delete(said, key)
		}
	}
	reasons := make([]string, 0, len(skipped))
	total := 0
	for r, n := range skipped {
		reasons = append(reasons, fmt.Sprintf("skipped %d: %s", n, r))
		total += n
	}
	sort.Strings(reasons)
	for _, r := range reasons {
		fmt.Println(r)
	}
	if failed == 0 && len(broken) > 0 {
		failed = len(broken)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", passed, failed, total)
	if failed > 0 || passed == 0 || in.Err() != nil {
		os.Exit(1)
	}
}

func reason(output []string) string {
	for _, o := range output {
		if _, why, ok := strings.Cut(o, ".go:"); ok {
			if _, why, ok = strings.Cut(why, ": "); ok {
				return strings.TrimSpace(why)
			}
		}
	}
	return "without a reason"
}
