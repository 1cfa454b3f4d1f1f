import { readFileSync } from "node:fs";
import type { AlembicRevision } from "./files.ts";
import { alembicOf } from "./files.ts";
import { pythonWithAlembic, runPython, type PythonPlace } from "./python.ts";

/** The SQL of one way of a revision, or why there is none. */
export type OfflineSql = { readonly sql: string } | { readonly problem: string };

/** What Alembic gives offline for each revision, by its id. */
export type OfflineSqls = ReadonlyMap<string, { readonly upgrade: OfflineSql; readonly downgrade: OfflineSql }>;

/**
 * What Python runs: the project's env.py, as for `alembic upgrade base:heads --sql`, with a walk over the revisions in place of Alembic's
 * own, so that each has a text of its own and one that fails does not end the others. Everything is written twice: what is not the same
 * both times depends on the moment.
 */
const program = `
import contextlib, inspect, io, json, sys
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy.sql.compiler import Compiled

class Kept(str):
    def replace(self, old, *more):
        return self if old == "\\t" else super().replace(old, *more)

# Alembic replaces tabs by spaces when it writes SQL, also within texts, and not when it runs it.
Compiled.__str__ = lambda self: Kept(self.string or "")

ini = sys.argv[1] if len(sys.argv) > 1 else None
toml = {"toml_file": "pyproject.toml"} if "toml_file" in inspect.signature(Config.__init__).parameters else {}
buffer = io.StringIO()

def written(revision, way):
    buffer.seek(0)
    buffer.truncate(0)
    try:
        getattr(revision.module, way)()
        return {"sql": buffer.getvalue()}
    except (Exception, SystemExit) as error:
        return {"problem": type(error).__name__ + ": " + " ".join(str(error).split())}

def walked(way):
    config = Config(ini, output_buffer=buffer, **toml)
    script = ScriptDirectory.from_config(config)
    walks = []

    def walk(_, caller):
        revisions = list(script.walk_revisions())
        ordered = revisions if way == "downgrade" else revisions[::-1]
        walks.append({revision.revision: written(revision, way) for revision in ordered})
        return []

    with EnvironmentContext(config, script, fn=walk, as_sql=True, starting_rev=None, destination_rev="heads", tag=None):
        script.run_env()
    return walks

out = sys.stdout
with contextlib.redirect_stdout(sys.stderr):
    found = {way: [walked(way), walked(way)] for way in ("upgrade", "downgrade")}
out.write(json.dumps(found))
`;

const limitSeconds = 300;

/**
 * Asks the project's Alembic for the SQL of its revisions, without a database. A problem is a sentence without its full stop.
 */
export async function offlineSql(
  revisions: readonly AlembicRevision[],
  place: PythonPlace,
): Promise<{ readonly sqls: OfflineSqls } | { readonly problem: string }> {
  const python = await pythonWithAlembic(place);
  if (python === undefined)
    return { problem: "no Python with Alembic was found (a virtual environment, uv, poetry, or python3 on the path)" };
  const ini = alembicOf(place).settings?.ini;
  const { stdout, stderr, code } = await runPython(python, ["-", ...(ini === undefined ? [] : [ini])], place, {
    seconds: limitSeconds,
    input: program,
  });
  const lastLine = stderr.trim().split("\n").at(-1)?.trim() ?? "";
  if (code !== 0)
    return {
      problem: `Alembic's env.py did not run offline: ${lastLine === "" ? `no answer within ${limitSeconds} s` : lastLine.replace(/\.$/u, "")}`,
    };
  const found = JSON.parse(stdout) as Readonly<Record<Way, readonly (readonly Walk[])[]>>; // as the program writes it
  const walks = [...found.upgrade, ...found.downgrade].map(({ length }) => length);
  if (walks.includes(0)) return { problem: "Alembic's env.py does not run its migrations" };
  if (Math.max(...walks) > 1) return { problem: "Alembic's env.py runs the migrations several times, for several databases or schemas" };
  const sqlOf = (revision: AlembicRevision, way: Way): OfflineSql => {
    const [one, other] = found[way].map(([walk]) => walk?.[revision.revision]);
    return one === undefined || other === undefined ? { problem: "Alembic does not list it" } : sure(one, other, revision);
  };
  return {
    sqls: new Map(
      revisions.map((revision) => [revision.revision, { upgrade: sqlOf(revision, "upgrade"), downgrade: sqlOf(revision, "downgrade") }]),
    ),
  };
}

type Way = "upgrade" | "downgrade";

/** What the revisions gave, by id. */
type Walk = Readonly<Record<string, OfflineSql>>;

/** What counts of two passes: SQL that was the same in both, of a file that does not ask whether it runs offline. */
function sure(one: OfflineSql, other: OfflineSql, { file }: AlembicRevision): OfflineSql {
  if ("problem" in one) return one;
  if ("problem" in other || one.sql !== other.sql)
    return { problem: "its SQL is another each time it is written (a time, or a random value)" };
  if (file !== undefined && /\bis_offline_mode\b|\bas_sql\b/u.test(readFileSync(file, "utf8")))
    return { problem: "it does something else when it is written as SQL" };
  return one;
}
