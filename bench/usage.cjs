// Preloaded into what is measured: says on descriptor 3 what the process used, in all its threads, when it ends.
const { writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

if (isMainThread)
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeSync(3, JSON.stringify({ busy: (userCPUTime + systemCPUTime) / 1000, peak: maxRSS / 1024 }));
  });
