// Package wechattest is a stand-in for WeChat’s server interface, for tests.
package wechattest
