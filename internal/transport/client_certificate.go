package transport

import (
	"errors"
	"net"
	"reflect"
)

// refusedCertificate reports whether the server has refused the client's certificate. In TLS 1.3 the client has sent its
// request by then, and learns of it when it reads. The server has not read the request: these alerts end its handshake
// (RFC 8446, sections 4.4.2.4 and 6.2). Go's client asks for no later authentication, so they mean nothing else.
func refusedCertificate(err error) bool {
	var remote *net.OpError
	if !errors.As(err, &remote) || remote.Op != "remote error" || remote.Err == nil {
		return false
	}
	alert := reflect.ValueOf(remote.Err) // its type in crypto/tls has no exported name
	if alert.Kind() != reflect.Uint8 || alert.Type().PkgPath() != "crypto/tls" {
		return false
	}
	switch alert.Uint() {
	case 42, 43, 44, 45, 46, 48, 116: // bad, unsupported, revoked, expired, unknown, of an unknown authority, required
		return true
	}
	return false
}
