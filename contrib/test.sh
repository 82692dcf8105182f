#!/bin/sh
# Vets and tests each module in this folder. The real databases are running, with their addresses in STASH_POSTGRES and
# STASH_MYSQL. A module that needs another part has it among its tests' modules.
set -eu
cd "$(dirname "$0")"
GO=${GO:-go}
race=-race
if [ "$($GO env CGO_ENABLED)" != 1 ] || ! command -v "$($GO env CC | cut -d ' ' -f 1)" >/dev/null; then
	race=
	echo "contrib: there is no C compiler here, so the race detector is off."
fi
for file in */go.mod; do
	module=$(dirname "$file")
	echo "contrib: $module"
	(
		cd "$module"
		$GO mod tidy -diff || { echo "contrib: run go mod tidy in contrib/$module and commit what it changes." >&2; exit 1; }
		$GO vet ./...
		$GO run "${STATICCHECK:?}" ./...
		$GO test $race -count=1 -timeout=30m ./...
	)
done
