import { spawn } from "node:child_process";

/** Runs a command to its end and gives its wall time in milliseconds. Throws when it fails. */
export function run(command, args, { env = {}, cwd, exits = [0] } = {}) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
    let problem = "";
    child.stderr.on("data", (chunk) => (problem += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      const took = Number(process.hrtime.bigint() - start) / 1e6;
      if (exits.includes(code)) resolve(took);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}: ${problem}`));
    });
  });
}

/** Runs the commands in turn, `rounds` times after a warm-up, and gives each one's median in milliseconds. */
export async function race(commands, rounds) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, command] of Object.entries(commands)) {
      const took = await command();
      if (round > 0) times.get(name).push(took);
    }
  }
  return Object.fromEntries([...times].map(([name, list]) => [name, median(list)]));
}

export function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One line a command: median and ratio to the floor. */
export function table(title, medians, floor) {
  const width = Math.max(...Object.keys(medians).map((name) => name.length));
  const rows = Object.entries(medians).map(
    ([name, ms]) => `  ${name.padEnd(width)}  ${ms.toFixed(0).padStart(6)} ms  ${(ms / medians[floor]).toFixed(2).padStart(6)} x`,
  );
  return `${title} (x = ratio to "${floor}", medians)\n${rows.join("\n")}\n`;
}
