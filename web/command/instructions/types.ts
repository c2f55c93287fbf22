import type { z } from "zod";
import type { Instruction } from "#capabilities/instructions/contract.ts";

export type One = z.output<typeof Instruction>;
