/** Runs dependency-cruiser and refuses its success when it read too little: with a parser it cannot use it reads nothing and says "fine". */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const FOLDERS = ["main.ts", "kernel", "capabilities", "platform", "web", "cli", "simulator"].filter(existsSync);
const AT_LEAST = 150;

const done = spawnSync(
  process.execPath,
  ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--output-type", "err-long", ...FOLDERS],
  { encoding: "utf8" },
);
console.log(done.stdout.trim());
if (done.stderr.trim() !== "") console.error(done.stderr.trim());
const cruised = Number(/(\d+) modules/.exec(done.stdout)?.[1] ?? 0);
if (done.status === 0 && cruised < AT_LEAST) {
  console.error(`dependency-cruiser read ${cruised} modules, fewer than ${AT_LEAST}: it cannot have read the project.`);
  process.exitCode = 1;
} else {
  process.exitCode = done.status ?? 1;
}
