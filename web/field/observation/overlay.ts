/**
 * The homes as the phone knows them, with what was said here and is still on its way laid over them by the same rules as the
 * server's: a home that was filed in a stairwell is there at once, and can be told, checked and cared for. Pure.
 */
import { dueOf } from "#capabilities/observation/rules/calendar.ts";
import { obstaclesOf } from "#capabilities/observation/rules/conditions.ts";
import { checkName, dutiesOf, type Facts, seatOf } from "#capabilities/observation/rules/duties.ts";
import { type Basis, DEFAULT_PROFILE } from "#capabilities/observation/rules/profile.ts";
import type { LineKind } from "#capabilities/observation/rules/timeline.ts";
import { seatOfRole } from "#capabilities/teams/rules/seats.ts";
import { type Instant, instant, isoInstant, type PlainDay } from "#kernel/time.ts";
import { at, type HomeHere, type Made, machineOf, SAID, type Said, stepped } from "./overlay-steps.ts";

/** Whose phone it is, and what its inbox says of whom. */
export type Teller = {
  readonly postId: string;
  readonly role: string;
  readonly name: string;
  readonly basisOf: (personKey: string) => Basis;
};

type Given = {
  readonly id: string;
  readonly madeAt: string;
  readonly refusal?: unknown;
  readonly command: { readonly kind: string; readonly name?: unknown; readonly body?: unknown };
};

/** What of these was said about homes and was not refused, in the order of making. */
export const saidOf = (items: readonly Given[]): readonly Said[] =>
  items.flatMap(({ id, madeAt, refusal, command: { kind, name, body } }) =>
    kind === "command" && (refusal ?? null) === null && SAID.some((one) => one === name)
      ? [{ id, madeAt, name, body } as Said]
      : [],
  );

const homeIdOf = (one: Said): string => (one.name === "observation/file" ? one.id : one.body.observationId);

/** The command without which the next one about a home makes no sense: its filing, its notice, the rung below. */
export function followed(said: readonly Said[], homeId: string, kind: string): string | null {
  const ground = ["observation/file", "observation/notify", ...(kind === "observation/climb" ? [kind] : [])];
  return said.findLast((one) => homeIdOf(one) === homeId && ground.includes(one.name))?.id ?? null;
}

/** The homes with everything that was said laid over them, one after another. What a rule refuses changes nothing. */
export function projected(
  known: ReadonlyMap<string, HomeHere>,
  said: readonly Said[],
  teller: Teller,
  now: Instant,
): ReadonlyMap<string, HomeHere> {
  if (said.length === 0) return known;
  const homes = new Map(known);
  const touched = new Set<string>();
  for (const one of said) {
    const id = homeIdOf(one);
    const before = homes.get(id);
    if (one.name === "observation/file") {
      if (before === undefined && !isObserved(homes, one.body.personKey)) homes.set(id, filed(one, teller));
    } else if (before !== undefined) homes.set(id, stepped(before, one, teller.role));
    touched.add(id);
  }
  for (const id of touched) {
    const home = homes.get(id);
    if (home !== undefined) homes.set(id, withDuties(home, now));
  }
  return homes;
}

const isObserved = (homes: ReadonlyMap<string, HomeHere>, personKey: string): boolean =>
  [...homes.values()].some((home) => home.personKey === personKey && home.endedAt === null);

function filed({ id, madeAt, body }: Made<"observation/file">, teller: Teller): HomeHere {
  const basis = teller.basisOf(body.personKey);
  const days = DEFAULT_PROFILE.days[basis];
  const seat = seatOfRole(teller.role);
  return {
    id,
    place: body.place,
    personKey: body.personKey,
    basis,
    isMinor: body.isMinor,
    state: "PROPOSED",
    dZero: body.exposedOn,
    days,
    filedAt: madeAt,
    dueAt: isoInstant(dueOf(body.exposedOn as PlainDay, days)),
    ...NOTHING_YET,
    obstacles: obstaclesOf(body),
    needs: [...body.needs],
    persons: body.persons,
    team:
      seat === null
        ? []
        : [{ id, seat, postId: teller.postId, name: teller.name, organisation: null, since: madeAt, isMe: true }],
    mySeat: seat,
    lines: [{ id, at: madeAt, kind: "filed", byRole: teller.role, facts: { basis } }],
    documents: [{ kind: "notice", madeAt, signedAt: null, signedBy: null }],
    isFiledHere: true,
  };
}

const NOTHING_YET = {
  noticedAt: null,
  startedAt: null,
  teamedAt: null,
  signedAt: null,
  releasedAt: null,
  deliveredAt: null,
  followedUpAt: null,
  endedAt: null,
  abnormalSince: null,
  transferSince: null,
  transferTo: null,
  rung: "none",
  exits: 0,
  hasStatement: false,
  careDays: [],
  checks: [],
  duties: [],
  alarms: [],
  profile: null,
} satisfies Partial<HomeHere>;

/** What is to be done now, by the server's own rules; an alarm whose duty was done is silent at once. */
function withDuties(home: HomeHere, now: Instant): HomeHere {
  if (home.mySeat === null) return home;
  const lastOf = (kind: LineKind) => at(home.lines.find((line) => line.kind === kind)?.at ?? null);
  const facts: Facts = {
    dZero: home.dZero as PlainDay,
    checks: new Set(home.checks.map(checkName)),
    unanswered: new Map(
      home.lines.flatMap((line) =>
        line.kind === "no-answer" ? [[String(line.facts["check"]), instant(line.at)]] : [],
      ),
    ),
    lastCallAt: lastOf("called"),
    lastVisitAt: lastOf("visited"),
    careDaysDone: new Set(home.careDays),
    vacancies: home.team.flatMap(({ seat, postId, since }) =>
      postId === null ? [{ seat, since: instant(since) }] : [],
    ),
  };
  const all = dutiesOf(machineOf(home), facts, now, home.profile ?? DEFAULT_PROFILE);
  const duties = all.filter((duty) => home.mySeat !== "POLICE" || seatOf(duty) === "POLICE");
  const stands = ({ kind, subject }: { readonly kind: string; readonly subject: string }) =>
    all.some((duty) => duty.kind === kind && duty.subject === subject);
  return {
    ...home,
    duties: duties.map((duty) => ({ ...duty, dueAt: isoInstant(duty.dueAt) })),
    alarms: home.mySeat === "POLICE" ? home.alarms : home.alarms.filter(stands),
  };
}
