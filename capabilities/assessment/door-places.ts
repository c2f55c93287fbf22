/** Which codes of places are known: every place of the provinces that ship in full, of the others down to the county. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normaliseNumber } from "#kernel/identity.ts";
import { ancestorAt, type PlaceCode, placeCode } from "#kernel/places.ts";

const FOLDER = join(import.meta.dirname, "../../data/places");

/**
 * Codes that were in force in February 2020 and are gone from the later list that ships (崇川 and 港闸 of Nantong, 海门,
 * 海安, 清江浦 before its renumbering), and the three that the statistical list leaves out (台湾, 香港, 澳门).
 */
const ALSO_KNOWN = ["320602", "320611", "320684", "320621", "320802", "71", "81", "82"];

export type KnownPlaces = (code: PlaceCode) => boolean;

function codesIn(file: string): string[] {
  const codes: string[] = [];
  for (const line of readFileSync(join(FOLDER, file), "utf8").split("\n").slice(1)) {
    const code = line.slice(0, line.indexOf(","));
    if (code !== "") codes.push(code);
  }
  return codes;
}

/** Reads the lists that ship with the project (`data/places`); about 27,000 codes, some milliseconds. */
export function loadKnownPlaces(): KnownPlaces {
  const known = new Set<string>([...codesIn("china-counties.csv"), ...ALSO_KNOWN]);
  const whole = new Set<string>();
  for (const file of readdirSync(FOLDER)) {
    const province = /^(\d{2})\.csv$/.exec(file)?.[1];
    if (province === undefined) continue;
    whole.add(province);
    for (const code of codesIn(file)) known.add(code);
  }
  const alsoKnown = new Set(ALSO_KNOWN);
  return (code) => {
    if (known.has(code)) return true;
    const county = ancestorAt(code, "county");
    // Below the county only provinces that ship in full can be checked, and there below the village nothing.
    if (county === null || !known.has(county)) return alsoKnown.has(code.slice(0, 2));
    if (!whole.has(code.slice(0, 2)) || alsoKnown.has(county)) return true;
    const village = ancestorAt(code, "village");
    return village !== null && code.length > village.length && known.has(village);
  };
}

/** The known place that a code as written means, or null. */
export function knownPlace(written: string, known: KnownPlaces): PlaceCode | null {
  const code = placeCode(normaliseNumber(written));
  return code !== null && known(code) ? code : null;
}
