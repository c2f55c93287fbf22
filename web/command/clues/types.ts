import type { z } from "zod";
import type { showClue } from "#capabilities/clues/contract.ts";

export type Clue = z.output<(typeof showClue)["result"]>;
