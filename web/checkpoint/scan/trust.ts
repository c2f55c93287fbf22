/**
 * What a checkpoint believes: the key set, pinned to the first root key that it saw, and the list of codes that changed
 * since their attestation. Both go on counting when they are old: their age is shown, they never close a gate.
 */

import { showCodeChanges } from "#capabilities/credentials/contract.ts";
import { fromBase64url } from "#capabilities/credentials/rules/bytes.ts";
import { applyChanges, type ChangeState } from "#capabilities/credentials/rules/change-list.ts";
import { isKeySetSigned } from "#capabilities/credentials/rules/check-key-set.ts";
import { isSignedBy, readSign1 } from "#capabilities/credentials/rules/cose.ts";
import { isInForce, type SignedKeySet } from "#capabilities/credentials/rules/key-set.ts";
import type { Instant } from "#kernel/time.ts";
import { addressOf } from "../../shared/api.ts";
import { verify } from "../../shared/code-crypto.ts";
import { Unreachable } from "../../shared/refusal.ts";
import { platformNow } from "../store/clock.ts";

const isKeySet = (value: unknown): value is SignedKeySet =>
  typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys) && "signature" in value;

/** The fetched key set when its root signature is right (and of the root known before, while that one is in force). */
export async function takeKeySet(fetched: unknown, kept: SignedKeySet | null): Promise<SignedKeySet | null> {
  if (!isKeySet(fetched)) return null;
  // A root key that has ended binds nobody: else a phone in a drawer for a year would never believe again.
  const pinned = kept?.keys.find((key) => key.use === "root" && isInForce(key, platformNow())) ?? null;
  return (await isKeySetSigned(fetched, verify, pinned)) ? fetched : null;
}

/** The list after what the server added since; the same one when it is not to be believed. Throws Unreachable. */
export async function fetchChanges(
  keySet: SignedKeySet,
  state: ChangeState | null,
  now: Instant,
): Promise<ChangeState | null> {
  const applied = await fetchSince(keySet, state, now);
  // Batches are missing between what is kept and what came: the whole list then.
  return applied === "gap" ? keptOr(await fetchSince(keySet, null, now), state) : keptOr(applied, state);
}

const keptOr = (applied: ChangeState | string, state: ChangeState | null): ChangeState | null =>
  typeof applied === "string" ? state : applied;

async function fetchSince(
  keySet: SignedKeySet,
  state: ChangeState | null,
  now: Instant,
): Promise<ChangeState | string> {
  const response = await fetch(addressOf(showCodeChanges, { since: state?.sequence })).catch((cause: unknown) => {
    throw new Unreachable("no answer", { cause });
  });
  if (!response.ok) return "not-now";
  const payload = await signedPayload(keySet, new Uint8Array(await response.arrayBuffer()));
  if (payload === null) return "not-signed";
  const applied = applyChanges(state, payload, now);
  return applied.outcome === "applied" ? applied.state : applied.outcome;
}

/** The payload of a COSE_Sign1 by one of the set's list keys, or null. */
async function signedPayload(keySet: SignedKeySet, bytes: Uint8Array): Promise<Uint8Array | null> {
  const sign1 = readSign1(bytes);
  if (sign1 === null) return null;
  for (const key of keySet.keys) {
    if (key.use !== "list" || key.alg !== sign1.algorithm) continue;
    const publicKey = fromBase64url(key.publicKey);
    if (publicKey !== null && (await isSignedBy(sign1, publicKey, verify))) return sign1.payload;
  }
  return null;
}
