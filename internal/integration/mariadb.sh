#!/bin/sh
# Starts a new MariaDB server for tests. It opens no port; its socket is in a folder that stop removes.
#
#   mariadb.sh start   installs Debian's MariaDB if it is missing, starts a server, prints its folder
#   mariadb.sh stop FOLDER
#
# Connect with "stash@unix(FOLDER/socket)/test".
set -eu

# The server need not be root.
as_owner() {
	if [ "$(id -u)" = 0 ]; then runuser -u nobody -- "$@"; else "$@"; fi
}

case "${1:-}" in
start)
	PATH=$PATH:/usr/sbin
	if ! command -v mariadbd >/dev/null || ! command -v my_print_defaults >/dev/null; then
		if [ "$(id -u)" != 0 ]; then
			echo "mariadb.sh: there is no MariaDB here. Install Debian's packages mariadb-server-core and mariadb-client-core, or run this as root." >&2
			exit 1
		fi
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y mariadb-server-core mariadb-client-core; } >&2
	fi
	folder=$(mktemp -d)
	[ "$(id -u)" != 0 ] || chown nobody "$folder"
	cd "$folder"
	as_owner mariadb-install-db --no-defaults --datadir="$folder/data" --skip-test-db --auth-root-authentication-method=normal >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
	rm -f "$folder.log"
	printf "%s;\n" "CREATE DATABASE test" "CREATE USER stash@localhost" "GRANT ALL ON *.* TO stash@localhost" >init.sql # a statement a line
	# exec, because a server that keeps this script's output open would keep the caller waiting.
	(
		exec >"$folder/log" 2>&1 </dev/null
		as_owner mariadbd --no-defaults --datadir="$folder/data" --skip-networking --socket="$folder/socket" --pid-file="$folder/pid" \
			--init-file="$folder/init.sql" --max-connections=200
	) &
	# The init file has run when the server says that it is ready.
	for _ in $(seq 300); do
		if grep -q "ready for connections" "$folder/log" 2>/dev/null; then
			echo "$folder"
			exit 0
		fi
		kill -0 $! || break
		sleep 0.1
	done
	cat "$folder/log" >&2
	exit 1
	;;
stop)
	folder=${2:?the folder that start printed}
	pid=$(cat "$folder/pid")
	kill "$pid"
	while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
	rm -rf "$folder"
	;;
*)
	echo "usage: mariadb.sh start | mariadb.sh stop FOLDER" >&2
	exit 2
	;;
esac
