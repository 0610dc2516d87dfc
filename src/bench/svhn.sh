#!/usr/bin/env bash
# generate_svhn FOLDER TRAIN TEST EXTRA: files in SVHN's format with so many images, unless they exist. Sourced by the others.
generate_svhn() {
  mkdir -p "$1"
  local name seed=1 folder=$1
  shift
  for name in train test extra; do
    [[ -s $folder/${name}_32x32.mat ]] ||
      java src/test/java/org/meanfield/testing/SvhnFiles.java "$folder/${name}_32x32.mat" "$1" $seed
    seed=$((seed + 1))
    shift
  done
}
