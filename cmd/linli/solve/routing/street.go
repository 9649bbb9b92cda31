package routing

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/cmd/linli/solve/table"
	"linli/engine/routing"
	"linli/internal/geo"
)

// street collects what the files of a street's own rounds say.
type street struct {
	job    routingJob
	at     []geo.Point // places
	place  map[geo.Point]int
	skills map[string]uint64
	stop   map[string]int
	riders []string
}

// readStreet makes a problem of stops.csv and vehicles.csv: costs in metres, times
// in seconds of the day.
func (c *Cmd) readStreet() (routingJob, error) {
	if !(c.Kmh > 0 && c.Kmh <= 200 && c.Detour >= 1 && c.Detour <= 10) || c.Unserved < 0 || c.OrderPrice < 0 {
		return routingJob{}, fmt.Errorf("--kmh %g, --detour %g, --unserved-cost %d or --order-price %d is out of range", c.Kmh, c.Detour, c.Unserved, c.OrderPrice)
	}
	s := street{place: map[geo.Point]int{}, skills: map[string]uint64{}, stop: map[string]int{}, job: routingJob{scale: 1}}
	err := table.EachRow(c.Stops, strings.Split("id,longitude,latitude,from,to,minutes,quantity,skill", ","), func(row [][]byte) error { return s.addStop(row, c.Unserved) })
	if err == nil {
		err = table.EachRow(c.Vehicles, strings.Split("id,longitude,latitude,end_longitude,end_latitude,from,to,break_from,break_to,break_minutes,capacity,skills", ","), s.addVehicle)
	}
	if err == nil && c.Order != "" {
		err = s.addOrder(c.Order, c.OrderPrice)
	}
	if err != nil {
		return s.job, err
	}
	metres := func(a, b int) int64 {
		return min(int64(math.Ceil(c.Detour*geo.Metres(s.at[a], s.at[b]))), routing.MostWay)
	}
	s.job.Places = len(s.at)
	s.job.Ways = []routing.Ways{{Cost: metres, Time: func(a, b int) int64 {
		return min(int64(math.Ceil(float64(metres(a, b))*3.6/c.Kmh)), routing.MostWay)
	}}}
	s.job.write = s.write
	return s.job, nil
}

// where is the number of the place in two fields; none where both are empty.
func (s *street) where(lon, lat []byte, none int) (int, error) {
	if len(lon) == 0 && len(lat) == 0 {
		return none, nil
	}
	x, err := strconv.ParseFloat(string(lon), 64)
	y, err2 := strconv.ParseFloat(string(lat), 64)
	p := geo.Point{Lon: x, Lat: y}
	if err = errors.Join(err, err2); err == nil {
		err = p.Check()
	}
	if err != nil || math.IsNaN(x) || math.IsNaN(y) {
		return 0, fmt.Errorf("%q, %q is no longitude and latitude", lon, lat)
	}
	i, known := s.place[p]
	if !known {
		i = len(s.at)
		s.place[p], s.at = i, append(s.at, p)
	}
	return i, nil
}

// mask turns skills set apart by blanks into bits.
func (s *street) mask(field []byte) (uint64, error) {
	m := uint64(0)
	for _, name := range strings.Fields(string(field)) {
		bit, known := s.skills[name]
		if !known {
			if len(s.skills) == 64 {
				return 0, errors.New("more than 64 skills")
			}
			bit = 1 << len(s.skills)
			s.skills[name] = bit
		}
		m |= bit
	}
	return m, nil
}

// timeOf reads HH:MM as seconds; an empty field is none.
func timeOf(field []byte, none int64) (int64, error) {
	if len(field) == 0 {
		return none, nil
	}
	t, err := time.Parse("15:04", string(field))
	if err != nil {
		return 0, fmt.Errorf("%q is no time like 09:30", field)
	}
	return int64(t.Hour()*3600 + t.Minute()*60), nil
}

const dayEnd = 24 * 3600

