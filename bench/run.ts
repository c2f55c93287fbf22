/** `npm run bench -- NAME [flags]`: runs bench/NAME.ts, which prints a JSON line a figure. Without a name: what there is. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Parts of benchmarks, no benchmarks. */
const PARTS = [
  "run",
  "figure",
  "setup",
  "code-holders",
  "code-load",
  "code-serve",
  "field-grid",
  "tasks-province",
  "tasks-serve",
  "tasks-server",
];
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((name) => !PARTS.includes(name))
  .sort();
const [name] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(", ")}`);
  process.exitCode = name === undefined ? 0 : 64;
} else {
  process.argv.splice(2, 1);
  await import(join(import.meta.dirname, `${name}.ts`));
}
