/**
 * `npm run bench -- code-show [--holders 10000000] [--scale 50]`: a day of displays, event by event: each phone keeps what it
 * has and asks by the resident page's own rule (rules/refresh.ts). 1 in `scale` phones is simulated and counted `scale` times.
 * Day of domain.md §7.1: 8 displays a holder, 12 % of them in the peak hour, a minute of four times that hour's mean, twice as
 * many at once when a policy begins that morning.
 */
import { parseArgs } from "node:util";
import { type Held, refreshAt, SIGN_ANEW_AFTER, shouldAsk } from "#capabilities/credentials/rules/refresh.ts";
import { DAY, HOUR, instantOf, later, MINUTE } from "#kernel/time.ts";
import { figure } from "./figure.ts";

const { values } = parseArgs({
  options: { holders: { type: "string", default: "10000000" }, scale: { type: "string", default: "50" } },
});
const holders = Number(values.holders);
const scale = Number(values.scale);
const DISPLAYS_EACH = 8;
const PEAK_SHARE = 0.12;
const PEAK_HOUR = 8;
const BURST = 4;
const SHOCK = 2;
/** Phones without keys of their own: the server refreshes their code each minute that it is on the screen. */
const OLD_PHONES = 0.01;
/** Someone is red or yellow at a time: 1 in 1,000, asks each hour that he looks. */
const HELD_SHARE = 0.001;
/** Days before the one that is counted, so that what phones hold is spread as it would be. */
const WARM_UP = 3;

let seed = 20200223;
/** Mulberry32: the same day each time. */
function random(): number {
  seed = (seed + 0x6d2b79f5) >>> 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

/** When in the day (ms): the peak hour has its share, in it one minute four times the mean; the rest from 6 to 22. */
function momentOfDay(isShock: boolean): number {
  const share = isShock ? (PEAK_SHARE * SHOCK) / (1 + PEAK_SHARE) : PEAK_SHARE;
  if (random() < share) {
    const inBurst = random() < BURST / 60;
    return PEAK_HOUR * HOUR + (inBurst ? 30 * MINUTE + random() * MINUTE : random() * HOUR);
  }
  const at = 6 * HOUR + random() * 15 * HOUR;
  return at < PEAK_HOUR * HOUR ? at : at + HOUR;
}

type Day = {
  displays: number;
  requests: number;
  signed: number;
  perMinute: Float64Array;
  displaysPerMinute: Float64Array;
};

function simulate(isShock: boolean): Day {
  const day: Day = {
    displays: 0,
    requests: 0,
    signed: 0,
    perMinute: new Float64Array(1440),
    displaysPerMinute: new Float64Array(1440),
  };
  for (let phone = 0; phone < holders / scale; phone++) onePhone(day, isShock);
  return day;
}

function onePhone(day: Day, isShock: boolean): void {
  const isOld = random() < OLD_PHONES;
  const colour = random() < HELD_SHARE ? "yellow" : "green";
  let held: Held | null = null;
  for (let date = 0; date <= WARM_UP; date++) {
    const isCounted = date === WARM_UP;
    const isToday = isCounted && isShock;
    const many = DISPLAYS_EACH * (isToday ? 1 + PEAK_SHARE : 1);
    // As many as fall to one phone in a day of that mean: some show none, some twenty.
    const count = poisson(many);
    const moments = Array.from({ length: count }, () => momentOfDay(isToday)).sort((a, b) => a - b);
    for (const moment of moments) {
      const now = instantOf(date * DAY + moment);
      const minute = Math.floor(moment / MINUTE);
      if (isCounted) {
        day.displays += scale;
        day.displaysPerMinute[minute] = (day.displaysPerMinute[minute] ?? 0) + scale;
      }
      if (!shouldAsk(held, { failures: 0, lastAt: null, retryAfter: null }, 0, now)) continue;
      const isAnew: boolean = held === null || isOld || now - held.issuedAt >= SIGN_ANEW_AFTER;
      if (isAnew) {
        const codeId = Math.floor(random() * 2 ** 30);
        const expiresAt = later(now, isOld ? 2 * MINUTE : DAY);
        held = { form: isOld ? "refreshed" : "phone", codeId, colour, issuedAt: now, expiresAt, until: null };
      }
      if (!isCounted) continue;
      day.requests += scale;
      day.signed += isAnew ? scale : 0;
      day.perMinute[minute] = (day.perMinute[minute] ?? 0) + scale;
    }
  }
}

function poisson(mean: number): number {
  let [count, product] = [0, random()];
  for (const limit = Math.exp(-mean); product > limit; count++) product *= random();
  return count;
}

const example: Held = {
  form: "phone",
  codeId: 0,
  colour: "green",
  issuedAt: instantOf(0),
  expiresAt: instantOf(DAY),
  until: null,
};
figure("code-show", "earliest age at which a green phone asks", refreshAt(example) / HOUR, "h");
for (const [name, isShock] of [
  ["an ordinary day", false],
  ["a policy shock", true],
] as const) {
  const day = simulate(isShock);
  const target = isShock ? undefined : "≤ 15 M requests";
  figure("code-show", `${name}: displays`, day.displays, "displays");
  figure("code-show", `${name}: displays in the busiest minute`, Math.max(...day.displaysPerMinute) / 60, "/s");
  figure("code-show", `${name}: requests`, day.requests, "requests", target);
  figure("code-show", `${name}: requests in the busiest minute`, Math.max(...day.perMinute) / 60, "/s");
  figure("code-show", `${name}: signed anew`, day.signed, "attestations");
}
