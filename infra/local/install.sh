# Installs Temporal, an S3 server and MLflow at their pinned versions, each once, from the Go module proxy and PyPI.
# Sourced by services, after settings.sh and versions.sh.

need() { # PROGRAM WHY
  command -v "$1" >/dev/null || fail "$1 is missing; it $2. Install it, or a Docker engine, and call again."
}

# Go checks every module against its checksum database; the program's own hash is also kept here.
install_go() { # PROGRAM MODULE VERSION SUM PACKAGE
  local new=$tools/new
  [ -x "$1" ] && return
  need go "builds $2 (1.25 or newer)"
  printf 'Installing %s %s, once; this takes some minutes.\n' "$2" "$3"
  rm -rf "$new"
  (cd "$tools" && GOFLAGS=-mod=mod go mod download -json "$2@$3") >"$tools/download.json" ||
    fail "$2@$3 could not be fetched: $(cat "$tools/download.json")"
  grep -qF "\"Sum\": \"$4\"" "$tools/download.json" || fail "The source of $2@$3 has another hash than infra/local/versions.sh says."
  GOBIN=$new CGO_ENABLED=0 go install -trimpath "$5@$3" || fail "$2 could not be built; see above."
  mkdir -p "$(dirname "$1")"
  mv "$new/$(basename "$1")" "$1"
  rm -rf "$new" "$tools/download.json"
}

# A virtual environment knows its own path, so it is built in place, and marked when it is complete.
install_python() { # NAME FOLDER LOCK
  [ -e "$2/complete" ] && return
  need python3 "runs $1 (3.11 or newer)"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "$1 needs Python 3.11 or newer; python3 is $(python3 -V)."
  printf 'Installing %s, once; this may take some minutes.\n' "$1"
  rm -rf "$2"
  python3 -m venv "$2" || fail 'python3 cannot make a virtual environment; on Debian and Ubuntu, python3-venv can.'
  "$2/bin/pip" install -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r "$3" ||
    fail "$1 could not be installed; see above."
  touch "$2/complete"
}

install_all() {
  need curl 'asks the services how they are'
  mkdir -p "$tools"
  install_go "$temporal" github.com/temporalio/cli "$temporal_version" "$temporal_sum" github.com/temporalio/cli/cmd/temporal
  case $TRIPTYCH_S3_SERVER in
    minio) install_go "$minio" github.com/minio/minio "$minio_version" "$minio_sum" github.com/minio/minio ;;
    seaweedfs) install_python SeaweedFS "$seaweedfs_folder" "$seaweedfs_lock" ;;
  esac
  install_python MLflow "$mlflow_folder" "$lock"
}
