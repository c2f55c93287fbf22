/** What a scanned text comes to, by what this phone has: no request is made. */
import { readCode } from "#capabilities/credentials/rules/outcome.ts";
import { inflate, verify } from "../../shared/code-crypto.ts";
import { platformNow } from "../store/clock.ts";
import { here } from "../store/local.ts";
import type { Reading } from "../store/shapes.ts";

/** The reading of a text from the camera. Never throws. */
export async function verifyText(text: string): Promise<Reading> {
  const { keySet = null, changes = null } = here().kept;
  const { outcome, why, attestation } = await readCode(text, { inflate, verify, keySet, changes, now: platformNow() });
  return {
    form: attestation?.form ?? "phone",
    outcome,
    why,
    colour: attestation?.colour ?? null,
    issuer: attestation?.issuer ?? null,
    codeId: attestation?.codeId ?? null,
    isShortStay: attestation?.isShortStay ?? false,
  };
}
