/** The resident's account: sign-in by one-time code, the persons it carries, and its own data. */
import { z } from "zod";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { DOCUMENTS, RELATIONS } from "./rules/kinds.ts";
import { residentProblems } from "./rules/problems.ts";

/** As typed; which is right is said by the use case with a sentence of its own. */
const Phone = z.string().trim().min(5).max(30);
const LastFour = z.string().trim().length(4);
const PersonKey = z.guid();

export const askCode = route({
  method: "POST",
  path: "/resident/codes",
  summary: "Send a one-time code to a phone; the answer is the same whether or not the phone is known.",
  who: "anyone",
  params: z.object({}),
  body: z.object({ phone: Phone }),
  result: z.object({ expiresAt: z.iso.datetime(), resendAfterSeconds: z.int() }),
  problems: [residentProblems["not-a-phone"], residentProblems["too-many-codes"]],
  channel: "declare",
  purpose: "code.declare",
  runs: "by-itself",
  perMinute: 60,
});

export const showDemoMessages = route({
  method: "POST",
  path: "/resident/demo-messages",
  summary: "In the demo only: the messages that a phone would have received, newest first; at most 10.",
  who: "anyone",
  params: z.object({}),
  body: z.object({ phone: Phone }),
  result: z.object({ messages: z.array(z.object({ at: z.iso.datetime(), text: z.string() })) }),
  problems: [common["not-found"]],
  channel: "declare",
  purpose: "code.declare",
  runs: "by-itself",
  perMinute: 60,
});

export const signIn = route({
  method: "POST",
  path: "/resident/session",
  summary: "Sign in with phone and one-time code; opens the account when the phone has none.",
  who: "anyone",
  params: z.object({}),
  body: z.object({
    phone: Phone,
    code: z.string().regex(/^\d{6}$/),
    /** Asked for (identity-needed) when the number was silent for 90 days: it may have another owner by now. */
    lastFour: LastFour.optional(),
    /** The number is newly mine: what its former owner had stays his, and this phone begins empty. */
    isNewOwner: z.boolean().default(false),
  }),
  result: z.object({ residentId: z.uuid(), token: z.string(), expiresAt: z.iso.datetime() }),
  problems: [
    residentProblems["wrong-code"],
    residentProblems["identity-needed"],
    residentProblems["not-a-phone"],
    residentProblems["too-many-codes"],
  ],
  channel: "declare",
  purpose: "code.declare",
  runs: "by-itself",
  perMinute: 60,
});

export const signOut = route({
  method: "DELETE",
  path: "/resident/session",
  summary: "Sign out here, or with `everywhere=true` on all phones and browsers.",
  who: "resident",
  params: z.object({ everywhere: z.enum(["true", "false"]).default("false") }),
  body: z.undefined(),
  result: z.object({}),
  problems: [],
  channel: "declare",
  purpose: "code.declare",
  runs: "by-itself",
});

/** A person as the account that carries him sees him. */
export const CarriedPerson = z.object({
  personKey: PersonKey,
  name: z.string(),
  lastFour: z.string(),
  document: z.enum(DOCUMENTS),
  relation: z.enum(RELATIONS),
  /** Under 18 by his document's birth date; null when it says none. */
  isMinor: z.boolean().nullable(),
  hasPhone: z.boolean(),
  /** Place of the latest declaration, or where applied for; null when none is known. */
  place: z.string().nullable(),
  since: z.iso.datetime(),
  /** A post or another resident applied for him; category and not a name. */
  appliedBy: z.enum(["self", "family", "neighbour", "worker"]),
  /** When he last declared; null: not yet. */
  declaredAt: z.iso.datetime().nullable(),
  /** A person of the county looks into who he is; meanwhile the identity card goes with the code. */
  isUnderReview: z.boolean(),
});

export const showMe = route({
  method: "GET",
  path: "/resident/me",
  summary: "The account: its phone masked, the persons it carries, unread notices, the platform's clock.",
  who: "resident",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    residentId: z.uuid(),
    phone: z.string().nullable(),
    now: z.iso.datetime(),
    isDemo: z.boolean(),
    unread: z.int(),
    persons: z.array(CarriedPerson),
    awaiting: z.array(z.object({ claimId: z.uuid(), name: z.string(), relation: z.enum(RELATIONS) })),
  }),
  problems: [],
  channel: "declare",
  purpose: "code.declare",
});

