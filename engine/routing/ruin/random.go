package ruin

// Random is SplitMix64 (Steele, Lea and Flood 2014): small, fast, seeded.
type Random uint64

// Next is 64 bits.
func (r *Random) Next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Below is uniform, or nearly, from 0 to n-1, for n below 2^32.
func (r *Random) Below(n int) int { return int((r.Next() >> 32) * uint64(n) >> 32) }

// Unit is uniform in (0, 1].
func (r *Random) Unit() float64 { return float64(r.Next()>>11+1) / (1 << 53) }
