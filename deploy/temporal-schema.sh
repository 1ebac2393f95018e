#!/bin/sh
# Creates Temporal's two databases and brings them to the schema of this server version. Safe to run again.
set -eu

schema() {
  database=$1
  folder=$2
  tool="temporal-sql-tool --plugin postgres12 --ep $POSTGRES_SEEDS -p ${DB_PORT:-5432} -u $POSTGRES_USER --db $database"
  $tool create
  # Leaves the version of a database that has one alone.
  $tool setup-schema -v 0.0
  $tool update-schema -d "/etc/temporal/schema/postgresql/v12/$folder/versioned"
}

schema temporal temporal
schema temporal_visibility visibility
