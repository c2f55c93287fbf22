import type { Command } from "commander";
import { withDatabase } from "./database.ts";

/** `wangge migrate`. */
export function migrateVerbs(program: Command): void {
  program
    .command("migrate")
    .description("bring the database up to this version's schema")
    .option("--json", "print a JSON object: applied, the names of the migrations")
    .addHelpText(
      "after",
      "\nForward only, each migration in its own transaction; safe to repeat and beside a running server." +
        "\nUses DATABASE_URL, or the embedded server of WANGGE_DATA_DIR. Exit codes: 0 done, 69 unreachable, 78 wrong setting or version.",
    )
    .action(async (options: { json?: true }) => {
      await withDatabase(async ({ migrated }) => {
        if (options.json) console.log(JSON.stringify({ applied: migrated }));
        else console.log(migrated.length === 0 ? "Nothing to do: the schema is up to date." : migrated.join("\n"));
      });
    });
}
