import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes begin first: otherwise one of them runs on alone when all others are done. */
const longest = [
  "cases.test.ts",
  "cases-older.test.ts",
  "pages.test.ts",
  "packed.test.ts",
  "corpus.test.ts",
  "random.test.ts",
  "adopt-prisma.test.ts",
  "unmodelled.test.ts",
  "resume.test.ts",
  "laws.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at < 0 ? longest.length : at;
    };
    // oxlint-disable-next-line unicorn/no-array-sort -- of a sequencer, not of a list
    return (await super.sort(files)).toSorted((left, right) => place(left) - place(right));
  }
}

// One run over all packages. Tests use the sources of the workspace ("mig-source"), not the builds;
// tests that run the command as a process use the build, which `pnpm test` makes first.
export default defineConfig({
  ssr: { resolve: { conditions: ["mig-source", "module", "node", "development|production"] } },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "apps/*/test/**/*.test.ts",
      "scripts/**/*.test.ts",
      "recipes/test/*.test.ts",
    ],
    globalSetup: ["./packages/testkit/src/global-setup.ts"],
    server: { deps: { external: [/\/packages\/[\w-]+\/dist\//u] } }, // builds are loaded by Node, as users have them
    pool: "forks",
    isolate: false, // a worker loads the sources once, not for each file
    maxWorkers: 3, // of two cores: some tests wait, for a lock or a process
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    // What is waited for comes, but a busy machine takes longer than a second.
    expect: { poll: { timeout: 20_000 } },
  },
});
