package flows_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// presenting shows a client certificate to a gateway that wants one (mTLS). Load it with tls.LoadX509KeyPair. roots are the
// authorities of the gateway's own certificate; nil for those of the system.
func presenting(certificate tls.Certificate, roots *x509.CertPool) stash.Option {
	return stash.WithTransport(func(base http.RoundTripper) http.RoundTripper {
		base.(*http.Transport).TLSClientConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: roots}
		return base
	})
}

// A gateway lets in only who has a certificate.
func Example_clientCertificate() {
	srv, err := stashtest.Start()
	check(err)
	defer srv.Close()
	certificate, parsed := selfSigned()
	gateway := httptest.NewUnstartedServer(srv)
	gateway.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: x509.NewCertPool()}
	gateway.TLS.ClientCAs.AddCert(parsed)
	gateway.Config.ErrorLog = log.New(io.Discard, "", 0)
	gateway.StartTLS()
	defer gateway.Close()
	roots := x509.NewCertPool()
	roots.AddCert(gateway.Certificate())

	for _, certificate := range []tls.Certificate{certificate, {}} {
		client, err := stash.New(stash.HMAC(srv.ShopID, srv.HMACSecret), stash.WithBaseURL(gateway.URL), presenting(certificate, roots))
		check(err)
		_, err = client.ListPlans(context.Background(), stash.ListPlansParams{})
		fmt.Println(err == nil, errors.Is(err, stash.ErrUnavailable))
	}
	// Output:
	// true false
	// false true
}

// selfSigned makes a certificate for a client that is its own authority.
func selfSigned() (tls.Certificate, *x509.Certificate) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	check(err)
	parsed, err := x509.ParseCertificate(der)
	check(err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, parsed
}
