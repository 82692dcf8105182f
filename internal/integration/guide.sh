#!/bin/sh
# Sends the request of Stash's API-key guide with curl. Only the host, the key and the shop handle are the emulator's.
#
#   stash emulate --export > env.sh &
#   sleep 1; sh guide.sh env.sh
set -eu
case ${1:?the file that stash emulate --export has filled} in */*) . "$1" ;; *) . "./$1" ;; esac

# post KEY BODY prints the response body, and the status on the next line.
post() {
	curl -sS -w '\n%{http_code}\n' -X POST "$STASH_BASE_URL/api/v1/sdk/checkout-links/generate" \
		-H "X-Stash-Api-Key: $1" \
		-H "Content-Type: application/json" \
		-d "$2"
}

# want STATUS TEXT RESPONSE ends the script unless the response has the status and the text.
want() {
	case $3 in
	*"$2"*"
$1") ;;
	*)
		echo "guide.sh: expected HTTP $1 with $2, and got: $3" >&2
		exit 1
		;;
	esac
}

body() {
	cat <<END
{
  "shop_handle": "$1",
  "currency": "USD",
  "external_user": {"id": "player-1001", "validated_email": "player@example.com", "display_name": "Robin"},
  "items": [
    {"id": "gem-pack-500", "name": "500 gems", "price_per_item": "4.99", "quantity": 2,
     "image_url": "https://cdn.example.com/gem-pack-500.png"}
  ]
}
END
}

answer=$(post "$STASH_API_KEY" "$(body "$STASH_SHOP_HANDLE")")
want 200 "\"url\":\"$STASH_BASE_URL/" "$answer"
id=$(printf '%s' "$answer" | sed -n 's/.*"id":"\([^"]*\)".*/\1/p')

event=$(curl -sS -w '\n%{http_code}\n' "$STASH_BASE_URL/sdk/server/payment/$id" -H "X-Stash-Api-Key: $STASH_API_KEY")
want 200 '"total":"9.98"' "$event"

want 401 'the API key is not one of this shop' "$(post fake-key-of-someone-else "$(body "$STASH_SHOP_HANDLE")")"
want 404 'shop_handle: there is no shop' "$(post "$STASH_API_KEY" "$(body another-shop)")"
want 400 '"code":3,' "$(post "$STASH_API_KEY" '{')"
echo "The checkout $id was made as the guide makes it."
