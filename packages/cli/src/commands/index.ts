import type { Command } from "../command.ts";

/** The commands in the order that help lists them. */
export const commands: readonly Command[] = [];
