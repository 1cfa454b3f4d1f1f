// The door for applications and the command line.
export {
  buildGraph,
  parseHeader,
  illegalCharacters,
  parseRevisionId,
  appliedOf,
  basesOf,
  branchPointsOf,
  effectiveHeadsOf,
  headsOf,
  resolveRevision,
  resolveRevisions,
  historyOf,
  planDowngrade,
  planStamp,
  planUpgrade,
  parseRange,
  recordedIn,
  pendingIn,
  problemsIn,
  some,
  lostText,
  objectsIn,
  specOf,
  planOperations,
  statementsOf,
  composeSources,
  loadSources,
  compare,
  createDatabaseSql,
  differencesOf,
  hookChanges,
  leftByConfig,
  databaseSide,
  modelsSide,
  designFiles,
  fillTemplate,
  templateProblem,
  operationsText,
  revisionFileText,
  maskText,
  maskUrl,
  loadRevisions,
  connectOptionsOf,
  loadGraph,
  requireUrl,
  versionFolders,
  previewUpgrade,
  previewDowngrade,
  upgradeScript,
  downgradeScript,
  stampScript,
  ensureTables,
  readState,
  migTables,
  adoptedText,
  checksumOf,
  rebuild,
  replay,
  rowChangesIn,
  transactionControl,
  withoutTransactionMarks,
  openMirror,
  writeMirror,
  readAhead,
} from "./runtime/door.ts";
export { createMig, type CallOptions, type Mig, type MigEvent, type MigOptions } from "./commands/mig.ts";
export type { AnswerRenames } from "./commands/caller.ts";
export type { Ejected } from "./commands/adopt/eject.ts";
export type { AdoptForm } from "./commands/adopt/drafts.ts";
export type { AdoptResult, LookResult, StandingReport } from "./commands/adopt/results.ts";
export type { ToolReport } from "./commands/adopt/tool-report.ts";
export type { Recorded as AdoptRecorded } from "./commands/adopt/stamp.ts";
export type { Undone } from "./commands/adopt/undo.ts";
export type { CheckHeadsResult } from "./commands/compare/check-heads.ts";
export type { CheckRequest, CheckResult } from "./commands/compare/check.ts";
export type { ConfigResult } from "./commands/compare/config.ts";
export type { DoctorResult } from "./commands/doctor/doctor.ts";
export type { Finding } from "./commands/doctor/finding.ts";
export type { StatusRequest, StatusResult } from "./commands/status/status.ts";
export type { DiffRequest, DiffResult } from "./commands/compare/diff.ts";
export type { BranchesResult, BranchPoint } from "./commands/graph/branches.ts";
export type { HeadsRequest, HeadsResult } from "./commands/graph/heads.ts";
export type { HistoryRequest, HistoryResult } from "./commands/graph/history.ts";
export type { ShowRequest, ShowResult } from "./commands/graph/show.ts";
export type { HeaderRequest, NewHeader } from "./commands/new-revision/header.ts";
export type { RenameRequest } from "./commands/renames/answers.ts";
export type { DifferenceReport, SideWords } from "./commands/reports/differences.ts";
export type { OperationReport } from "./commands/reports/operation.ts";
export type { StatementReport, TransactionReport } from "./commands/reports/plan.ts";
export type { LeftOut, Rewritten } from "./commands/reports/remarks.ts";
export type { RevisionReport } from "./commands/reports/revision.ts";
export type { CurrentResult } from "./commands/run/current.ts";
export type { DowngradeRequest } from "./commands/run/downgrade.ts";
export type { EnsureVersionRequest, EnsureVersionResult } from "./commands/run/ensure-version.ts";
export type { ScriptResult } from "./commands/run/run-mode.ts";
export type { PlanResult, RunResult } from "./commands/run/run-result.ts";
export type { StampRequest, StampResult } from "./commands/run/stamp.ts";
export type { UpgradeRequest } from "./commands/run/upgrade.ts";
export type { AdoptRequest } from "./commands/write/adopt.ts";
export type { EjectRequest } from "./commands/write/eject.ts";
export type { InitRequest, InitResult } from "./commands/write/init.ts";
export type { MergeRequest, MergeResult } from "./commands/write/merge.ts";
export type { MovedFile } from "./commands/words/moved.ts";
export type { RebaseRequest, RebaseResult } from "./commands/write/rebase.ts";
export type { RevisionRequest, RevisionResult, WrittenRevision } from "./commands/write/revision.ts";
export { isMigError, MigError, errorRows, type ErrorCode, type ErrorDetails } from "./errors.ts";
export type { ExitCode, Place } from "./errors/row.ts";
export type { DatabaseSchema } from "./schema/database-schema.ts";
export type { Diagnostic } from "./schema/diagnostic.ts";
export type { Adapter, Given, ModelSource, Scope, ScratchDatabase, Tool } from "./schema/model-source.ts";
export type { ObjectRef, SchemaObject } from "./schema/object.ts";
export type { GraphNode, RevisionData, RevisionGraph } from "./revision/graph.ts";
export type { DatabaseSide } from "./runtime/compare/side.ts";
export type { Adopted } from "./revision/revision.ts";
export type { Rebuilt } from "./runtime/replay/rebuild.ts";
export type { Replay, Replayed, ReplayFailure, ReplayOptions, Script } from "./runtime/replay/replay.ts";
export type { Revision, RevisionId } from "./revision/revision.ts";
export type { ResolveOptions } from "./revision/resolve.ts";
export type { HistoryOptions } from "./revision/history.ts";
export type { StampOptions as PlanStampOptions } from "./revision/stamp.ts";
export type { RevisionRange } from "./revision/target.ts";
export type { Step } from "./revision/rows.ts";
export type { OperationFacts } from "./operation/spec.ts";
export { operationKinds, type Operation } from "./postgres/objects/index.ts";
export type { Plan, PlannedStatement, Transaction } from "./plan/plan.ts";
export { usualTemplate } from "./source/revision-template.ts";
export type { RemarksOf, RevisionDraft } from "./source/revision-file.ts";
export {
  defineConfig,
  type AfterWrite,
  type ConfigContext,
  type ConfigExport,
  type MigConfig,
  type MigConfigWithEnvironments,
} from "./runtime/config/config.ts";
export type { DeclaredUrl } from "./runtime/config/database-source.ts";
export { loadConfig, type LoadConfigOptions, type LoadedConfig } from "./runtime/config/load-config.ts";
export { connect } from "./runtime/connection/connect.ts";
export type { ConnectOptions } from "./runtime/connection/connect-options.ts";
export type { DesignFile, DesignFiles } from "./runtime/models/sql/design-files.ts";
export { sql } from "./runtime/models/sql/sql.ts";
export type { SqlOptions } from "./runtime/models/sql/sql-options.ts";
export type { LoadSourcesOptions } from "./runtime/models/load-sources.ts";
export type { ModelPlace } from "./runtime/models/model-place.ts";
export type { CompareOptions, Comparison } from "./runtime/compare/compare.ts";
export type { Difference, FieldChange } from "./runtime/compare/differences.ts";
export type { DifferenceRule, FieldDifference, FieldRule } from "./runtime/config/difference-rule.ts";
export type { NamingConvention } from "./runtime/config/naming.ts";
export type { NamePattern, ObjectFields, ObjectRule, ObjectView } from "./runtime/config/object-rule.ts";
export type { PresetName } from "./runtime/config/presets.ts";
export type { BeforeWrite, PlannedChanges, RewrittenChanges } from "./runtime/selection/before-write.ts";
export type { Hindered } from "./runtime/selection/in-its-way.ts";
export type { LeftAlone, LeftByConfig } from "./runtime/selection/left-by-config.ts";
export type { Mirror, MirrorPlace, MirrorScript, OpenMirror } from "./runtime/mirror/mirror.ts";
export { emptySide, type Side } from "./runtime/compare/side.ts";
export { fileError } from "./runtime/files/file-error.ts";
export type { LoadRevisionsOptions } from "./runtime/files/load-revisions.ts";
export { createEnvironment, type Environment, type EnvironmentOptions } from "./runtime/environment/environment.ts";
export {
  current,
  downgrade,
  stamp,
  upgrade,
  type DowngradeOptions,
  type StampOptions,
  type UpgradeOptions,
} from "./runtime/run/commands.ts";
export type { StartOptions } from "./runtime/environment/start.ts";
export type { Preview, PreviewOptions } from "./runtime/run/preview.ts";
export type { ScriptStart } from "./runtime/script/script.ts";
export type { RevisionProblem } from "./runtime/run/problems.ts";
export type { Checksums, LogRecord, Recorded } from "./revision/record.ts";
export type { RecordedStep } from "./runtime/record/record-step.ts";
export type { RunReport, StepReport } from "./runtime/run/report.ts";
export type { RunEvent, StepEvent, StepProgress, Tell } from "./runtime/environment/event.ts";
export type { NotCompared } from "./diff/not-compared.ts";
export type { RenameAnswers, RenameGuess } from "./diff/renames/answers.ts";
export type { ConfirmLosses, Loss, RevisionLoss } from "./runtime/losses/losses.ts";
export type { Session } from "./runtime/session.ts";
export type { DatabaseState, RecordedState } from "./runtime/tables/heads.ts";
export type { OwnTable } from "./runtime/tables/own-tables.ts";
export type { MigTables } from "./runtime/tables/mig-tables.ts";
