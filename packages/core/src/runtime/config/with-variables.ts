import type { Environ } from "./env-file.ts";

/** What `process.env` lacks is there while a configuration is run, which may ask it for what a .env file sets. */
export async function withVariables<Result>(env: Environ, use: () => Promise<Result>): Promise<Result> {
  const added = Object.keys(env).filter((name) => env[name] !== undefined && process.env[name] === undefined);
  for (const name of added) process.env[name] = env[name];
  try {
    return await use();
  } finally {
    for (const name of added) Reflect.deleteProperty(process.env, name);
  }
}
