// Package calendar tells working days from others in China: weekends, the
// public holidays, and the weekend days that are worked in exchange, as the
// State Council's notice of each year moves them.
//
// The notices of 2025 (国办发明电〔2024〕12号) and 2026 (国务院办公厅关于2026年部分
// 节假日安排的通知) are part of the package; a later year is imported as data. In a
// year of which no notice is known, Monday to Friday are worked, and Knows says so.
package calendar
