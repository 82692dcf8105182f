#!/bin/sh
# Prints the path of Chromium. Installs Debian's package if Chromium is missing, which needs root.
set -eu
for name in chromium chromium-browser google-chrome; do
	if command -v "$name" 2>/dev/null; then exit 0; fi
done
if [ "$(id -u)" != 0 ]; then
	echo "chromium.sh: there is no Chromium here. Install Debian's package chromium, or run this as root." >&2
	exit 1
fi
{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-dejavu-core; } >&2
command -v chromium
