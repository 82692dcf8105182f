#!/bin/sh
# Starts a new PostgreSQL cluster for tests. It opens no port; its socket is in a folder that stop removes.
#
#   postgres.sh start   installs Debian's postgresql if it is missing, starts a cluster, prints its folder
#   postgres.sh stop FOLDER
#
# Connect with "host=FOLDER user=stash dbname=postgres".
set -eu

# newest is the folder of the newest server's programs. The client's package has such a folder too, without initdb.
newest() { ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname; }

# PostgreSQL refuses to run as root.
as_owner() {
	if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

case "${1:-}" in
start)
	bin=$(newest)
	if [ -z "$bin" ]; then
		if [ "$(id -u)" != 0 ]; then
			echo "postgres.sh: there is no PostgreSQL here. Install Debian's package postgresql, or run this as root." >&2
			exit 1
		fi
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y postgresql; } >&2
		bin=$(newest)
	fi
	folder=$(mktemp -d)
	[ "$(id -u)" != 0 ] || chown postgres "$folder"
	cd "$folder"
	as_owner "$bin/initdb" --pgdata="$folder/data" --username=stash --auth=trust --encoding=UTF8 >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
	as_owner "$bin/pg_ctl" --pgdata="$folder/data" --wait --log="$folder/log" \
		--options="-c listen_addresses= -c unix_socket_directories=$folder -c max_connections=200" start >>"$folder.log" 2>&1 || { cat "$folder.log" "$folder/log" >&2; exit 1; }
	rm -f "$folder.log"
	echo "$folder"
	;;
stop)
	folder=${2:?the folder that start printed}
	cd /
	as_owner "$(newest)/pg_ctl" --pgdata="$folder/data" --wait --mode=immediate stop >/dev/null
	rm -rf "$folder"
	;;
*)
	echo "usage: postgres.sh start | postgres.sh stop FOLDER" >&2
	exit 2
	;;
esac
