#!/bin/sh
# Creates the namespace, keeping closed histories for eight days: longer than a start may be retried. Safe to run again.
set -eu

until temporal operator cluster health; do sleep 2; done
if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention 8d
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 8d
fi
