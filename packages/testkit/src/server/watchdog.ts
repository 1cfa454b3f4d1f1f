import { spawn } from "node:child_process";

/** Stops a server and removes its folder when this process is gone, however it ended. */
export interface Watchdog {
  /** Called once the server has been stopped in good order. */
  readonly release: () => void;
}

// The pipe to its standard input closes when we die, by kill -9 too: then `read` ends.
const script = `
while read -r _; do :; done
kill "-$2" "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
[ -z "$3" ] || rm -rf "$3"
`;

/** Starts a watchdog in a session of its own, so that an interrupt at the terminal does not reach it. */
export function startWatchdog(pid: number, signal: "QUIT" | "INT", folder: string | undefined): Watchdog {
  if (process.platform === "win32") return { release: () => {} };
  const dog = spawn("sh", ["-c", script, "sh", String(pid), signal, folder ?? ""], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  dog.unref();
  if ("unref" in dog.stdin && typeof dog.stdin.unref === "function") dog.stdin.unref();
  dog.stdin.on("error", () => {});
  return { release: () => void dog.kill("SIGKILL") };
}
