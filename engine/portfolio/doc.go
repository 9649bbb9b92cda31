// Package portfolio chooses projects under a budget: those that do most, weighted
// by whom they do it for, while no community or group gets less than its floor,
// no category takes more than its limit, projects come with those they need, and
// of a set at most one is chosen.
//
// # What is promised
//
// Solve returns a plan with a bound that is proved: where Status is Optimal no
// choice does more. Verify checks a plan and its proof from the problem alone. The
// same problem gives the same plan unless the context ended. Whatever happened to
// a project is explained by a Reason that can be checked against the plan by
// hand, What re-solves with a project forced in or out and so gives the exact
// price of a wish, and Extra gives what more money would buy. Where nothing keeps all floors,
// Conflict names floors and limits of which none can be left out of the
// contradiction, as far as the time allowed, and the least budget that would do.
//
// # Method
//
// The problem is written as a program of yes-or-no choices (Problem.Program) and
// solved by engine/portfolio/search: linear relaxation, cuts, branch and bound. It is a
// knapsack problem with side rows, hard in theory; random instances of 2,000
// projects mostly take well under a second.
package portfolio
