#!/usr/bin/env bash
# drill.sh FILE: restores a backup into a new database on the server of DATABASE_URL, proves the ledger there, and drops it again.
# Nothing else is touched, so it may run every week; exit code 0 says that the backup can be lived on. The user must be allowed to
# create databases. PERENNIAL names the command line where it is not `perennial`.
set -euo pipefail
here=$(dirname "$0")
. "$here/connection.sh"
file=${1:-}
[ -f "$file" ] || fail 'Say of what: drill.sh FILE' 2
url=$(database_url)
name="perennial_drill_$(date -u +%Y%m%d%H%M%S)_$$"
# The same address with another database: what stands behind the last slash and before a question mark.
drill_url=$(printf '%s' "$url" | sed -E "s#^([a-z]+://[^/?]*)(/[^?]*)?#\1/$name#")
ask "$url" "CREATE DATABASE $name TEMPLATE template0" >/dev/null
trap 'ask "$url" "DROP DATABASE $name WITH (FORCE)" >/dev/null' EXIT
began=$(date +%s)
DATABASE_DIRECT_URL='' DATABASE_URL=$drill_url "$here/restore.sh" "$file"
echo "restored in $(($(date +%s) - began)) s"
DATABASE_DIRECT_URL='' DATABASE_URL=$drill_url ${PERENNIAL:-perennial} ledger verify --full
