import type { Command } from "commander";

/** `wangge simulate`. */
export function simulateVerbs(program: Command): void {
  program.command("simulate").description("write a synthetic province's feeds, and apart the truth");
}
