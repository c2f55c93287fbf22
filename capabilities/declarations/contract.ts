/** Declaring travel and health, saved as one goes, kept in versions; and the daily check-in. */
import { z } from "zod";
import { common, problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import {
  CATEGORIES,
  CONTACT_KINDS,
  LODGINGS,
  MODES,
  OBSERVATION,
  SECTIONS,
  SYMPTOMS,
  TRIP_PURPOSES,
} from "./rules/kinds.ts";

export const declarationProblems = problems("declarations", {
  incomplete: {
    status: 422,
    zh: "申报还有几处需要改正，请按各栏提示填写。",
    en: "A few answers need correcting; each field says what to do.",
  },
  "changed-meanwhile": {
    status: 409,
    zh: "这份申报已在另一处改过。请比较两份内容，选择保留哪一份后再提交。",
    en: "This was changed elsewhere meanwhile. Compare the two, choose what stands, and send it again.",
  },
  busy: {
    status: 503,
    zh: "此刻申报的人太多。您填的内容都在，请稍后再提交。",
    en: "Many people are declaring at this moment. What you filled in is kept; send it again shortly.",
  },
  "wrong-temperature": {
    status: 422,
    zh: "体温须在34.0至43.0℃之间。请重新测量后填写。",
    en: "A temperature lies between 34.0 and 43.0 °C. Measure again.",
  },
});

const PersonKey = z.guid();
const Code = z.string().regex(/^[1-9]\d(\d{2}(\d{2}((\d{3}){0,4}))?)?$/);
const HomePlace = z.string().regex(/^[1-9]\d{5}(\d{3}){0,4}$/);
/** Words of people: trimmed and normalised by the use case, control and bidirectional characters refused there. */
const Words = (most: number) => z.string().trim().min(1).max(most);

/** A place in the country by its code; elsewhere in words. */
const Where = z.union([z.object({ code: Code }), z.object({ words: Words(100) })]);

export const Trip = z.object({
  from: Where,
  departedOn: z.iso.date().nullable(),
  /** May lie ahead: declaring before one arrives. */
  arrivedOn: z.iso.date(),
  mode: z.enum(MODES),
  /** Train, flight, coach or ship number; with `self-drive` the plate. */
  serviceNo: Words(20).nullable(),
  purpose: z.enum(TRIP_PURPOSES),
});

export const Stay = z.object({ place: Where, from: z.iso.date(), to: z.iso.date() });
export const Contact = z.object({ kind: z.enum(CONTACT_KINDS), on: z.iso.date() });

export const Form = z.object({
  category: z.enum(CATEGORIES),
  /** Registered residence (户籍), six digits; null: none in the country. */
  hukou: z
    .string()
    .regex(/^[1-9]\d{5}$/)
    .nullable(),
  /** Null for people who have been here for 14 days. */
  trip: Trip.nullable(),
  /** Last day of a short stay. */
  stayUntil: z.iso.date().nullable(),
  /** Where one was in the last 14 days, beside here. */
  stays: z.array(Stay).max(30),
  contacts: z.array(Contact).max(20),
  symptoms: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length),
  temperatureTenths: z.int().nullable(),
  observation: z.enum(OBSERVATION),
  place: HomePlace,
  /** Building, unit, room; or the hotel. Sealed. */
  addressDetail: Words(200),
  lodging: z.enum(LODGINGS),
  /** Sealed. */
  employer: Words(100).nullable(),
  /** "What I say is true": without it nothing is taken. */
  isTrue: z.literal(true),
});
export type Form = z.output<typeof Form>;

/** What the platform tells after a declaration was taken. */
export const Declared = z.object({
  id: z.uuid(),
  version: z.int(),
  declaredAt: z.iso.datetime(),
  /** The colour's own page says why and what to do; here so that it can be shown at once. */
  colour: z.enum(["red", "yellow", "pending", "green"]),
});

export const declare = route({
  method: "POST",
  path: "/my/persons/{personKey}/declarations",
  summary: "Declare; an edit is a new version, earlier ones are kept. The same id again changes nothing.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  body: z.object({
    id: z.uuidv7(),
    /** The version that this one replaces; 0 when it is the first. */
    baseVersion: z.int().min(0),
    form: Form,
  }),
  result: Declared,
  problems: [
    declarationProblems.incomplete,
    declarationProblems["changed-meanwhile"],
    declarationProblems.busy,
    common["not-found"],
  ],
  channel: "declare",
  purpose: "code.declare",
  runs: "by-itself",
  perMinute: 30,
});

