import type { z } from "zod";
import type { MyObservation } from "#capabilities/observation/contract-mine.ts";

/** One observation of a person of this account, and the way to ask for it again. */
export type OfMine = { readonly of: z.output<typeof MyObservation>; readonly again: () => Promise<void> };
