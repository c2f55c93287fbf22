import type { z } from "zod";
import type { showMine } from "#capabilities/enterprises/contract.ts";

/** One of my organisations as its pages are given it. */
export type Mine = z.output<typeof showMine.result>;
