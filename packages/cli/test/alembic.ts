import { spawnSync } from "node:child_process";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { runProcess, type ProcessResult, type TempProject } from "@migts/testkit";

/** The Python whose Alembic the tests use. */
export const alembicPython = process.env["MIG_ALEMBIC_PYTHON"] ?? "/usr/bin/python3";

/** Tests of what Alembic itself does run where this is true. */
export const hasAlembic = spawnSync(alembicPython, ["-c", "import alembic, psycopg2"]).status === 0;

/** Gives a project this Python as its virtual environment's. */
export async function linkAlembic(project: TempProject): Promise<void> {
  await project.write({ ".venv/bin/python": `#!/bin/sh\nexec ${alembicPython} "$@"\n` });
  await chmod(path.join(project.path, ".venv/bin/python"), 0o755);
}

export const alembic = (project: TempProject, url: string, ...args: readonly string[]): Promise<ProcessResult> =>
  runProcess(alembicPython, ["-m", "alembic", ...args], { cwd: project.path, env: { DATABASE_URL: url } });

/** An env.py for both of Alembic's modes. */
export const envPy = `import os
from alembic import context
from sqlalchemy import create_engine

url = os.environ["DATABASE_URL"]
print("env.py prints something")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
`;

export interface PythonRevision {
  readonly down: readonly string[];
  readonly labels?: readonly string[];
  /** Lines of Python. */
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
}

const literal = (values: readonly string[] = []): string =>
  values.length === 0 ? "None" : `(${values.map((value) => `"${value}",`).join(" ")})`;

/** A project of Alembic's. */
export const alembicFiles = (revisions: Readonly<Record<string, PythonRevision>>): Readonly<Record<string, string>> => ({
  "alembic.ini": "[alembic]\nscript_location = alembic\n",
  "alembic/env.py": envPy,
  ...Object.fromEntries(
    Object.entries(revisions).map(([id, { down, labels, upgrade, downgrade }]) => [
      `alembic/versions/${id}_step.py`,
      `"""step ${id}

Revision ID: ${id}
Create Date: 2024-03-01 10:20:30.123456
"""
import datetime
import sqlalchemy as sa
from alembic import context, op

revision = "${id}"
down_revision = ${literal(down)}
branch_labels = ${literal(labels)}
depends_on = None


def upgrade():
    ${upgrade.join("\n    ")}


def downgrade():
    ${downgrade.join("\n    ")}
`,
    ]),
  ),
});
