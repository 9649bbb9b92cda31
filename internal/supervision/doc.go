// Package supervision lets everybody see whether services are as good as promised:
// ratings, complaints, sampled call-backs, scorecards and sanctions, each in a
// folder below. It knows orders only by what package seen asks of them and by
// their events.
package supervision
