/** Rows of a register's file: which column is which, and what is wrong with a row, at which column. Pure. */
import { isMobile, normaliseNumber, normalisePhone, residentNumberFault } from "#kernel/identity.ts";
import { plainDay } from "#kernel/time.ts";
import type { DoorKind, Relation, Residence, Tenure } from "./kinds.ts";
import { KINDS, RELATIONS, RESIDENCES, TENURES, YES } from "./register-words.ts";

export const REGISTER_FIELDS = [
  "grid",
  "building",
  "stair",
  "floor",
  "room",
  "villagerGroup",
  "doorNumber",
  "kind",
  "walkOrder",
  "isVacant",
  "isRented",
  "tenure",
  "since",
  "name",
  "idNumber",
  "phone",
  "relation",
  "residence",
] as const;
export type RegisterField = (typeof REGISTER_FIELDS)[number];
export type RegisterColumns = Readonly<Record<RegisterField, number | null>>;

export const IMPORT_ROWS_AT_MOST = 20_000;
export const IMPORT_BYTES_AT_MOST = 5 * 1024 * 1024;

const HEADINGS: Readonly<Record<RegisterField, RegExp>> = {
  grid: /^(网格|网格编码|网格代码|grid)$/i,
  building: /^(楼栋|楼号|幢|栋|幢号|building)$/i,
  stair: /^(单元|单元号|梯|stair|unit)$/i,
  floor: /^(楼层|层|floor)$/i,
  room: /^(室|房号|室号|房间号|room)$/i,
  villagerGroup: /^(村民小组|小组|组|group)$/i,
  doorNumber: /^(门牌|门牌号|号|door ?number)$/i,
  kind: /^(类型|房屋类型|门户类型|用途|kind)$/i,
  walkOrder: /^(次序|走访次序|序号|order)$/i,
  isVacant: /^(空置|是否空置|vacant)$/i,
  isRented: /^(出租|是否出租|rented)$/i,
  tenure: /^(居住方式|房屋来源|自住或租住|tenure)$/i,
  since: /^(入住日期|起始日期|居住起始|since)$/i,
  name: /^(姓名|居民姓名|name)$/i,
  idNumber: /^(身份证号?码?|证件号码?|身份证|id ?number)$/i,
  phone: /^(手机号?码?|电话|联系电话|phone|mobile)$/i,
  relation: /^(与户主关系|关系|relation)$/i,
  residence: /^(人口类别|人口类型|居住类别|residence)$/i,
};

