/** Names of places of other provinces: feeds name them as origins, the register of this province does not hold them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ancestorAt } from "#kernel/places.ts";

const FILE = join(import.meta.dirname, "../../data/places/china-counties.csv");

let names: ReadonlyMap<string, string> | null = null;

/** `湖北省武汉市` for 4201; down to the county; null for what the shipped list does not know. */
export function nameElsewhere(code: string): string | null {
  names ??= read();
  const known = names;
  const parts = (["province", "city", "county"] as const).map((level) => {
    const at = ancestorAt(code, level);
    const name = at === null ? undefined : known.get(at);
    // Municipalities have a city level of that empty name.
    return name === "市辖区" || name === "县" ? "" : (name ?? "");
  });
  return parts.join("") || null;
}

/** The places directly below one in the shipped list; below "" the provinces. Municipalities name their city level. */
export function elsewhereBelow(at: string): { code: string; name: string }[] {
  names ??= read();
  const digits = at.length + 2;
  const found: { code: string; name: string }[] = [];
  for (const [code, name] of names) {
    if (code.length === digits && code.startsWith(at)) found.push({ code, name });
  }
  return found;
}

function read(): Map<string, string> {
  const lines = readFileSync(FILE, "utf8").split("\n").slice(1);
  return new Map(
    lines
      .filter((line) => line !== "")
      .map((line) => [line.slice(0, line.indexOf(",")), line.slice(line.indexOf(",") + 1)]),
  );
}
