/** Accounts, posts, terminals: who may act where, from when until when. */
import { z } from "zod";
import { DEPARTMENTS, FIELD_ROLES, ROLES } from "#kernel/actor.ts";
import { route } from "#kernel/route.ts";
import { workerProblems } from "./rules/problems.ts";
import { Appointment, Area, DutyBoard, PostFact, RowFault, StaffPost, Terminal } from "./rules/staff.ts";

/** A post as its holder sees it. */
const Post = z.object({
  id: z.uuid(),
  role: z.enum(ROLES),
  area: z.string(),
  areaName: z.string(),
  department: z.enum(DEPARTMENTS).nullable(),
  organisation: z.string(),
});

/** Whoever is signed in. */
export const Me = z.object({
  displayName: z.string(),
  username: z.string(),
  post: Post,
  /** The other posts of this account, to switch to. */
  posts: z.array(Post),
  /** The platform's own time: the demo lives in February 2020. */
  now: z.iso.datetime(),
  isDemo: z.boolean(),
});

export const signIn = route({
  method: "POST",
  path: "/session",
  summary: "Sign in with account and password; sets the session cookie.",
  who: "anyone",
  params: z.object({}),
  body: z.object({
    username: z.string().min(1).max(60),
    password: z.string().min(1).max(200),
    postId: z.uuid().optional(),
    /** A registered terminal signs in again as itself. */
    terminalId: z.uuid().optional(),
  }),
  result: Me.extend({ token: z.string().optional() }),
  problems: [workerProblems["wrong-sign-in"], workerProblems.locked, workerProblems["no-post"]],
  runs: "by-itself",
  perMinute: 60,
});

export const signOut = route({
  method: "DELETE",
  path: "/session",
  summary: "Sign out: the session ends on the server at once.",
  who: "signed-in",
  params: z.object({}),
  body: z.unknown(),
  result: z.object({}),
  problems: [],
  runs: "by-itself",
});

export const showMe = route({
  method: "GET",
  path: "/session",
  summary: "Who am I: name, present post, other posts, the platform's time.",
  who: "signed-in",
  params: z.object({}),
  body: z.undefined(),
  result: Me,
  problems: [],
});

export const switchPost = route({
  method: "POST",
  path: "/session/post",
  summary: "Act from another of one's own posts.",
  who: "signed-in",
  params: z.object({}),
  body: z.object({ postId: z.uuid() }),
  result: Me,
  problems: [workerProblems["no-post"]],
  runs: "by-itself",
});

const reason = z.string().trim().min(4).max(200);
const newPassword = z.string().min(8).max(200);