func (s *street) addStop(row [][]byte, price int64) error {
	id := string(row[0])
	if _, twice := s.stop[id]; twice || id == "" {
		return fmt.Errorf("stop %q stands twice or has no name", id)
	}
	stop := routing.Stop{Price: price}
	at, e1 := s.where(row[1], row[2], -2)
	from, e2 := timeOf(row[3], 0)
	to, e3 := timeOf(row[4], dayEnd)
	minutes, e4 := table.WholeNumber("minutes", row[5], 24*60)
	quantity, e5 := table.WholeNumber("quantity", row[6], math.MaxInt32)
	skills, e6 := s.mask(row[7])
	if err := errors.Join(e1, e2, e3, e4, e5, e6); err != nil {
		return err
	}
	switch {
	case at < 0:
		return fmt.Errorf("stop %q has no place", id)
	case from > to:
		return fmt.Errorf("stop %q is open from %s to %s", id, row[3], row[4])
	}
	stop.Place, stop.From, stop.To, stop.Service, stop.Quantity, stop.Skills = at, from, to, minutes*60, quantity, skills
	s.stop[id] = len(s.job.names)
	s.job.names, s.job.Problem.Stops = append(s.job.names, id), append(s.job.Problem.Stops, stop)
	return nil
}

func (s *street) addVehicle(row [][]byte) error {
	id := string(row[0])
	if id == "" || slices.Contains(s.riders, id) {
		return fmt.Errorf("vehicle %q stands twice or has no name", id)
	}
	start, e1 := s.where(row[1], row[2], routing.Anywhere)
	end, e2 := s.where(row[3], row[4], routing.Anywhere)
	from, e3 := timeOf(row[5], 0)
	to, e4 := timeOf(row[6], dayEnd)
	capacity, e5 := table.WholeNumber("capacity", row[10], math.MaxInt32)
	skills, e6 := s.mask(row[11])
	if err := errors.Join(e1, e2, e3, e4, e5, e6); err != nil {
		return err
	}
	v := routing.Vehicle{Start: start, End: end, From: from, To: to, Capacity: capacity, Skills: skills}
	if len(row[9]) > 0 {
		first, e1 := timeOf(row[7], from)
		last, e2 := timeOf(row[8], to)
		minutes, e3 := table.WholeNumber("break_minutes", row[9], 24*60)
		if err := errors.Join(e1, e2, e3); err != nil {
			return err
		}
		v.Breaks = []routing.Break{{From: first, To: last, Length: minutes * 60}}
	}
	s.riders, s.job.Problem.Vehicles = append(s.riders, id), append(s.job.Problem.Vehicles, v)
	return nil
}

// addOrder reads remembered rounds; a stop that is not asked for today is passed over.
func (s *street) addOrder(path string, price int64) error {
	number := map[string]int{}
	return table.EachRow(path, []string{"round", "id"}, func(row [][]byte) error {
		k, known := number[string(row[0])]
		if !known {
			k = len(s.job.Orders)
			number[string(row[0])] = k
			s.job.Orders = append(s.job.Orders, routing.Order{Price: price})
		}
		if stop, today := s.stop[string(row[1])]; today {
			s.job.Orders[k].Stops = append(s.job.Orders[k].Stops, stop)
		}
		return nil
	})
}

// write writes the rounds as CSV, a line a visit.
func (s *street) write(path string, sol routing.Solution) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	clock := func(t int64) string { return fmt.Sprintf("%02d:%02d:%02d", t/3600, t/60%60, t%60) }
	w := csv.NewWriter(f)
	err = w.Write([]string{"vehicle", "position", "id", "arrive", "begin", "leave"})
	for _, r := range sol.Routes {
		for i, v := range r.Visits {
			err = errors.Join(err, w.Write([]string{s.riders[r.Vehicle], strconv.Itoa(i + 1), s.job.names[v.Stop], clock(v.Arrive), clock(v.Begin), clock(v.Leave)}))
		}
	}
	w.Flush()
	return errors.Join(err, w.Error(), f.Close())
}
