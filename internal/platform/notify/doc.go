// Package notify tells people something outside the screen: a one-time code, a
// reminder. Which way it goes (text message, WeChat, a printed line in demo
// mode) is the installation's choice.
package notify
