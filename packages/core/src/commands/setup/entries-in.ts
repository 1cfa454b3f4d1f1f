import { readdirSync, type Dirent } from "node:fs";

/** What is in a folder. One that is not there, or of somebody else's such as the data of a server, has nothing. */
export function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
