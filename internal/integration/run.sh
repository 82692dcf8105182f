#!/bin/sh
# Runs the tests of this module against a PostgreSQL of their own and Debian's Chromium. Arguments go to go test, for
# example -run Webhook. STASH_DELIVERIES says how many deliveries are sent; 100000 is the full test, 5000 takes seconds.
set -eu
cd "$(dirname "$0")"
STASH_CHROMIUM=$(sh chromium.sh)
export STASH_CHROMIUM
folder=$(sh postgres.sh start)
trap 'sh postgres.sh stop "$folder"' EXIT
STASH_POSTGRES="host=$folder user=stash dbname=postgres" ${GO:-go} test -count=1 -timeout=30m "$@" ./...
