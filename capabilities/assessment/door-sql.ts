/**
 * The door's checks and normal forms as DuckDB SQL: one row of a feed in, keys, typed columns and the first fault out.
 *
 * Sources: design/feeds.md "At the door"; GB 11643 and reference/domain.md §2.5 to §2.8, the same as kernel/identity.ts,
 * which the tests hold this to.
 */
import { ID_TYPES } from "#kernel/identity.ts";
import { quoted } from "./duck.ts";
import type { Column, Feed } from "./rules/feeds.ts";

export type Fault = { readonly column: string; readonly reason: string };

/** A file's rows before the door: a relation, the types of its columns by name, and the expression of the line number. */
export type Source = {
  readonly relation: string;
  readonly types: ReadonlyMap<string, string>;
  /** How the relation calls a column. */
  readonly nameOf: (column: string) => string;
  readonly line: string;
  readonly isParquet: boolean;
};

/** Asia/Shanghai is UTC+8 all year round. */
const SHANGHAI_MS = 28_800_000;
const DAY_MS = 86_400_000;

/** Every character that is white space to JavaScript, and the hyphen: what normaliseNumber of the kernel removes. */
const REMOVED =
  "[\\s\\x{0B}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}-]";
const HALF = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join("");
const FULL = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0xff01 + index)).join("");
const TRIMMED = quoted(" \t\r\n\u000b\u000c\u00a0\u3000\ufeff");

/** Full-width to half-width, white space and hyphens removed, letters upper case. */
export const normalNumber = (value: string): string =>
  `case when regexp_full_match(${value}, '[0-9A-Z]*') then ${value} else upper(regexp_replace(translate(${value}, ${quoted(FULL)}, ${quoted(HALF)}), ${quoted(REMOVED)}, '', 'g')) end`;

/** A phone in normal form: also without a leading +86 or 86. */
export const normalPhone = (value: string): string =>
  `regexp_replace(${normalNumber(value)}, '^\\+?86(1[0-9]{10})$', '\\1')`;

/** HMAC-SHA-256 (RFC 2104) under the province key, its first 16 bytes as a UUID. The pads are variables of the session. */
export const keyOf = (message: string): string =>
  `cast(substr(sha256(getvariable('opad') || unhex(sha256(getvariable('ipad') || encode(${message})))), 1, 32) as uuid)`;

