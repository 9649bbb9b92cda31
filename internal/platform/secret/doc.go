// Package secret keeps what the database must not know: resident ID and phone
// numbers are sealed with a key that lies outside it, and found again through a
// keyed hash.
//
// Seal: AES-256-GCM (NIST SP 800-38D) or, as a setting, SM4-GCM (GB/T
// 32907-2016, GB/T 36624-2018), a fresh nonce each. Blind: HMAC-SHA-256.
package secret
