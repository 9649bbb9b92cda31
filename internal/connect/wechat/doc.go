// Package wechat asks WeChat who a user of the mini-program is.
//
// It speaks three calls of WeChat's server interface, as its developer documents
// describe them (Mini Program, OpenAPI, "小程序登录 code2Session", "获取手机号
// getPhoneNumber", "获取稳定版接口调用凭据 getStableAccessToken"):
//
//	GET  /sns/jscode2session                  login code → openid
//	POST /cgi-bin/stable_token                app id and secret → access token, two hours
//	POST /wxa/business/getuserphonenumber     phone code → phone number
//
// Secret and session key never leave the server; the session key is not kept. A
// stand-in that answers as documented is in the test.
package wechat
