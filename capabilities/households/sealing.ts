/** Names, numbers and phones of the register: sealed with the row that they belong to, opened for those whose duty it is. */
import type { Context } from "#platform/answer.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";

type Acting = Pick<Context, "actor" | "services">;

/** What stands sealed in a row of the register. */
export type SealedPerson = {
  readonly name: string;
  readonly idType: string;
  readonly idNumber: string | null;
  readonly phone: string | null;
};

const boundPerson = (personId: string) => `register/${personId}`;
const boundLandlord = (doorId: string, version: number) => `landlord/${doorId}/${version}`;

type Sealed = { readonly sealed: string; readonly keyId: string };
const sealed = (ctx: Acting, text: string, bound: string): Sealed => {
  const { sealingKey } = ctx.services.keys;
  return { sealed: seal(sealingKey, text, bound).toString("hex"), keyId: sealingKeyId(sealingKey) };
};

export const sealPerson = (ctx: Acting, id: string, person: SealedPerson): Sealed =>
  sealed(ctx, JSON.stringify(person), boundPerson(id));

export const openPerson = (ctx: Acting, id: string, bytes: Uint8Array): SealedPerson =>
  JSON.parse(unseal(ctx.services.keys.sealingKey, bytes, boundPerson(id)));

export const sealLandlord = (ctx: Acting, doorId: string, version: number, person: SealedPerson): Sealed =>
  sealed(ctx, JSON.stringify(person), boundLandlord(doorId, version));

export const openLandlord = (ctx: Acting, doorId: string, version: number, bytes: Uint8Array): SealedPerson =>
  JSON.parse(unseal(ctx.services.keys.sealingKey, bytes, boundLandlord(doorId, version)));

const VILLAGE = 12;

/** Names belong to those who keep the register of a village or of a part of it (docs/decisions/0018). */
export const seesNames = ({ actor }: Acting): boolean => actor.area.length >= VILLAGE;

/** The last four characters of a number, as a phone may hold them. */
export const lastFourOf = (idNumber: string | null): string | null => (idNumber === null ? null : idNumber.slice(-4));
