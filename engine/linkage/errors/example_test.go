package errors_test

import (
	"context"
	"os"

	"linli/engine/linkage/errors"
)

// Three people with the errors of a count at the door, each person's records together.
func ExampleWriteCSV() {
	people := errors.Chinese{Seed: 11, Records: 6, Copies: errors.Copies{Share: 1, Max: 2, Shape: errors.Zipf}, Rates: errors.RoughRates(), Order: errors.ByPerson}
	if _, err := errors.WriteCSV(context.Background(), os.Stdout, people, errors.Marked); err != nil {
		panic(err)
	}
	// Output:
	// rec_id,entity,姓名,性别,身份证号,出生日期,联系电话,社区,住址
	// rec-0-org,0,康文华,男,449901195105217491,1951-05-21,16045579762,和平东社区,百合苑1栋2单元103
	// rec-0-dup-0,0,康文华,男,449901195105217491,,16045579762,和平东社区,百合苑1栋2单元103
	// rec-0-dup-1,0,康雯华,男,,1951/5/3,16045579762,万福南社区,凤凰轩七栋一单元503室
	// rec-1-org,1,杜凤英,女,449901195109010703,1951-09-01,16026574811,和平东社区,百合苑1栋2单元103
	// rec-1-dup-0,1,杜凤英,女,449901195109010703,1951-09-01,16012391263,和平东社区,
	// rec-2-org,2,康军,男,449901197606249378,1976-06-24,16023126371,和平东社区,百合苑1栋2单元103
}
