// Installs what is missing: node_modules as the lock says, remembered by the lock's hash, so that a second start is quick.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./runtime.mjs";

const STAMP = join(root, "node_modules/.wangge-installed");

export function installMissing() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lock) return;
  console.log("• Installing packages (first start only, a minute or two) …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // `npm install`, not `npm ci`: see stack.md, "Runtime and installing".
  const done = spawnSync(npm, ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (done.status !== 0) {
    console.error("npm install failed: check the network and the disk, then start again.");
    process.exit(69);
  }
  writeFileSync(
    STAMP,
    createHash("sha256")
      .update(readFileSync(join(root, "package-lock.json")))
      .digest("hex"),
  );
}
