#!/bin/sh
# A purchase with curl alone: stash emulate -- sh purchase.sh
set -eu
link=$(curl -sSf --retry 2 --retry-delay 0 --retry-all-errors "$STASH_BASE_URL/sdk/server/checkout_links/generate_quick_pay_url" \
	-H "X-Stash-Api-Key: $STASH_API_KEY" -H 'Content-Type: application/json' \
	-d '{"item":{"id":"gem-pack-500","name":"500 gems","pricePerItem":"4.99","quantity":1},"user":{"id":"player-1001"},"transactionId":"order-1"}')
id=$(echo "$link" | sed 's/.*"id":"\([^"]*\)".*/\1/')
curl -sSf -X POST "$STASH_BASE_URL/_emulator/checkouts/$id/pay" >/dev/null
curl -sSf "$STASH_BASE_URL/sdk/server/payment/$id" -H "X-Stash-Api-Key: $STASH_API_KEY" | grep -q PAYMENT_STATUS_SUCCEEDED
curl -sSf -X POST "$STASH_BASE_URL/_emulator/clock" -d '{"advance":"1mo"}' | grep -q '"now"'
echo "bought gem-pack-500"