/** Statements that set the pads from 64 hex digits. */
export function padStatements(provinceKey: string): string[] {
  const key = Buffer.concat([Buffer.from(provinceKey, "hex"), Buffer.alloc(32)]);
  const pad = (byte: number) => Buffer.from(key.map((value) => value ^ byte)).toString("hex");
  return [`set variable ipad = unhex('${pad(0x36)}')`, `set variable opad = unhex('${pad(0x5c)}')`];
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacter = (n: string): string =>
  `substr('10X98765432', cast((${WEIGHTS.map((weight, index) => `${weight} * (ascii(substr(${n}, ${index + 1}, 1)) - 48)`).join(" + ")}) % 11 as integer) + 1, 1)`;

const birthDate = (n: string): string =>
  `try_cast(substr(${n}, 7, 4) || '-' || substr(${n}, 11, 2) || '-' || substr(${n}, 13, 2) as date)`;

/** A code of a place in any spelling is shorter. */
export const MAX_CODE_LENGTH = 64;

/** [condition, column, reason]: the first that holds is the row's fault. */
type Check = readonly [condition: string, column: string, reason: string];

/** Checks of an identity in normal form: resident numbers to the digit, other documents by their characters. */
function identityChecks(day: string): Check[] {
  const n = "id_n";
  return [
    ["id_t is null", "id_type", "missing"],
    [`id_t not in (${ID_TYPES.map(quoted).join(", ")})`, "id_type", "choice"],
    [`${n} is null or ${n} = ''`, "id_number", "missing"],
    [`id_t = '111' and not regexp_full_match(${n}, '[0-9]{17}[0-9X]')`, "id_number", "form"],
    [`id_t = '111' and ${checkCharacter(n)} <> substr(${n}, 18, 1)`, "id_number", "checksum"],
    [
      `id_t = '111' and coalesce(${birthDate(n)} > date '${day}' or year(date '${day}') - year(${birthDate(n)}) > 150, true)`,
      "id_number",
      "birth-date",
    ],
    [`id_t in ('414', '516', '511', '553') and not regexp_full_match(${n}, '[A-Z0-9]{5,20}')`, "id_number", "form"],
    [`id_t = '990' and length(${n}) > 64`, "id_number", "form"],
  ];
}

/** Mainland mobiles to the digit; a number written with + and another country's code by ITU-T E.164. */
export const phoneIsSound = (p: string): string =>
  `(regexp_full_match(${p}, '1[3-9][0-9]{9}') or (regexp_full_match(${p}, '\\+[1-9][0-9]{6,14}') and not starts_with(${p}, '+86')))`;

const ISO_TIME =
  "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)";
const dayStart = (date: string): string => `cast(${date} - date '1970-01-01' as bigint) * ${DAY_MS} - ${SHANGHAI_MS}`;

/** `2020-02-10T10:00+08` as DuckDB reads it: with seconds. */
const withSeconds = (t: string): string =>
  `regexp_replace(replace(${t}, ',', '.'), '^(.{10})[T ](.{5})(Z|[+-])', '\\1 \\2:00\\3')`;

function timeOf(value: string, type: string): string {
  if (type === "TIMESTAMP WITH TIME ZONE") return `epoch_ms(${value})`;
  if (type.startsWith("TIMESTAMP")) return `epoch_ms(cast(${value} as timestamp)) - ${SHANGHAI_MS}`;
  if (type === "DATE") return dayStart(value);
  return `case when regexp_full_match(${value}, '${ISO_TIME}') then epoch_ms(try_cast(${withSeconds(value)} as timestamptz)) when regexp_full_match(${value}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then ${dayStart(`try_cast(${value} as date)`)} end`;
}

function dateOf(value: string, type: string): string {
  if (type === "DATE") return dayStart(value);
  if (type.startsWith("TIMESTAMP")) return dayStart(`cast(${value} as date)`);
  return `case when regexp_full_match(${value}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then ${dayStart(`try_cast(${value} as date)`)} end`;
}

const isNativeTime = (type: string): boolean => type === "DATE" || type.startsWith("TIMESTAMP");

const isWhole = (type: string): boolean => /^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type);

function typedColumn(column: Column, type: string): string {
  const raw = `r_${column.name}`;
  switch (column.kind) {
    case "text":
    case "area":
      return raw;
    case "place-text":
      // A hospital's name is no code of a place: only digits are looked up.
      return `case when regexp_full_match(${normalNumber(raw)}, '[0-9]{1,20}') then ${raw} end`;
    case "choice":
      return `lower(${raw})`;
    case "date":
      return dateOf(raw, type);
    case "time":
      return timeOf(raw, type);
    case "integer":
      if (isWhole(type)) return `case when ${raw} >= 0 then try_cast(${raw} as integer) end`;
      return `case when regexp_full_match(${raw}, '[0-9]{1,9}([.]0+)?') then cast(cast(${raw} as double) as integer) end`;
    default:
      return column.kind satisfies never;
  }
}

/** `isNative`: the file's own type cannot fail to convert. */
function columnChecks(column: Column, isNative: boolean): Check[] {
  const raw = `r_${column.name}`;
  const typed = `c_${column.name}`;
  const checks: Check[] = [];
  if (!column.mayBeEmpty) checks.push([`${raw} is null`, column.name, "missing"]);
  if (column.kind === "choice")
    checks.push([`${typed} not in (${(column.choices ?? []).map(quoted).join(", ")})`, column.name, "choice"]);
  if (!isNative && (column.kind === "date" || column.kind === "time" || column.kind === "integer"))
    checks.push([`${raw} is not null and ${typed} is null`, column.name, column.kind]);
  if (column.kind === "area") checks.push([`length(${raw}) > ${MAX_CODE_LENGTH}`, column.name, "too-long"]);
  if (column.kind === "text") checks.push([`length(${raw}) > 200`, column.name, "too-long"]);
  return checks;
}

export type Normalised = { readonly sql: string; readonly faults: readonly Fault[]; readonly hasRaw: boolean };

