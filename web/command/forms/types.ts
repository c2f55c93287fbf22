import type { FormHead } from "#capabilities/forms/contract.ts";

export type One = FormHead;