export const declareFor = route({
  method: "POST",
  path: "/proxy-applications/{personKey}/declarations",
  summary: "Take down the declaration of someone who applied through this post's area; recorded with the post.",
  who: ["grid-worker", "grid-leader", "operator"],
  params: z.object({ personKey: PersonKey }),
  body: declare.body,
  result: Declared,
  problems: declare.problems,
  channel: "work",
  purpose: "code.declare",
  runs: "by-itself",
});

/** One version as its holder sees it again, sealed words opened for him. */
export const Declaration = z.object({
  id: z.uuid(),
  version: z.int(),
  declaredAt: z.iso.datetime(),
  /** Null: the account itself. */
  byPost: z.boolean(),
  form: Form,
});

export const listDeclarations = route({
  method: "GET",
  path: "/my/persons/{personKey}/declarations",
  summary: "All versions of a person's declaration, newest first; at most 50.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  body: z.undefined(),
  result: z.object({ declarations: z.array(Declaration) }),
  problems: [common["not-found"]],
  channel: "declare",
  purpose: "code.declare",
});

/** Part of a form as somebody left it: any shape, small; judged when it is declared. */
const SectionContent = z.record(z.string().max(40), z.json()).refine((value) => JSON.stringify(value).length <= 8_000);
export const DraftSection = z.object({ section: z.enum(SECTIONS), version: z.int(), content: SectionContent });

export const saveDraft = route({
  method: "PUT",
  path: "/my/persons/{personKey}/draft",
  summary: "Save one part of the form as one goes; when it was saved elsewhere meanwhile, 409 shows the other one.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  /** `version`: the one that this was written upon; 0 for the first. */
  body: DraftSection,
  result: z.object({ section: z.enum(SECTIONS), version: z.int() }),
  problems: [declarationProblems["changed-meanwhile"], common["not-found"]],
  channel: "declare",
  purpose: "code.declare",
  bodyLimit: 16 * 1024,
});

export const showForm = route({
  method: "GET",
  path: "/my/persons/{personKey}/form",
  summary: "What is known already and need not be asked, the draft so far, and the questions that are open.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  body: z.undefined(),
  result: z.object({
    name: z.string(),
    lastFour: z.string(),
    /** 0: never declared. */
    version: z.int(),
    known: Form.partial(),
    /** Where each known value comes from, by field. */
    sources: z.record(z.string(), z.enum(["last-declaration", "verified-visit", "register", "document"])),
    open: z.array(z.string()),
    draft: z.array(DraftSection),
  }),
  problems: [common["not-found"]],
  channel: "declare",
  purpose: "code.declare",
});

export const CheckIn = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  day: z.iso.date(),
  half: z.enum(["morning", "afternoon"]),
  temperatureTenths: z.int(),
  symptoms: z.array(z.enum(SYMPTOMS)),
});

export const checkIn = route({
  method: "POST",
  path: "/my/persons/{personKey}/check-ins",
  summary: "The daily health check-in; one a half-day counts, a later one of the same half-day puts it right.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  body: z.object({
    id: z.uuidv7(),
    temperatureTenths: z.int().min(300).max(450),
    symptoms: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length),
  }),
  result: z.object({ checkIn: CheckIn, isAlready: z.boolean(), needsDoctor: z.boolean() }),
  problems: [declarationProblems["wrong-temperature"], common["not-found"]],
  channel: "declare",
  purpose: "code.declare",
});

export const listCheckIns = route({
  method: "GET",
  path: "/my/persons/{personKey}/check-ins",
  summary: "The last 14 days of check-ins, what is due today, and what was missed.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  body: z.undefined(),
  result: z.object({
    checkIns: z.array(CheckIn),
    /** How many a day: 0, 1 or 2. */
    perDay: z.int(),
    isDueNow: z.boolean(),
    missed: z.array(z.object({ day: z.iso.date(), half: z.enum(["morning", "afternoon"]) })),
  }),
  problems: [common["not-found"]],
  channel: "declare",
  purpose: "code.declare",
});

export const listMissing = route({
  method: "GET",
  path: "/areas/{place}/missing-check-ins",
  summary: "Who of a place has not checked in for today's half-day so far; keys only, at most 200 a page.",
  who: ["grid-worker", "grid-leader", "health-worker", "operator"],
  params: z.object({ place: HomePlace, after: z.guid().optional() }),
  body: z.undefined(),
  result: z.object({
    missing: z.array(z.object({ personKey: z.guid(), place: z.string(), colour: z.string() })),
    after: z.guid().nullable(),
  }),
  problems: [],
  place: ({ place }) => place,
  channel: "work",
  purpose: "code.declare",
});
