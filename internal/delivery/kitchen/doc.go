// Package kitchen counts what is to be cooked and packed: for each time of a day
// at a point, how many of which meal with which diet, for the table and for the
// bag; and the labels that go on the boxes.
//
// Counted is what stands: placed (not yet promised), accepted and after. What was
// called off is not cooked.
package kitchen
