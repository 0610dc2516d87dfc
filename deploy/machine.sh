#!/usr/bin/env bash
# What Java and Spark need of a machine: made good where it can be, else refused in one line. Sourced by the other scripts.
refuse() { # EXIT_CODE MESSAGE
  echo "$2" >&2
  exit "$1"
}

writable() { # FOLDER, which is made where it is missing
  mkdir -p "$1" 2>/dev/null && [[ -w $1 ]]
}

# Java knows the names of files by the locale's encoding.
use_utf8() {
  if [[ $(locale charmap 2>/dev/null) != UTF-8 ]]; then
    export LC_ALL=C.UTF-8
  fi 2>/dev/null
}

require_java() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  if ! command -v "$java" >/dev/null; then
    [[ -z ${JAVA_HOME:-} ]] || refuse 2 "JAVA_HOME is $JAVA_HOME but must be the folder of Java 17: it has no bin/java"
    refuse 1 "There is no Java: install Java 17, or set JAVA_HOME to its folder"
  fi
  if ! "$java" -version 2>&1 | grep -q 'version "17[".]'; then
    refuse 2 "$java is not Java 17, which Spark needs: set JAVA_HOME to the folder of Java 17"
  fi
}

require_spark() { # FILE that SPARK_HOME must have
  if [[ -n ${SPARK_HOME:-} && ! -e $SPARK_HOME/$1 ]]; then
    refuse 2 "SPARK_HOME is $SPARK_HOME but must be the folder of Spark: it has no $1 (unset it for the Spark that Maven fetches)"
  fi
}

# For unpacked libraries and for Spark, which are told of it by java_options.
require_temporary_folder() {
  local folder=${TMPDIR:-/tmp} probe
  if ! probe=$(mktemp -p "$folder" 2>/dev/null); then
    refuse 1 "$folder cannot be written: make room in it, or set TMPDIR to another folder"
  fi
  if ! head -c 1000000 /dev/zero 2>/dev/null >"$probe"; then
    rm -f "$probe"
    refuse 1 "$folder is full: make room in it, or set TMPDIR to another folder"
  fi
  rm -f "$probe"
}

# Prints what Java does not find out itself: TMPDIR, and the home of a user whom the machine does not know (a container's).
java_options() {
  local home=${HOME:-}
  if [[ -n ${TMPDIR:-} ]]; then
    printf -- '-Djava.io.tmpdir="%s" ' "$TMPDIR"
  fi
  if ! known_user; then
    # Else libraries would be unpacked to a folder that all users without a name share.
    if [[ ! -d $home || ! -w $home || ! -x $home || $home == / ]]; then
      home=${TMPDIR:-/tmp}/meanfield-home-$UID
      mkdir -m 700 "$home" 2>/dev/null || true
      [[ -O $home ]] || refuse 1 "$home is another user's: set HOME to a folder of your own"
    fi
    printf -- '-Duser.home="%s" ' "$home"
  fi
}

# Prints the file with the secret of the cluster that cluster.sh has started, if a master is that cluster's.
cluster_secret() { # PROJECT MASTER
  local cluster=$1/target/cluster
  if [[ -f $cluster/secret && -f $cluster/address && $2 == "$(<"$cluster/address")" ]]; then
    echo "$cluster/secret"
  fi
}

# Whether a master is in the driver's process, or listens where this machine alone can reach it.
loopback() { # MASTER
  [[ $1 == local* || $1 =~ ^spark://(127\.[0-9.]+|localhost|\[::1\]):[0-9]+$ ]]
}

known_user() {
  ! command -v getent >/dev/null || getent passwd "$UID" >/dev/null
}

# Returns whether this machine's name has an address, which Spark asks for.
known_host() {
  [[ -n ${SPARK_LOCAL_IP:-}${SPARK_LOCAL_HOSTNAME:-} ]] || ! command -v getent >/dev/null ||
    getent ahosts "$(uname -n)" >/dev/null
}
