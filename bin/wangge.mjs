#!/usr/bin/env node
import { run } from "./runtime.mjs";

await run("cli/main.ts", process.argv.slice(2));
