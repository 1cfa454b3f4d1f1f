import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerOf, questionOf, type Answer, type Question } from "../../test/answer.ts";
import { randomGraph, randomTarget } from "../../test/random-graph.ts";
import { walkCases } from "../../test/walks.ts";

// Compares with the Alembic that Debian packages, or with that of another Python: MIG_ALEMBIC_PYTHON=/path/to/python.
const python = process.env.MIG_ALEMBIC_PYTHON ?? "/usr/bin/python3";
const peer = fileURLToPath(new URL("../../test/alembic-peer.py", import.meta.url));
const version = spawnSync(python, ["-c", "import alembic; print(alembic.__version__)"], { encoding: "utf8" }).stdout?.trim() ?? "";
if (version === "") console.info(`Not compared with Alembic: ${python} does not have it (apt-get install alembic).`);

function ask(questions: readonly Question[]): readonly Answer[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const { stdout, stderr, status } = spawnSync(python, [peer], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONHASHSEED: "0" },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Answer); // what alembic-peer.py prints
}

/** What does not depend on the order of steps that could as well be the other way round. */
function essenceOf(answer: Answer): unknown {
  if ("error" in answer) return answer.error === "APPLIED_REVISION_NOT_FOUND" ? "REVISION_NOT_FOUND" : answer.error;
  if ("revisions" in answer) return answer.revisions.toSorted();
  return { steps: answer.steps.map(({ revision }) => revision).toSorted(), rows: answer.steps.at(-1)?.headsAfter };
}

describe.skipIf(version === "")(`as Alembic ${version}`, () => {
  test("the walks of the table", () => {
    const same = walkCases.filter(({ alembic }) => alembic === undefined);
    const questions = same.map(questionOf);
    expect(ask(questions).map((answer, index) => ({ ...same[index], answer: essenceOf(answer) }))).toEqual(
      questions.map((question, index) => ({ ...same[index], answer: essenceOf(answerOf(question)) })),
    );
  });

  test("random walks", () => {
    const questions = fc.sample(randomGraph, { numRuns: 150, seed: 3 }).flatMap(({ revisions, choose }) => {
      let rows: readonly string[] = [];
      return Array.from({ length: 12 }, (): Question => {
        const question = {
          revisions,
          rows,
          command: choose(["upgrade", "downgrade", "stamp"]),
          targets: [randomTarget(revisions, choose)],
          purge: false,
        };
        const answer = answerOf(question);
        rows = "steps" in answer ? (answer.steps.at(-1)?.headsAfter ?? rows) : rows;
        return question;
      });
    });
    const answers = ask(questions);
    // Where Alembic crashes there is nothing to compare; `-n` from several rows is refused here and arbitrary there.
    const isFree = (question: Question, answer: Answer): boolean =>
      ("error" in answer && answer.error === "CRASH") ||
      (question.command === "downgrade" && question.rows.length > 1 && /^-\d/.test(question.targets[0] ?? ""));
    const compared = questions.flatMap((question, index) => {
      const answer = answers[index];
      return answer === undefined || isFree(question, answer)
        ? []
        : [{ question, alembic: essenceOf(answer), mig: essenceOf(answerOf(question)) }];
    });
    expect(compared.length).toBeGreaterThan(1000);
    expect(compared.filter(({ alembic, mig }) => JSON.stringify(alembic) !== JSON.stringify(mig))).toEqual([]);
  });
});
