/** Who the sides are, what it is about and what was agreed: sealed and bound to the dispute. */
import type { Keys } from "#platform/keys.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type { Party } from "./contract.ts";

export type DisputeWords = {
  readonly matter: string;
  readonly partyA: Party;
  readonly partyB: Party;
  readonly terms: string | null;
};

export const sealDispute = (keys: Keys, id: string, words: DisputeWords) => ({
  sealed: seal(keys.sealingKey, JSON.stringify(words), `dispute ${id}`),
  keyId: sealingKeyId(keys.sealingKey),
});
export const openDispute = (keys: Keys, id: string, sealed: Uint8Array): DisputeWords =>
  JSON.parse(unseal(keys.sealingKey, sealed, `dispute ${id}`)) as DisputeWords;
