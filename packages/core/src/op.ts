// The door for revision files: types alone, so that a file needs nothing installed to run.
export type { Op } from "./runtime/record/op.ts";
