package flows_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// trusting accepts certificates of a private authority beside those that the system accepts. authority is PEM, such as the
// content of company-ca.pem.
func trusting(authority []byte) (stash.Option, error) {
	roots, err := x509.SystemCertPool()
	if err != nil {
		return nil, err
	}
	if !roots.AppendCertsFromPEM(authority) {
		return nil, errors.New("the file of the authority has no certificate")
	}
	return stash.WithTransport(func(base http.RoundTripper) http.RoundTripper {
		base.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots}
		return base
	}), nil
}

// A gateway has a certificate of the company's own authority.
func Example_privateCA() {
	srv, err := stashtest.Start()
	check(err)
	defer srv.Close()
	gateway := httptest.NewTLSServer(srv)
	defer gateway.Close()

	trusted, err := trusting(authorityOf(gateway))
	check(err)
	client, err := stash.New(stash.HMAC(srv.ShopID, srv.HMACSecret), stash.WithBaseURL(gateway.URL), trusted)
	check(err)
	_, err = client.ListPlans(context.Background(), stash.ListPlansParams{})
	fmt.Println(err)
	// Output: <nil>
}

// authorityOf returns what would be in the file of a server's authority.
func authorityOf(srv *httptest.Server) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw})
}
