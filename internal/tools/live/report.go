package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// report prints the result of each call and the facts, and returns the exit status.
func (c *check) report(out io.Writer) int {
	var o observed
	failed := len(c.made()) == 0
	for _, l := range c.lines {
		switch {
		case l.skipped != "":
			fmt.Fprintf(out, "  %-28s not called: %s\n", l.operation, l.skipped)
			continue
		case l.answer.status == 0:
			fmt.Fprintf(out, "  %-28s %-12s %s\n", l.operation, l.scheme, l.failed)
			failed = true
			continue
		}
		fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf("  %-28s %-12s HTTP %d %s", l.operation, l.scheme, l.answer.status, l.failed), " "))
		failed = failed || l.failed != ""
		o.judge(l.answer)
	}
	c.settle(&o)
	sentences := map[bool][]string{}
	for _, fact := range c.facts {
		sentences[fact.settled] = append(sentences[fact.settled], fact.text)
	}
	section(out, "Settled:", sentences[true])
	section(out, "Not settled:", sentences[false])
	section(out, "Not as the document says:", unique(o.wrong))
	if failed || len(o.wrong) > 0 {
		return 1
	}
	return 0
}

func section(out io.Writer, title string, sentences []string) {
	if len(sentences) > 0 {
		fmt.Fprintln(out, title+"\n  "+strings.Join(sentences, "\n  "))
	}
}

// settle turns observations into facts.
func (c *check) settle(o *observed) {
	c.settlePrices()
	c.settleCredentials()
	switch {
	case o.camel > 0 && o.snake == 0:
		c.say(true, "Responses are in camelCase.")
	case o.snake > 0 && o.camel == 0:
		c.say(true, "Responses are in snake_case.")
	case o.snake > 0:
		c.say(true, "Responses are in camelCase and in snake_case.")
	default:
		c.say(false, "Whether responses are in camelCase or snake_case: none had a field of two words.")
	}
	if o.integers["timeMillis"] == nil {
		c.say(false, "Whether timeMillis is a string or a number: set STASH_PAYMENT_ID to a payment that was made.")
	}
	for _, property := range slices.Sorted(maps.Keys(o.integers)) {
		c.say(true, property+" is a JSON "+listed(o.integers[property])+".")
	}
	if len(o.statuses) == 0 {
		c.say(false, "Which statuses payments have: set STASH_PAYMENT_ID to a payment that was made.")
	} else {
		c.say(true, "A payment's status is "+listed(o.statuses)+".")
	}
	if len(o.taxRates) == 1 {
		c.say(true, "taxRate is "+listed(o.taxRates)+".")
	} else {
		c.say(false, "Whether taxRate is a fraction of one or a percentage.")
	}
	for _, field := range unique(o.unknown) {
		c.say(true, "The document does not have the field "+field+".")
	}
	for _, value := range unique(o.unknownValues) {
		c.say(true, "The document does not have the value "+value+".")
	}
}

// settlePrices finds out whether the path of GetPrices is right. No page of the reference shows it.
func (c *check) settlePrices() {
	var nobody answer // the response at a path that does not exist
	for _, a := range c.recorder.answers {
		if a.Exchange == nil {
			nobody = a
		}
	}
	for _, l := range c.made() {
		switch {
		case l.operation != "GetPrices":
		case l.answer.status/100 == 2:
			c.say(true, "GetPrices is at its path.")
			return
		case l.answer.status == nobody.status && bytes.Equal(l.answer.body, nobody.body):
			c.say(true, "GetPrices is not at its path: the response is that of a path that does not exist.")
			return
		}
	}
	c.say(false, "Whether GetPrices is at its path.")
}

// settleCredentials finds out which credentials in x-stash-security-inferred an operation accepts.
func (c *check) settleCredentials() {
	good := map[string]bool{} // schemes that were accepted somewhere
	for _, l := range c.made() {
		good[l.scheme] = good[l.scheme] || l.answer.status/100 == 2
	}
	for _, l := range c.made() {
		inferred, _ := l.answer.Spec.Extensions["x-stash-security-inferred"].([]any)
		if !slices.Contains(inferred, any(l.scheme)) {
			continue
		}
		switch {
		case l.answer.status/100 == 2:
			c.say(true, l.operation+" takes "+l.scheme+".")
		case good[l.scheme] && (l.answer.status == http.StatusUnauthorized || l.answer.status == http.StatusForbidden):
			c.say(true, l.operation+" does not take "+l.scheme+", or not that of this shop.")
		default:
			c.say(false, "Whether "+l.operation+" takes "+l.scheme+".")
		}
	}
	if c.secret == "" {
		c.say(false, "Whether plans can be read with HMAC: set STASH_SHOP_ID and STASH_HMAC_SECRET.")
	}
}

func listed(set map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(set)), " or ") }

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
