#!/usr/bin/env bash
# Compiles the benchmarks; sets classes to the class path, and opens to the options that Spark needs on Java 17. Sourced by the others.
mvn --batch-mode --quiet test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath >&2
classes=target/test-classes:target/classes:$(<target/bench.classpath)
opens=(@.mvn/spark.options)
