import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";

const require = createRequire(import.meta.url);
const engine = "@prisma/prisma-schema-wasm";

/** From this size on it pays not to wait for the engine: 300 models take it 0.15 s, 1,000 take it 0.4 s. */
const isLarge = (input: string): boolean => input.length >= 200_000;

export const engineVersion = (): string => (require(`${engine}/package.json`) as { version: string }).version; // as npm demands

/**
 * Prisma's validation: `[[path, text], ...]` as JSON in, remarks as JSON out. The engine (WASM) is loaded here and not
 * before. A large input is judged in a thread of its own, while the models are read.
 */
export const lint = (input: string): Promise<string> =>
  withoutOptimizing(async () => (isLarge(input) ? lintInThread(input) : (require(engine) as Engine).lint(input))); // as its types say

type Engine = typeof import("@prisma/prisma-schema-wasm");

/**
 * The engine runs once, and briefly. V8 would compile its hot functions again in other threads, which takes three times
 * as long as the whole judgement of a small schema. The flags are those of the process, with all its threads.
 */
async function withoutOptimizing<Result>(run: () => Promise<Result>): Promise<Result> {
  for (const flag of optimizing) setFlagsFromString(`--no-${flag}`);
  try {
    return await run();
  } finally {
    for (const flag of optimizing) setFlagsFromString(`--${flag}`);
  }
}

const optimizing = ["wasm-tier-up", "wasm-dynamic-tiering"];

const thread = `
  const { parentPort, workerData } = require("node:worker_threads");
  parentPort.postMessage(require(workerData.module).lint(workerData.input));
`;

function lintInThread(input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, { eval: true, workerData: { module: require.resolve(engine), input } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
