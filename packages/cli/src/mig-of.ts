import { createMig } from "@migts/core/project";
import type { Mig, MigEvent } from "@migts/core";
import { compileLater } from "./compile-later.ts";
import type { Context } from "./context.ts";
import { settingsOf } from "./global-options.ts";
import { askAboutLosses } from "./report/losses.ts";
import { askRenames } from "./report/renames.ts";
import { tellRun } from "./report/run.ts";

/** mig as the command line calls it: what it tells is printed, Ctrl-C stops what can stop, and nothing is asked where nobody answers. */
export function migOf(
  context: Context,
  { asks = false }: { /** Whether the command may have questions. */ readonly asks?: boolean } = {},
): Mig {
  const { cwd, env, global } = context;
  const canAsk = asks && context.isTerminal && !global.json;
  return createMig(global.config, {
    cwd,
    env,
    ...settingsOf(global),
    on: listener(context),
    signalOfRuns: () => context.signal,
    resolveFrom: import.meta.url,
    ...(canAsk ? { confirmLosses: askAboutLosses(context), answerRenames: (guesses) => askRenames(guesses, context) } : {}),
  });
}

function listener(context: Context): (event: MigEvent) => void {
  const tell = tellRun(context);
  return (event) => {
    if (event.kind === "warning") return context.warn(event.text);
    if (event.kind === "advice") return context.advise(event.text);
    if (event.kind === "note") return context.progress(event.text);
    if (event.kind === "detail") return context.global.verbose ? context.progress(event.text) : undefined;
    if (event.kind === "stepStarted") compileLater();
    tell(event);
  };
}
