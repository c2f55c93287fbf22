/**
 * A roster file's rows: which column is which, and what is wrong with a row. What a cell says is text, never a formula.
 */
import { ID_TYPES, isMobile, normaliseNumber, normalisePhone, residentNumberFault } from "#kernel/identity.ts";
import { daysLater, type PlainDay, plainDay } from "#kernel/time.ts";

export const ROSTER_FIELDS = ["name", "idType", "idNumber", "phone", "dormitory", "arrivesOn"] as const;
export type RosterField = (typeof ROSTER_FIELDS)[number];
/** For each field the index of its column, or null: the file has none. */
export type RosterColumns = Readonly<Record<RosterField, number | null>>;

export const ROSTER_ROWS_AT_MOST = 20_000;
export const ROSTER_BYTES_AT_MOST = 5 * 1024 * 1024;

/** So many times the staff that are registered may stand on a roster: shifts, agency staff, people who left unnoticed. */
const TIMES_THE_STAFF = 3;
const ALWAYS_ALLOWED = 20;
/** How many people an employer with this many registered staff may list: a roster is no way to look strangers up. */
export const rosterAtMost = (headcount: number): number =>
  Math.min(ROSTER_ROWS_AT_MOST, Math.max(ALWAYS_ALLOWED, TIMES_THE_STAFF * headcount));

/** One row of the file: its line as the employer's program counts it, and its cells as text. */
export type FileRow = { readonly line: number; readonly cells: readonly string[] };

const HEADINGS: Readonly<Record<RosterField, RegExp>> = {
  name: /^(姓名|员工姓名|名字|name|full ?name)$/i,
  idType: /^(证件类型|证件种类|id ?type|document ?type)$/i,
  idNumber: /^(证件号码?|身份证号?码?|身份证|id ?number|id ?no\.?|document ?number)$/i,
  phone: /^(手机号?码?|电话|联系电话|联系方式|phone|mobile)$/i,
  dormitory: /^(宿舍|宿舍号|住宿|dormitory|dorm)$/i,
  arrivesOn: /^(到岗日期|返岗日期|到达日期|抵达日期|返苏日期|arrival|arrives ?on|arrival ?date)$/i,
};

