import type { Environ } from "./env-file.ts";

/** Variables that `process.env` has only while a configuration is run. */
const lent = new Set<string>();

/** One configuration is run at a time: each sees its own variables. */
let last: Promise<unknown> = Promise.resolve();

/** What `process.env` lacks is there while a configuration is run, which may ask it for what a .env file sets. */
export async function withVariables<Result>(env: Environ, use: () => Promise<Result>): Promise<Result> {
  const turn = last.then(() => runWith(env, use));
  last = turn.catch(() => {}); // whoever asked for it is told
  return turn;
}

async function runWith<Result>(env: Environ, use: () => Promise<Result>): Promise<Result> {
  const added = Object.keys(env).filter((name) => env[name] !== undefined && process.env[name] === undefined);
  for (const name of added) {
    process.env[name] = env[name];
    lent.add(name);
  }
  try {
    return await use();
  } finally {
    for (const name of added) {
      Reflect.deleteProperty(process.env, name);
      lent.delete(name);
    }
  }
}

/** The environment of the process, without what another configuration has been lent. */
export const ownEnvironment = (): Environ =>
  lent.size === 0 ? process.env : Object.fromEntries(Object.entries(process.env).filter(([name]) => !lent.has(name)));
