import { isMigError } from "../../errors.ts";
import { some } from "../../errors/some.ts";
import { schemaNamed } from "../../postgres/objects/index.ts";
import type { Side } from "../../runtime/compare/side.ts";
import { leftByConfig } from "../../runtime/selection/left-by-config.ts";
import { getObject, objectsOf } from "../../schema/database-schema.ts";
import { refKey, refText } from "../../schema/object.ts";
import type { Caller } from "../caller.ts";
import { withSession } from "../project/database.ts";
import type { Project } from "../project/project.ts";
import { askCatalog } from "../project/sides.ts";

/** Most names in the warning. */
const most = 20;

/** The baseline does not need the database, so a server that does not answer is not waited for any longer. */
const patienceSeconds = 2;

/**
 * Warns of what the project's database has and a baseline of the models does not make: what the models cannot say, such as views,
 * functions and partial indexes. On an empty database it would be missing. Without a database that answers, that is said instead.
 */
export async function warnOfMissing(project: Project, models: Side, caller: Caller): Promise<void> {
  if (models.kind !== "models" || project.url === undefined) return;
  caller.progress("reading the database, to name what this baseline does not make");
  try {
    const missing = await missingIn(project, models);
    if (missing.length === 0) return;
    caller.warn(
      `The database has ${some(missing, ", ", most)}, which this baseline does not make: the models do not describe them. ` +
        `An empty database would lack them. Add them to the file with op.execute("...").`,
    );
  } catch (error) {
    if (!isMigError(error)) throw error;
    caller.warn(`The database could not be read (${error.code}), so what it has beside the models is not named here.`);
  }
}

async function missingIn(project: Project, { source }: Extract<Side, { kind: "models" }>): Promise<readonly string[]> {
  const database = await withSession(project, (session) => askCatalog(session, project), { timeoutSeconds: patienceSeconds });
  if (database.kind !== "database") return [];
  const { schema } = database.snapshot;
  const left = leftByConfig(project.config, [schema]);
  const beside = objectsOf(schema).filter(
    (object) =>
      left?.has(object) !== true &&
      refKey(object) !== refKey(schemaNamed(object.name)) &&
      getObject(source.schema, object) === undefined &&
      !source.scope.covers(object, schema),
  );
  const described = new Set(objectsOf(source.schema).map((object) => `${object.schema ?? ""}.${object.table ?? object.name}`));
  const views = (schema.unmodelled ?? []).filter(
    (object) =>
      left?.hasUnmodelled(object) !== true &&
      (object.relation === undefined || !described.has(`${object.relation.schema}.${object.relation.name}`)),
  );
  return [
    ...beside.filter((object) => source.scope.belongs?.(object) !== "elsewhere").map(refText),
    ...views.map(({ what, name }) => `${what} ${name}`),
  ];
}
