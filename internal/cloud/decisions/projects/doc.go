// Package projects works out which projects to fund: it gathers those that could
// be, lets engine/portfolio choose under a budget with a floor for every place,
// checks the answer and turns it into figures, with a reason for each project.
//
// Everything here is pure but for the reading of projects, which is given: the
// same orders give the same result.
package projects
