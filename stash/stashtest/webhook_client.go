package stashtest

import (
	"net/http"
	"time"
)

// receiverPatience is how long a receiver has for its whole answer. Stash's guide does not say; this is inferred, and
// the same that stash send waits.
const receiverPatience = 30 * time.Second

// deliveryClient sends events unless the caller brings a client. A redirect is an answer other than 200: where it leads
// to was not given the webhook, nor its signature.
var deliveryClient = &http.Client{Timeout: receiverPatience, CheckRedirect: notFollowed}
