import { composeSources as compose } from "../diff/sources.ts";
import { MigError } from "../errors.ts";
import { lostText as lost } from "../errors/loss-errors.ts";
import { some as few } from "../errors/some.ts";
import { valueText } from "../operation/payload-check.ts";
import { planOperations as plan, statementsOf as listStatements } from "../plan/plan.ts";
import type { ModelSource } from "../schema/model-source.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { kinds, operationKinds, type Operation } from "../postgres/objects/index.ts";
import { planDowngrade as downgradeSteps } from "../revision/downgrade.ts";
import { buildGraph as build } from "../revision/graph.ts";
import { parseHeader as readHeader } from "../revision/header.ts";
import { historyOf as history } from "../revision/history.ts";
import { recordedIn as recorded } from "../revision/record.ts";
import * as resolve from "../revision/resolve.ts";
import { rowChangesIn as rowChanges } from "../postgres/sql/row-changes.ts";
import * as control from "../postgres/sql/transaction-control.ts";
import { adoptedText as describeAdopted, illegalCharacters as illegal, parseRevisionId as readRevisionId } from "../revision/revision.ts";
import { planStamp as stampSteps } from "../revision/stamp.ts";
import { parseRange as readRange } from "../revision/target.ts";
import { planUpgrade as upgradeSteps } from "../revision/upgrade.ts";
import { objectsIn as listObjects } from "../schema/database-schema.ts";
import { operationsText as printOperations, revisionFileText as printRevision } from "../source/revision-file.ts";
import { fillTemplate as fill, templateProblem as problemOf } from "../source/revision-template.ts";
import * as comparison from "./compare/compare.ts";
import * as explain from "./compare/differences.ts";
import * as sides from "./compare/side.ts";
import { leftByConfig as selectLeft } from "./selection/left-by-config.ts";
import { rewrittenBy } from "./selection/before-write.ts";
import * as mask from "./connection/mask.ts";
import { loadRevisions as readRevisions } from "./files/load-revisions.ts";
import * as environment from "./environment/environment.ts";
import { createDatabaseSql as newDatabaseSql } from "./models/create-database-sql.ts";
import { loadSources as readSources } from "./models/load-sources.ts";
import * as design from "./models/sql/design-files.ts";
import { pendingIn as pending } from "./run/planners.ts";
import * as preview from "./run/preview.ts";
import { problemsIn as problems } from "./run/problems.ts";
import * as script from "./script/script.ts";
import { checksumOf as checksum } from "./files/checksums.ts";
import { readAhead as ahead } from "./mirror/catch-up.ts";
import { mirrorOrUsual } from "./mirror/open-mirror.ts";
import { writeMirror as mirrorFiles } from "./mirror/write-mirror.ts";
import { rebuild as rebuildDatabase } from "./replay/rebuild.ts";
import { replay as replayScripts } from "./replay/replay.ts";
import * as heads from "./tables/heads.ts";
import { migTables as nameTables } from "./tables/mig-tables.ts";

// The functions of the main door, checked for programs that no compiler has read: a wrong argument is named.

