package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"

	"linli/internal/platform/access"
	"linli/internal/platform/regions"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// ImportRegionsCmd takes in regions.
type ImportRegionsCmd struct {
	Place
	File string `arg:"" help:"GeoJSON FeatureCollection with the properties code, name, name_en, lon, lat." type:"existingfile"`
}

// Run takes the features in, parents first.
func (c *ImportRegionsCmd) Run(ctx context.Context, g *Globals) error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var fc struct {
		Features []struct {
			Geometry   json.RawMessage `json:"geometry"`
			Properties struct {
				Code   region.Code `json:"code"`
				Name   string      `json:"name"`
				NameEn string      `json:"name_en"`
				Lon    float64     `json:"lon"`
				Lat    float64     `json:"lat"`
			} `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(raw, &fc); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	var all []regions.Region
	for _, f := range fc.Features {
		boundary := f.Geometry
		if string(boundary) == "null" {
			boundary = nil
		}
		p := f.Properties
		all = append(all, regions.Region{Code: p.Code, Name: p.Name, NameEn: p.NameEn, Lon: p.Lon, Lat: p.Lat, Boundary: boundary})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Code < all[j].Code })
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	_, err = store.In(ctx, h.DB, access.House("command line"), func(tx *store.Tx) (int, error) { return len(all), regions.Save(ctx, tx, all) })
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.out, "%d regions\n", len(all))
	return err
}
