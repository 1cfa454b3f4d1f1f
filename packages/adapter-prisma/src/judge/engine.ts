import { createRequire } from "node:module";
import { lintIn } from "./wasm-file.ts";

const require = createRequire(import.meta.url);

/** A copy of Prisma's validation. It is loaded when it is asked, and not before. */
export interface Judge {
  readonly version: string;
  /** The package with the validation alone, or the file with its WASM. */
  readonly at: { readonly module: string } | { readonly wasm: string };
}

/** The one that mig brings along. */
export function ourJudge(): Judge {
  const name = "@prisma/prisma-schema-wasm";
  const { version } = require(`${name}/package.json`) as { readonly version: string }; // as npm demands
  return { version, at: { module: require.resolve(name) } };
}

/** From this size on it pays not to wait for the engine: 300 models take it 0.15 s, 1,000 take it 0.4 s. */
const isLarge = (input: string): boolean => input.length >= 200_000;

/**
 * Prisma's validation: `[[path, text], ...]` as JSON in, remarks as JSON out. A large input is judged in a thread of its own, while the
 * models are read.
 */
export const lint = ({ at }: Judge, input: string): Promise<string> =>
  withoutOptimizing(async () => {
    if ("wasm" in at) return lintIn(at.wasm, input);
    return isLarge(input) ? lintInThread(at.module, input) : (require(at.module) as Engine).lint(input); // as its types say
  });

type Engine = typeof import("@prisma/prisma-schema-wasm");

/**
 * The engine runs once, and briefly. V8 would compile its hot functions again in other threads, which takes three times
 * as long as the whole judgement of a small schema. The flags are those of the process, with all its threads.
 */
async function withoutOptimizing<Result>(run: () => Promise<Result>): Promise<Result> {
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
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

function lintInThread(module: string, input: string): Promise<string> {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, { eval: true, workerData: { module, input } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