interface Shape {
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

type Record = Readonly<{ [name: string]: unknown }>;

const shape = (words: string, fits: (value: unknown) => boolean): Shape => ({ words, fits });
const having = (words: string, fits: (value: Record) => boolean): Shape =>
  // any object can be read so
  shape(words, (value) => typeof value === "object" && value !== null && !Array.isArray(value) && fits(value as Record));
const listOf = (one: Shape, words: string): Shape => shape(words, (value) => Array.isArray(value) && value.every((item) => one.fits(item)));
const optional = ({ words, fits }: Shape): Shape => shape(`${words} or nothing`, (value) => value === undefined || fits(value));
const either = (left: Shape, right: Shape): Shape =>
  shape(`${left.words} or ${right.words}`, (value) => left.fits(value) || right.fits(value));

const text = shape("a string", (value) => typeof value === "string");
const texts = listOf(text, "a list of strings");
const targets = either(text, texts);
const anyObject = having("an object", () => true);
const options = optional(anyObject);
const call = shape("a function", (value) => typeof value === "function");
const graph = having("a graph from buildGraph()", ({ nodes, byId }) => Array.isArray(nodes) && byId instanceof Map);
const revision = having(
  "a revision",
  ({ id, downRevisions, branchLabels, dependsOn }) =>
    text.fits(id) && [downRevisions, branchLabels, dependsOn].every((list) => list === undefined || texts.fits(list)),
);
const schema = having("a schema", ({ containers }) => anyObject.fits(containers));
const known = new Set(operationKinds);
const operation = having("an operation", ({ kind }) => typeof kind === "string" && known.has(kind));
const operations = listOf(operation, "a list of operations");
const source = having(
  "a model source",
  (value) => schema.fits(value["schema"]) && anyObject.fits(value["scope"]) && Array.isArray(value["diagnostics"]),
);
const adapter = having("an adapter", (value) => text.fits(value["name"]) && call.fits(value["load"]));
const session = having("a session from connect()", ({ simple }) => typeof simple === "function");
const side = having("a side from databaseSide() or modelsSide()", ({ kind, session: live, snapshot, source: models }) =>
  kind === "database" ? session.fits(live) && anyObject.fits(snapshot) : kind === "models" && source.fits(models),
);
const loaded = having("a configuration from loadConfig()", ({ config, root }) => anyObject.fits(config) && text.fits(root));
const whole = having(
  "an environment from createEnvironment()",
  ({ graph: revisions, importRevision }) => graph.fits(revisions) && call.fits(importRevision),
);
const tables = having("the tables from migTables()", ({ version, log }) => anyObject.fits(version) && anyObject.fits(log));
const draft = having(
  "a revision draft",
  (value) =>
    ["revision", "message", "createdAt"].every((name) => text.fits(value[name])) &&
    ["downRevisions", "branchLabels", "dependsOn"].every((name) => texts.fits(value[name])) &&
    ["upgrade", "downgrade"].every((name) => operations.fits(value[name])),
);
const state = having("a state from readState()", (value) => texts.fits(value["heads"]) && Array.isArray(value["log"]));
const to = having("{ to }", (value) => targets.fits(value["to"]) && optional(text).fits(value["from"]));
const toOne = having("{ to }", (value) => text.fits(value["to"]));
const fromTo = having("{ from, to }", (value) => text.fits(value["from"]) && text.fits(value["to"]));

const ordinals = ["first", "second", "third", "fourth"];

/** The spec of an operation, for whom the registry is of no interest. */
function boundSpecOf(op: Operation) {
  const { touches, sql, facts } = kinds.specOf(op);
  return {
    touches: (one: Operation, before: DatabaseSchema) => touches(one, before, kinds),
    sql: (one: Operation) => sql(one, kinds),
    facts: (one: Operation, before: DatabaseSchema) => facts(one, before, kinds),
  };
}

/** @throws MigError ARGUMENT_INVALID naming the first argument that does not fit */
function requireShapes(name: string, shapes: readonly Shape[], args: readonly unknown[]): void {
  const at = shapes.findIndex(({ fits }, index) => !fits(args[index]));
  if (at === -1) return;
  const problem =
    `its ${ordinals[at] ?? "last"} argument must be ${shapes[at]?.words ?? ""}, ` +
    `not ${typeof args[at] === "string" ? "a string" : valueText(args[at])}`; // a string could hold a password
  throw new MigError("ARGUMENT_INVALID", { call: name, problem, takes: shapes.map(({ words }) => words).join(", then ") });
}

const checked =
  <Args extends readonly unknown[], Result>(name: string, shapes: readonly Shape[], run: (...args: Args) => Result) =>
  (...args: Args): Result => {
    requireShapes(name, shapes, args);
    return run(...args);
  };

/** The same for what gives a promise: it is rejected. */
const checkedLater =
  <Args extends readonly unknown[], Result>(name: string, shapes: readonly Shape[], run: (...args: Args) => Promise<Result>) =>
  async (...args: Args): Promise<Result> => {
    requireShapes(name, shapes, args);
    return run(...args);
  };

export const buildGraph = checked("buildGraph", [listOf(revision, "a list of revisions ({ id, ... })")], build);
export const parseHeader = checked("parseHeader", [text, text], readHeader);
export const illegalCharacters = checked("illegalCharacters", [text], illegal);
export const parseRevisionId = checked("parseRevisionId", [text], readRevisionId);
export const appliedOf = checked("appliedOf", [graph, texts], resolve.appliedOf);
export const basesOf = checked("basesOf", [graph], resolve.basesOf);
export const branchPointsOf = checked("branchPointsOf", [graph], resolve.branchPointsOf);
export const effectiveHeadsOf = checked("effectiveHeadsOf", [graph], resolve.effectiveHeadsOf);
export const headsOf = checked("headsOf", [graph], resolve.headsOf);
export const resolveRevision = checked("resolveRevision", [graph, text, options], resolve.resolveRevision);
export const resolveRevisions = checked("resolveRevisions", [graph, text, options], resolve.resolveRevisions);
export const historyOf = checked("historyOf", [graph, options], history);
export const planDowngrade = checked("planDowngrade", [graph, texts, text], downgradeSteps);
export const planStamp = checked("planStamp", [graph, texts, targets, options], stampSteps);
export const planUpgrade = checked("planUpgrade", [graph, texts, targets], upgradeSteps);
export const parseRange = checked("parseRange", [text], readRange);
export const recordedIn = checked("recordedIn", [graph, texts, listOf(anyObject, "a list of log records")], recorded);
export const pendingIn = checked("pendingIn", [graph, state], pending);
export const problemsIn = checked("problemsIn", [graph, state], problems);

export const some = checked("some", [texts, optional(text)], few);
export const lostText = checked("lostText", [listOf(anyObject, "a list of losses")], lost);
export const objectsIn = checked("objectsIn", [schema, anyObject], listObjects);
export const specOf = checked("specOf", [operation], boundSpecOf);
export const planOperations = checked(
  "planOperations",
  [operations, optional(schema)],
  (ops: readonly Operation[], before?: DatabaseSchema) => plan(ops, kinds, before),
);
export const statementsOf = checked(
  "statementsOf",
  [having("a plan from planOperations()", ({ transactions }) => Array.isArray(transactions))],
  listStatements,
);
export const composeSources = checked("composeSources", [listOf(source, "a list of model sources")], (sources: readonly ModelSource[]) =>
  compose(sources, kinds),
);
export const loadSources = checkedLater(
  "loadSources",
  [
    listOf(adapter, "a list of adapters"),
    having("a configuration from loadConfig()", ({ config, root }) => anyObject.fits(config) && text.fits(root)),
    options,
  ],
  readSources,
);
export const compare = checkedLater("compare", [side, side], comparison.compare);
export const createDatabaseSql = checkedLater("createDatabaseSql", [session, text], newDatabaseSql);
export const leftByConfig = checked("leftByConfig", [anyObject, listOf(schema, "a list of schemas")], selectLeft);
export const hookChanges = checkedLater(
  "hookChanges",
  [call, having("a comparison", ({ upgrade }) => operations.fits(upgrade)), text],
  rewrittenBy,
);
export const differencesOf = checked(
  "differencesOf",
  [having("a comparison", ({ upgrade, before }) => operations.fits(upgrade) && schema.fits(before))],
  explain.differencesOf,
);
export const databaseSide = checkedLater("databaseSide", [session, listOf(anyObject, "a list of tables")], sides.databaseSide);
export const modelsSide = checked("modelsSide", [source], sides.modelsSide);

export const designFiles = checkedLater(
  "designFiles",
  [
    having(
      "a side from databaseSide()",
      ({ kind, session: live, snapshot }) => kind === "database" && session.fits(live) && anyObject.fits(snapshot),
    ),
  ],
  design.designFiles,
);

export const fillTemplate = checked("fillTemplate", [text, draft], fill);
export const templateProblem = checked("templateProblem", [text], problemOf);
export const operationsText = checked("operationsText", [operations, optional(call)], printOperations);
export const revisionFileText = checked("revisionFileText", [draft], printRevision);

export const maskText = checked("maskText", [text, options], mask.maskText);
export const maskUrl = checked("maskUrl", [text], mask.maskUrl);
export const loadRevisions = checked("loadRevisions", [having("{ folders }", ({ folders }) => texts.fits(folders))], readRevisions);
export const connectOptionsOf = checked(
  "connectOptionsOf",
  [having("a configuration from loadConfig()", ({ env }) => anyObject.fits(env))],
  environment.connectOptionsOf,
);
export const loadGraph = checked("loadGraph", [loaded, options], environment.loadGraph);
export const requireUrl = checked(
  "requireUrl",
  [having("a configuration from loadConfig()", ({ root, url }) => text.fits(root) && optional(text).fits(url))],
  environment.requireUrl,
);
export const versionFolders = checked("versionFolders", [loaded], environment.versionFolders);
export const previewUpgrade = checkedLater("previewUpgrade", [whole, to], preview.previewUpgrade);
export const previewDowngrade = checkedLater("previewDowngrade", [whole, toOne], preview.previewDowngrade);
export const upgradeScript = checkedLater("upgradeScript", [whole, to], script.upgradeScript);
export const downgradeScript = checkedLater("downgradeScript", [whole, fromTo], script.downgradeScript);
export const stampScript = checked("stampScript", [whole, to], script.stampScript);
export const ensureTables = checkedLater("ensureTables", [session, tables], heads.ensureTables);
export const readState = checkedLater("readState", [session, tables], heads.readState);
export const migTables = checked("migTables", [options], nameTables);

export const adoptedText = checked(
  "adoptedText",
  [having("{ tool, form, name, checksum }", (value) => ["tool", "form", "name", "checksum"].every((name) => text.fits(value[name])))],
  describeAdopted,
);
export const checksumOf = checked("checksumOf", [text], checksum);
export const rowChangesIn = checked("rowChangesIn", [text], rowChanges);
export const transactionControl = checked("transactionControl", [text], control.transactionControl);
export const withoutTransactionMarks = checked("withoutTransactionMarks", [text], control.withoutTransactionMarks);
const ofReplay = [
  listOf(
    having("{ name, sql }", ({ name, sql }) => text.fits(name) && text.fits(sql)),
    "a list of scripts ({ name, sql })",
  ),
  loaded,
  anyObject,
  call,
];
/** Its result is that of its last argument. */
export async function replay<Result>(...args: Parameters<typeof replayScripts<Result>>): Promise<Result> {
  requireShapes("replay", ofReplay, args);
  return replayScripts(...args);
}
export const rebuild = checkedLater(
  "rebuild",
  [having("a side from databaseSide()", ({ kind, session: live }) => kind === "database" && session.fits(live)), loaded, options],
  rebuildDatabase,
);

export const openMirror = checkedLater("openMirror", [loaded], mirrorOrUsual);
export const writeMirror = checkedLater("writeMirror", [whole, listOf(revision, "a list of revisions")], mirrorFiles);
export const readAhead = checkedLater("readAhead", [session, whole], ahead);
