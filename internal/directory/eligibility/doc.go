// Package eligibility is the rule that says for whom a service is, in words that
// a clerk can write and a resident can read, and the answer that explains itself.
//
//	age >= 60 and (attribute("lives_alone") or attribute("ability_level") >= 2)
//
//	rule  = all { "or" all }          all  = one { "and" one }
//	one   = "not" one | "(" rule ")" | test
//	test  = ("age" | "household_size") op number
//	      | "sex" ("=" | "!=") text
//	      | "attribute" "(" text ")" [ op (number | text) ]
//	      | ("region" | "registered") "(" text ")"
//	op    = ">=" | "<=" | ">" | "<" | "=" | "!="
//
// Answers are of three values (Kleene 1938): what is not known is neither yes nor
// no, and the answer names what to ask. The empty rule is for everyone.
package eligibility
