/**
 * What a code comes to at a checkpoint, without a network: pass, ask, stop, or cannot verify. "Cannot verify" is never a
 * refusal: identity card, temperature, register. The table with all reasons is in the README ("Verify").
 *
 * Source: design/codes.md "A code that cannot go down"; reference/domain.md §6.4 (8).
 */
import { DAY, HOUR, type Instant, instant } from "#kernel/time.ts";
import { base64url, fromBase64url } from "./bytes.ts";
import { ageOf, type ChangeState, isChanged } from "./change-list.ts";
import { isSignedBy, readSign1, type Sign1, type Verify } from "./cose.ts";
import { type Attestation, readAttestation } from "./cwt.ts";
import { type Envelope, EU_DCC, type Inflate, OURS, peel, readEnvelope, TEXT_LIMIT } from "./envelope.ts";
import type { PublishedKey, SignedKeySet } from "./key-set.ts";
import { isProofOf, readProof } from "./proof.ts";

/** Why, in the order in which they are looked for; each has its sentence in the checkpoint's words. */
export const WHYS = [
  "not-a-code",
  "other-standard",
  "unreadable",
  "no-key-set",
  "other-issuer",
  "unknown-key",
  "key-ended",
  "forged",
  "not-yet-valid",
  "expired",
  "red",
  "yellow",
  "changed",
  "no-proof",
  "foreign-proof",
  "stale-proof",
  "early-proof",
  "pending",
  "no-list",
  "list-old",
  "key-set-old",
  "short-stay",
  "paper",
  "green",
] as const;
export type Why = (typeof WHYS)[number];
export type CodeOutcome = "pass" | "ask" | "stop" | "cannot-verify";

export type Reading = {
  readonly outcome: CodeOutcome;
  readonly why: Why;
  /** Null: the signature was not checked or did not hold, so that nothing in it may be believed. */
  readonly attestation: Attestation | null;
  /** Milliseconds, never negative; null when there is none. To be shown when they matter. */
  readonly proofAge: number | null;
  readonly listAge: number | null;
  readonly keySetAge: number | null;
};

export type Tolerances = {
  /** A proof older than this is a picture of a code. */
  readonly proofFor: number;
  /** How far a phone's clock may be behind the checkpoint's, beyond `proofFor`, and how far ahead of it. */
  readonly behind: number;
  readonly ahead: number;
  readonly listFor: number;
  readonly keySetFor: number;
};

/** A phone keeps its difference to the platform's clock; what is left is delay of the network and drift while offline. */
export const TOLERANCES: Tolerances = {
  proofFor: 60_000,
  behind: 0,
  ahead: 90_000,
  listFor: 6 * HOUR,
  // New keys are published a month before they sign.
  keySetFor: 31 * DAY,
};

export type ReadWith = {
  readonly inflate: Inflate;
  readonly verify: Verify;
  /** The latest that the checkpoint has, however old; whoever fetched it has checked its signature (check-key-set.ts). */
  readonly keySet: SignedKeySet | null;
  readonly changes: ChangeState | null;
  readonly now: Instant;
  readonly tolerances?: Partial<Tolerances>;
};

/** What the text in a QR code comes to now. Never throws, whatever the text. */
export async function readCode(text: string, how: ReadWith): Promise<Reading> {
  const ages = {
    proofAge: null,
    listAge: how.changes === null ? null : ageOf(how.changes, how.now),
    keySetAge: how.keySet === null ? null : Math.max(0, how.now - instant(how.keySet.issuedAt)),
  };
  const cannot = (why: Why): Reading => ({ outcome: "cannot-verify", why, attestation: null, ...ages });

  const opened = open(text, how.inflate);
  if (typeof opened === "string") return cannot(opened);
  const { envelope, sign1, attestation } = opened;
  const key = keyFor(attestation, sign1, how);
  if (typeof key === "string") return cannot(key);
  const publicKey = fromBase64url(key.publicKey);
  if (publicKey === null || !(await isSignedBy(sign1, publicKey, how.verify))) return cannot("forged");

  const tolerances = { ...TOLERANCES, ...how.tolerances };
  const held = heldBy(attestation, how, tolerances);
  if (held !== null) return { ...held, attestation, ...ages };
  const proof = await proofIn(envelope, attestation, { ...how, tolerances });
  const aged = { ...ages, proofAge: proof.age };
  if (proof.found !== null) return { ...proof.found, attestation, ...aged };
  return { ...shown(attestation, aged, tolerances), attestation, ...aged };
}

