// Package region names places of government by nested digit codes.
//
//	449901            district   6 digits  GB/T 2260
//	449901003         street     9 digits
//	449901003012      community 12 digits
//	449901003012007   grid      15 digits
//
// One code lies inside another when the other is its prefix, so "everything
// under this street" is a range of codes, and an index answers it.
package region
