// Package sharingview puts together what happens at the community's sharing hut and around it —
// things, skills, rooms, gatherings, party members and wishes — and shows each of them the registers it
// needs. A feature is a file here and a line in each of the lists of parts.go.
package sharingview
