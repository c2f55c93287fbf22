/** What an errand needs, sealed and bound to its request. */
import type { Keys } from "#platform/keys.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type { Errand } from "./contract.ts";

export const sealErrand = (keys: Keys, requestId: string, errand: Errand) => ({
  sealed: seal(keys.sealingKey, JSON.stringify(errand), `service ${requestId}`),
  keyId: sealingKeyId(keys.sealingKey),
});
export const openErrand = (keys: Keys, requestId: string, sealed: Uint8Array): Errand =>
  JSON.parse(unseal(keys.sealingKey, sealed, `service ${requestId}`)) as Errand;
