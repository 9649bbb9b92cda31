package core

import (
	"runtime"
	"sync"
)

// Chunks is in how many parts work is split whatever the number of cores, so
// that sums come out the same everywhere.
const Chunks = 8

// Spread runs do over n things in parts, each part on a core where there is
// enough work for that.
func Spread(n, work int, do func(part, from, to int)) {
	if work < 200_000 || runtime.GOMAXPROCS(0) == 1 {
		for k := range Chunks {
			do(k, n*k/Chunks, n*(k+1)/Chunks)
		}
		return
	}
	var wg sync.WaitGroup
	for k := range Chunks {
		wg.Go(func() { do(k, n*k/Chunks, n*(k+1)/Chunks) })
	}
	wg.Wait()
}
