#!/usr/bin/env bash
# backup.sh FILE: the whole database of DATABASE_URL as of one instant, without stopping anything. The file is there once it is whole.
set -euo pipefail
. "$(dirname "$0")/connection.sh"
file=${1:-}
[ -n "$file" ] || fail 'Say where to: backup.sh FILE' 2
[ ! -e "$file" ] || fail "$file is there already." 2
url=$(database_url)
refuse_older_tool pg_dump "$url"
umask 077
trap 'rm -f "$file.part"' EXIT
pg_dump --format=custom --no-owner --lock-wait-timeout=60s --file="$file.part" --dbname="$url"
# Read to its end: grep -q would leave pg_restore with a broken pipe.
pg_restore --list "$file.part" | grep ' TABLE DATA ledger posting ' >/dev/null || fail 'The dump holds no postings: this is not a database of Perennial.'
mv "$file.part" "$file"
echo "$file: $(wc -c <"$file" | tr -d ' ') bytes"