/** Which columns the headings name; a heading that says nothing known stays unmapped. */
export function guessColumns(headings: readonly string[]): RosterColumns {
  const clean = headings.map((heading) => heading.replace(/\s*[*（(].*$/u, "").trim());
  const find = (field: RosterField): number | null => {
    const at = clean.findIndex((heading) => HEADINGS[field].test(heading));
    return at < 0 ? null : at;
  };
  return {
    name: find("name"),
    idType: find("idType"),
    idNumber: find("idNumber"),
    phone: find("phone"),
    dormitory: find("dormitory"),
    arrivesOn: find("arrivesOn"),
  };
}

/** Name and number are needed, no column twice. */
export function columnsAreUsable(columns: RosterColumns): boolean {
  const used = Object.values(columns).filter((at) => at !== null);
  return columns.name !== null && columns.idNumber !== null && new Set(used).size === used.length;
}

const ID_TYPE_WORDS: Readonly<Record<string, (typeof ID_TYPES)[number]>> = {
  身份证: "111",
  居民身份证: "111",
  护照: "414",
  外国护照: "414",
  passport: "414",
  港澳通行证: "516",
  港澳居民来往内地通行证: "516",
  台胞证: "511",
  台湾居民来往大陆通行证: "511",
  外国人永久居留证: "553",
  永久居留证: "553",
  其他: "990",
};

export type RosterFaultCode =
  | "name-missing"
  | "name-wrong"
  | "id-type-unknown"
  | "number-missing"
  | "number-form"
  | "number-checksum"
  | "number-birth-date"
  | "phone-wrong"
  | "date-wrong"
  | "dormitory-long"
  | "twice"
  | "formula";

export const ROSTER_FAULTS: Readonly<Record<RosterFaultCode, { readonly zh: string; readonly en: string }>> = {
  "name-missing": { zh: "没有姓名", en: "The name is missing" },
  "name-wrong": { zh: "姓名太长或含有不能用的字符", en: "The name is too long or has characters that cannot be used" },
  "id-type-unknown": { zh: "证件类型不认识", en: "The document type is not known" },
  "number-missing": { zh: "没有证件号码", en: "The document number is missing" },
  "number-form": { zh: "证件号码的位数或字符不对", en: "The number has the wrong length or characters" },
  "number-checksum": {
    zh: "身份证号最后一位校验不对，请核对",
    en: "The number's last character does not fit; check it",
  },
  "number-birth-date": { zh: "身份证号中的出生日期不对", en: "The date of birth in the number is not real" },
  "phone-wrong": { zh: "手机号码不对", en: "The phone number is wrong" },
  "date-wrong": { zh: "到岗日期不对，请写成 2020-02-10", en: "The arrival date is wrong; write 2020-02-10" },
  "dormitory-long": { zh: "宿舍超过三十个字", en: "The dormitory has more than thirty characters" },
  twice: { zh: "名册中已有这个证件号码", en: "This number is in the file twice" },
  formula: {
    zh: "单元格以 = + - @ 开头，像是公式，没有收下",
    en: "A cell begins with = + - @ like a formula and was not taken",
  },
};

export type StaffRow = {
  readonly line: number;
  readonly name: string;
  readonly idType: (typeof ID_TYPES)[number];
  readonly idNumber: string;
  readonly phone: string | null;
  readonly dormitory: string | null;
  readonly arrivesOn: PlainDay | null;
};
export type RosterFault = { readonly line: number; readonly fault: RosterFaultCode };

/** Excel counts days from 1899-12-30 (its own leap-year error of 1900 included). */
const SERIAL_ZERO = "1899-12-30" as PlainDay;

/** A day as people write it: ISO, with slashes, dots or 年月日, or the serial number of a spreadsheet; null: none. */
export function dayOfCell(text: string): PlainDay | null {
  const serial = /^(\d{5})(\.\d+)?$/.exec(text)?.[1];
  if (serial !== undefined) return daysLater(SERIAL_ZERO, Number(serial));
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/.exec(text);
  const [, year = "", month = "", day = ""] = parts ?? [];
  return plainDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** Rows as people, and what is wrong with the others. `today` bounds dates of birth. */
export function readRoster(
  rows: readonly FileRow[],
  columns: RosterColumns,
  today: string,
): { readonly staff: StaffRow[]; readonly faults: RosterFault[] } {
  const staff: StaffRow[] = [];
  const faults: RosterFault[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const read = readRow(row, columns, today);
    if (read === null) continue;
    if (typeof read === "string") {
      faults.push({ line: row.line, fault: read });
      continue;
    }
    const document = `${read.idType}|${read.idNumber}`;
    if (seen.has(document)) faults.push({ line: row.line, fault: "twice" });
    else staff.push(read);
    seen.add(document);
  }
  return { staff, faults };
}

/** Null: an empty line. A string: its fault. */
function readRow(row: FileRow, columns: RosterColumns, today: string): StaffRow | RosterFaultCode | null {
  const cell = (field: RosterField): string => {
    const at = columns[field];
    return at === null ? "" : (row.cells[at] ?? "").normalize("NFC").trim();
  };
  const cells = ROSTER_FIELDS.map(cell);
  if (cells.every((text) => text === "")) return null;
  // A phone may begin with +86; nothing else begins like a formula.
  if (ROSTER_FIELDS.some((field) => field !== "phone" && /^[=+\-@\t\r]/.test(cell(field)))) return "formula";
  const name = cell("name").replace(/\s+/g, " ");
  if (name === "") return "name-missing";
  if (name.length > 60 || !/^[\p{L}\p{M}][\p{L}\p{M}·•.'’\- ,]*$/u.test(name)) return "name-wrong";
  const idType = idTypeOf(cell("idType"));
  if (idType === null) return "id-type-unknown";
  const idNumber = normaliseNumber(cell("idNumber"));
  if (idNumber === "") return "number-missing";
  const wrong = numberFault(idType, idNumber, today);
  if (wrong !== null) return wrong;
  const phone = cell("phone") === "" ? null : normalisePhone(cell("phone"));
  if (phone !== null && !isMobile(phone)) return "phone-wrong";
  const dormitory = cell("dormitory") || null;
  if (dormitory !== null && dormitory.length > 30) return "dormitory-long";
  const arrivesOn = cell("arrivesOn") === "" ? null : dayOfCell(cell("arrivesOn"));
  if (arrivesOn === null && cell("arrivesOn") !== "") return "date-wrong";
  return { line: row.line, name, idType, idNumber, phone, dormitory, arrivesOn };
}

function idTypeOf(text: string): (typeof ID_TYPES)[number] | null {
  if (text === "") return "111";
  return ID_TYPES.find((type) => type === text) ?? ID_TYPE_WORDS[text.toLowerCase()] ?? null;
}

function numberFault(idType: string, number: string, today: string): RosterFaultCode | null {
  if (idType !== "111") return /^[0-9A-Z]{5,20}$/.test(number) ? null : "number-form";
  const fault = residentNumberFault(number, today);
  return fault === null ? null : (`number-${fault}` as const);
}
