import { objectsOf } from "../../../schema/database-schema.ts";
import { extensionsOf } from "../../../postgres/objects/of-server.ts";
import { ask } from "../../../runtime/ask.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import type { Subject, With } from "../subject.ts";

/** Whether models are configured. Those that cannot be read are told by whoever reads them. */
export async function checkModels({ project, models }: With<"project">): Promise<readonly Finding[]> {
  if (project.config.models === undefined) return [ok("models", "None are configured: revisions are written by hand.")];
  if (models === undefined) return []; // said already
  const count = objectsOf(models.schema).length;
  const told = models.diagnostics.map(({ message }) => warning("models", message, "mig check"));
  return [ok("models", `They can be read: ${count} objects.`), ...told];
}

interface ExtensionRow {
  readonly name: string;
  readonly installed: boolean;
}

/** Whether the server has the extensions that the models ask for. */
export async function checkExtensions({
  models,
  session,
}: Pick<With<"models" | "session">, "models" | "session"> & Subject): Promise<readonly Finding[]> {
  const wanted = [...new Set(extensionsOf(models.schema))];
  if (wanted.length === 0) return [];
  const [rows = []] = (await ask(session, [
    "select a.name::text as name, a.installed_version is not null as installed from pg_catalog.pg_available_extensions a",
  ])) as readonly (readonly object[])[];
  const found = new Map((rows as readonly ExtensionRow[]).map(({ name, installed }) => [name, installed])); // as the query names them
  return wanted.map((name) => {
    const installed = found.get(name);
    if (installed === undefined)
      return problem(
        "extensions",
        `The models need the extension ${name}, which this server does not have.`,
        `Install it on the server, or take it out of the models.`,
      );
    return ok("extensions", installed ? `${name} is installed.` : `${name} can be installed.`);
  });
}
