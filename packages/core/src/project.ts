// The door to a project: its configuration, its revisions, where its database is. A small part of the main door, for
// programs that must start fast: nothing here loads the schema model, the kinds of objects or what runs revisions before there is
// something to run.
export { isMigError, MigError } from "./errors.ts";
export type { ExitCode, Place } from "./errors/row.ts";
export { firstFew, some } from "./errors/some.ts";
export { buildGraph, type GraphNode, type RevisionGraph } from "./revision/graph.ts";
export { historyOf } from "./revision/history.ts";
export { inOrder } from "./revision/lineage.ts";
export { parseHeader } from "./revision/header.ts";
export {
  appliedOf,
  appliedOfKnown,
  branchPointsOf,
  effectiveHeadsOf,
  headsOf,
  resolveRevision,
  resolveRevisions,
} from "./revision/resolve.ts";
export type { Revision } from "./revision/revision.ts";
export { ranIn, recordedIn, rowsThatCount } from "./revision/record.ts";
export { parseRange } from "./revision/target.ts";
export { planUpgrade } from "./revision/upgrade.ts";
export { defineConfig, type ConfigContext, type MigConfig } from "./runtime/config/config.ts";
export { sql } from "./runtime/models/sql/sql.ts";
export type { SqlOptions } from "./runtime/models/sql/sql-options.ts";
export type { DeclaredUrl } from "./runtime/config/database-source.ts";
export { checkConfig } from "./runtime/config/check-config.ts";
export { loadConfig, type LoadedConfig } from "./runtime/config/load-config.ts";
export { downgrade, stamp, upgrade } from "./runtime/run/commands.ts";
export { pendingIn } from "./runtime/run/planners.ts";
export { problemsIn, type RevisionProblem } from "./runtime/run/problems.ts";
export { connect } from "./runtime/connection/connect.ts";
export type { ConnectOptions } from "./runtime/connection/connect-options.ts";
export { importOptional } from "./runtime/files/import-optional.ts";
export { installCommand } from "./runtime/files/install-command.ts";
export { defaultExport } from "./runtime/config/default-export.ts";
export { fileError } from "./runtime/files/file-error.ts";
export { maskUrl } from "./runtime/connection/mask.ts";
export { urlOfDatabase } from "./runtime/connection/url-of-database.ts";
export { schemaOfUrl } from "./runtime/connection/url-schema.ts";
export {
  connectOptionsOf,
  createEnvironment,
  loadGraph,
  requireUrl,
  versionFolders,
  type Environment,
} from "./runtime/environment/environment.ts";
export type { Session } from "./runtime/session.ts";
export type { RunReport } from "./runtime/run/report.ts";
export { ensureTables, readState, type DatabaseState, type RecordedState } from "./runtime/tables/heads.ts";
export { hasTableNamed } from "./runtime/tables/table-named.ts";
export { migTables, type MigTables } from "./runtime/tables/mig-tables.ts";