type Found = { readonly outcome: CodeOutcome; readonly why: Why };
type Opened = { readonly envelope: Envelope; readonly sign1: Sign1; readonly attestation: Attestation };

function open(text: string, inflate: Inflate): Opened | Why {
  if (text.length > TEXT_LIMIT) return "not-a-code";
  if (text.startsWith(EU_DCC)) return "other-standard";
  if (!text.startsWith(OURS)) return "not-a-code";
  const { content } = peel(text, inflate);
  const envelope = content === null ? null : readEnvelope(content);
  const sign1 = envelope === null ? null : readSign1(envelope.attestation);
  const attestation = sign1 === null ? null : readAttestation(sign1.payload);
  if (envelope === null || sign1 === null || attestation === null) return "unreadable";
  return { envelope, sign1, attestation };
}

function keyFor(attestation: Attestation, sign1: Sign1, { keySet, now }: ReadWith): PublishedKey | Why {
  if (keySet === null) return "no-key-set";
  if (attestation.issuer !== keySet.issuer) return "other-issuer";
  const kid = sign1.kid === null ? null : base64url(sign1.kid);
  const key = keySet.keys.find((one) => one.use === "code" && one.kid === kid);
  if (key === undefined) return "unknown-key";
  if (key.alg !== sign1.algorithm) return "forged";
  return instant(key.validUntil) <= now ? "key-ended" : key;
}

/** What ends the matter before the phone's proof is looked at: whoever holds a code up is believed when it is against him. */
function heldBy(
  { colour, codeId, issuedAt, expiresAt }: Attestation,
  how: ReadWith,
  { ahead }: Tolerances,
): Found | null {
  if (issuedAt > how.now + ahead) return { outcome: "cannot-verify", why: "not-yet-valid" };
  if (how.now >= expiresAt) return { outcome: "cannot-verify", why: "expired" };
  if (colour === "red" || colour === "yellow") return { outcome: "stop", why: colour };
  if (how.changes !== null && isChanged(how.changes, codeId)) return { outcome: "stop", why: "changed" };
  return null;
}

async function proofIn(
  envelope: Envelope,
  { holderKey: key }: Attestation,
  { verify, now, tolerances }: ReadWith & { readonly tolerances: Tolerances },
): Promise<{ readonly age: number | null; readonly found: Found | null }> {
  if (key === null) return { age: null, found: null };
  if (envelope.proof === null) return { age: null, found: { outcome: "ask", why: "no-proof" } };
  const proof = readProof(envelope.proof);
  if (proof === null || !(await isProofOf(proof, envelope.attestation, { key, verify }))) {
    return { age: null, found: { outcome: "cannot-verify", why: "foreign-proof" } };
  }
  const age = Math.max(0, now - proof.at);
  if (proof.at > now + tolerances.ahead) return { age, found: { outcome: "ask", why: "early-proof" } };
  const isStale = age > tolerances.proofFor + tolerances.behind;
  return { age, found: isStale ? { outcome: "ask", why: "stale-proof" } : null };
}

/** Green and pending codes that are whole: what is left is how old that is by which they were checked. */
function shown(
  attestation: Attestation,
  { listAge, keySetAge }: Pick<Reading, "listAge" | "keySetAge">,
  { listFor, keySetFor }: Tolerances,
): Found {
  const ask = (why: Why): Found => ({ outcome: "ask", why });
  if (attestation.colour === "pending") return ask("pending");
  if (listAge === null) return ask("no-list");
  if (listAge > listFor) return ask("list-old");
  if (keySetAge === null || keySetAge > keySetFor) return ask("key-set-old");
  if (attestation.isShortStay) return ask("short-stay");
  // The last four of the identity number are printed beside: whoever carries the paper shows the card.
  return attestation.form === "paper" ? ask("paper") : { outcome: "pass", why: "green" };
}
