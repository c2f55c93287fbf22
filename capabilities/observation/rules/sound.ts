/** Is a profile sound: what a desk can get wrong although every number is a number. */
import { BASES, type Profile } from "./profile.ts";

export const PROFILE_FAULTS = [
  "window-backwards",
  "windows-overlap",
  "days-beyond-limit",
  "visit-before-call",
  "care-day-beyond",
  "care-days-twice",
] as const;
export type ProfileFault = (typeof PROFILE_FAULTS)[number];

export function faultsOf(profile: Omit<Profile, "id">): ProfileFault[] {
  const { morning, evening } = profile.windows;
  const longest = Math.max(...BASES.map((basis) => profile.days[basis]));
  const found: ProfileFault[] = [];
  if (morning[0] >= morning[1] || evening[0] >= evening[1]) found.push("window-backwards");
  if (morning[1] > evening[0]) found.push("windows-overlap");
  if (longest > profile.mostDays) found.push("days-beyond-limit");
  if (profile.visitHours < profile.callHours) found.push("visit-before-call");
  if (profile.careDays.some((day) => day > profile.mostDays)) found.push("care-day-beyond");
  if (new Set(profile.careDays).size !== profile.careDays.length) found.push("care-days-twice");
  return found;
}

/** The names of what differs between two: `days.list-red`, `windows.morning`; what a reader must look at. */
export function changesOf(before: Omit<Profile, "id">, after: Omit<Profile, "id">): string[] {
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
}

function flat(value: object, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, part] of Object.entries(value)) {
    if (prefix === "" && name === "id") continue;
    if (typeof part === "object" && part !== null && !Array.isArray(part))
      for (const [inner, text] of flat(part, `${prefix}${name}.`)) found.set(inner, text);
    else found.set(`${prefix}${name}`, JSON.stringify(part));
  }
  return found;
}
