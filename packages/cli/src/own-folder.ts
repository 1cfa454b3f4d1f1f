import { fileURLToPath } from "node:url";

/** The folder of this package and its neighbours. A file at the top of src, so that the path is the same from what is built of it. */
export const ownFolder = fileURLToPath(new URL("../..", import.meta.url));
