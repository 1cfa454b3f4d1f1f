import { defineConfig } from "vitest/config";

// One run over all packages. Tests use the sources of the workspace ("mig-source"), not the builds;
// tests that run the command as a process use the build, which `pnpm test` makes first.
export default defineConfig({
  ssr: { resolve: { conditions: ["mig-source", "module", "node", "development|production"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "scripts/**/*.test.ts"],
    globalSetup: ["./packages/testkit/src/global-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    // What is waited for comes, but a busy machine takes longer than a second.
    expect: { poll: { timeout: 20_000 } },
  },
});
