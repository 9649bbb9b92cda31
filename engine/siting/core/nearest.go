package core

// ByCost orders options by cost, then site.
func ByCost(a, b Option) int {
	switch {
	case a.Cost < b.Cost:
		return -1
	case a.Cost > b.Cost:
		return 1
	}
	return int(a.Site - b.Site)
}

// Nearest moves the k cheapest options to the front and the next one to its
// place (Hoare's select).
func Nearest(all []Option, k int) {
	lo, hi := 0, len(all)-1
	for lo < hi {
		pivot := all[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for ByCost(all[i], pivot) < 0 {
				i++
			}
			for ByCost(all[j], pivot) > 0 {
				j--
			}
			if i <= j {
				all[i], all[j] = all[j], all[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return
		}
	}
}
