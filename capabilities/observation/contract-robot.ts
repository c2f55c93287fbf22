/** Asking by robot or by text: how a person agreed to be asked, and the interface of the operator of a call robot. */
import { z } from "zod";
import { SYMPTOMS } from "#capabilities/visits/rules/answers.ts";
import { command } from "#kernel/command.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { COMMUNITY, Place } from "./contract.ts";
import { observationProblems as problems } from "./rules/problems.ts";

const At = z.iso.datetime({ offset: true });

export const reach = command({
  kind: "observation/reach",
  summary: "How the person agreed to be asked for the two checks: by people, by a call robot, or by text (deaf, mute).",
  who: [...COMMUNITY],
  body: z.discriminatedUnion("by", [
    z.object({ observationId: z.guid(), place: Place, by: z.literal("people") }),
    z.object({
      observationId: z.guid(),
      place: Place,
      by: z.enum(["voice", "text"]),
      /** The number that he gave for it; sealed. */
      phone: z.string().regex(/^\+?\d{5,15}$/),
    }),
  ]),
  problems: [problems["wrong-state"], problems["not-your-seat"], problems["number-taken"]],
  place: ({ place }) => place,
});

const Signed = {
  /** The operator's own id of the request. */
  id: z.string().min(1).max(100),
  /** When it was made: ten minutes from now at most. */
  at: At,
  /** Hex HMAC-SHA-256 by the secret of WANGGE_ROBOT_SECRET over the parts named, a line each. */
  signature: z.string().regex(/^[0-9a-f]{64}$/),
};

export const pullCalls = route({
  method: "POST",
  path: "/robot/calls",
  summary:
    "A call robot asks whom to call now: a number and a token each, no name, no place, no reason. Signed parts: id, at. On record.",
  who: "anyone",
  params: z.object({}),
  body: z.object(Signed),
  result: z.object({
    calls: z.array(z.object({ token: z.guid(), phone: z.string(), part: z.enum(["morning", "evening"]) })),
  }),
  problems: [problems["not-the-robot"], common["not-found"]],
  runs: "by-itself",
  perMinute: 60,
});

export const answerCall = route({
  method: "POST",
  path: "/robot/answers",
  summary:
    "A call robot says how a call went. Signed parts: id, at, token, outcome, temperatureTenths or empty, symptoms joined by commas, transcript or empty.",
  who: "anyone",
  params: z.object({}),
  body: z.object({
    ...Signed,
    token: z.guid(),
    outcome: z.enum(["answered", "not-answered"]),
    temperatureTenths: z.number().int().optional(),
    symptoms: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length).default([]),
    /** What was said, as text; sealed at once, read for words that ask for help. */
    transcript: z.string().max(2_000).optional(),
  }),
  result: z.object({
    answer: z.enum(["taken", "already"]),
    /** `again`: it is given out once more. `people`: somebody is called or a doctor answers; say so and hang up. */
    next: z.enum(["done", "again", "people"]),
  }),
  problems: [problems["not-the-robot"], common["not-found"], problems["wrong-temperature"]],
  runs: "by-itself",
  perMinute: 6_000,
});
