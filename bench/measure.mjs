import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const probe = fileURLToPath(new URL("usage.cjs", import.meta.url));

/** Runs a Node program to its end: its wall time and processor time in milliseconds, its peak memory in MB. Throws when it fails. */
export function run(command, args, { env = {}, cwd, exits = [0] } = {}) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const stdio = ["ignore", "ignore", "pipe", "pipe"];
    const child = spawn(command, ["--require", probe, ...args], { cwd, env: { ...process.env, ...env }, stdio });
    let problem = "";
    let used = "";
    child.stderr.on("data", (chunk) => (problem += chunk));
    child.stdio[3].on("data", (chunk) => (used += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      const wall = Number(process.hrtime.bigint() - start) / 1e6;
      if (exits.includes(code)) resolve({ wall, ...JSON.parse(used) });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}: ${problem}`));
    });
  });
}

/** Runs the commands in turn, `rounds` times after a warm-up, and gives each one's medians. `before` prepares each turn. */
export async function race(commands, rounds, before = async () => {}) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, command] of Object.entries(commands)) {
      await before(name);
      const took = await command();
      if (round > 0) times.get(name).push(took);
    }
  }
  return Object.fromEntries(
    [...times].map(([name, list]) => [name, { wall: median(list.map(({ wall }) => wall)), busy: median(list.map(({ busy }) => busy)) }]),
  );
}

export function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One line a command: medians and their ratios to its floor, and the goal if it has one. `floors`: those that are not the first. */
export function table(title, medians, { floors = {}, goals = {} } = {}) {
  const names = Object.keys(medians);
  const [first] = names;
  const width = Math.max(...names.map((name) => name.length));
  const rows = names.map((name) => {
    const floor = floors[name] ?? first;
    const [{ wall, busy }, least] = [medians[name], medians[floor]];
    const ratio = (part) => (name === first ? "" : `${(medians[name][part] / least[part]).toFixed(2)} x`).padStart(8);
    const goal = goals[name] === undefined ? "" : `  goal ${goals[name]} x`;
    const other = floor === first ? "" : `  of "${floor}"`;
    return `  ${name.padEnd(width)} ${wall.toFixed(0).padStart(6)} ms ${ratio("wall")} ${busy.toFixed(0).padStart(6)} ms ${ratio("busy")}${goal}${other}`;
  });
  return `${title}\n  ${"".padEnd(width)}${"wall".padStart(10)}${"".padStart(8)}${"busy".padStart(11)}   (x = ratio to "${first}", medians)\n${rows.join("\n")}\n`;
}
