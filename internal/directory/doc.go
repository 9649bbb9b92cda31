// Package directory is who offers what, where, when and for whom: organisations
// with their licences, service points with opening hours, services with rules of
// eligibility that explain themselves, funded projects, and the categories that
// needs and offers share.
//
//	provider  applied → document_check → site_visit → contract → active ⇄ suspended → ended
//	          (any step before active may end it; the reason is kept)
//	service   draft → published ⇄ suspended → retired
//	          every change is a version with the day from which it holds
//	point     open, unless a closure covers the moment
//
// Who does what: anyone reads what is published; street operators keep the
// organisations, points and services of their street, data stewards those of the
// district and the categories; a provider manager drafts for their own place and
// a street operator publishes. The rules of hours and eligibility are packages of
// their own below this one.
package directory
