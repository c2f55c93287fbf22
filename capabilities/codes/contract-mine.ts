/** What a resident reads of the codes of his account's persons. */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { PastDecision, Person, Shown, Words } from "./contract.ts";

const At = z.iso.datetime();
const Colour = z.enum(CODE_COLOURS);
const mine = { channel: "codes", purpose: "code.show", who: "resident" } as const;

export const MyCode = z.object({
  ...Shown,
  advice: Words,
  /** Whom to call. */
  phone: z.string(),
  appeal: Words,
});

export const showMine = route({
  ...mine,
  method: "GET",
  path: "/my/codes",
  summary:
    "The codes of the persons of one's account: colour, reason, rule, class, since, until, what to do, how to appeal.",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ now: At, codes: z.array(MyCode) }),
  problems: [],
});

export const showMyHistory = route({
  ...mine,
  method: "GET",
  path: "/my/codes/{personKey}/history",
  summary: "Every change of the code of a person of one's account, with the evidence in categories.",
  params: Person,
  body: z.undefined(),
  result: z.object({
    decisions: z.array(PastDecision),
    evidence: z.array(
      z.object({
        id: z.guid(),
        kind: z.string(),
        colour: Colour,
        reason: Words,
        source: Words,
        evidenceClass: z.string(),
        since: At,
        until: At.nullable(),
        recordedAt: At,
        endedAt: At.nullable(),
        endedBecause: z.string().nullable(),
      }),
    ),
  }),
  problems: [common["not-found"]],
});
