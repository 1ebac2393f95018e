#!/bin/sh
# Runs once, on an empty data volume: Journeyman's database, and a login of its own for Temporal.
set -eu

psql --username postgres --set=ON_ERROR_STOP=1 --set=password="$TEMPORAL_PASSWORD" <<'SQL'
create database journeyman;
create role temporal login createdb password :'password';
SQL
