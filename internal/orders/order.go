package orders

import (
	"linli/internal/fault"
	"linli/internal/orders/book"
	"linli/internal/orders/draft"
)

// What can be refused here.
var (
	ErrPerson   = fault.New(fault.NotFound, "orders.person", "找不到这位居民。", "There is no such resident.")
	ErrProxy    = fault.New(fault.NotFound, "orders.proxy", "您不能替这位居民办理，请先取得本人同意。", "You may not act for this person; ask for their consent first.")
	ErrService  = fault.New(fault.NotFound, "orders.service", "没有这项服务，或已停办。", "There is no such service, or it is no longer offered.")
	ErrPoint    = fault.New(fault.Invalid, "orders.point", "请选择提供这项服务的服务点。", "Choose a point that gives this service.")
	ErrReason   = fault.New(fault.Invalid, "orders.reason", "请写明原因。", "Please give the reason.")
	ErrWho      = fault.New(fault.Invalid, "orders.assignee", "请指定人员或配送班次。", "Say who, or which round, takes it.")
	ErrCode     = fault.New(fault.Conflict, "orders.code", "取货码不正确。", "The code is not right.")
	ErrTries    = fault.New(fault.TooMany, "orders.code_tries", "取货码输错次数过多，请用照片或签名作为凭证。", "Too many wrong codes; take a photo or a signature as proof.")
	ErrBooked   = fault.New(fault.Conflict, "orders.already_served", "这个订单已经取过了，取货码不能重复使用。", "This order was handed over already; its code works once.")
	ErrNotYours = fault.New(fault.NotFound, "orders.not_yours", "这不是您所在机构的订单。", "This is not an order of your organisation.")
)

// What speaks against an order in the making.
var (
	ErrConsent     = draft.ErrConsent
	ErrNoPlaces    = draft.ErrNoPlaces
	ErrDay         = draft.ErrDay
	ErrPast        = draft.ErrPast
	ErrFar         = draft.ErrFar
	ErrClosed      = draft.ErrClosed
	ErrSlot        = draft.ErrSlot
	ErrCutOff      = draft.ErrCutOff
	ErrPrice       = draft.ErrPrice
	ErrNotEntitled = draft.ErrNotEntitled
	ErrArea        = draft.ErrArea
	ErrPaused      = draft.ErrPaused
	ErrQuantity    = draft.ErrQuantity
	ErrNote        = draft.ErrNote
	ErrFull        = draft.ErrFull
	ErrTwice       = draft.ErrTwice
)

// ErrNone is for an order that is not there, or not for this viewer; ErrState for
// one that is not where a step begins.
var (
	ErrNone  = book.ErrNone
	ErrState = book.ErrState
)

// The order itself is kept by package book; the long names are those of the contract.
type (
	Order  = book.Order
	Price  = book.Price
	Filter = book.Filter

	Ask    = draft.OrderAsk
	Quote  = draft.OrderQuote
	StepIn = book.OrderStep
)

// maxTries is how many wrong codes are taken.
const maxTries = 5
