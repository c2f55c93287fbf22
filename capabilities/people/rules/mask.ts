/**
 * The masked form of an identity: enough to be sure of the right door, too little to be used elsewhere.
 *
 * Source: GB/T 35273-2020 §7.2 (display of personal information de-identified) and common practice: 张**, 138****1234,
 * first and last two of a number.
 */

/** What is sealed of one person; null = no feed said. */
export type IdentityFacts = {
  readonly name: string | null;
  readonly idType: string | null;
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly address: string | null;
};

/** The first character and two stars whatever the length, so that the length tells nothing. Compound surnames too. */
export const maskName = (name: string): string => `${[...name.trim()][0] ?? ""}**`;

/** First three and last four of a mobile number; of a shorter or foreign one only the last two. */
export const maskPhone = (phone: string): string =>
  phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;

/** First and last two; of a number so short that this would show most of it, the last two. */
export const maskNumber = (number: string): string =>
  number.length >= 8
    ? `${number.slice(0, 2)}${"*".repeat(number.length - 4)}${number.slice(-2)}`
    : `****${number.slice(-2)}`;

/** The masked form. An address says the door outright, so that none is shown; the place of the task says enough. */
export const masked = (identity: IdentityFacts): IdentityFacts => ({
  name: identity.name === null ? null : maskName(identity.name),
  idType: identity.idType,
  idNumber: identity.idNumber === null ? null : maskNumber(identity.idNumber),
  phone: identity.phone === null ? null : maskPhone(identity.phone),
  address: null,
});
