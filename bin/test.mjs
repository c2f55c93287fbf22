// `npm test`: everything that must hold, from a clean clone: install, check, build, rules, stores, stories.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installMissing } from "./install.mjs";
import { root, runtime } from "./runtime.mjs";

installMissing();
const { check } = await import("./check.mjs");
check();
const { buildPages } = await import("./build.mjs");
buildPages();
const vitest = join(root, "node_modules/vitest/vitest.mjs");
for (const project of ["rules", "stores", "story"]) {
  const from = Date.now();
  const done = spawnSync(runtime(), [vitest, "run", "--project", project, ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
  });
  console.log(`${done.status === 0 ? "✓" : "✗"} ${project} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  if (done.status !== 0) process.exit(done.status ?? 1);
}
