import { effectText } from "../../revision/header/effect.ts";
import type { Checksums } from "../../revision/record.ts";

/** Loaded when it is needed, for it takes as long as reading a hundred files: a list of heads has no checksums. */
const sha256 = (text: string): string => process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");

/** The same on systems that check files out with other line ends. */
export const checksumOf = (text: string): string => sha256(text.replaceAll("\r\n", "\n"));

export const effectOf = (text: string): string => sha256(effectText(text));

/** What tells whether a revision file is still what it was. */
export const checksumsOf = (text: string): Required<Checksums> => ({ checksum: checksumOf(text), effect: effectOf(text) });
