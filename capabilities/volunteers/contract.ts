/** Residents who offer help: registered by consent, matched to errands, with a proof for the door. */
import { z } from "zod";
import { GoodsLine, ServicePlace } from "#capabilities/services/contract.ts";
import { SERVICE_KINDS } from "#capabilities/services/rules/kinds.ts";
import { serviceProblems } from "#capabilities/services/rules/problems.ts";
import { SERVICE_STATES } from "#capabilities/services/rules/states.ts";
import { copyKind } from "#kernel/copy.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { SIGNATURE_LENGTH_AT_MOST } from "#kernel/signature.ts";
import { volunteerProblems } from "./rules/problems.ts";
import { SKILLS, SLOTS } from "./rules/skills.ts";

const At = z.iso.datetime({ offset: true });
/** A township, a village or a grid. */
const VolunteerPlace = z.string().regex(/^[1-9]\d{8}(\d{3}){0,2}$/);

/** As workers of his places see him: a surname and a number, nothing else of the person. */
export const Volunteer = z.object({
  number: z.string(),
  name: z.string(),
  place: z.string(),
  skills: z.array(z.enum(SKILLS)),
  slots: z.array(z.enum(SLOTS)),
  /** Errands in hand. */
  inHand: z.int(),
});

export const volunteerCopy = copyKind({ name: "volunteer", value: Volunteer });

const MINE = { who: "resident", channel: "declare", purpose: "care.volunteer", perMinute: 60 } as const;

export const MyVolunteer = Volunteer.omit({ inHand: true }).extend({ id: z.uuid(), since: At });

export const showMyVolunteer = route({
  ...MINE,
  method: "GET",
  path: "/my/volunteer",
  summary: "My registration as a volunteer, with the proof to show at a door; null when there is none.",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ now: At, volunteer: MyVolunteer.nullable() }),
  problems: [],
});

export const registerVolunteer = route({
  ...MINE,
  method: "PUT",
  path: "/my/volunteer",
  summary: "Register as a volunteer, or change what I offer; only with my consent.",
  params: z.object({}),
  body: z.object({
    place: VolunteerPlace,
    skills: z.array(z.enum(SKILLS)).min(1).max(SKILLS.length),
    slots: z.array(z.enum(SLOTS)).min(1).max(SLOTS.length),
    /** Workers of my place see my surname, number and what I offer; who asks for help sees the number. */
    agrees: z.literal(true),
  }),
  result: z.object({ volunteer: MyVolunteer }),
  problems: [volunteerProblems["who-are-you"]],
});

export const withdrawVolunteer = route({
  ...MINE,
  method: "DELETE",
  path: "/my/volunteer",
  summary: "Stop being a volunteer, at once: what I have in hand is open again.",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ handedBack: z.int() }),
  problems: [],
});

/** An errand as a volunteer sees it: what it needs, and only in his own hands the door and the telephone. */
export const VolunteerErrand = z.object({
  id: z.uuid(),
  place: ServicePlace,
  kind: z.enum(SERVICE_KINDS),
  state: z.enum(SERVICE_STATES),
  dueAt: At,
  isContactless: z.boolean(),
  /** A worker asked me to do it. */
  isAskedOfMe: z.boolean(),
  isMine: z.boolean(),
  words: z.string().nullable(),
  contact: z.object({ name: z.string().nullable(), door: z.string(), phone: z.string().nullable() }).nullable(),
  /** Relief supplies to fetch and bring. */
  goods: z.array(GoodsLine).optional(),
});

export const listMyErrands = route({
  ...MINE,
  method: "GET",
  path: "/my/volunteer/errands",
  summary: "Errands in my hands, and open ones that fit my place, skills and hours; what I was asked to do first.",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ now: At, mine: z.array(VolunteerErrand), open: z.array(VolunteerErrand) }),
  problems: [serviceProblems["not-a-volunteer"]],
});

const OneErrand = z.object({ id: z.uuid() });
const stepProblems = [common["not-found"], serviceProblems["not-a-volunteer"], serviceProblems["wrong-state"]];

export const takeErrand = route({
  ...MINE,
  method: "POST",
  path: "/my/volunteer/errands/{id}/take",
  summary: "Take an errand; from now on I see the door. Not when I do not feel well.",
  params: OneErrand,
  body: z.object({ feelsWell: z.boolean() }),
  result: VolunteerErrand,
  problems: [
    ...stepProblems,
    volunteerProblems["feel-well"],
    serviceProblems["too-many-errands"],
    serviceProblems["not-for-volunteers"],
  ],
});

export const deliverErrand = route({
  ...MINE,
  method: "POST",
  path: "/my/volunteer/errands/{id}/deliver",
  summary: "It is at the door; with the asker's signature it is confirmed in the same step.",
  params: OneErrand,
  body: z.object({ signature: z.string().min(8).max(SIGNATURE_LENGTH_AT_MOST).optional() }),
  result: z.object({ state: z.enum(SERVICE_STATES) }),
  problems: [...stepProblems, serviceProblems["not-yours"], serviceProblems["not-a-signature"]],
});

export const handBackErrand = route({
  ...MINE,
  method: "POST",
  path: "/my/volunteer/errands/{id}/hand-back",
  summary: "I cannot do it after all, with the reason: it is open again.",
  params: OneErrand,
  body: z.object({ reason: z.string().trim().min(2).max(200) }),
  result: z.object({}),
  problems: [...stepProblems, serviceProblems["not-yours"]],
});

export const proposeVolunteers = route({
  method: "GET",
  path: "/services/{county}/{id}/volunteers",
  summary: "Volunteers who fit an open request, the nearest and least loaded first; at most 20.",
  who: ["grid-worker", "grid-leader", "operator"],
  params: z.object({ county: z.string().regex(/^[1-9]\d{1,5}$/), id: z.uuid() }),
  body: z.undefined(),
  result: z.object({ volunteers: z.array(Volunteer.extend({ id: z.uuid() })) }),
  problems: [],
  purpose: "care.volunteer",
});
