// Package ratings holds what people say of an order that was delivered: one to
// five stars and words, by the person or whoever acts for them, once an order, to
// be changed for seven days. Whoever works for the provider does not rate it. The
// provider may reply once and never learns the name from here. A street may hide
// words that insult or name somebody; the stars count all the same.
package ratings
