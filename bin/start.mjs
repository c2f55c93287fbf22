// `npm start`: installs what is missing, builds the pages, starts the server (cli/serve.ts does the rest).
import { buildPages } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { run } from "./runtime.mjs";

installMissing();
buildPages();
await run("cli/main.ts", ["serve", ...process.argv.slice(2)]);
