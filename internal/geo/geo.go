package geo

import (
	"math"
	"strconv"
	"strings"

	"linli/internal/fault"
)

// Point is a place in WGS 84 degrees. The zero Point is no place: nobody of
// ours lives in the Gulf of Guinea.
type Point struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// What can be wrong with a point.
var (
	ErrRange   = fault.New(fault.Invalid, "geo.range", "经纬度超出范围：经度 -180 至 180，纬度 -90 至 90。", "Not on the earth: longitude is -180 to 180, latitude -90 to 90.")
	ErrSwapped = fault.New(fault.Invalid, "geo.swapped", "经度和纬度像是填反了。", "Longitude and latitude look swapped.")
)

// IsZero reports whether there is no place.
func (p Point) IsZero() bool { return p == Point{} }

// Check reports whether the point is on the earth, and whether it would be
// only with the two numbers swapped.
func (p Point) Check() error {
	ok := func(lon, lat float64) bool { return math.Abs(lon) <= 180 && math.Abs(lat) <= 90 }
	switch {
	case ok(p.Lon, p.Lat):
		return nil
	case ok(p.Lat, p.Lon):
		return ErrSwapped
	}
	return ErrRange // NaN too: it compares false
}

const earth = 6371008.8 // mean radius in metres (IUGG)

// Metres is the great-circle distance (haversine), right to 0.5 % of the
// ellipsoid's.
func Metres(a, b Point) float64 {
	rad := math.Pi / 180
	dLat, dLon := (b.Lat-a.Lat)*rad, (b.Lon-a.Lon)*rad
	s := math.Pow(math.Sin(dLat/2), 2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * earth * math.Asin(math.Min(1, math.Sqrt(s)))
}

// Degrees is how many degrees of longitude and latitude a distance is at a latitude.
func Degrees(metres, lat float64) (lon, latitude float64) {
	latitude = metres / (earth * math.Pi / 180)
	return latitude / math.Max(0.01, math.Cos(lat*math.Pi/180)), latitude
}

// InChina is the box within which GCJ-02 differs from WGS 84.
func (p Point) InChina() bool {
	return p.Lon >= 72.004 && p.Lon <= 137.8347 && p.Lat >= 0.8293 && p.Lat <= 55.8271
}

// ToGCJ02 is the point as Chinese consumer maps draw it. The formula is the
// published approximation of the official shift, on the Krasovsky 1940 ellipsoid.
func (p Point) ToGCJ02() Point {
	if !p.InChina() {
		return p
	}
	const a, ee = 6378245.0, 0.00669342162296594323
	x, y := p.Lon-105, p.Lat-35
	wave := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	dLat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) + wave +
		(20*math.Sin(y*math.Pi)+40*math.Sin(y/3*math.Pi))*2/3 + (160*math.Sin(y/12*math.Pi)+320*math.Sin(y*math.Pi/30))*2/3
	dLon := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) + wave +
		(20*math.Sin(x*math.Pi)+40*math.Sin(x/3*math.Pi))*2/3 + (150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3
	rad := p.Lat / 180 * math.Pi
	magic := 1 - ee*math.Sin(rad)*math.Sin(rad)
	root := math.Sqrt(magic)
	return Point{
		Lon: p.Lon + dLon*180/(a/root*math.Cos(rad)*math.Pi),
		Lat: p.Lat + dLat*180/(a*(1-ee)/(magic*root)*math.Pi),
	}
}

// FromGCJ02 is the other way round, by fixed-point iteration, to under a
// centimetre.
func FromGCJ02(g Point) Point {
	p := g
	for range 10 {
		q := p.ToGCJ02()
		p = Point{p.Lon - (q.Lon - g.Lon), p.Lat - (q.Lat - g.Lat)}
	}
	return p
}

// ParsePoint reads "longitude,latitude" in WGS 84 degrees.
func ParsePoint(s string) (Point, error) {
	lon, lat, _ := strings.Cut(s, ",")
	x, err1 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, err2 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if err1 != nil || err2 != nil {
		return Point{}, ErrRange
	}
	p := Point{x, y}
	return p, p.Check()
}
