import type { z } from "zod";
import type { AppealPage } from "#capabilities/appeals/contract.ts";

export type Appeal = z.output<typeof AppealPage>;
