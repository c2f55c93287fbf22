import type { z } from "zod";
import type { Role } from "./actor.ts";

/**
 * A kind of record of which a phone holds a copy, as data: the server sends what changed since the phone's last contact,
 * a record that went (or left the phone's area) as null. A value only ever grows by fields that may be missing.
 */
export type CopyKind<Value extends z.ZodType> = {
  /** A noun of the field, for ever: `household`, `campaign-door` … */
  readonly name: string;
  /** What the phone keeps of one record. Never a colour, an identity number or a diagnosis beyond the reader's duty. */
  readonly value: Value;
  /** Whose phones hold it; not said: FIELD_ROLES. Others ask in vain, so that a partner's phone has nothing of health. */
  readonly who?: readonly Role[];
};

/** Keeps the literal types of `c`. */
export const copyKind = <V extends z.ZodType>(c: CopyKind<V>): CopyKind<V> => c;

export type AnyCopyKind = CopyKind<z.ZodType>;
