package town

import "testing"

func BenchmarkBatch(b *testing.B) {
	town := New(Options{Seed: 1, Residents: 150_000})
	for i := range b.N {
		town.Batch(i % town.Communities())
	}
}
