// Package regions is the register of places: district, streets, communities
// and grids with their names, centres and boundaries. Places are public.
package regions
