# Read by backup.sh, restore.sh and drill.sh: which database, and whether the tools of PostgreSQL fit its server.
fail() {
  echo "$1" >&2
  exit "${2:-1}"
}

# PostgreSQL itself: a pooler takes neither a dump nor a restore. What only Perennial reads is left off.
database_url() {
  local url=${DATABASE_DIRECT_URL:-${DATABASE_URL:-}}
  [ -n "$url" ] || fail 'Set DATABASE_URL (or DATABASE_DIRECT_URL, where that is a pooler).' 2
  case $url in *pgbouncer=true*) fail 'This is PgBouncer: set DATABASE_DIRECT_URL to PostgreSQL itself.' 2 ;; esac
  echo "$url"
}

# The first number of a version, such as 15.
major_of() {
  "$1" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/'
}

ask() {
  psql --no-psqlrc -XqtA -v ON_ERROR_STOP=1 -d "$1" -c "$2"
}

# pg_dump refuses a server that is newer than itself; said here in words that help.
refuse_older_tool() {
  local tool=$1 url=$2 server
  command -v "$tool" >/dev/null || fail "$tool is not here: install PostgreSQL's client programs, as new as the server or newer." 2
  server=$(($(ask "$url" 'SHOW server_version_num') / 10000))
  [ "$(major_of "$tool")" -ge "$server" ] ||
    fail "$tool is of PostgreSQL $(major_of "$tool") and the server is $server: install client programs of $server or later." 2
}
