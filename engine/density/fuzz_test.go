package density

import (
	"context"
	"encoding/binary"
	"math"
	"testing"
)

// FuzzEstimate feeds numbers of any kind: it is refused, or it verifies.
func FuzzEstimate(f *testing.F) {
	f.Add([]byte("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x10\x11\x12\x13\x14\x15\x16"), 100.0, uint8(9), uint8(7), uint8(0))
	f.Add(make([]byte, 64), 0.001, uint8(1), uint8(1), uint8(1))
	f.Fuzz(func(t *testing.T, raw []byte, bandwidth float64, width, height, kernel uint8) {
		p := Problem{Box: Box{-500, -500, 500, 700}, Width: int(width), Height: int(height), Bandwidth: bandwidth,
			Kernel: []Kernel{Gaussian, Quartic, Epanechnikov, "?"}[kernel%4]}
		for len(raw) >= 12 && len(p.X) < 200 {
			p.X = append(p.X, float64(int32(binary.LittleEndian.Uint32(raw)))/1e5)
			p.Y = append(p.Y, float64(math.Float32frombits(binary.LittleEndian.Uint32(raw[4:]))))
			p.Weight = append(p.Weight, float64(math.Float32frombits(binary.LittleEndian.Uint32(raw[8:]))))
			raw = raw[12:]
		}
		s, err := Estimate(context.Background(), p, nil)
		if err != nil {
			return
		}
		if err := Verify(p, s); err != nil {
			t.Fatal(err)
		}
	})
}
