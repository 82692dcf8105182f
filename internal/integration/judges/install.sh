#!/bin/sh
# Installs the npm packages of this folder into a folder of their own, and prints it. The folder is kept for the next run.
set -eu
cd "$(dirname "$0")"
if ! command -v npm >/dev/null; then
	if [ "$(id -u)" != 0 ]; then
		echo "install.sh: there is no npm here. Install Debian's package npm, or run this as root." >&2
		exit 1
	fi
	{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y npm; } >&2
fi
folder=${XDG_CACHE_HOME:-$HOME/.cache}/stash-judges/$(cksum <package-lock.json | tr ' ' -)
if [ ! -e "$folder/installed" ]; then
	mkdir -p "$folder"
	cp .npmrc package.json package-lock.json "$folder"
	(cd "$folder" && npm ci >&2)
	touch "$folder/installed"
fi
echo "$folder"
