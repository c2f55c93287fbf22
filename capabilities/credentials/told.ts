/**
 * What was told to a phone: its row of code_device as one text, and the server's mark over it under the decision key. The mark
 * says that the decision behind it was found sound when the attestation was signed, so a fetch need not read the record again.
 */
import { markOf } from "#capabilities/codes/mac.ts";
import { CODE_COLOURS, type CodeColour } from "#kernel/colours.ts";
import { type Instant, instantOf } from "#kernel/time.ts";

/** What an attestation rests on, for the phone to show beside it. */
export type Said = {
  readonly colour: CodeColour;
  readonly rule: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly at: Instant | null;
};

export type Told = {
  readonly decisionSeq: number;
  readonly said: Said;
  readonly codeId: number;
  readonly isShortStay: boolean;
  /** A phone with a key of its own; else the refreshed form. */
  readonly hasKey: boolean;
  readonly kid: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly token: Uint8Array;
};

const yes = (is: boolean): string => (is ? "t" : "f");

/** The text as told_codes() (0170) puts it together: fixed order, `|` between, times in milliseconds, bytes in hex. */
export const toldText = ({ said, ...told }: Told): string =>
  `${told.decisionSeq}|${said.colour}|${said.rule ?? ""}|${said.since ?? ""}|${said.until ?? ""}|${said.at ?? ""}|` +
  `${told.codeId}|${yes(told.isShortStay)}|${yes(told.hasKey)}|${told.kid}|${told.issuedAt}|${told.expiresAt}|` +
  Buffer.from(told.token).toString("hex");

const PARTS = 13;

/** Reads the text; null when it is none. Whether it is true, its mark says. */
export function toldIn(text: string): Told | null {
  const parts = text.split("|");
  const [seq, colour, rule = "", since = "", until = "", at = "", codeId, isShortStay, hasKey, kid = ""] = parts;
  const [issuedAt, expiresAt, token = ""] = parts.slice(10);
  const known = CODE_COLOURS.find((one) => one === colour);
  if (parts.length !== PARTS || known === undefined) return null;
  return {
    decisionSeq: Number(seq),
    said: {
      colour: known,
      rule: rule === "" ? null : rule,
      since: timeIn(since),
      until: timeIn(until),
      at: timeIn(at),
    },
    codeId: Number(codeId),
    isShortStay: isShortStay === "t",
    hasKey: hasKey === "t",
    kid,
    issuedAt: instantOf(Number(issuedAt)),
    expiresAt: instantOf(Number(expiresAt)),
    token: Buffer.from(token, "hex"),
  };
}

const timeIn = (text: string): Instant | null => (text === "" ? null : instantOf(Number(text)));

/** The mark of a row, in hex: bound to the person and the phone. */
export const toldMark = (decisionKey: Buffer, personKey: string, device: string, text: string): string =>
  markOf(decisionKey, `told|${personKey}|${device}|${text}`);
