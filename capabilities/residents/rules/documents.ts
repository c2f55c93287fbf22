/**
 * Identity documents as people type them: normal form, checks of form, and the type and number under which the feeds
 * know the same person.
 *
 * Source: reference/domain.md §2.5 to §2.7; GB 11643-1999. The form is checked, never whether the person exists.
 */
import { checkCharacter, normaliseNumber, residentNumberFault } from "#kernel/identity.ts";
import { type PlainDay, plainDay } from "#kernel/time.ts";
import type { DocumentKind } from "./kinds.ts";

export type DocumentRead = {
  /** Code of the feeds (GA/T 517) and number in normal form: together they make the person's key. */
  readonly idType: "111" | "414" | "516" | "511" | "553" | "990";
  readonly idNumber: string;
  /** Null when neither the number nor the person says. */
  readonly bornOn: PlainDay | null;
  /** The number has the right length and signs, but its check character or date does not fit: a slip, or a wrong card. */
  readonly failsCheck: boolean;
};

export type DocumentAsked = {
  readonly document: DocumentKind;
  readonly number: string | null;
  readonly country?: string | undefined;
  readonly bornOn?: string | undefined;
};

/** 18 signs of GB 11643 form: citizens, household books of children, residence permits 81, 82, 83. */
const EIGHTEEN = /^\d{17}[\dX]$/;
/** Chinese passports: a letter and eight digits, or E, a letter (no I, O) and seven digits. */
const PASSPORT_CN = /^([EGDSP]\d{8}|E[A-HJ-NP-Z]\d{7})$/;
const PASSPORT_FOREIGN = /^[A-Z0-9]{5,17}$/;
const HK_MO_PERMIT = /^[HM]\d{8}(\d{2})?$/;
const TW_PERMIT = /^(\d{8}|\d{10}[A-Z]?)$/;
/** Permanent residence card of 2017: three letters and twelve digits (YYMMDD at 8 to 13 is not relied on). */
const FOREIGN_PR_2017 = /^[A-Z]{3}\d{12}$/;
/** The card of 2023: 18 digits that begin with 9, check as GB 11643. */
const FOREIGN_PR_2023 = /^9\d{16}[\dX]$/;
const HMT_PREFIX = /^8[123]0000/;

/** The document in normal form, or null when the number cannot be of this kind at all. `today` bounds birth dates. */
export function readDocument(asked: DocumentAsked, today: string): DocumentRead | null {
  const number = asked.number === null ? "" : normaliseNumber(asked.number);
  const saidBorn = asked.bornOn === undefined ? null : bornBefore(asked.bornOn, today);
  const as = (idType: DocumentRead["idType"], isRight: boolean): DocumentRead | null =>
    isRight ? { idType, idNumber: number, bornOn: saidBorn, failsCheck: false } : null;
  switch (asked.document) {
    case "resident-id":
    case "household-book":
      return HMT_PREFIX.test(number) || number.startsWith("9") ? null : eighteen(number, today);
    case "hmt-residence":
      return HMT_PREFIX.test(number) ? eighteen(number, today) : null;
    case "foreign-pr":
      return FOREIGN_PR_2023.test(number) ? permanent2023(number, today) : as("553", FOREIGN_PR_2017.test(number));
    case "passport":
      return as(
        "414",
        (asked.country === "CHN" ? PASSPORT_CN : PASSPORT_FOREIGN).test(number) && asked.country !== undefined,
      );
    case "hk-mo-permit":
      return as("516", HK_MO_PERMIT.test(number));
    case "tw-permit":
      return as("511", TW_PERMIT.test(number));
    case "none-yet":
      // The platform gives the number (temporaryNumber).
      return number === "" ? { idType: "990", idNumber: "", bornOn: saidBorn, failsCheck: false } : null;
    default:
      return asked.document satisfies never;
  }
}

function eighteen(number: string, today: string): DocumentRead | null {
  if (!EIGHTEEN.test(number)) return null;
  const fault = residentNumberFault(number, today);
  return {
    idType: "111",
    idNumber: number,
    bornOn: fault === null ? plainDay(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`) : null,
    failsCheck: fault !== null,
  };
}

/** 9, province (2), country (3), birth date (8), sequence (3), check. */
function permanent2023(number: string, today: string): DocumentRead {
  const bornOn = bornBefore(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`, today);
  const failsCheck = checkCharacter(number) !== number[17] || bornOn === null;
  return { idType: "553", idNumber: number, bornOn, failsCheck };
}

function bornBefore(text: string, today: string): PlainDay | null {
  const day = plainDay(text);
  return day !== null && day <= today ? day : null;
}

/** A temporary number for somebody without a document yet, from 48 random bits: `T` and 15 digits. */
export const temporaryNumber = (random48: number): string => `T${String(random48).padStart(15, "0")}`;

/** Whole years from birth to `today`, by the calendar. */
export function ageOn(bornOn: PlainDay, today: PlainDay): number {
  const years = Number(today.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return today.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

/** The last four characters: printed beside a paper code, asked for when a number was silent for long. */
export const lastFourOf = (number: string): string => number.slice(-4);
