# Where the services keep their data and which ports they take. Sourced by the scripts beside it.
# A value comes from the environment, else from the last start, else from here.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
services=${TRIPTYCH_SERVICES:-$root/.services}
case $services in /*) ;; *) services=$PWD/$services ;; esac
tools=${TRIPTYCH_SERVICES_TOOLS:-$root/.services/tools}

names='TRIPTYCH_TEMPORAL_PORT TRIPTYCH_TEMPORAL_UI_PORT TRIPTYCH_S3_SERVER TRIPTYCH_S3_PORT TRIPTYCH_S3_CONSOLE_PORT TRIPTYCH_S3_INNER_PORT TRIPTYCH_MLFLOW_PORT TRIPTYCH_MLFLOW_ARTIFACTS'

fail() {
  printf 'services: %s\n' "$1" >&2
  exit 1
}

kept() { # NAME: its value at the last start
  sed -n "s/^$1=//p" "$services/settings" 2>/dev/null || true
}

setting() { # NAME DEFAULT
  local value=${!1:-}
  [ -n "$value" ] || value=$(kept "$1")
  printf -v "$1" %s "${value:-$2}"
  export "${1?}" # what the name in $1 names
}

setting TRIPTYCH_TEMPORAL_PORT 7233
setting TRIPTYCH_TEMPORAL_UI_PORT 8233
setting TRIPTYCH_S3_SERVER minio # or seaweedfs
setting TRIPTYCH_S3_PORT 9000
setting TRIPTYCH_S3_CONSOLE_PORT 9001
setting TRIPTYCH_S3_INNER_PORT 9010 # the first of six in a row, on which SeaweedFS' parts talk to each other
setting TRIPTYCH_MLFLOW_PORT 5000
setting TRIPTYCH_MLFLOW_ARTIFACTS direct # or proxy: clients write through the tracking server instead of to S3

check_settings() {
  local name ports=' '
  for name in $names; do
    case $name in *_PORT) ;; *) continue ;; esac
    if ! [[ ${!name} =~ ^[1-9][0-9]{0,4}$ ]] || ((${!name} > 65535)); then
      fail "$name is '${!name}'; a port is a number from 1 to 65535."
    fi
    case $ports in *" ${!name} "*) fail "$name is ${!name}, which is the port of another service too." ;; esac
    ports+="${!name} "
  done
  case $TRIPTYCH_S3_SERVER in
    minio | seaweedfs) ;;
    *) fail "TRIPTYCH_S3_SERVER is '$TRIPTYCH_S3_SERVER'; it is minio or seaweedfs." ;;
  esac
  case $TRIPTYCH_MLFLOW_ARTIFACTS in
    direct | proxy) ;;
    *) fail "TRIPTYCH_MLFLOW_ARTIFACTS is '$TRIPTYCH_MLFLOW_ARTIFACTS'; it is direct or proxy." ;;
  esac
}

keep_settings() {
  local name
  for name in $names; do printf '%s=%s\n' "$name" "${!name}"; done >"$services/settings"
}

# Makes credentials once, then loads them. The files are for the user's eyes alone.
credentials() {
  if [ ! -s "$services/credentials" ]; then
    (
      umask 077
      printf 'AWS_ACCESS_KEY_ID=triptych\nAWS_SECRET_ACCESS_KEY=%s\n' \
        "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" >"$services/credentials.new"
      mv "$services/credentials.new" "$services/credentials"
    )
  fi
  set -a
  # shellcheck source=/dev/null
  . "$services/credentials"
  set +a
}

# What a client needs, as a file to be sourced.
write_environment() {
  (
    umask 077
    cat >"$services/env.new" <<END
# Triptych's services on this machine; written by 'make up'. Holds a secret: load it with '. $services/env'.
export TEMPORAL_ADDRESS=127.0.0.1:$TRIPTYCH_TEMPORAL_PORT
export TRIPTYCH_TEMPORAL_UI=http://127.0.0.1:$TRIPTYCH_TEMPORAL_UI_PORT
export MLFLOW_TRACKING_URI=http://127.0.0.1:$TRIPTYCH_MLFLOW_PORT
export MLFLOW_S3_ENDPOINT_URL=http://127.0.0.1:$TRIPTYCH_S3_PORT
export AWS_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID
export AWS_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY
export AWS_DEFAULT_REGION=us-east-1
unset AWS_SESSION_TOKEN AWS_PROFILE
export TRIPTYCH_DATA=s3://triptych
END
    mv "$services/env.new" "$services/env"
  )
}

# The secret goes to curl through a pipe, so that no process list shows it.
create_bucket() { # NAME
  local code
  code=$(printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" |
    curl -sS --noproxy '*' -m 20 --config - --aws-sigv4 aws:amz:us-east-1:s3 -X PUT -o /dev/null -w '%{http_code}' \
      "http://127.0.0.1:$TRIPTYCH_S3_PORT/$1") || true
  case $code in
    200 | 409) ;; # made, or there already
    *) fail "The bucket $1 could not be made: S3 on port $TRIPTYCH_S3_PORT answers HTTP $code." ;;
  esac
}

create_buckets() {
  create_bucket triptych
  create_bucket mlflow
}

print_addresses() {
  cat <<END
  Temporal  127.0.0.1:$TRIPTYCH_TEMPORAL_PORT   UI       http://127.0.0.1:$TRIPTYCH_TEMPORAL_UI_PORT
  S3        http://127.0.0.1:$TRIPTYCH_S3_PORT   console  http://127.0.0.1:$TRIPTYCH_S3_CONSOLE_PORT
  MLflow    http://127.0.0.1:$TRIPTYCH_MLFLOW_PORT   artefacts in s3://mlflow, $TRIPTYCH_MLFLOW_ARTIFACTS
To use them, load their addresses and credentials:
  . ${services#"$PWD"/}/env
END
}
