#!/bin/sh
# Runs the tests of this module with a new PostgreSQL cluster, a new MariaDB server, Chromium, curl, Python and the npm
# packages in judges. It installs those that are missing. Arguments are passed to go test, for example -run=Webhook.
# STASH_DELIVERIES is how many webhooks are sent; 100000 is the full test, 5000 takes seconds.
set -eu
cd "$(dirname "$0")"
${GO:-go} mod tidy -diff || { echo "run.sh: run go mod tidy in internal/integration and commit what it changes." >&2; exit 1; }
for package in curl python3; do
	if ! command -v "$package" >/dev/null; then
		if [ "$(id -u)" != 0 ]; then
			echo "run.sh: there is no $package here. Install Debian's package $package, or run this as root." >&2
			exit 1
		fi
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y "$package"; } >&2
	fi
done
STASH_CHROMIUM=$(sh chromium.sh)
export STASH_CHROMIUM
STASH_JUDGES=$(sh judges/install.sh)
export STASH_JUDGES
sh databases.sh ${GO:-go} test -count=1 -timeout=30m "$@" ./...
