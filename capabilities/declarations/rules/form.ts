import type { Category, ContactKind, Mode, Observation } from "./kinds.ts";

type Where = { readonly code: string } | { readonly words: string };

/** What rules look at of a filled-in form; contract.ts `Form` has it, and more. */
export type FilledForm = {
  readonly category: Category;
  readonly trip: {
    readonly from: Where;
    readonly departedOn: string | null;
    readonly arrivedOn: string;
    readonly mode: Mode;
    readonly serviceNo: string | null;
  } | null;
  readonly stayUntil: string | null;
  readonly stays: readonly { readonly place: Where; readonly from: string; readonly to: string }[];
  readonly contacts: readonly { readonly kind: ContactKind; readonly on: string }[];
  readonly symptoms: readonly string[];
  readonly temperatureTenths: number | null;
  readonly observation: Observation;
  readonly addressDetail: string;
  readonly employer: string | null;
};
