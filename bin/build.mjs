// Builds the pages when a source of theirs is newer than the last build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, runtime } from "./runtime.mjs";

const STAMP = join(root, "dist/.wangge-built");

export function buildPages() {
  const hash = createHash("sha256");
  for (const file of sources()) hash.update(file).update(readFileSync(join(root, file)));
  const now = hash.digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === now) return;
  console.log("• Building the pages …");
  const done = spawnSync(runtime(), [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"], {
    cwd: root,
    stdio: "inherit",
  });
  if (done.status !== 0) process.exit(70);
  writeFileSync(STAMP, now);
}

const sources = () => [
  ...below("web"),
  ...below("kernel"),
  ...below("capabilities").filter((file) => /(contract|words)\.ts$|\/rules\//.test(file)),
  "package-lock.json",
  "vite.config.ts",
];

const below = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
