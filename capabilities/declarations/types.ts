import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Form } from "./contract.ts";

export type Item = {
  readonly id: string;
  readonly personKey: string;
  readonly baseVersion: number;
  readonly form: Form;
  /** One of the two declares. */
  readonly residentId: string | null;
  readonly byPost: string | null;
};

export type Verdict =
  | { readonly answer: "taken"; readonly version: number; readonly declaredAt: Instant; readonly colour: CodeColour }
  | { readonly answer: "not-found" | "id-taken" | "failed" }
  | { readonly answer: "changed-meanwhile"; readonly version: number };
