import type { EmbeddedTemplate, Template } from "./template-kinds.ts";

/** What a global setup tells the processes of its run. */
interface HandedOver {
  readonly run: number;
  readonly template: Template | EmbeddedTemplate;
}

const variable = "MIG_TEST_RUN";

export function handOver(handed: HandedOver): void {
  process.env[variable] = JSON.stringify(handed);
}

export function takeBack(): void {
  Reflect.deleteProperty(process.env, variable);
}

/** What the global setup of the run says. Undefined: there is none. */
export function handedOver(): HandedOver | undefined {
  const text = process.env[variable];
  return text === undefined || text === "" ? undefined : (JSON.parse(text) as HandedOver); // as `handOver` wrote it
}
