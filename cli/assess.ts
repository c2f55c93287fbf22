import type { Command } from "commander";

/** `wangge assess`, `wangge pseudonymise`. */
export function assessVerbs(program: Command): void {
  program.command("assess").description("rank the people of a feed folder for one day");
}
