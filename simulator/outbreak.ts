/**
 * The outbreak as the real case file tells it (data/cases/cn-2020.csv): new cases by city and day, the outbreak areas
 * that follow from them, and from where and when people come home.
 */
import { readFileSync } from "node:fs";
import { streamOf } from "./random.ts";

/** Day 0 of all day numbers here: 2020-01-01. */
const DAY_ZERO = "2020-01-01";
/** The world runs from the first to the last day of the case file: 2020-01-10 to 2020-03-31. */
export const FIRST_DAY = 9;
export const LAST_DAY = 90;

const DAYS = LAST_DAY + 1;
/** New cases of 14 days from which on an area outside the province counts as high or medium (cf. State Council, 17 Feb 2020). */
const HIGH_FROM = 300;
const MEDIUM_FROM = 120;
const LOOK_BACK = 14;
/** Volumes follow new cases to this power: Wuhan was closed, smaller places were not. */
const VOLUME_POWER = 0.7;
export const JOURNEY_SLOTS = 65_536;

/** A city, a municipality (2 digits) or a county that answers to its province (6 digits), with its new cases by day. */
export type Outbreak = { readonly code: string; readonly cases: readonly number[] };
export type AreaRow = {
  readonly area: string;
  readonly level: "high" | "medium";
  readonly since: number;
  readonly until: number | null;
};
export type JourneySlot = { readonly day: number; readonly county: string };

export const dayNumber = (day: string): number => Math.round((Date.parse(day) - Date.parse(DAY_ZERO)) / 86_400_000);

/** New cases by place and day, from cumulative figures made monotone (a city's rows may repeat on one day). */
export function readOutbreaks(counties: ReadonlyMap<string, string>): Outbreak[] {
  const file = readFileSync(new URL("../data/cases/cn-2020.csv", import.meta.url), "utf8");
  const totals = new Map<string, number[]>();
  for (const line of file.trim().split("\n").slice(1)) {
    const [date = "", province = "", city = "", confirmed = "0"] = line.split(",");
    const code = placeOf(province, city, counties);
    const day = dayNumber(date);
    if (code === null || day > LAST_DAY) continue;
    const total = totals.get(code) ?? new Array<number>(DAYS).fill(0);
    total[day] = Math.max(total[day] ?? 0, Number(confirmed));
    totals.set(code, total);
  }
  const codes = [...totals.keys()].sort();
  return codes.map((code) => ({ code, cases: newByDay(totals.get(code) ?? []) }));
}

const MUNICIPALITIES = ["11", "12", "31", "50"];

/** The place of a line, or null for whole provinces, cities that the division list does not know, and countries. */
function placeOf(province: string, city: string, counties: ReadonlyMap<string, string>): string | null {
  const inMunicipality = MUNICIPALITIES.includes(province.slice(0, 2));
  if (city === "") return inMunicipality ? province.slice(0, 2) : null;
  if (inMunicipality || !city.startsWith(province.slice(0, 2))) return null;
  const code = city.endsWith("00") ? city.slice(0, 4) : city;
  return counties.has(code) ? code : null;
}

function newByDay(totals: readonly number[]): number[] {
  let before = 0;
  return Array.from({ length: DAYS }, (_, day) => {
    const total = Math.max(before, totals[day] ?? 0);
    const fresh = total - before;
    before = total;
    return fresh;
  });
}

const sumOf = (cases: readonly number[], from: number, to: number) =>
  cases.slice(Math.max(0, from), Math.min(DAYS, to + 1)).reduce((a, b) => a + b, 0);

/** New cases a day, as the mean of seven days around it: bulletins are counted in lumps. */
const smoothed = (cases: readonly number[], day: number): number => sumOf(cases, day - 3, day + 3) / 7;

