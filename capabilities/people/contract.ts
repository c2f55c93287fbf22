/** People are keys; names are opened one at a time, for a purpose, and each opening is on record. */
import { z } from "zod";
import { Evidence } from "#capabilities/intake/contract.ts";
import { ROLES } from "#kernel/actor.ts";
import { ID_TYPES } from "#kernel/identity.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";

export const peopleProblems = problems("people", {
  "purpose-needed": {
    status: 422,
    zh: "查看完整信息必须说明用途；紧急查看还须写明理由（至少十个字）。",
    en: "Opening in full needs a purpose; break-glass also needs a reason of at least ten characters.",
  },
  "no-open-task": {
    status: 403,
    zh: "您手上没有与此人有关的未办结任务。确有紧急需要的，请选“紧急查看”并写明理由。",
    en: "You hold no open task about this person. In an emergency choose break-glass and state the reason.",
  },
  "not-recorded": {
    status: 404,
    zh: "此人没有登记姓名信息（可能只有号码线索）。",
    en: "No identity is recorded for this key (it may be an unlinked phone).",
  },
});

const Day = z.iso.date();
const At = z.iso.datetime();

/** What an identity may be opened for. `break-glass`: no open task, an emergency, told to the auditor. */
export const PURPOSES = ["verification", "transfer", "care", "correction", "break-glass"] as const;

export const Identity = z.object({
  personKey: z.guid(),
  form: z.enum(["masked", "full"]),
  name: z.string().nullable(),
  idType: z.string().nullable(),
  idNumber: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  openedAt: At,
  isBreakGlass: z.boolean(),
});

export const openPersonIdentity = route({
  method: "POST",
  path: "/people/{personKey}/identity",
  summary: "Open one identity: masked without a purpose, in full with one; every opening is audited.",
  who: ["operator", "grid-leader", "grid-worker", "police-officer", "health-worker"],
  params: z.object({ personKey: z.guid() }),
  body: z.object({
    /** Absent: the masked form (张**, 138****1234, first and last two of the number). */
    purpose: z.enum(PURPOSES).optional(),
    reason: z.string().max(500).optional(),
    taskId: z.uuid().optional(),
  }),
  result: Identity,
  problems: [peopleProblems["purpose-needed"], peopleProblems["no-open-task"], peopleProblems["not-recorded"]],
  perMinute: 120,
});

/** Who has been in touch. Across counties: time, role, county and result, nothing else. */
export const Contact = z.object({
  at: At,
  role: z.enum(ROLES),
  county: z.string(),
  countyName: z.string(),
  result: z.string(),
  /** Name of the worker, within one's own area only. */
  displayName: z.string().nullable(),
  isOwn: z.boolean(),
});

export const listContacts = route({
  method: "GET",
  path: "/people/{personKey}/contacts-today",
  summary: "Who has already contacted this person today (Asia/Shanghai), in any county, newest first.",
  who: ["operator", "grid-leader", "grid-worker", "police-officer", "health-worker"],
  params: z.object({ personKey: z.guid() }),
  body: z.undefined(),
  result: z.object({ today: z.array(Contact) }),
  problems: [],
});

export const PersonView = z.object({
  personKey: z.guid(),
  kind: z.enum(["person", "phone"]),
  /** On the latest published list of the province; null when he is on none now. */
  standing: z
    .object({
      sessionId: z.uuid(),
      assessmentId: z.uuid(),
      day: Day,
      listNumber: z.string(),
      tier: z.enum(RISK_TIERS),
      managed: z.boolean(),
      place: z.string(),
      placeSource: z.string().nullable(),
      reasons: z.array(z.object({ rule: z.string(), tier: z.enum(RISK_TIERS), zh: z.string(), en: z.string() })),
      latestExposureAt: At.nullable(),
      expiresAt: At.nullable(),
      /** Which feed, which row, when, where: for centres, not for posts at doors. */
      evidence: z.array(Evidence),
    })
    .nullable(),
  /** Published lists that he was on, newest first, at most 60. */
  history: z.array(
    z.object({
      sessionId: z.uuid(),
      day: Day,
      version: z.number().int(),
      tier: z.enum(RISK_TIERS),
      rules: z.array(z.string()),
    }),
  ),
  /** His tasks within the reader's area, newest first. */
  tasks: z.array(
    z.object({
      county: z.string(),
      id: z.uuid(),
      tier: z.enum(RISK_TIERS),
      state: z.string(),
      result: z.string().nullable(),
      place: z.string(),
      placeName: z.string(),
      isYours: z.boolean(),
      issuedAt: At,
      dueAt: At,
      endedAt: At.nullable(),
    }),
  ),
  /** Reports about him within the reader's area, newest first. */
  visits: z.array(
    z.object({
      id: z.uuid(),
      visitedAt: At,
      result: z.string(),
      place: z.string(),
      displayName: z.string(),
      temperatureTenths: z.number().int().nullable(),
      symptoms: z.array(z.string()),
      corrects: z.uuid().nullable(),
    }),
  ),
  contactedToday: z.array(Contact),
});

export const showPerson = route({
  method: "GET",
  path: "/people/{personKey}",
  summary: "One person's page by key: standing tier with reasons, lists, tasks, visits, contacts of today. No name.",
  who: ["analyst", "signatory", "operator", "auditor", "grid-leader", "grid-worker", "police-officer", "health-worker"],
  params: z.object({ personKey: z.guid() }),
  body: z.undefined(),
  result: PersonView,
  problems: [],
});

export const searchPeople = route({
  method: "POST",
  path: "/people/search",
  summary:
    "Find a listed person of one's own area by the exact identity number or phone; says nothing about anyone else.",
  who: ["analyst", "signatory", "operator", "grid-leader", "grid-worker", "police-officer", "health-worker"],
  params: z.object({}),
  body: z.union([
    z.strictObject({ idType: z.enum(ID_TYPES), idNumber: z.string().min(4).max(40) }),
    z.strictObject({ phone: z.string().min(5).max(30) }),
  ]),
  result: z.object({
    /** At most 20: several people may share a phone. Empty: nobody with this number is listed in your area. */
    found: z.array(
      z.object({ personKey: z.guid(), kind: z.enum(["person", "phone"]), tier: z.enum(RISK_TIERS), place: z.string() }),
    ),
  }),
  problems: [],
  perMinute: 20,
});

export const listOpenings = route({
  method: "GET",
  path: "/identity-openings",
  summary: "Openings of identities, newest first, for the auditor; `breakGlass=true` for the flagged ones.",
  who: ["auditor"],
  params: z.object({
    breakGlass: z.stringbool().default(false),
    before: z.coerce.number().int().min(0).optional(),
  }),
  body: z.undefined(),
  result: z.object({
    openings: z.array(
      z.object({
        leafIndex: z.number().int(),
        at: At,
        personKey: z.guid(),
        displayName: z.string(),
        role: z.string(),
        area: z.string(),
        purpose: z.string(),
        reason: z.string().nullable(),
        form: z.enum(["masked", "full"]),
        /** `opened`, or how it was refused. */
        outcome: z.string(),
        isBreakGlass: z.boolean(),
      }),
    ),
  }),
  problems: [],
});
