import type { ObjectRule } from "./object-rule.ts";

// What services and extensions keep in a database for themselves. What belongs to an extension (pg_depend) is never compared, and need
// not be named.

/**
 * Supabase. Schemas: those that its command line leaves out of dumps (`InternalSchemas` in its `pkg/migration`). Event triggers: the six of
 * its image, whose functions lie in `extensions`. Roles: those that its documents on roles name; the default privileges in `public` and the
 * rights that they give to `anon`, `authenticated`, `service_role` and `postgres`, which makes the objects, are set when a project is made.
 */
const supabase: readonly ObjectRule[] = [
  {
    schema: [
      "_analytics",
      "_realtime",
      "_supavisor",
      "auth",
      "cron",
      "dbdev",
      "etl",
      "extensions",
      "graphql",
      "graphql_public",
      "net",
      "pgbouncer",
      "pgmq",
      "pgsodium",
      "pgsodium_masks",
      "pgtle",
      "realtime",
      "repack",
      "storage",
      "supabase_functions",
      "supabase_migrations",
      "vault",
    ],
  },
  "eventTrigger:issue_graphql_placeholder",
  "eventTrigger:issue_pg_cron_access",
  "eventTrigger:issue_pg_graphql_access",
  "eventTrigger:issue_pg_net_access",
  "eventTrigger:pgrst_ddl_watch",
  "eventTrigger:pgrst_drop_watch",
  {
    role: ["anon", "authenticated", "authenticator", "dashboard_user", "pgbouncer", "postgres", "service_role", "supabase_*"],
  },
  { name: "public", role: "current_user" },
  "publication:supabase_realtime*",
  "extension:pg_graphql",
  "extension:pg_net",
  "extension:pg_stat_statements",
  "extension:pgcrypto",
  "extension:pgjwt",
  "extension:pgsodium",
  "extension:supabase_vault",
  "extension:uuid-ossp",
];

/**
 * Neon. Its documents on roles: what it makes belongs to or is granted to `neon_superuser` and `cloud_admin`; the schema `neon` holds views
 * of its extension of that name, `neon_auth` the tables of Neon Auth, `neon_migration` the state of its own changes, `pgrst` the settings
 * of its Data API.
 */
const neon: readonly ObjectRule[] = [
  { schema: ["neon", "neon_auth", "neon_migration", "pgrst"] },
  { role: ["neon_superuser", "cloud_admin"] },
  "extension:neon",
  "extension:neon_utils",
];

/**
 * Amazon RDS and Aurora. Its user guide ("Understanding PostgreSQL roles and permissions"): the roles `rdsadmin` and `rds_*`; the
 * extensions
 * `aws_commons`, `aws_lambda`, `aws_s3`, `aws_ml`, `rds_tools` and `rdsutils`, whose schemas have their names.
 */
const rds: readonly ObjectRule[] = [
  {
    schema: ["aws_commons", "aws_lambda", "aws_s3", "aws_ml", "aws_sagemaker", "aws_comprehend", "rds_tools", "apg_plan_mgmt", "rdsadmin"],
  },
  { role: ["rdsadmin", "rds_*", "rdsrepladmin", "rdstopmgr", "rdswriteforwarduser", "rdsproxyadmin"] },
  "extension:aws_*",
  "extension:rds_tools",
  "extension:rdsutils",
  "extension:apg_plan_mgmt",
];

/**
 * TimescaleDB. Its schemas hold its catalog, the chunks of hypertables and what continuous aggregates keep. On a hypertable it sets
 * triggers (`hypertable.h`: `ts_insert_blocker`; continuous aggregates: `ts_cagg_invalidation_trigger`), and `create_hypertable` makes an
 * index on the time column, which models may name as any other.
 */
const timescaledb: readonly ObjectRule[] = [
  { schema: ["_timescaledb_*", "timescaledb_information", "timescaledb_experimental", "toolkit_experimental"] },
  "trigger:ts_insert_blocker",
  "trigger:ts_cagg_invalidation_trigger",
  "extension:timescaledb",
  "extension:timescaledb_toolkit",
  "extension:timescaledb_osm",
];

/**
 * PostGIS. Its manual: `spatial_ref_sys`, the views `geometry_columns`, `geography_columns`, `raster_columns` and `raster_overviews`, and
 * the schemas of its further extensions, `topology`, `tiger` and `tiger_data`; the loader of TIGER data makes tables in the latter, which
 * belong to no extension.
 */
const postgis: readonly ObjectRule[] = [
  { schema: ["topology", "tiger", "tiger_data"] },
  "table:spatial_ref_sys",
  "view:geometry_columns",
  "view:geography_columns",
  "view:raster_columns",
  "view:raster_overviews",
  "extension:postgis",
  "extension:postgis_*",
  "extension:address_standardizer",
  "extension:address_standardizer_data_us",
];

/**
 * pg_partman. Its documents on child tables: they are called `<parent>_p<suffix>`, the suffix a date, a time or a number, and
 * `<parent>_default`; template tables are called `template_<schema>_<table>` and lie in the schema of the extension, usually `partman`.
 * Only partitions count: a table of such a name that is none is compared.
 */
const pgPartman: readonly ObjectRule[] = [
  { schema: "partman" },
  "table:template_*_*",
  ({ name, object }) =>
    object !== undefined && "partitionOf" in object && /(?:_p\d{1,8}(?:_\d{2,6})*|_p\d{4}w\d{2}|_p\d{4}q\d|_p\d+|_default)$/u.test(name),
  "extension:pg_partman",
];

/** Names of presets, with the rules of each. */
export const presets = { supabase, neon, rds, timescaledb, postgis, pg_partman: pgPartman } as const;

export type PresetName = keyof typeof presets;

export const presetNames: readonly string[] = Object.keys(presets);

export const isPreset = (name: unknown): name is PresetName => typeof name === "string" && Object.hasOwn(presets, name);
