// The door to a project: the commands on it, as functions, its configuration, its revisions, where its database is. For programs that must
// start fast: nothing here loads the schema model, the kinds of objects or what runs revisions before there is something to run.
export { isMigError, MigError } from "./errors.ts";
export type { ExitCode, Place } from "./errors/row.ts";
export { createMig } from "./commands/mig.ts";
export { buildGraph, type GraphNode, type RevisionGraph } from "./revision/graph.ts";
export { historyOf } from "./revision/history.ts";
export { parseHeader } from "./revision/header.ts";
export { headsOf, resolveRevision, resolveRevisions } from "./revision/resolve.ts";
export type { Revision } from "./revision/revision.ts";
export { defineConfig, type ConfigContext, type MigConfig } from "./runtime/config/config.ts";
export { planUpgrade } from "./revision/upgrade.ts";
export { sql } from "./runtime/models/sql/sql.ts";
export type { SqlOptions } from "./runtime/models/sql/sql-options.ts";
export { loadConfig, type LoadedConfig } from "./runtime/config/load-config.ts";
export { upgrade } from "./runtime/run/commands.ts";
export { connect } from "./runtime/connection/connect.ts";
export type { ConnectOptions } from "./runtime/connection/connect-options.ts";
export { maskUrl } from "./runtime/connection/mask.ts";
export { urlOfDatabase } from "./runtime/connection/url-of-database.ts";
export { createEnvironment, loadGraph, requireUrl, versionFolders, type Environment } from "./runtime/environment/environment.ts";
export type { Session } from "./runtime/session.ts";