export const listPosts = route({
  method: "GET",
  path: "/posts",
  summary: "Who holds a post in an area, with today's progress: the duty board's rows.",
  who: ["operator", "grid-leader", "analyst"],
  params: z.object({
    area: Area,
    role: z.enum(ROLES).optional(),
    /** `on`: on duty now; `absent`: away now. */
    duty: z.enum(["on", "absent", "all"]).default("all"),
    /** Part of a name or user name. */
    q: z.string().trim().max(40).optional(),
    after: z.string().max(80).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  body: z.undefined(),
  result: z.object({ items: z.array(StaffPost), next: z.string().nullable() }),
  problems: [],
  place: (params) => params.area,
});

export const dutyBoard = route({
  method: "GET",
  path: "/duty/{area}",
  summary:
    "How many hold posts, are on duty, are away and have a terminal: in an area and in each place directly below.",
  who: ["operator", "grid-leader", "analyst"],
  params: z.object({ area: Area }),
  body: z.undefined(),
  result: DutyBoard,
  problems: [],
  place: (params) => params.area,
});

export const appoint = route({
  method: "POST",
  path: "/posts",
  summary: "Give a post to a new or known account; who may give which is rules/appoint.ts.",
  who: ["operator"],
  params: z.object({}),
  body: Appointment,
  result: z.object({ postId: z.uuid(), accountId: z.uuid(), isNewAccount: z.boolean() }),
  problems: [workerProblems["may-not-appoint"], workerProblems["username-taken"], workerProblems["not-in-future"]],
});

export const importStaff = route({
  method: "POST",
  path: "/posts/import",
  summary: "Up to 5,000 workers at once: rows that are right are taken, the others come back with their fault.",
  who: ["operator"],
  params: z.object({}),
  body: z.object({ rows: z.array(z.unknown()).min(1).max(5000) }),
  result: z.object({
    accounts: z.int(),
    posts: z.int(),
    /** Rows that were there already, as they are. */
    known: z.int(),
    refused: z.array(RowFault),
  }),
  problems: [],
  bodyLimit: 4 * 1024 * 1024,
  perMinute: 20,
});

export const endPost = route({
  method: "POST",
  path: "/posts/{postId}/end",
  summary: "End a post, now or later: its open tasks go to whoever is next, its sessions and terminals end.",
  who: ["operator"],
  params: z.object({ postId: z.uuid() }),
  body: z.object({ at: z.iso.datetime({ offset: true }).nullable().default(null), reason }),
  result: z.object({ endsAt: z.iso.datetime(), tasksMoved: z.int() }),
  problems: [workerProblems["may-not-appoint"], workerProblems["already-ended"]],
});

export const showPostHistory = route({
  method: "GET",
  path: "/posts/{postId}/history",
  summary: "What was known of a post and when: every appointment, absence, end, with its reason.",
  who: ["operator", "auditor"],
  params: z.object({ postId: z.uuid() }),
  body: z.undefined(),
  result: z.object({ role: z.enum(ROLES), area: z.string(), facts: z.array(PostFact) }),
  problems: [],
});

export const startAbsence = route({
  method: "POST",
  path: "/posts/{postId}/absences",
  summary: "Leave or illness, now or later, with a substitute who takes the tasks; one's own or that of a post below.",
  who: [...FIELD_ROLES, "operator"],
  params: z.object({ postId: z.uuid() }),
  body: z.object({
    from: z.iso.datetime({ offset: true }).nullable().default(null),
    until: z.iso.datetime({ offset: true }).nullable().default(null),
    substitutePostId: z.uuid().nullable().default(null),
    reason,
  }),
  result: z.object({ absenceId: z.uuid(), tasksMoved: z.int() }),
  problems: [
    workerProblems["may-not-appoint"],
    workerProblems["wrong-substitute"],
    workerProblems["already-absent"],
    workerProblems["wrong-times"],
  ],
});

export const endAbsence = route({
  method: "POST",
  path: "/absences/{absenceId}/end",
  summary: "Back on duty.",
  who: [...FIELD_ROLES, "operator"],
  params: z.object({ absenceId: z.uuid() }),
  body: z.object({}),
  result: z.object({ endedAt: z.iso.datetime() }),
  problems: [workerProblems["may-not-appoint"], workerProblems["already-ended"]],
});

export const issueCodes = route({
  method: "POST",
  path: "/activation-codes",
  summary: "One-time activation codes for workers' phones, shown once, valid 7 days: the centre prints the list.",
  who: ["operator"],
  params: z.object({}),
  /** For the posts named, or for every field post of the area that has no terminal yet. */
  body: z.object({ area: Area, postIds: z.array(z.uuid()).max(500).nullable().default(null) }),
  result: z.object({
    validUntil: z.iso.datetime(),
    codes: z.array(
      z.object({ postId: z.uuid(), username: z.string(), displayName: z.string(), area: z.string(), code: z.string() }),
    ),
    /** Posts of the area that got none this time: at most 500 a call. */
    hasMore: z.boolean(),
  }),
  problems: [workerProblems["not-township"]],
});

export const registerTerminal = route({
  method: "POST",
  path: "/terminals",
  summary: "Register a phone with its activation code: sets the password of a new account, opens the session.",
  who: "anyone",
  params: z.object({}),
  body: z.object({ code: z.string().min(1).max(40), password: newPassword }),
  /** A centre's account has no terminal: it signs in with a browser from now on. */
  result: z.object({ terminalId: z.uuid().nullable(), token: z.string(), me: Me }),
  problems: [workerProblems["wrong-activation"], workerProblems["weak-password"]],
  runs: "by-itself",
  perMinute: 30,
});

export const listTerminals = route({
  method: "GET",
  path: "/terminals",
  summary: "Registered terminals of an area, and codes not used yet.",
  who: ["operator"],
  params: z.object({
    area: Area,
    state: z.enum(["registered", "waiting", "revoked", "expired"]).optional(),
    after: z.string().max(80).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  body: z.undefined(),
  result: z.object({
    items: z.array(Terminal),
    next: z.string().nullable(),
  }),
  problems: [],
  place: (params) => params.area,
});

export const revokeTerminal = route({
  method: "POST",
  path: "/terminals/{terminalId}/revoke",
  summary: "A phone was lost or its holder left: it is refused from the next request on.",
  who: ["operator"],
  params: z.object({ terminalId: z.uuid() }),
  body: z.object({ reason }),
  result: z.object({ revokedAt: z.iso.datetime() }),
  problems: [workerProblems["already-ended"]],
});

export const resetAccount = route({
  method: "POST",
  path: "/accounts/{accountId}/reset",
  summary: "A worker forgot the password: the account waits for a new activation code, all its sessions end.",
  who: ["operator"],
  params: z.object({ accountId: z.uuid() }),
  body: z.object({ reason }),
  result: z.object({ state: z.literal("invited") }),
  problems: [workerProblems["may-not-appoint"]],
});

export const changePassword = route({
  method: "POST",
  path: "/session/password",
  summary: "Change one's own password; all other sessions of the account end.",
  who: "signed-in",
  params: z.object({}),
  body: z.object({ password: z.string().min(1).max(200), newPassword }),
  result: z.object({}),
  problems: [workerProblems["wrong-sign-in"], workerProblems["weak-password"]],
  runs: "by-itself",
  perMinute: 20,
});
