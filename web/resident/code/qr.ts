/** The text of the QR and its picture, both made on the phone, without a network. */
import { encode } from "uqr";
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

export type Picture = { readonly size: number; readonly path: string; readonly version: number };

/** One path of unit squares, run by run: Base45 is in QR's alphanumeric letters, which uqr chooses by itself. */
export function pictureOf(text: string): Picture {
  const { size, data, version } = encode(text, { ecc: "M", border: 0 });
  let path = "";
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x++) {
      const from = x;
      while (x < size && row[x] === true) x++;
      if (x > from) path += `M${from} ${y}h${x - from}v1h-${x - from}z`;
    }
  }
  return { size, path, version };
}