/** Which columns the headings name; the first of each. */
export function guessColumns(headings: readonly string[]): RegisterColumns {
  const clean = headings.map((heading) => heading.replace(/\s*[*（(].*$/u, "").trim());
  const at = (field: RegisterField): number | null => {
    const found = clean.findIndex((heading) => HEADINGS[field].test(heading));
    return found < 0 ? null : found;
  };
  return Object.fromEntries(REGISTER_FIELDS.map((field) => [field, at(field)])) as RegisterColumns;
}

/** Something that finds a door, and no column twice. */
export function columnsAreUsable(columns: RegisterColumns): boolean {
  const used = Object.values(columns).filter((at) => at !== null);
  const hasAddress = [columns.building, columns.room, columns.doorNumber].some((at) => at !== null);
  return hasAddress && new Set(used).size === used.length;
}

export type FaultCode =
  | "no-address"
  | "too-long"
  | "unknown-word"
  | "not-a-number"
  | "not-a-day"
  | "number-wrong"
  | "phone-wrong"
  | "other-place"
  | "formula"
  | "twice";
export const FAULTS: Readonly<Record<FaultCode, { readonly zh: string; readonly en: string }>> = {
  "no-address": { zh: "没有楼栋、房号或门牌", en: "no building, room or door number" },
  "too-long": { zh: "文字太长(最多四十字)", en: "the text is too long (forty characters)" },
  "unknown-word": { zh: "不认识的写法，请改成表头说明中的词", en: "not a word that this column takes" },
  "not-a-number": { zh: "应当是数字", en: "a number is needed" },
  "not-a-day": { zh: "日期不对，请写成 2020-02-10", en: "not a date; write 2020-02-10" },
  "number-wrong": { zh: "身份证号不对(位数、校验码或出生日期)", en: "the identity number is wrong" },
  "phone-wrong": { zh: "手机号码不对", en: "the mobile number is wrong" },
  "other-place": { zh: "网格不在所选的地方内", en: "the grid lies outside the chosen place" },
  formula: { zh: "以 = + - @ 开头，像是公式，没有收下", en: "begins like a formula and was not taken" },
  twice: { zh: "文件中已有这个身份证号", en: "the number is in the file twice" },
};

export type FileRow = { readonly line: number; readonly cells: readonly string[] };
export type RowFault = { readonly line: number; readonly column: RegisterField; readonly fault: FaultCode };

export type RegisterRow = {
  readonly line: number;
  readonly place: string;
  readonly kind: DoorKind;
  readonly building: string | null;
  readonly stair: string | null;
  readonly floor: string | null;
  readonly room: string | null;
  readonly villagerGroup: string | null;
  readonly doorNumber: string | null;
  readonly walkOrder: number | null;
  readonly isVacant: boolean;
  readonly isRented: boolean;
  readonly tenure: Tenure;
  readonly since: string | null;
  readonly name: string | null;
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly relation: Relation;
  readonly residence: readonly Residence[];
};

class Fault extends Error {
  readonly column: RegisterField;
  readonly fault: FaultCode;
  constructor(column: RegisterField, fault: FaultCode) {
    super(fault);
    this.column = column;
    this.fault = fault;
  }
}

const PIECE_AT_MOST = 40;

/** Rows as doors and people, and what is wrong with the others. `place` is where a row without a grid belongs. */
export function readRegister(
  rows: readonly FileRow[],
  columns: RegisterColumns,
  of: { readonly place: string; readonly today: string },
): { readonly rows: RegisterRow[]; readonly faults: RowFault[] } {
  const read: RegisterRow[] = [];
  const faults: RowFault[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    if (row.cells.every((cell) => cell.trim() === "")) continue;
    try {
      const one = readRow(row, columns, of);
      if (one.idNumber !== null && seen.has(one.idNumber)) throw new Fault("idNumber", "twice");
      if (one.idNumber !== null) seen.add(one.idNumber);
      read.push(one);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push({ line: row.line, column: error.column, fault: error.fault });
    }
  }
  return { rows: read, faults };
}

function readRow(
  row: FileRow,
  columns: RegisterColumns,
  of: { readonly place: string; readonly today: string },
): RegisterRow {
  const cell = (field: RegisterField): string => {
    const at = columns[field];
    const text = at === null ? "" : (row.cells[at] ?? "").normalize("NFKC").trim();
    // A phone may begin with +86; nothing else begins like a formula.
    if (field !== "phone" && /^[=+\-@]/.test(text)) throw new Fault(field, "formula");
    return text;
  };
  const piece = (field: RegisterField): string | null => {
    const text = cell(field);
    if (text.length > PIECE_AT_MOST) throw new Fault(field, "too-long");
    return text === "" ? null : text;
  };
  const word = <T>(field: RegisterField, words: Readonly<Record<string, T>>): T => {
    const found = Object.entries(words).find(([one]) => one === cell(field).toLowerCase());
    if (found === undefined) throw new Fault(field, "unknown-word");
    return found[1];
  };
  const [building, room, doorNumber] = [piece("building"), piece("room"), piece("doorNumber")];
  if (building === null && room === null && doorNumber === null) throw new Fault("room", "no-address");
  return {
    line: row.line,
    place: gridOf(cell("grid"), of.place),
    kind: word("kind", KINDS),
    building,
    stair: piece("stair"),
    floor: piece("floor"),
    room,
    villagerGroup: piece("villagerGroup"),
    doorNumber,
    walkOrder: orderOf(cell("walkOrder")),
    isVacant: word("isVacant", YES),
    isRented: word("isRented", YES) || word("tenure", TENURES) === "tenant",
    tenure: word("tenure", TENURES),
    since: dayOf(cell("since"), of.today),
    name: piece("name"),
    idNumber: numberOf(cell("idNumber"), of.today),
    phone: phoneOf(cell("phone")),
    relation: word("relation", RELATIONS),
    residence: residenceOf(cell("residence")),
  };
}

function gridOf(text: string, place: string): string {
  if (text === "") return place;
  if (!/^\d{12}(\d{3}){0,2}$/.test(text) || !text.startsWith(place)) throw new Fault("grid", "other-place");
  return text;
}

function orderOf(text: string): number | null {
  if (text === "") return null;
  if (!/^\d{1,6}$/.test(text)) throw new Fault("walkOrder", "not-a-number");
  return Number(text);
}

function dayOf(text: string, today: string): string | null {
  if (text === "") return null;
  const [, year = "", month = "", day = ""] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  const read = plainDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  if (read === null || read > today) throw new Fault("since", "not-a-day");
  return read;
}

function numberOf(text: string, today: string): string | null {
  if (text === "") return null;
  const number = normaliseNumber(text);
  if (residentNumberFault(number, today) !== null) throw new Fault("idNumber", "number-wrong");
  return number;
}

function phoneOf(text: string): string | null {
  if (text === "") return null;
  const phone = normalisePhone(text);
  if (!isMobile(phone)) throw new Fault("phone", "phone-wrong");
  return phone;
}

const residenceOf = (text: string): Residence[] =>
  text
    .split(/[、,，;；/ ]+/)
    .filter((one) => one !== "")
    .map((one) => {
      const kind = RESIDENCES[one];
      if (kind === undefined) throw new Fault("residence", "unknown-word");
      return kind;
    });
