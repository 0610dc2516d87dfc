#!/usr/bin/env bash
# deploy/kubernetes/submit.sh API_SERVER COMMAND JOB.yaml [options of the command]
#
# Runs a command on Kubernetes without an operator, by the spark-submit of SPARK_HOME: for instance
# deploy/kubernetes/submit.sh https://host:6443 train /opt/meanfield/jobs/quickstart.yaml --resume=auto --output s3a://meanfield/runs
# The job file is one of the image's, or an address. MEANFIELD_IMAGE is the image (meanfield:0.1.0), MEANFIELD_EXECUTORS their number (4).
# rbac.yaml has been applied, and the secret of application.yaml made.
set -euo pipefail

script=$(readlink -f "${BASH_SOURCE[0]}")
root=${script%/deploy/*}
if (($# < 3)); then
  echo "usage: deploy/kubernetes/submit.sh API_SERVER COMMAND JOB.yaml …" >&2
  exit 2
fi
if [[ ! -x ${SPARK_HOME:-}/bin/spark-submit ]]; then
  echo "SPARK_HOME is ${SPARK_HOME:-not set} but must be the folder of a Spark 3.5 (Scala 2.12) that has Kubernetes" >&2
  exit 2
fi
server=$1
shift
secrets=()
for role in driver executor; do
  secrets+=(--conf "spark.kubernetes.$role.secretKeyRef.AWS_ACCESS_KEY_ID=meanfield-s3:access-key")
  secrets+=(--conf "spark.kubernetes.$role.secretKeyRef.AWS_SECRET_ACCESS_KEY=meanfield-s3:secret-key")
done
exec "$SPARK_HOME/bin/spark-submit" --master "k8s://$server" --deploy-mode cluster --name meanfield \
  --properties-file "$root/conf/kubernetes/spark-defaults.conf" \
  --conf "spark.kubernetes.container.image=${MEANFIELD_IMAGE:-meanfield:0.1.0}" \
  --conf "spark.kubernetes.executor.podTemplateFile=$root/deploy/kubernetes/executor.yaml" \
  --conf "spark.executor.instances=${MEANFIELD_EXECUTORS:-4}" \
  "${secrets[@]}" \
  --class org.meanfield.Main local:///opt/meanfield/meanfield.jar "$@"
