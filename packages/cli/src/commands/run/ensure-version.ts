import { ensureTables, readState, type Session } from "@migts/core/project";
import { flag, type Command } from "../../command.ts";
import { offlineOf, withSession } from "../../project/database.ts";
import { openProject, readGraph } from "../../project/project.ts";
import { scriptOutcome } from "../../report/run.ts";

export const ensureVersion: Command = {
  options: [{ flags: "--sql", description: "print an SQL script for psql without connecting" }],
  examples: ["mig ensure-version", "mig ensure-version --sql"],
  run: async (context, _args, options) => {
    const project = await openProject(context);
    if (flag(options, "sql")) {
      const { stampScript } = await import("@migts/core");
      return scriptOutcome(stampScript(offlineOf(project, readGraph(project)), { to: "base" }));
    }
    const { version } = project.tables;
    const name = `${version.schema}.${version.name}`;
    const ensure = async (session: Session): Promise<boolean> => {
      const { has } = await readState(session, project.tables);
      await ensureTables(session, project.tables);
      return !has.version;
    };
    const created = await withSession(project, ensure, { creates: true });
    return { data: { table: name, created }, text: created ? `created ${name}` : `${name} is there` };
  },
};
