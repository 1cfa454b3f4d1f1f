import type { RenameGuess } from "../../diff/renames/answers.ts";

/** `column:public.users.name -> full_name (same definition, same place; 0.83)`. */
export const guessText = ({ id, to, inUse, reasons, score, others }: RenameGuess): string =>
  [
    `${id} -> ${to} (${[reasons.join(", "), score.toFixed(2)].filter((part) => part !== "").join("; ")})`,
    ...(inUse === true ? ["in place of what has that name"] : []),
    ...(others.length === 0 ? [] : [`or ${others.join(", ")}`]),
  ].join(", ");
