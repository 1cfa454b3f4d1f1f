// Answers walks over revision graphs. A JSON line in: {"revisions":[{id,downRevisions,branchLabels,dependsOn}],"rows":[],
// "command":"upgrade|downgrade|stamp|history","targets":["head"],"purge":false}; a JSON line out:
// {"steps":[{direction,revision,headsAfter}]}, {"revisions":[id, ...]} for a history, or {"error":CODE,"message":...}.
import { createInterface } from "node:readline";
import { buildGraph, historyOf, isMigError, planDowngrade, planStamp, planUpgrade } from "@migts/core";

const answers = {
  upgrade: (graph, { rows, targets }) => ({ steps: planUpgrade(graph, rows, targets) }),
  downgrade: (graph, { rows, targets }) => ({ steps: planDowngrade(graph, rows, targets[0]) }),
  stamp: (graph, { rows, targets, purge }) => ({ steps: planStamp(graph, rows, targets, { purge }) }),
  history: (graph, { rows, targets }) => ({ revisions: historyOf(graph, { range: targets[0], rows }).map(({ id }) => id) }),
};
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    answer = answers[question.command](buildGraph(question.revisions), { rows: [], targets: [], ...question });
  } catch (error) {
    if (!isMigError(error)) throw error;
    answer = { error: error.code, message: error.message, hint: error.hint };
  }
  console.log(JSON.stringify(answer));
}
