/**
 * Mutual recognition: what crosses the border of a province is why and until when, not a colour. A reason statement is a
 * COSE_Sign1 CWT that one province gives a holder for another; the other maps each reason to its own evidence by a table
 * that two people agreed on. No reason makes a green: a statement without reasons proves nothing against our evidence.
 *
 * Source: design/codes.md, first paragraph; GB/T 38961-2020 §"mutual recognition" (aligned with, not certified to).
 */
import { DAY, type Instant, instantOf, later } from "#kernel/time.ts";
import { type CborValue, encodeCbor, isArray, isBytes, isMap } from "./cbor.ts";
import { EXPIRES, ISSUED, ISSUER, REASONS, readClaims, SUBJECT } from "./cwt.ts";

export type Reason = {
  /** A code of the issuer's own list, such as `measure` or `confirmed-contact`. */
  readonly code: string;
  /** The class of the evidence behind it, E1–E6. */
  readonly evidenceClass: string;
  readonly since: Instant;
  /** Null: until it is withdrawn. */
  readonly until: Instant | null;
};

export type ReasonStatement = {
  readonly issuer: string;
  /** The province that it is for: nobody else may use it. */
  readonly audience: string;
  /** 16 bytes that name the holder to this audience alone: two provinces cannot join theirs. */
  readonly subject: Uint8Array;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly reasons: readonly Reason[];
};

/** A holder carries a statement over at once; a day is enough for a journey. */
export const STATEMENT_FOR = DAY;
export const REASONS_AT_MOST = 20;
/** A statement as text: base64url, and no longer than twenty reasons make it. */
export const STATEMENT_TEXT = /^[\w-]{50,8000}$/;
/** Nothing that another province says counts longer than this after its beginning (design/codes.md: 14 days). */
const COUNTS_FOR = 14 * DAY;
const SECOND = 1000;
const AUDIENCE = 3;
const [CODE, CLASS, SINCE, UNTIL] = [1, 2, 3, 4] as const;
const SHAPES = { code: /^[a-z][a-z0-9-]{1,39}$/, evidenceClass: /^E[1-6]$/, province: /^[1-9]\d$/ } as const;

export function encodeStatement(statement: ReasonStatement): Uint8Array {
  const seconds = (at: Instant): number => Math.floor(at / SECOND);
  const reasons = statement.reasons.map(
    ({ code, evidenceClass, since, until }): CborValue =>
      new Map<CborValue, CborValue>([
        [CODE, code],
        [CLASS, evidenceClass],
        [SINCE, seconds(since)],
        [UNTIL, until === null ? null : seconds(until)],
      ]),
  );
  return encodeCbor(
    new Map<CborValue, CborValue>([
      [ISSUER, statement.issuer],
      [SUBJECT, statement.subject],
      [AUDIENCE, statement.audience],
      [EXPIRES, seconds(statement.expiresAt)],
      [ISSUED, seconds(statement.issuedAt)],
      [REASONS, reasons],
    ]),
  );
}

/** The statement in a payload whose signature somebody else checks; null when any part of it is not as it must be. */
export function readStatement(payload: Uint8Array): ReasonStatement | null {
  const claims = readClaims(payload);
  if (claims === null) return null;
  const { issuer, issuedAt, expiresAt, all } = claims;
  const [audience, subject, list] = [all.get(AUDIENCE), all.get(SUBJECT), all.get(REASONS)];
  if (issuer === null || !SHAPES.province.test(issuer) || issuedAt === null || expiresAt === null) return null;
  if (typeof audience !== "string" || !SHAPES.province.test(audience)) return null;
  if (!isBytes(subject) || subject.length !== 16 || !isArray(list) || list.length > REASONS_AT_MOST) return null;
  const reasons = list.map(readReason).filter((reason) => reason !== null);
  if (reasons.length !== list.length) return null;
  return { issuer, audience, subject, issuedAt, expiresAt, reasons };
}

function readReason(value: CborValue): Reason | null {
  if (!isMap(value)) return null;
  const [code, evidenceClass] = [value.get(CODE), value.get(CLASS)];
  const [since, until] = [instantIn(value.get(SINCE)), instantIn(value.get(UNTIL))];
  if (typeof code !== "string" || !SHAPES.code.test(code)) return null;
  if (typeof evidenceClass !== "string" || !SHAPES.evidenceClass.test(evidenceClass) || since === null) return null;
  return until === null && value.get(UNTIL) !== null ? null : { code, evidenceClass, since, until };
}

const instantIn = (value: CborValue): Instant | null =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 40
    ? instantOf(value * SECOND)
    : null;

export const TARGETS = ["recognised-red", "recognised-yellow", "none"] as const;
export type Target = (typeof TARGETS)[number];
/** Reason code of the issuer → what it amounts to here; `none`: it is no ground here. */
export type Mapping = Readonly<Record<string, Target>>;

export type Recognised = {
  readonly evidence: readonly {
    readonly reason: string;
    readonly kind: Exclude<Target, "none">;
    readonly since: Instant;
    readonly until: Instant;
  }[];
  /** Codes that the table does not know: a person asks, nothing is assumed either way. */
  readonly unknown: readonly string[];
};

/** What a statement comes to here, now. Reasons that have ended, or began more than 14 days ago, come to nothing. */
export function recognise({ reasons }: ReasonStatement, mapping: Mapping, now: Instant): Recognised {
  const unknown = reasons.filter(({ code }) => !Object.hasOwn(mapping, code)).map(({ code }) => code);
  const evidence = reasons.flatMap(({ code, since, until }) => {
    const kind = Object.hasOwn(mapping, code) ? mapping[code] : undefined;
    if (kind === undefined || kind === "none") return [];
    // A beginning in the future is a clock's error or a trick to make it last: it begins now.
    const from = instantOf(Math.min(since, now));
    const end = instantOf(Math.min(until ?? Number.POSITIVE_INFINITY, later(from, COUNTS_FOR)));
    return end > now ? [{ reason: code, kind, since: from, until: end }] : [];
  });
  return { evidence, unknown };
}

/** Examples of tables: a start for whoever proposes one, not in force by themselves. */
export const EXAMPLE_MAPPINGS = {
  /** Nanjing 2020-02: red, orange, green. Its orange is observation at home, which is yellow here. */
  nanjing: {
    "confirmed-or-suspected": "recognised-red",
    "close-contact": "recognised-red",
    "stay-in-key-area": "recognised-red",
    "observation-at-home": "recognised-yellow",
    "arrived-from-elsewhere": "recognised-yellow",
    "no-finding": "none",
  },
  /** The national four colours (State Council e-government, 2020-03): red, orange, yellow, green. */
  national: {
    "confirmed-or-suspected": "recognised-red",
    "close-contact": "recognised-red",
    "stay-in-high-risk-area": "recognised-red",
    "stay-in-medium-risk-area": "recognised-yellow",
    "fever-or-symptom": "recognised-yellow",
    "same-space": "recognised-yellow",
    "no-finding": "none",
  },
} as const satisfies Readonly<Record<string, Mapping>>;
