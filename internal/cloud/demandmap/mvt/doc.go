// Package mvt writes map tiles in the Mapbox Vector Tile format 2.1: enough of
// it for points and polygons with text and whole-number properties. Numbers in
// brackets are sections of that specification.
package mvt
