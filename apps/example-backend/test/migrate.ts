import path from "node:path";
import { runMig } from "@migts/testkit";

export const appFolder = path.resolve(import.meta.dirname, "..");

/** Brings a database to the newest revision of the application, as its deployment does. */
export async function migrate(url: string): Promise<void> {
  const { code, stderr } = await runMig(["upgrade", "head"], { cwd: appFolder, env: { DATABASE_URL: url } });
  if (code !== 0) throw new Error(`mig upgrade ended with ${code}: ${stderr}`);
}