/**
 * The select that turns a file's rows into line, person_key, phone_key, the feed's columns (times and days as
 * milliseconds, areas still as written) and `fault`, the index of the row's first fault or null. With `as-written` the
 * columns are the department's own words, checked but not converted.
 */
export function normalisedRows(
  feed: Feed,
  source: Source,
  day: string,
  values: "typed" | "as-written" = "typed",
): Normalised {
  const has = (name: string) => source.types.has(name);
  const inner: string[] = [
    `${has("source_line") ? `coalesce(try_cast(${source.nameOf("source_line")} as bigint), ${source.line})` : source.line} as line`,
  ];
  // In Parquet spaces are all that is trimmed: trimming a set of characters takes eight times as long.
  const asText = (name: string) =>
    `nullif(trim(cast(${source.nameOf(name)} as varchar)${source.isParquet ? "" : `, ${TRIMMED}`}), '')`;
  const raw = (name: string) => (has(name) ? asText(name) : "cast(null as varchar)");
  const middle: string[] = ["line"];
  const outer: string[] = ["line"];
  const checks: Check[] = [];
  let hasRaw = false;

  const keyColumn = (name: "person_key" | "phone_key", isNeeded: boolean) => {
    const isUuid = source.types.get(name) === "UUID";
    inner.push(`${isUuid ? source.nameOf(name) : raw(name)} as r_${name}`);
    const text = `case when regexp_full_match(r_${name}, '[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}') then try_cast(r_${name} as uuid) end`;
    middle.push(`r_${name}`, `${isUuid ? `r_${name}` : text} as k_${name}`);
    if (isNeeded) checks.push([`r_${name} is null`, name, "missing"]);
    if (!isUuid) checks.push([`r_${name} is not null and k_${name} is null`, name, "key"]);
    outer.push(`k_${name} as ${name}`);
  };

  if (feed.person && has("person_key")) keyColumn("person_key", true);
  else if (feed.person) {
    hasRaw = true;
    inner.push(`${raw("id_type")} as r_id_type`, `${raw("id_number")} as r_id_number`);
    middle.push("r_id_type as id_t", `${normalNumber("r_id_number")} as id_n`);
    checks.push(...identityChecks(day));
    outer.push(`case when fault is null then ${keyOf("id_t || '|' || id_n")} end as person_key`);
  }
  if (feed.phone !== "none" && (has("phone_key") || !has("phone"))) keyColumn("phone_key", feed.phone === "required");
  else if (feed.phone !== "none") {
    hasRaw = true;
    inner.push(`${raw("phone")} as r_phone`);
    middle.push(`nullif(${normalPhone("r_phone")}, '') as phone_n`);
    if (feed.phone === "required") checks.push(["phone_n is null", "phone", "missing"]);
    checks.push([`phone_n is not null and not ${phoneIsSound("phone_n")}`, "phone", "form"]);
    outer.push(`case when fault is null and phone_n is not null then ${keyOf("'phone|' || phone_n")} end as phone_key`);
  }
  for (const column of feed.columns) {
    const type = source.types.get(column.name) ?? "VARCHAR";
    const isNative =
      ((column.kind === "date" || column.kind === "time") && isNativeTime(type)) ||
      (column.kind === "integer" && isWhole(type));
    inner.push(`${isNative ? source.nameOf(column.name) : raw(column.name)} as r_${column.name}`);
    middle.push(`r_${column.name}`, `${typedColumn(column, type)} as c_${column.name}`);
    outer.push(`${values === "typed" ? "c" : "r"}_${column.name} as ${column.name}`);
    checks.push(...columnChecks(column, isNative && column.kind !== "integer"));
  }
  if (feed.ordered !== null) {
    const [end, start] = feed.ordered;
    checks.push([`c_${end} < c_${start}`, end, "before-start"]);
  }
  const cases = checks.map(([condition], index) => `when ${condition} then ${index}`).join(" ");
  const sql = `select ${outer.join(", ")}, fault from (select *, case ${cases} end as fault from (select ${middle.join(", ")} from (select ${inner.join(", ")} from ${source.relation}) a) b) c`;
  return { sql, faults: checks.map(([, column, reason]) => ({ column, reason })), hasRaw };
}
