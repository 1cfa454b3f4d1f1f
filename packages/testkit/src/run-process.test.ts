import { expect, test } from "vitest";
import { migBin, runProcess, startProcess, tempProject } from "@migts/testkit";

const node = (code: string, options = {}) => runProcess(process.execPath, ["-e", code], options);

test("gives exit code and both outputs", async () => {
  const result = await node("console.log('out'); console.error('err'); process.exitCode = 4");
  expect(result).toEqual({ code: 4, signal: undefined, stdout: "out\n", stderr: "err\n" });
});

test("hands over input and environment, and nothing of the test runner's", async () => {
  const code =
    "process.stdin.pipe(process.stdout); console.error(Object.keys(process.env).filter((name) => /VITEST|NODE_ENV|MINE/.test(name)).join())";
  const result = await node(code, { input: "hello", env: { MINE: "1" } });
  expect(result).toMatchObject({ stdout: "hello", stderr: "MINE\n" });
});

test("kills a process in the middle", async () => {
  const started = startProcess(process.execPath, ["-e", "console.log('working'); setInterval(() => {}, 1000)"]);
  await started.waitForOutput(/working/);
  started.kill("SIGKILL");
  expect(await started.done).toMatchObject({ code: undefined, signal: "SIGKILL" });
  await expect(started.waitForOutput(/finished/)).rejects.toThrow("Ended without printing");
});

test("a project has its files and can import the packages", async () => {
  const project = await tempProject({
    "a/b.json": { x: 1 },
    "main.js": "import pg from 'pg'; await import('@migts/core'); console.log(typeof pg.Client)",
  });
  try {
    expect(await project.read("a/b.json")).toBe('{\n  "x": 1\n}\n');
    expect(await project.list()).toEqual(["a", "main.js", "package.json"]);
    expect(await project.list("nowhere")).toEqual([]);
    expect(await runProcess(process.execPath, ["main.js"], { cwd: project.path })).toMatchObject({ code: 0, stdout: "function\n" });
    expect(migBin).toMatch(/packages.cli.bin.mig\.js$/);
  } finally {
    await project.remove();
  }
});
