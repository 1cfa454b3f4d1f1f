import type { Template } from "./template.ts";

/** How a global setup tells the processes of its run which template is theirs. */
const variable = "MIG_TEST_TEMPLATE";

export function handOver(template: Template): void {
  process.env[variable] = JSON.stringify(template);
}

export function takeBack(): void {
  Reflect.deleteProperty(process.env, variable);
}

/** The template of the run's global setup. Undefined: there is none. */
export function templateOfRun(): Template | undefined {
  const text = process.env[variable];
  return text === undefined || text === "" ? undefined : (JSON.parse(text) as Template); // as `handOver` wrote it
}
