/** Is a key set as its root key signed it? Checked by whoever fetches one, before it replaces the last. */
import { fromBase64url } from "./bytes.ts";
import type { Verify } from "./cose.ts";
import { keySetBytes, type PublishedKey, type SignedKeySet } from "./key-set.ts";

/**
 * `pinned`: the root key that the checkpoint was given (or kept from its first set); null takes the set's own, which says
 * that it is whole and not who made it.
 */
export async function isKeySetSigned(set: SignedKeySet, verify: Verify, pinned: PublishedKey | null): Promise<boolean> {
  const { kid, alg, value } = set.signature;
  const root = pinned ?? set.keys.find((key) => key.use === "root" && key.kid === kid);
  if (root === undefined || root.use !== "root" || root.kid !== kid || root.alg !== alg) return false;
  const [publicKey, signature] = [fromBase64url(root.publicKey), fromBase64url(value)];
  if (publicKey === null || signature === null) return false;
  return verify(alg, publicKey, keySetBytes(set), signature);
}
