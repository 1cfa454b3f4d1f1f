// Which database the scripts work on: DATABASE_URL, also out of .env, or else the embedded one.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { openEmbedded } from "./embedded.mjs";

export const appFolder = path.resolve(import.meta.dirname, "../..");
/** EXAMPLE_DATA gives tests one of their own. */
const dataFolder = process.env.EXAMPLE_DATA ?? path.join(appFolder, ".data");
/** The demo's copy of the application: inside it, so that its packages are found. */
export const demoFolder = path.join(dataFolder, "demo");

/** The URL that the environment or .env gives. */
export function givenUrl() {
  const envFile = path.join(appFolder, ".env");
  if (existsSync(envFile)) process.loadEnvFile(envFile); // what is set already stays
  const url = process.env.DATABASE_URL;
  return url === undefined || url === "" ? undefined : url;
}

/** Opens the given database, or the embedded one named `database`. */
export async function chooseDatabase({ database, fresh = false }) {
  const url = givenUrl();
  if (url !== undefined) return { url, what: "DATABASE_URL", close: async () => {} };
  return openEmbedded({ folder: dataFolder, database, fresh });
}
