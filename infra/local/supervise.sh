#!/usr/bin/env bash
# Runs a service and starts it again when it dies, until it is told to stop: supervise.sh FOLDER/ NAME COMMAND...
set -um # -m: the service leads a process group, so its children end with it
folder=${1%/} name=$2
shift 2
pid='' pause=0

say() {
  printf '%s supervisor: %s\n' "$(date +%FT%T%z)" "$*"
}

# Asks the whole group to end, and makes it after 20 s.
end_group() {
  local tenths
  kill -TERM -- "-$pid" 2>/dev/null
  for ((tenths = 0; tenths < 200; tenths++)); do
    kill -0 -- "-$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  say "$name did not end when asked; killing it"
  kill -KILL -- "-$pid" 2>/dev/null
}

stop() {
  trap '' TERM INT
  say "stopping $name"
  [ -z "$pid" ] || end_group
  rm -f "$folder/run/$name.pid" "$folder/run/$name.supervisor"
  exit 0
}

trap stop TERM INT
trap '' HUP
while :; do
  started=$SECONDS
  "$@" &
  pid=$!
  echo "$pid" >"$folder/run/$name.pid"
  wait "$pid"
  status=$?
  end_group
  pid=''
  # A service that dies at once is started again more and more slowly.
  if ((SECONDS - started >= 10)); then pause=1; else pause=$((pause < 8 ? pause * 2 + 1 : 15)); fi
  say "$name ended with status $status; starting it again in $pause s"
  sleep "$pause" &
  wait $!
done
