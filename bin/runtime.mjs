// Plain JavaScript for whatever Node the machine has (20.19 or later): finds the Node 24 that the project brings along.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** TypeScript runs without a build from here on (type stripping, stable). */
const isNewEnough = (version) => Number(version.replace(/^v/, "").split(".")[0]) >= 24;

/** The path of a Node >= 24: the one that runs already, or the npm package `node` of this project. */
export function runtime() {
  if (isNewEnough(process.version)) return process.execPath;
  const own = join(root, "node_modules/node/bin/node");
  if (!existsSync(own) && existsSync(join(root, "node_modules/node/installArchSpecificPackage.js"))) {
    // npm may have been told not to run install scripts: this is the package's own.
    spawnSync(process.execPath, ["installArchSpecificPackage"], {
      cwd: join(root, "node_modules/node"),
      stdio: "inherit",
    });
  }
  if (existsSync(own)) return own;
  console.error(
    "Wangge needs Node 24, which `npm install` brings along. Run `npm install` in the project's folder first.",
  );
  process.exit(78);
}

/** Runs a TypeScript file of the project with the arguments given and takes over its exit code and signals. */
export async function run(file, args) {
  const { spawn } = await import("node:child_process");
  const child = spawn(runtime(), ["--disable-warning=ExperimentalWarning", join(root, file), ...args], {
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 1)));
}
