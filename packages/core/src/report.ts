// The door to the words of results: what a command gave, as text for people. For programs that print as mig does.
export { shown, shownLines } from "./errors/shown.ts";
export { firstFew, some } from "./errors/some.ts";
export { flagFor } from "./commands/renames/flag.ts";
export { refusalsText } from "./commands/words/alembic.ts";
export { counted } from "./commands/words/counted.ts";
export { explanation } from "./commands/words/differences.ts";
export { movedLine } from "./commands/words/moved.ts";
export { operationLine } from "./commands/words/operation.ts";
export { planText } from "./commands/words/plan.ts";
export { problemMark, problemsText } from "./commands/words/problem.ts";
export { encounterRemarks, namesText } from "./commands/words/remarks.ts";
export { guessText } from "./commands/words/renames.ts";
export { declaredMarks, headLine, noMessage, revisionBlock, revisionLine, revisionMarks } from "./commands/words/revision.ts";
export { reportRevision } from "./commands/reports/revision.ts";
export { sideWords } from "./commands/words/sides.ts";
