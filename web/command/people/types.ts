import type { z } from "zod";
import type { PersonView } from "#capabilities/people/contract.ts";

export type Person = z.output<typeof PersonView>;
