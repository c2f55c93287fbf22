/**
 * A door report as one short message of at most 160 plain characters, for where only text messages get through. Pure.
 *
 *   WG1 VAULT REPORT TASK.COUNTY PLACE MINUTES ANSWERS CHECK
 *
 *   VAULT, REPORT, TASK  UUIDs, their 16 bytes as base64url (22 characters); of no task: `-`
 *   COUNTY               digits of the task's county
 *   PLACE                digits; where somebody went, for LEFT and MOVED, follows after `>`
 *   MINUTES              of the visit since 2020-01-01T00:00Z, base 36
 *   ANSWERS              result, manner, whom spoken to (a letter each), persons met (base 36), temperature in tenths or `-`,
 *                        symptoms (a letter each), separated by dots
 *   CHECK                first 8 characters of base64url(HMAC-SHA-256(SHA-256(the vault's token), all before it))
 *
 * No name, number, phone, address or free text is in it. Letters are for ever.
 */
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import type { Manner, SpokenTo, Symptom } from "#capabilities/visits/rules/answers.ts";

export const SMS_AT_MOST = 160;
const CHECK_LETTERS = 8;
const EPOCH = Date.UTC(2020, 0, 1);
const MINUTE = 60_000;

const RESULTS: Readonly<Record<VisitResult, string>> = {
  HOME_IN_PLACE: "H",
  CENTRAL: "C",
  HOSPITAL: "P",
  COMPLETED_14D: "D",
  NOT_RETURNED: "N",
  LEFT: "L",
  WRONG_NUMBER: "W",
  NO_ANSWER: "A",
  REFUSED: "R",
  NOT_AT_ADDRESS: "B",
  MOVED: "M",
  DUPLICATE: "U",
  DECEASED: "X",
  NOT_THE_PERSON: "T",
  ALREADY_MANAGED: "G",
};
const MANNERS: Readonly<Record<Manner, string>> = { door: "D", phone: "P" };
const SPOKEN: Readonly<Record<SpokenTo, string>> = { self: "S", household: "H", neighbour: "N", nobody: "O" };
const SYMPTOMS: Readonly<Record<Symptom, string>> = {
  fever: "f",
  cough: "c",
  fatigue: "t",
  "sore-throat": "s",
  "short-breath": "b",
  "chest-tightness": "p",
  diarrhoea: "d",
  "muscle-pain": "m",
  other: "o",
};

export type SmsReport = {
  readonly vaultId: string;
  readonly reportId: string;
  readonly task: { readonly id: string; readonly county: string } | null;
  readonly place: string;
  readonly toPlace: string | null;
  /** Milliseconds since 1970, by the platform's clock. */
  readonly visitedAt: number;
  readonly result: VisitResult;
  readonly manner: Manner;
  readonly spokenTo: SpokenTo;
  readonly personsMet: number;
  readonly temperatureTenths: number | null;
  readonly symptoms: readonly Symptom[];
};

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Bytes as base64url: neither the phone's nor the server's own way, since this file knows of neither. */
export function base64url(bytes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => LETTERS[(bits >> shift) & 63] ?? "");
    text += letters.slice(0, b === undefined ? 2 : c === undefined ? 3 : 4).join("");
  }
  return text;
}

const shortId = (id: string): string =>
  base64url((id.replaceAll("-", "").match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));

function longId(short: string): string | null {
  if (!/^[\w-]{22}$/.test(short)) return null;
  const bits = [...short].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(6, "0")).join("");
  const hex = (bits.slice(0, 128).match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const keyOf = <K extends string>(letters: Readonly<Record<K, string>>, letter: string): K | null =>
  (Object.entries(letters) as [K, string][]).find(([, one]) => one === letter)?.[0] ?? null;

/** The message without its check. */
export function smsBody(report: SmsReport): string {
  const { task, toPlace, temperatureTenths } = report;
  const answers = [
    `${RESULTS[report.result]}${MANNERS[report.manner]}${SPOKEN[report.spokenTo]}`,
    report.personsMet.toString(36),
    temperatureTenths === null ? "-" : String(temperatureTenths),
    report.symptoms.map((symptom) => SYMPTOMS[symptom]).join(""),
  ].join(".");
  return [
    "WG1",
    shortId(report.vaultId),
    shortId(report.reportId),
    task === null ? "-" : `${shortId(task.id)}.${task.county}`,
    toPlace === null ? report.place : `${report.place}>${toPlace}`,
    Math.floor((report.visitedAt - EPOCH) / MINUTE).toString(36),
    answers,
  ].join(" ");
}

/** The check of a body from its HMAC-SHA-256. */
export const smsCheck = (mac: readonly number[]): string => base64url(mac).slice(0, CHECK_LETTERS);

export type ReadSms = { readonly report: SmsReport; readonly body: string; readonly check: string };

const FORM =
  /^(WG1 ([\w-]{22}) ([\w-]{22}) (-|[\w-]{22}\.\d{2,6}) (\d{12,18})(?:>(\d{2,18}))? ([0-9a-z]{1,7}) ([A-Z])([A-Z])([A-Z])\.([0-9a-z]{1,2})\.(-|\d{3})\.([a-z]{0,9})) ([\w-]{8})$/;

/** What a message says; null: it is none of ours, or a letter of it was lost. Whether its check is right, the caller decides. */
export function readSms(text: string): ReadSms | null {
  const found = FORM.exec(text.trim().replaceAll(/\s+/g, " "));
  if (found === null) return null;
  const [, body = "", vault = "", report = "", task = "", place = "", toPlace, minutes = "", ...rest] = found;
  const [r = "", m = "", s = "", persons = "", tenths = "", symptoms = "", check = ""] = rest;
  const [vaultId, reportId] = [longId(vault), longId(report)];
  const [result, manner, spokenTo] = [keyOf(RESULTS, r), keyOf(MANNERS, m), keyOf(SPOKEN, s)];
  const named = [...symptoms].map((letter) => keyOf(SYMPTOMS, letter));
  const [taskShort = "", county = ""] = task.split(".");
  const taskId = task === "-" ? null : longId(taskShort);
  if (vaultId === null || reportId === null || result === null || manner === null || spokenTo === null) return null;
  if ((task !== "-" && taskId === null) || named.includes(null)) return null;
  return {
    body,
    check,
    report: {
      vaultId,
      reportId,
      task: taskId === null ? null : { id: taskId, county },
      place,
      toPlace: toPlace ?? null,
      visitedAt: EPOCH + Number.parseInt(minutes, 36) * MINUTE,
      result,
      manner,
      spokenTo,
      personsMet: Number.parseInt(persons, 36),
      temperatureTenths: tenths === "-" ? null : Number(tenths),
      symptoms: named.filter((one): one is Symptom => one !== null),
    },
  };
}