/** The spells of each level of the places outside `homeProvince`, over the whole horizon; `until` null: still so at its end. */
export function outbreakAreas(outbreaks: readonly Outbreak[], homeProvince: string): AreaRow[] {
  const hubei: AreaRow = { area: "42", level: "high", since: dayNumber("2020-01-23"), until: null };
  const rows = [hubei];
  for (const { code, cases } of outbreaks) {
    if (code.startsWith(homeProvince)) continue;
    const levelAt = (day: number) => {
      const recent = sumOf(cases, day - LOOK_BACK + 1, day);
      return recent >= HIGH_FROM ? "high" : recent >= MEDIUM_FROM ? "medium" : null;
    };
    for (let day = FIRST_DAY; day <= LAST_DAY; day++) {
      const level = levelAt(day);
      if (level === null) continue;
      const since = day;
      while (day < LAST_DAY && levelAt(day + 1) === level) day++;
      rows.push({ area: code, level, since, until: day === LAST_DAY ? null : day });
    }
  }
  return rows.sort((a, b) => a.since - b.since || (a.area < b.area ? -1 : 1));
}

/** Ordinary return travel by province of origin: neighbours and the provinces that Jiangsu's migrants come from. */
const ORDINARY_ORIGINS: Readonly<Record<string, number>> = {
  "34": 30,
  "41": 16,
  "31": 10,
  "37": 9,
  "33": 7,
  "36": 4,
  "51": 4,
  "43": 3,
  "61": 3,
  "50": 2,
  "52": 2,
  "62": 2,
  "14": 2,
  "13": 2,
  "35": 2,
  "44": 2,
  "11": 1,
  "53": 1,
  "23": 1,
  "21": 1,
};

/** How many came home by day: few before the feast (25 January), the most between 30 January and 25 February. */
const ordinaryVolume = (day: number): number => (day < 29 ? 0.5 : day < 56 ? 1.6 : 0.9);

/**
 * 65,536 equally likely journeys home: arrival day and county of origin. A share `outbreakShare` follows the case file by
 * city and day (smoothed new cases to the power of 0.7), the rest is ordinary return travel.
 */
export function journeySlots(
  seed: number,
  outbreaks: readonly Outbreak[],
  counties: ReadonlyMap<string, string>,
  outbreakShare: number,
): JourneySlot[] {
  const next = streamOf(seed, "journeys");
  const all = [...counties.keys()].filter((code) => code.length === 6);
  const cells: { place: string; day: number; weight: number }[] = [];
  for (const { code, cases } of outbreaks) {
    if (code.startsWith("32")) continue;
    for (let day = FIRST_DAY; day <= LAST_DAY; day++) {
      const weight = smoothed(cases, day) ** VOLUME_POWER;
      if (weight > 0) cells.push({ place: code, day, weight });
    }
  }
  const scale = outbreakShare / cells.reduce((sum, cell) => sum + cell.weight, 0);
  for (const cell of cells) cell.weight *= scale;
  const ordinary: typeof cells = [];
  for (const [place, share] of Object.entries(ORDINARY_ORIGINS))
    for (let day = FIRST_DAY; day <= LAST_DAY; day++)
      ordinary.push({ place, day, weight: share * ordinaryVolume(day) });
  const ordinaryScale = (1 - outbreakShare) / ordinary.reduce((sum, cell) => sum + cell.weight, 0);
  for (const cell of ordinary) cells.push({ ...cell, weight: cell.weight * ordinaryScale });

  const countiesOf = new Map<string, string[]>();
  const slots: JourneySlot[] = [];
  let reached = 0;
  for (const { place, day, weight } of cells) {
    reached += weight;
    const candidates = countiesOf.get(place) ?? all.filter((code) => code.startsWith(place));
    countiesOf.set(place, candidates);
    while (slots.length < Math.min(JOURNEY_SLOTS, Math.round(reached * JOURNEY_SLOTS)))
      slots.push({ day, county: candidates[Math.floor(next() * candidates.length)] ?? place });
  }
  const last = slots.at(-1);
  while (last && slots.length < JOURNEY_SLOTS) slots.push(last);
  return slots;
}
