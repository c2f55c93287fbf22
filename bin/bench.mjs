import { run } from "./runtime.mjs";

await run("bench/run.ts", process.argv.slice(2));
