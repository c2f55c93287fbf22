/** The text of the QR, made on the phone without a network. */
import { fromBase64url } from "#capabilities/credentials/rules/bytes.ts";
import { writeCode } from "#capabilities/credentials/rules/envelope.ts";
import { encodeProof, proofBytes } from "#capabilities/credentials/rules/proof.ts";
import type { Instant } from "#kernel/time.ts";
import { deflate } from "../../shared/code-crypto.ts";
import { deviceKey, signAs } from "./device-key.ts";
import type { HeldCode } from "./standing.ts";

/** A phone's proof at `now` over its attestation; without one for the form that the server refreshes. Null: no key. */
export async function codeText({ shown }: HeldCode, now: Instant): Promise<string | null> {
  const attestation = fromBase64url(shown.attestation);
  if (attestation === null) return null;
  if (shown.form === "refreshed") return writeCode(attestation, null, deflate);
  const key = await deviceKey();
  if (key === null) return null;
  const signature = await signAs(key, proofBytes(attestation, now));
  return writeCode(attestation, encodeProof(now, signature), deflate);
}
