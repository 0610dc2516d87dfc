#!/usr/bin/env bash
# Compiles the benchmarks; sets classes to the class path, and opens to the options that Spark needs on Java 17. Sourced by the others.
# PROFILE: of Maven, for the libraries of another build.
mvn --batch-mode --quiet ${PROFILE:+"-P$PROFILE"} test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath >&2
# shellcheck disable=SC2034 # for the script that sources this one
classes=target/test-classes:target/classes:$(<target/bench.classpath)
# shellcheck disable=SC2034
opens=(@.mvn/spark.options)
