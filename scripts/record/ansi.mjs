// Text with colours of a terminal, as lines of runs that have one style each.

/** @typedef {{ readonly text: string, readonly style: string }} Run */

const styles = new Map([
  [1, "bold"],
  [31, "red"],
  [32, "green"],
  [33, "yellow"],
  [34, "blue"],
  [35, "magenta"],
  [36, "cyan"],
  [90, "gray"],
]);

/**
 * @param {string} text
 * @returns {readonly (readonly Run[])[]}
 */
export const linesOf = (text) => text.replace(/\n$/, "").split("\n").map(runsOf);

/** @param {string} line */
function runsOf(line) {
  /** @type {Run[]} */
  const runs = [];
  let style = "";
  // oxlint-disable-next-line no-control-regex -- that is what a terminal is told
  for (const [, code, plain] of line.matchAll(/\u001B\[(\d+)m|([^\u001B]+)/g)) {
    if (plain === undefined) style = styles.get(Number(code)) ?? "";
    else runs.push({ text: plain, style });
  }
  return runs;
}
