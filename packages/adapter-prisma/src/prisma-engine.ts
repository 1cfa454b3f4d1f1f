import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

const require = createRequire(import.meta.url);
const engine = "@prisma/prisma-schema-wasm";

/** From this size on it pays not to wait for the engine: 300 models take it 0.15 s, 1,000 take it 0.4 s. */
export const isLarge = (input: string): boolean => input.length >= 200_000;

export const engineVersion = (): string => (require(`${engine}/package.json`) as { version: string }).version; // as npm demands

/**
 * Prisma's validation: `[[path, text], ...]` as JSON in, remarks as JSON out. The engine (WASM) is loaded here and not
 * before. A large input is judged in a thread of its own, while the models are read.
 */
export async function lint(input: string): Promise<string> {
  if (isLarge(input)) return lintInThread(input);
  const { lint: judge } = await import("@prisma/prisma-schema-wasm");
  return judge(input);
}

/** The engine runs once, and briefly: without the optimizing compiler, which would take the other processor for as long again. */
const thread = `
  const { setFlagsFromString } = require("node:v8");
  const { parentPort, workerData } = require("node:worker_threads");
  const optimizing = ["wasm-tier-up", "wasm-dynamic-tiering"];
  for (const flag of optimizing) setFlagsFromString("--no-" + flag);
  try {
    parentPort.postMessage(require(workerData.module).lint(workerData.input));
  } finally {
    for (const flag of optimizing) setFlagsFromString("--" + flag);
  }
`;

function lintInThread(input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, { eval: true, workerData: { module: require.resolve(engine), input } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