/** Who a person is, by his document. */
export const Identity = z.object({
  document: z.enum(DOCUMENTS),
  /** Null for `none-yet`: the platform gives a temporary number. */
  number: z.string().trim().min(1).max(40).nullable(),
  /** Issuing country of a passport, ISO 3166-1 alpha-3. */
  country: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  name: z.string().max(400),
  /** Only asked where the number says none: passports, permits, no document yet. */
  bornOn: z.iso.date().optional(),
});

export const addPerson = route({
  method: "POST",
  path: "/my/persons",
  summary:
    "Carry a person's code: oneself, a child, an elder, other family, a neighbour (ward; without a phone: pending until seen).",
  who: "resident",
  params: z.object({}),
  body: Identity.extend({
    /** UUIDv7 made by the client: sending it again changes nothing. */
    id: z.uuidv7(),
    relation: z.enum(RELATIONS),
    /** An adult's own phone, for his one-time code. */
    phone: Phone.optional(),
    /** Where he is, six digits or more, if already known. */
    place: z
      .string()
      .regex(/^[1-9]\d{5}(\d{3}){0,4}$/)
      .optional(),
    /** The number is as the document has it although it fails the check: a person of the county looks into it. */
    insists: z.boolean().default(false),
  }),
  result: z.object({
    claimId: z.uuid(),
    state: z.enum(["carried", "awaiting-confirmation"]),
    personKey: PersonKey.nullable(),
  }),
  problems: [
    residentProblems["wrong-document"],
    residentProblems["wrong-name"],
    residentProblems["too-many-persons"],
    residentProblems["self-first"],
    residentProblems["self-already"],
    residentProblems["phone-needed"],
    residentProblems["wrong-age"],
    residentProblems["not-a-phone"],
    residentProblems["too-many-codes"],
  ],
  channel: "declare",
  purpose: "code.declare",
  runs: "by-itself",
  perMinute: 20,
});

export const confirmPerson = route({
  method: "POST",
  path: "/my/persons/confirm",
  summary: "The adult's own one-time code: from now on the account carries his code too.",
  who: "resident",
  params: z.object({}),
  body: z.object({ claimId: z.uuid(), code: z.string().regex(/^\d{6}$/) }),
  result: z.object({ personKey: PersonKey }),
  problems: [residentProblems["wrong-code"], residentProblems["too-many-persons"], common["not-found"]],
  channel: "declare",
  purpose: "code.declare",
  runs: "by-itself",
  perMinute: 20,
});

export const endPerson = route({
  method: "DELETE",
  path: "/my/persons/{personKey}",
  summary: "Stop carrying a person's code, at once; what he declared stays his.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  body: z.undefined(),
  result: z.object({}),
  problems: [common["not-found"]],
  channel: "declare",
  purpose: "code.declare",
});

export const showMyData = route({
  method: "GET",
  path: "/my/data",
  summary: "A copy of what is kept about the persons of the account; each kind newest first, at most 500.",
  who: "resident",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    madeAt: z.iso.datetime(),
    persons: z.array(CarriedPerson),
    kinds: z.array(
      z.object({
        kind: z.string(),
        zh: z.string(),
        en: z.string(),
        retentionDays: z.int(),
        rows: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
  }),
  problems: [],
  channel: "declare",
  purpose: "code.declare",
  perMinute: 6,
});

export const closeAccount = route({
  method: "DELETE",
  path: "/my/account",
  summary: "Close the account: what law lets delete goes at once, the rest is named with the day it goes.",
  who: "resident",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    deleted: z.array(z.object({ zh: z.string(), en: z.string() })),
    kept: z.array(z.object({ zh: z.string(), en: z.string(), until: z.iso.date(), purpose: z.string() })),
  }),
  problems: [],
  channel: "declare",
  purpose: "code.declare",
  runs: "by-itself",
  perMinute: 6,
});
