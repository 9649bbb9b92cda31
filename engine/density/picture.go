package density

import (
	"image"
	"image/color"
	"math"
)

// ramp goes from pale yellow to dark violet by lightness, so that it reads in grey
// and to colour-blind eyes: the classes of the district map.
var ramp = [...][3]float64{{247, 241, 180}, {184, 222, 110}, {94, 194, 130}, {42, 155, 143}, {49, 98, 140}, {60, 41, 108}}

// Colour is the ramp at a share of the peak, 0 to 1; nothing is transparent.
func Colour(share float64) color.NRGBA {
	if !(share > 0) {
		return color.NRGBA{}
	}
	at := min(share, 1) * float64(len(ramp)-1)
	k := min(int(at), len(ramp)-2)
	f := at - float64(k)
	mix := func(c int) uint8 { return uint8(math.Round(ramp[k][c]*(1-f) + ramp[k+1][c]*f)) }
	return color.NRGBA{R: mix(0), G: mix(1), B: mix(2), A: uint8(math.Round(255 * min(1, share*8)))}
}

// Picture draws a surface, north up, each cell a pixel: the square root of its share of the
// peak, because the eye should see the outskirts too. What lies below a
// thousandth of the peak stays transparent.
func (s Surface) Picture(width, height int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for k, v := range s.Cell {
		if s.Peak > 0 && v > s.Peak/1000 {
			img.SetNRGBA(k%width, height-1-k/width, Colour(math.Sqrt(v/s.Peak)))
		}
	}
	return img
}

// Classes are the lower bounds of n classes of a surface for a legend: even
// steps of the square root, as Picture draws them; the first is a thousandth of the peak.
func (s Surface) Classes(n int) []float64 {
	out := make([]float64, n)
	for k := range out {
		r := float64(k) / float64(n)
		out[k] = max(s.Peak/1000, s.Peak*r*r)
	}
	return out
}
