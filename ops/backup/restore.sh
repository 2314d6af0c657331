#!/usr/bin/env bash
# restore.sh FILE: into the empty database of DATABASE_URL, whole or not at all. Workers and API must be stopped; what comes then is
# in docs/guides/backups.md.
set -euo pipefail
. "$(dirname "$0")/connection.sh"
file=${1:-}
[ -f "$file" ] || fail 'Say from what: restore.sh FILE' 2
url=$(database_url)
refuse_older_tool pg_restore "$url"
tables=$(ask "$url" "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
[ "$tables" -eq 0 ] || fail "That database is not empty: it has $tables tables. Create another one and restore into that." 2
# Grants are part of a backup, and their roles are not: they belong to the server.
roles=$(ask "$url" "SELECT count(*) FROM pg_roles WHERE rolname IN ('perennial_owner', 'perennial_app', 'perennial_read')")
grants=()
if [ "$roles" -ne 3 ]; then
  grants=(--no-privileges)
  echo 'The roles of prisma/roles.sql are not on this server: restored without grants.' >&2
fi
pg_restore --single-transaction --exit-on-error --no-owner ${grants[@]+"${grants[@]}"} --dbname="$url" "$file"
ask "$url" ANALYZE
echo "$(ask "$url" 'SELECT count(*) FROM member') members, $(ask "$url" 'SELECT count(*) FROM ledger.posting') postings"
