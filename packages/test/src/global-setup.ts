// The door for what a test runner runs once, before all tests and after them: vitest and jest by path, node:test by --test-global-setup.
import { anyTemplate } from "./databases/embedded.ts";
import { handOver, takeBack } from "./databases/handed-over.ts";
import { endRun, homeOn } from "./databases/home.ts";
import { newRun } from "./databases/names.ts";
import { embeddedUrl } from "./databases/template-kinds.ts";
import type { TestDatabaseOptions } from "./databases/test-database.ts";
import { checkOptions } from "./project/options.ts";
import { readProject } from "./project/test-project.ts";

export type { TestDatabaseOptions } from "./databases/test-database.ts";

/** What of vitest's project is used: in watch mode it calls back before it runs tests again. */
interface RunnerProject {
  readonly onTestsRerun?: (work: () => Promise<void>) => void;
}

/** A setup that builds the template, and gives what ends the run. */
export type GlobalSetup = (project?: RunnerProject) => Promise<() => Promise<void>>;

/**
 * A setup that builds the template of all databases of a run. The file that vitest's or jest's `globalSetup` names exports it as its
 * default.
 * @example export default globalSetupWith({ seed: (url) => insertCountries(url) });
 */
export function globalSetupWith(options: TestDatabaseOptions): GlobalSetup {
  checkOptions("testDatabase", options);
  return async (runner) => {
    const run = newRun();
    const build = async (): Promise<string> => {
      const template = await anyTemplate(await readProject(options), options);
      handOver({ run, template });
      return template.url;
    };
    const url = await build();
    runner?.onTestsRerun?.(async () => void (await build()));
    ended = async () => {
      takeBack();
      if (url === embeddedUrl) return;
      const home = await homeOn(url);
      await endRun(home, run);
      await home.session.close();
    };
    return ended;
  };
}

let ended: (() => Promise<void>) | undefined;

/**
 * Vitest calls the default export, and what it gives at the end. Jest calls that of `globalSetup` alone: the next run drops what is left.
 */
export default globalSetupWith({});

/** For node:test. */
export const globalSetup = async (): Promise<void> => void (await globalSetupWith({})());
export const globalTeardown = async (): Promise<void> => ended?.();
