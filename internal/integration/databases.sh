#!/bin/sh
# Runs a command while a new PostgreSQL cluster and a new MariaDB server are up, with their addresses in STASH_POSTGRES and
# STASH_MYSQL.
set -eu
scripts=$(cd "$(dirname "$0")" && pwd)
postgres=$(sh "$scripts/postgres.sh" start)
trap 'sh "$scripts/postgres.sh" stop "$postgres"' EXIT
mariadb=$(sh "$scripts/mariadb.sh" start)
trap 'sh "$scripts/mariadb.sh" stop "$mariadb"; sh "$scripts/postgres.sh" stop "$postgres"' EXIT
STASH_POSTGRES="host=$postgres user=stash dbname=postgres" STASH_MYSQL="stash@unix($mariadb/socket)/test" "$@"
