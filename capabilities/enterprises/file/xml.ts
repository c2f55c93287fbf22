/**
 * The tags and texts of a spreadsheet's XML, one after the other, so that a limit can stop the reading at any cell. There
 * are no entities but the five of XML and characters by number: a document type is refused, so that none can be declared
 * (billion laughs) and nothing outside can be named.
 */
import { refuseFile } from "./refuse.ts";

export type Token =
  | { readonly kind: "open"; readonly name: string; readonly attributes: string; readonly isEmpty: boolean }
  | { readonly kind: "close"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The text with its entities resolved. */
export function resolved(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;&]{0,12});?/g, (whole, name: string) => {
    const known = NAMED[name];
    if (known !== undefined && whole.endsWith(";")) return known;
    const digits = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(name);
    const code = Number.parseInt(digits?.[1] ?? digits?.[2] ?? "", digits?.[1] === undefined ? 10 : 16);
    return Number.isNaN(code) || code > 0x10ffff ? refuseFile("entities") : String.fromCodePoint(code);
  });
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** An attribute's value, or null. */
export function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*("([^"]*)"|'([^']*)')`).exec(attributes);
  return found === null ? null : resolved(found[2] ?? found[3] ?? "");
}

/** Tokens in order; names without their prefix. Text between tags is given as it is, blank or not. */
export function* tokens(xml: string): Generator<Token> {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf("<", at);
    if (open < 0) return;
    if (open > at) yield { kind: "text", text: resolved(xml.slice(at, open)) };
    if (xml.startsWith("<!--", open)) at = after(xml, "-->", open + 4);
    else if (xml.startsWith("<![CDATA[", open)) {
      at = after(xml, "]]>", open + 9);
      yield { kind: "text", text: xml.slice(open + 9, at - 3) };
    } else if (xml.startsWith("<?", open)) at = after(xml, "?>", open + 2);
    else if (xml.startsWith("<!", open)) refuseFile("entities");
    else {
      const close = endOfTag(xml, open + 1);
      yield tagOf(xml.slice(open + 1, close));
      at = close + 1;
    }
  }
}

function tagOf(inside: string): Token {
  if (inside.startsWith("/")) return { kind: "close", name: localName(inside.slice(1).trim()) };
  const isEmpty = inside.endsWith("/");
  const text = isEmpty ? inside.slice(0, -1) : inside;
  const space = text.search(/\s/);
  const name = localName(space < 0 ? text : text.slice(0, space));
  return { kind: "open", name, attributes: space < 0 ? "" : text.slice(space), isEmpty };
}

const after = (xml: string, end: string, from: number): number => {
  const at = xml.indexOf(end, from);
  return at < 0 ? refuseFile("damaged") : at + end.length;
};

/** The `>` that ends a tag: one inside quotes does not. */
function endOfTag(xml: string, from: number): number {
  let quote = "";
  for (let at = from; at < xml.length; at++) {
    const character = xml[at] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return at;
  }
  return refuseFile("damaged");
}
