import { queryRows } from "./query-rows.ts";
import { runProcess } from "./run-process.ts";
import { findClientProgram } from "./server/binaries.ts";

export type PgDump = { readonly kind: "dumped"; readonly text: string } | { readonly kind: "skipped"; readonly reason: string };

/**
 * The schema as `pg_dump --schema-only` writes it. npm's PostgreSQL has no pg_dump, and an installed one refuses
 * servers newer than itself: then the answer is "skipped", with the reason.
 * @example const dump = await pgDump(url); if (dump.kind === "skipped") return context.skip(dump.reason);
 */
export async function pgDump(url: string, args: readonly string[] = []): Promise<PgDump> {
  const [row] = await queryRows<{ version: number }>(url, "select current_setting('server_version_num')::int as version");
  const major = Math.trunc((row?.version ?? 0) / 10_000);
  const program = await findClientProgram("pg_dump", major);
  if (program === undefined) return { kind: "skipped", reason: `no pg_dump here that can read PostgreSQL ${major}` };
  const { code, stdout, stderr } = await runProcess(program, ["--schema-only", ...args, `--dbname=${url}`]);
  if (code !== 0) throw new Error(`pg_dump ended with ${code}: ${stderr}`);
  return { kind: "dumped", text: stdout.replaceAll(/^\\(un)?restrict .*\n/gm, "") }; // these two lines hold a random word
}
