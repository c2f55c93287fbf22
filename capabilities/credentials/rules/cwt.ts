/**
 * The claims inside: CBOR Web Token (RFC 8392) with our own claim for a health code, or an hcert of the EU (claim −260).
 */
import type { CodeColour } from "#kernel/colours.ts";
import { type Instant, instantOf } from "#kernel/time.ts";
import { type CborMap, type CborValue, cborValue, encodeCbor, isMap, isTagged } from "./cbor.ts";
import { coseKey, type HolderKey, readCoseKey } from "./cose-key.ts";
import { ID_LIMIT } from "./rice.ts";

export const ISSUER = 1;
export const SUBJECT = 2;
export const EXPIRES = 4;
export const ISSUED = 6;
export const HCERT = -260;
/** Ours, of the range for private use (below −65536): a health code, and a statement of reasons (rules/recognition.ts). */
export const HEALTH_CODE = -65700;
export const REASONS = -65701;

const SECOND = 1000;

export const FORMS = ["phone", "paper", "refreshed"] as const;
export type AttestationForm = (typeof FORMS)[number];
/** The rules by which the colour was decided. */
export const PROFILE = "suzhou-2020-02";

/** What the server says of one holder: nothing that names him. */
export type Attestation = {
  /** The issuer's code of place, such as "32". */
  readonly issuer: string;
  /** In [0, 2^30), another with each attestation. */
  readonly codeId: number;
  readonly issuedAt: Instant;
  /** Exclusive. */
  readonly expiresAt: Instant;
  readonly colour: CodeColour;
  /** Null: paper, or a phone without keys. */
  readonly holderKey: HolderKey | null;
  readonly isShortStay: boolean;
  readonly form: AttestationForm;
  readonly profile: string;
};

/** Numbers in our claim; never renumbered, papers carry them. */
const CODE_ID = 1;
const COLOUR = 2;
const FORM = 3;
const SHORT_STAY = 4;
const KEY = 5;
const PROFILE_NAME = 6;
const COLOUR_NUMBERS = { red: 1, yellow: 2, pending: 3, green: 4 } as const satisfies Record<CodeColour, number>;
const COLOURS: readonly (CodeColour | null)[] = [null, "red", "yellow", "pending", "green"];
const FORM_NUMBERS = { phone: 1, paper: 2, refreshed: 3 } as const satisfies Record<AttestationForm, number>;

/** The payload to be signed. Times are cut to the second: issued earlier, expired earlier, never later. */
export function encodeAttestation(attestation: Attestation): Uint8Array {
  const code = new Map<CborValue, CborValue>([
    [CODE_ID, attestation.codeId],
    [COLOUR, COLOUR_NUMBERS[attestation.colour]],
    [FORM, FORM_NUMBERS[attestation.form]],
    [PROFILE_NAME, attestation.profile],
  ]);
  if (attestation.isShortStay) code.set(SHORT_STAY, true);
  if (attestation.holderKey !== null) code.set(KEY, coseKey(attestation.holderKey));
  return encodeCbor(
    new Map<CborValue, CborValue>([
      [ISSUER, attestation.issuer],
      [EXPIRES, Math.floor(attestation.expiresAt / SECOND)],
      [ISSUED, Math.floor(attestation.issuedAt / SECOND)],
      [HEALTH_CODE, code],
    ]),
  );
}

/** Claims of a token; null where absent or not of their type. */
export type Claims = {
  readonly issuer: string | null;
  readonly issuedAt: Instant | null;
  readonly expiresAt: Instant | null;
  readonly all: CborMap;
};

/** The claims, or null when the payload is not a map. */
export function readClaims(payload: Uint8Array): Claims | null {
  const value = cborValue(payload);
  const all = isTagged(value) ? value.value : value;
  if (!isMap(all)) return null;
  const issuer = all.get(ISSUER);
  return {
    issuer: typeof issuer === "string" ? issuer : null,
    issuedAt: instantIn(all.get(ISSUED)),
    expiresAt: instantIn(all.get(EXPIRES)),
    all,
  };
}

/** NumericDate: seconds, whole or not, tagged 1 or not (RFC 8392 §2 leaves the tag out; some issuers do not). */
function instantIn(value: CborValue): Instant | null {
  const bare = isTagged(value) && value.tag === 1 ? value.value : value;
  const seconds = typeof bare === "bigint" ? Number(bare) : bare;
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return null;
  // Beyond a calendar of eight digits nothing is a time (JavaScript's dates end there too).
  return Math.abs(seconds) <= 8.64e12 ? instantOf(Math.round(seconds * SECOND)) : null;
}

/** The attestation in a payload (whose signature somebody else checks), or null when it is not wholly one of ours. */
export function readAttestation(payload: Uint8Array): Attestation | null {
  const claims = readClaims(payload);
  const code = claims?.all.get(HEALTH_CODE);
  if (claims === null || !isMap(code)) return null;
  const { issuer, issuedAt, expiresAt } = claims;
  const [codeId, profile, shortStay] = [code.get(CODE_ID), code.get(PROFILE_NAME), code.get(SHORT_STAY) ?? false];
  const colour = COLOURS[numberIn(code.get(COLOUR))];
  const form = FORMS[numberIn(code.get(FORM)) - 1];
  const holderKey = code.has(KEY) ? readCoseKey(code.get(KEY)) : null;
  if (issuer === null || !/^[1-9]\d{1,11}$/.test(issuer) || issuedAt === null || expiresAt === null) return null;
  if (typeof codeId !== "number" || !Number.isInteger(codeId) || codeId < 0 || codeId >= ID_LIMIT) return null;
  if (typeof profile !== "string" || profile.length > 40 || typeof shortStay !== "boolean") return null;
  // A phone's attestation without its key would be anybody's; a key on paper would be nobody's.
  if (!colour || form === undefined || (form === "phone") !== (holderKey !== null)) return null;
  return { issuer, codeId, issuedAt, expiresAt, colour, holderKey, isShortStay: shortStay, form, profile };
}

const numberIn = (value: CborValue): number => (typeof value === "number" && Number.isInteger(value) ? value : -1);
