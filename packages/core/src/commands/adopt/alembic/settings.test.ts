import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { alembicRevisions } from "./files.ts";
import { alembicSettings } from "./settings.ts";
import { toldTable } from "./version-table.ts";

type Files = Readonly<Record<string, string>>;

const folders: string[] = [];

async function project(files: Files): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), "mig-alembic-"));
  folders.push(root);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.join(root, path.dirname(name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return root;
}

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

const ini = (lines: string): Files => ({
  "alembic.ini": `; a comment\n[alembic]\n${lines}\n\n[loggers]\nkeys = root\nscript_location = no\n`,
});
const toml = (lines: string): Files => ({
  "pyproject.toml": `[project]\nname = "x"\n\n[tool.alembic]\n${lines}\n\n[[tool.alembic.post_write_hooks]]\nname = "echo"\n\n[tool.x]\nscript_location = "no"\n`,
});

interface Case {
  readonly name: string;
  readonly files: Files;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of env.py, and folders of revisions. */
  readonly gives: readonly [scripts: string, versions: readonly string[], isRecursive?: true] | undefined;
}

test.each<Case>([
  { name: "no settings", files: { "pyproject.toml": "[tool.black]\nx = 1\n" }, gives: undefined },
  { name: "nothing said", files: ini("# nothing"), gives: ["alembic", ["alembic/versions"]] },
  { name: "%(here)s", files: ini("script_location = %(here)s/db"), gives: ["db", ["db/versions"]] },
  {
    name: "a value of another one, of [DEFAULT]",
    files: { "alembic.ini": "[DEFAULT]\nbase: db\n[alembic]\nsub = %(base)s/alembic\nscript_location = %(sub)s\n" },
    gives: ["db/alembic", ["db/alembic/versions"]],
  },
  {
    name: "a folder in a package",
    files: { ...ini("script_location = my.pkg:db"), "src/my/pkg/db/env.py": "" },
    gives: ["src/my/pkg/db", ["src/my/pkg/db/versions"]],
  },
  { name: "several, by blanks and commas", files: ini("version_locations = %(here)s/a, b  c"), gives: ["alembic", ["a", "b", "c"]] },
  {
    name: "several, a line each",
    files: ini("version_path_separator = newline\nversion_locations =\n    %(here)s/a b\n\n    ; no\n    c"),
    gives: ["alembic", ["a b", "c"]],
  },
  { name: "several, by a separator", files: ini("path_separator = os\nversion_locations = a b:c"), gives: ["alembic", ["a b", "c"]] },
  { name: "folders in folders", files: ini("recursive_version_locations = true"), gives: ["alembic", ["alembic/versions"], true] },
  { name: "pyproject.toml", files: toml(`script_location = "%(here)s/db" # "no"`), gives: ["db", ["db/versions"]] },
  {
    name: "lists in pyproject.toml",
    files: toml(`recursive_version_locations = true\nversion_locations = [\n  # "no",\n  "%(here)s/a's",\n  'b#c', # "no"\n]`),
    gives: ["alembic", ["a's", "b#c"], true],
  },
  {
    name: "other forms of TOML",
    files: {
      "pyproject.toml": `tool.alembic.script_location = """\n%(here)s/\\\n    d\\u0062"""\ntool.alembic.version_locations = ['a]b', "c\\\\d"]\ntool."alembic".recursive_version_locations = true\n`,
    },
    gives: ["db", ["a]b", "c\\d"], true],
  },
  { name: "pyproject.toml that another tool cannot read either", files: { "pyproject.toml": "[project\n" }, gives: undefined },
  {
    name: "alembic.ini before pyproject.toml",
    files: { ...toml(`script_location = "db"\nversion_locations = ["v"]`), ...ini("script_location = other") },
    gives: ["other", ["v"]],
  },
  {
    name: "ALEMBIC_CONFIG",
    files: { ...ini("script_location = no"), "conf/my.ini": "[alembic]\nscript_location = %(here)s/db\n" },
    env: { ALEMBIC_CONFIG: "conf/my.ini" },
    gives: ["conf/db", ["conf/db/versions"]],
  },
])("settings: $name", async ({ files, env = {}, gives }) => {
  const root = await project(files);
  const settings = alembicSettings({ root, env });
  const shown = (place: string): string => path.relative(root, place).split(path.sep).join("/");
  expect(
    settings === undefined ? undefined : [shown(settings.scripts), settings.versions.map(shown), ...(settings.isRecursive ? [true] : [])],
  ).toEqual(gives);
});

test("pyproject.toml with a mistake is refused with its place", async () => {
  const root = await project({ "pyproject.toml": '[project]\nname = "x"\n\n[tool.alembic]\nscript_location = db\n' });
  expect(() => alembicSettings({ root, env: {} })).toThrow(
    expect.objectContaining({ code: "CONFIG_BROKEN", place: { file: path.join(root, "pyproject.toml"), line: 5, column: 19 } }) as Error,
  );
});

test("revisions in all folders of all places, whatever their names", async () => {
  const revision = (id: string): string => `"""a"""\nrevision: str = "${id}"\ndown_revision = None\n`;
  const root = await project({
    ...ini("recursive_version_locations = true\nversion_locations = a b"),
    "a/2024/01/one.py": revision("aa11"),
    "a/__init__.py": "",
    "b/20240101-x.py": revision("bb11"),
  });
  expect(alembicRevisions({ root, env: {} }).map((found) => found.revision)).toEqual(["aa11", "bb11"]);
});

test.each([
  { env: "context.configure(url=url)", gives: { schema: "public", name: "alembic_version" } },
  { env: `context.configure(url=url, version_table="heads", version_table_schema='app')`, gives: { schema: "app", name: "heads" } },
  {
    env: `SCHEMA: str = "app"\ncontext.configure(\n    version_table_schema=SCHEMA,\n)`,
    gives: { schema: "app", name: "alembic_version" },
  },
  { env: `options = {"version_table": "heads", 'version_table_schema': None}`, gives: { schema: "public", name: "heads" } },
  { env: `# context.configure(version_table="no")\ncontext.configure()`, gives: { schema: "public", name: "alembic_version" } },
  { env: `context.configure(version_table=f"{name}_heads")`, gives: undefined },
  { env: `context.configure(version_table_schema="a" + b)`, gives: undefined },
  { env: `context.configure(version_table_schema=settings.SCHEMA)`, gives: undefined },
  { env: `configure(version_table="a")\nconfigure(version_table="b")`, gives: undefined },
])("version table: $env", async ({ env, gives }) => {
  const root = await project({ ...ini(""), "alembic/env.py": `${env}\n` });
  const settings = alembicSettings({ root, env: {} });
  expect(settings === undefined ? "no settings" : toldTable(settings)).toEqual(gives);
});
