import type { z } from "zod";
import type { showEnterprise } from "#capabilities/enterprises/contract.ts";

/** One enterprise as its page is given it. */
export type Shown = z.output<typeof showEnterprise.result>;
