package roster

import (
	"time"

	"linli/internal/fault"
	"linli/internal/region"
)

// State of a batch; the diagram in doc.go is the whole truth.
type State string

const (
	Uploaded State = "uploaded" // the file is here, its header was read
	Mapped   State = "mapped"   // every needed column has its field
	Running  State = "running"  // rows are being taken
	Done     State = "done"     // all rows were dealt with
	Failed   State = "failed"   // stopped for the reason in Error; what was taken can be undone
	Undoing  State = "undoing"
	Undone   State = "undone" // the register is as before
)

// What can be refused here.
var (
	ErrNone      = fault.New(fault.NotFound, "roster.none", "找不到这个导入批次。", "There is no such import.")
	ErrState     = fault.New(fault.Conflict, "roster.state", "批次现在处于“%s”，不能这样操作。", "The import is %s now; this cannot be done to it.")
	ErrHeader    = fault.New(fault.Invalid, "roster.header", "找不到表头：前 20 行里没有“姓名”列。", "No header found: none of the first 20 rows has a column for the name.")
	ErrNoRows    = fault.New(fault.Invalid, "roster.no_rows", "表头下面没有数据。", "There are no rows below the header.")
	ErrMapping   = fault.New(fault.Invalid, "roster.mapping", "列“%s”不能对应字段“%s”。", "Column %q cannot be the field %q.")
	ErrTwice     = fault.New(fault.Invalid, "roster.field_twice", "字段“%s”对应了多列。", "The field %q is given to several columns.")
	ErrNameField = fault.New(fault.Invalid, "roster.name_field", "须有一列对应姓名。", "One column has to be the name.")
	ErrRegion    = fault.New(fault.NotFound, "roster.region", "找不到这个区域，或不在您的管辖范围内。", "There is no such region, or it is outside your places.")

	errInFile    = fault.New(fault.Invalid, "roster.twice_in_file", "与第 %d 行是同一个人。", "The same person as in row %d.")
	errPlace     = fault.New(fault.Invalid, "roster.place", "无法确定所属社区，请填写社区名称、代码或经纬度。", "The community cannot be told; give its name, its code or coordinates.")
	errOutside   = fault.New(fault.Invalid, "roster.outside", "不属于本次导入的区域。", "Not in the region of this import.")
	errCoords    = fault.New(fault.Invalid, "roster.coordinates", "经纬度不是数字，或只填了一个。", "The coordinates are not numbers, or one is missing.")
	errAway      = fault.New(fault.Invalid, "roster.point_away", "坐标不在本区范围内。", "The coordinates lie outside the district.")
	errDate      = fault.New(fault.Invalid, "roster.date", "看不懂这个日期。", "This date cannot be read.")
	errAttribute = fault.New(fault.Invalid, "roster.attribute", "看不懂这个值，应为是、否或等级。", "This value cannot be read; it is yes, no or a level.")
	errSexWord   = fault.New(fault.Invalid, "roster.sex", "性别应为男或女。", "Sex is 男 or 女, male or female.")
)

// Batch is one file and what became of it.
type Batch struct {
	ID        string      `json:"id"`
	Region    region.Code `json:"region"`
	Name      string      `json:"name"`
	State     State       `json:"state"`
	Columns   []string    `json:"columns"`
	Mapping   []string    `json:"mapping" doc:"Field of each column, empty for none"`
	Total     int64       `json:"total"`
	Done      int64       `json:"done"`
	Taken     int64       `json:"taken"`
	Updated   int64       `json:"updated"`
	Unchanged int64       `json:"unchanged"`
	Rejected  int64       `json:"rejected"`
	Kept      int64       `json:"kept,omitempty" doc:"Not undone, because somebody had changed them since"`
	Error     string      `json:"error,omitempty"`
	Account   string      `json:"account"`
	Created   time.Time   `json:"created"`
	Changed   time.Time   `json:"changed"`
	Version   int64       `json:"version"`

	file, digest string
	header, line int64
}

func (b Batch) done() int64 { return b.Taken + b.Updated + b.Unchanged + b.Rejected }

// start lets a mapped batch run; a failed one may try again.
func (b Batch) start() (Batch, error) {
	if b.State != Mapped && b.State != Failed && b.State != Uploaded {
		return b, ErrState.With(string(b.State))
	}
	if err := checkMapping(b.Columns, b.Mapping); err != nil {
		return b, err
	}
	b.State, b.Error = Running, ""
	return b, nil
}

// undo takes back what a finished or failed batch did.
func (b Batch) undo() (Batch, error) {
	if b.State != Done && b.State != Failed {
		return b, ErrState.With(string(b.State))
	}
	b.State = Undoing
	return b, nil
}

// Reason is what is wrong with one cell of a row.
type Reason struct {
	Field string `json:"field,omitempty"`
	Code  string `json:"code"`
	Zh    string `json:"zh"`
	En    string `json:"en"`
}

func reasons(bad []*fault.Fault) []Reason {
	out := make([]Reason, 0, len(bad))
	for _, f := range bad {
		out = append(out, Reason{f.Field, f.Code, f.Text(fault.Zh), f.Text(fault.En)})
	}
	return out
}
