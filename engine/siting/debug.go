package siting

import (
	"os"
	"strconv"
)

var debug = os.Getenv("DEBUG") != ""

func knob(name string, def float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(name), 64); err == nil {
		return v
	}
	return def
}

var scaled = knob("SCALED", 1) == 1
