#!/usr/bin/env bash
# deploy/chaos.sh [SECONDS] [SEED]
#
# Hurts a training of many rounds and then a sweep, for half of SECONDS (600) each, and checks that both end with the bits of the undisturbed
# ones: on a standalone cluster of two workers a driver, a worker or an executor is killed, asked to end or held for a while,
# again and again; which and when is drawn from SEED (1). A worker that was killed comes back, and a driver is started again with
# --resume=auto. Says each fault in a line, and the counts at the end; exits with 1 where a result differs.
set -euo pipefail

script=$(readlink -f "${BASH_SOURCE[0]}")
root=${script%/deploy/*}
seconds=${1:-600}
RANDOM=${2:-1}
out=$(mktemp -d)
training=(train "$root/jobs/quickstart.yaml" --quiet --set "data={type: synthetic-digits, train: 4000, validation: 500, test: 500}"
  --set train.workers=2 --set train.local-steps=2 --set train.epochs=20 --set "checkpoint={rounds: 5}")
sweep=(sweep "$root/src/test/resources/tiny-sweep.yaml" --quiet --set base.train.epochs=20)

say() {
  printf '%4d s  %s\n' $((SECONDS - began)) "$1"
}

finish() {
  [[ -z ${driver:-} ]] || kill -9 "$driver" 2>/dev/null || true
  "$root/deploy/cluster.sh" stop
}
trap finish EXIT

driver_alive() {
  kill -0 "$driver" 2>/dev/null
}

# The process of a worker of the cluster, or of the executor that it runs.
worker() {
  cat "$root/target/cluster/worker-$1.pid"
}

executor() {
  pgrep -o -P "$(worker "$1")" || true
}

start_driver() { # NAME COMMAND…
  local name=$1
  shift
  "$root/deploy/submit.sh" --master "$master" --driver-memory 1g --executor-memory 1g --conf spark.deploy.maxExecutorRetries=-1 \
    "$@" --resume=auto --output "$out/$name" >"$out/$name.json" 2>>"$out/$name.log" &
  driver=$!
}

# Strikes once: draws the victim and the fault.
strike() {
  local victim fault number=$((RANDOM % 2 + 1)) pid
  case $((RANDOM % 10)) in
    [0-4]) victim=executor pid=$(executor $number) ;;
    [56]) victim=worker pid=$(worker $number) ;;
    *) victim=driver pid=$driver number= ;;
  esac
  local faults=(KILL TERM STOP)
  fault=${faults[RANDOM % 3]}
  if [[ -z $pid ]] || ! kill -s "$fault" "$pid" 2>/dev/null; then
    return 0 # it has just ended by itself
  fi
  say "SIG$fault to the $victim${number:+ $number}"
  count[$victim $fault]=$((${count[$victim $fault]:-0} + 1))
  if [[ $fault == STOP ]]; then
    sleep $((RANDOM % 4 + 1))
    kill -s CONT "$pid" 2>/dev/null || true
  elif [[ $victim == worker ]]; then
    sleep 1
    "$root/deploy/cluster.sh" repair >/dev/null
  fi
}

# Runs a command to its end: under faults until so many seconds are over, then without.
run() { # SECONDS NAME COMMAND…
  local until=$1 name=$2 starts=1
  shift
  start_driver "$@"
  while true; do
    sleep $((RANDOM % 5 + 2))
    if ! driver_alive; then
      if wait "$driver" 2>/dev/null; then
        say "$name has ended, after $starts starts"
        return
      fi
      starts=$((starts + 1))
      start_driver "$@"
    elif ((SECONDS - began < until)); then
      strike
    fi
  done
}

key() { # FILE KEY
  sed -nE "s/.*\"$2\":(\"([^\"]*)\"|[^,}]*).*/\1/p" "$1" | tr -d '"'
}

same() { # NAME UNDISTURBED KEY…
  local name=$1 expected=$2 key
  shift 2
  for key in "$@"; do
    if [[ -z $(key "$expected" "$key") || $(key "$out/$name.json" "$key") != "$(key "$expected" "$key")" ]]; then
      echo "$name: $key is $(key "$out/$name.json" "$key") but undisturbed $(key "$expected" "$key"); logs in $out" >&2
      exit 1
    fi
    say "$name: $key is $(key "$expected" "$key"), as undisturbed"
  done
}

declare -A count=()
began=$SECONDS
"$root/deploy/submit.sh" --master 'local[2]' "${training[@]}" --output "$out/u" >"$out/training.expected"
"$root/deploy/submit.sh" --master 'local[2]' "${sweep[@]}" --output "$out/u" >"$out/sweep.expected"
master=$(MEANFIELD_MASTER_PORT=0 MEANFIELD_WORKER_MEMORY=1g "$root/deploy/cluster.sh" start 2)
began=$SECONDS
run $((seconds / 2)) training "${training[@]}"
same training "$out/training.expected" state_sha256 test_accuracy
run $((SECONDS - began + seconds / 2)) sweep "${sweep[@]}"
same sweep "$out/sweep.expected" finished best_cell test_accuracy
for fault in "${!count[@]}"; do
  echo "$fault: ${count[$fault]}"
done | sort
rm -rf "$out"
