// Preloaded into what is measured: writes what the process used, in all its threads, when it ends.
const { writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const file = process.env.BENCH_USAGE;
if (file !== undefined && isMainThread)
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ busy: (userCPUTime + systemCPUTime) / 1000, peak: maxRSS / 1024 }));
  });
