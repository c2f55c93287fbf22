/** Teams around a person: seats filled and handed over by posts, supporters who join by code and leave by one tap. */
import { z } from "zod";
import { command } from "#kernel/command.ts";
import { levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { teamProblems } from "./rules/problems.ts";
import { CORE_SEATS, SEATS, SUPPORT_SEATS } from "./rules/seats.ts";

const At = z.iso.datetime({ offset: true });
const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);

/** One line of a team, as its colleagues see it. */
export const SeatView = z.object({
  id: z.guid(),
  seat: z.enum(SEATS),
  /** Null: empty. */
  postId: z.guid().nullable(),
  /** Of a post: the name of the member of staff. Of a supporter: how he wants to be called. */
  name: z.string().nullable(),
  organisation: z.string().nullable(),
  since: At,
  isMe: z.boolean(),
});
export type SeatView = z.infer<typeof SeatView>;

const subject = { subjectId: z.guid(), place: Place };
const LEADERS = ["grid-leader", "grid-worker", "operator"] as const;

export const seatPost = command({
  kind: "teams/seat",
  summary: "Put a post on a core seat of a team; whoever sat there is relieved.",
  who: [...LEADERS, "police-officer", "health-worker"],
  body: z.object({ ...subject, seat: z.enum(CORE_SEATS), postId: z.guid() }),
  problems: [teamProblems["wrong-post"], teamProblems.full],
  place: ({ place }) => place,
});

export const inviteSupporter = command({
  kind: "teams/invite",
  summary: "Invite a neighbour, volunteer, landlord … with a code told to him; the resident agreed before.",
  who: [...LEADERS],
  body: z.object({
    ...subject,
    seat: z.enum(SUPPORT_SEATS),
    /** Made on the phone and told at the door; the server keeps its hash. */
    code: z.string().regex(/^\d{8}$/),
    hasAgreed: z.boolean(),
  }),
  problems: [teamProblems["not-agreed"], teamProblems["team-full"]],
  place: ({ place }) => place,
});

export const proposeSeats = route({
  method: "GET",
  path: "/teams/{subjectId}/proposals",
  summary: "Who could take a core seat of this team: nearest first, then least loaded.",
  who: [...LEADERS, "police-officer", "health-worker"],
  params: z.object({ subjectId: z.guid(), seat: z.enum(CORE_SEATS) }),
  body: z.undefined(),
  result: z.object({
    proposals: z.array(
      z.object({
        postId: z.guid(),
        name: z.string(),
        organisation: z.string(),
        area: z.string(),
        load: z.number().int(),
      }),
    ),
    most: z.number().int(),
  }),
  problems: [],
});

export const listReceivers = route({
  method: "GET",
  path: "/areas/{area}/receivers",
  summary:
    "Health posts of hospitals and observation points (a township's area or wider) in the city or the province, nearest first; at most 50.",
  who: ["health-worker"],
  params: z.object({
    area: Place,
    scope: z.enum(["city", "province"]).default("city"),
    /** A part of the organisation's name. */
    words: z.string().trim().max(40).optional(),
  }),
  body: z.undefined(),
  result: z.object({
    receivers: z.array(
      z.object({
        postId: z.guid(),
        name: z.string(),
        organisation: z.string(),
        area: z.string(),
        /** The place's own name. */
        place: z.string(),
      }),
    ),
  }),
  problems: [],
  place: ({ area }) => area,
});

const mine = { who: "resident", channel: "declare", purpose: "observation.care" } as const;

export const joinTeam = route({
  ...mine,
  // A wrong code is counted, so the try commits although it is refused.
  runs: "by-itself",
  method: "POST",
  path: "/my/seats",
  summary: "Take a supporter's seat with the code that the community told me; I agree to be on the team.",
  params: z.object({}),
  body: z.strictObject({
    code: z.string().regex(/^\d{8}$/),
    /** How I want to be called on the team: 李阿姨. */
    calledAs: z.string().trim().min(1).max(20),
    hasConsented: z.literal(true),
  }),
  result: z.object({ seatId: z.guid() }),
  problems: [teamProblems["wrong-code"], teamProblems["too-many-tries"], teamProblems["team-full"]],
  perMinute: 20,
});

export const leaveTeam = route({
  ...mine,
  method: "DELETE",
  path: "/my/seats/{seatId}",
  summary: "Leave a team that I support; my name is erased at once.",
  params: z.object({ seatId: z.guid() }),
  body: z.undefined(),
  result: z.object({ left: z.boolean() }),
  problems: [common["not-found"]],
});

export const removeSupporter = route({
  ...mine,
  method: "DELETE",
  path: "/my/team/{seatId}",
  summary: "Ask that somebody no longer supports me (or my child); he leaves the team at once.",
  params: z.object({ seatId: z.guid() }),
  body: z.undefined(),
  result: z.object({ left: z.boolean() }),
  problems: [common["not-found"]],
});
