#!/usr/bin/env bash
# cluster.sh run COMMAND...: a Temporal cluster on this machine for as long as a command runs, which finds its address in
# PERENNIAL_TEST_TEMPORAL_ADDRESS. PostgreSQL with SQL visibility, and two processes: frontend, matching, worker and history, and a
# second history host. cluster.sh build: compiles server and schema tool only.
# Needs Go, Node and PostgreSQL's server programs. What it compiles stays in TEMPORAL_CLUSTER_DIR, for each version.
set -euo pipefail
version=${TEMPORAL_SERVER_VERSION:-v1.30.9}
shards=${TEMPORAL_HISTORY_SHARDS:-64}
home=${TEMPORAL_CLUSTER_DIR:-.perennial/temporal-cluster}
bin=$home/$version
action=${1:-}

build() {
  mkdir -p "$bin"
  local place
  place=$(cd "$bin" && pwd)
  [ -x "$bin/server" ] || GOBIN=$place go install "go.temporal.io/server/cmd/server@$version"
  [ -x "$bin/sql" ] || GOBIN=$place go install "go.temporal.io/server/cmd/tools/sql@$version"
}

# PostgreSQL does not run as root.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$programs" ] || programs=$(dirname "$(command -v pg_ctl || echo /none)")

stop() {
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait
  [ ! -f "$work/data/postmaster.pid" ] || as_server "$programs/pg_ctl" -D "$work/data" -m immediate stop >/dev/null || true
  rm -rf "$work"
}

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

start_postgres() {
  postgres_port=$(free_port)
  mkdir "$work/data"
  [ "$(id -u)" -ne 0 ] || chown postgres "$work/data"
  (cd / && as_server "$programs/initdb" -D "$work/data" -U temporal --auth=trust --encoding=UTF8 --locale=C >/dev/null &&
    as_server "$programs/pg_ctl" -D "$work/data" -w -l "$work/data/log" \
      -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200" start >/dev/null)
}

# sql_tool DATABASE WORDS...
sql_tool() {
  local database=$1
  shift
  "$bin/sql" --plugin postgres12 --ep 127.0.0.1 -p "$postgres_port" -u temporal --pw temporal --db "$database" "$@" >>"$work/schema.log" 2>&1 ||
    { tail -5 "$work/schema.log" >&2; return 1; }
}

make_schemas() {
  for kind in temporal visibility; do
    sql_tool "$kind" create
    sql_tool "$kind" setup-schema -v 0.0
    sql_tool "$kind" update-schema --schema-name "postgresql/v12/$kind"
  done
}

# Writes the settings of a process: host NAME.
settings_of() {
  mkdir -p "$work/$1"
  {
    printf 'log: { stdout: true, level: warn }\npersistence:\n  numHistoryShards: %s\n' "$shards"
    printf '  defaultStore: temporal\n  visibilityStore: visibility\n  datastores:\n'
    for store in temporal visibility; do
      printf '    %s: { sql: { pluginName: postgres12, databaseName: %s, connectAddr: "127.0.0.1:%s", connectProtocol: tcp, user: temporal, password: temporal, maxConns: 20, maxIdleConns: 20 } }\n' \
        "$store" "$store" "$postgres_port"
    done
    printf 'global: { membership: { maxJoinDuration: 30s, broadcastAddress: 127.0.0.1 } }\nservices:\n'
    for service in frontend matching history worker; do
      port=$(free_port)
      [ "$service" != frontend ] || port=$frontend_port
      printf '  %s: { rpc: { grpcPort: %s, membershipPort: %s, bindOnLocalHost: true } }\n' "$service" "$port" "$(free_port)"
    done
    printf 'clusterMetadata:\n  enableGlobalNamespace: false\n  failoverVersionIncrement: 10\n  masterClusterName: active\n  currentClusterName: active\n'
    printf '  clusterInformation: { active: { enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "127.0.0.1:%s" } }\n' "$frontend_port"
    printf 'dcRedirectionPolicy: { policy: noop }\narchival: { history: { state: disabled }, visibility: { state: disabled } }\n'
    printf 'publicClient: { hostPort: "127.0.0.1:%s" }\n' "$frontend_port"
    printf 'dynamicConfigClient: { filepath: "%s/dynamic.yaml", pollInterval: 60s }\n' "$work"
  } >"$work/$1/cluster.yaml"
}

start_server() {
  local host=$1
  shift
  settings_of "$host"
  "$bin/server" --root "$work" --config "$host" --env cluster start "$@" >"$work/$host.log" 2>&1 &
  pids+=($!)
}

wait_for_frontend() {
  for _ in $(seq 120); do
    if (echo >"/dev/tcp/127.0.0.1/$frontend_port") 2>/dev/null; then return; fi
    for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null || { tail -20 "$work"/*.log >&2; exit 1; }; done
    sleep 0.5
  done
  tail -20 "$work"/*.log >&2
  exit 1
}

case $action in
build) build ;;
run)
  shift
  [ $# -gt 0 ] || { echo 'Say what to run: cluster.sh run COMMAND...' >&2; exit 2; }
  [ -x "$programs/initdb" ] || { echo "PostgreSQL's server programs are not here: install them." >&2; exit 2; }
  build
  work=$(mktemp -d)
  chmod 711 "$work"
  pids=()
  trap stop EXIT
  start_postgres
  make_schemas
  frontend_port=$(free_port)
  # What this product asks of a server beyond its defaults; see docs/guides/temporal-clusters.md.
  printf 'frontend.workerVersioningWorkflowAPIs: [{ value: true }]\nsystem.forceSearchAttributesCacheRefreshOnRead: [{ value: true }]\n' >"$work/dynamic.yaml"
  start_server first --service frontend --service matching --service worker --service history
  start_server second --service history
  wait_for_frontend
  echo "Temporal $version at 127.0.0.1:$frontend_port, two history hosts, $shards shards" >&2
  PERENNIAL_TEST_TEMPORAL_ADDRESS=127.0.0.1:$frontend_port "$@"
  ;;
*)
  echo 'cluster.sh run COMMAND... | cluster.sh build' >&2
  exit 2
  ;;
esac
