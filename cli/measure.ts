import type { Command } from "commander";
/** `wangge measure`. */
export function measureVerb(program: Command): void {
  program.command("measure").description("compare a ranked list with the truth of a simulated province");
}
