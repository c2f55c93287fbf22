// Types (four views), format and lint, import law, dead code: all of it, each timed; the first failure stops.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, runtime } from "./runtime.mjs";

const bin = (path) => join(root, "node_modules", path);
const tsc = bin("typescript-7/bin/tsc");

// What was checked before and did not change is not checked again: a view of half a minute takes a second or two.
const types = (view) => [
  `types (${view})`,
  [tsc, "-p", `tsconfig.${view}.json`, "--incremental", "--tsBuildInfoFile", join(root, `dist/.types-${view}`)],
];

const STEPS = [
  ...["pure", "server", "web", "story"].map(types),
  ["format and lint", [bin("@biomejs/biome/bin/biome"), "check", "--error-on-warnings"]],
  ["import law", [join(root, "tools/import-law.ts")]],
  ["dead code", [bin("knip/bin/knip.js")]],
];

export function check() {
  for (const [name, words] of STEPS) {
    const from = Date.now();
    const done = spawnSync(runtime(), words, { cwd: root, stdio: "inherit" });
    console.log(`${done.status === 0 ? "✓" : "✗"} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
    if (done.status !== 0) process.exit(done.status ?? 1);
  }
}

if (process.argv[1]?.endsWith("check.mjs")) check();
