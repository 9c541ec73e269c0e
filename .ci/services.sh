# PostgreSQL and Redis on 127.0.0.1 and their standard ports: used where they run, else installed and started.

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

services_up() {
  if ! answers 5432 || ! command -v psql >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
    local version; version=$(ls /etc/postgresql | sort -V | tail -n 1)
    sed -i -E 's/^(host\s+all\s+all\s+127\.0\.0\.1\/32\s+).*/\1trust/' "/etc/postgresql/$version/main/pg_hba.conf"
    pg_ctlcluster --skip-systemctl-redirect "$version" main restart
  fi
  if ! answers 6379; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server >/dev/null
    redis-server --daemonize yes --bind 127.0.0.1 --port 6379 --save "" --appendonly no >/dev/null
  fi
  for _ in $(seq 30); do answers 5432 && answers 6379 && return 0; sleep 1; done
  echo "PostgreSQL or Redis did not start" >&2
  return 1
}
