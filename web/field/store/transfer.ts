/**
 * What has not been sent, from one phone of a worker to another: as a file or a chain of codes, sealed by a phrase that is
 * read out from the first screen. The commands keep their ids, so that both phones may send them and each counts once.
 */
import { bytesOf, type PinWrap, randomBytes, sealByPhrase, textOf, unsealByPhrase } from "./crypt.ts";
import { here, takeIn } from "./local.ts";
import type { OutboxItem } from "./shapes.ts";

const HEAD = "WGT1.";
/** Letters of one code: still read by a cheap camera. */
const PER_CODE = 600;
/** More codes than that nobody shows one after the other: then only the file. */
export const CODES_AT_MOST = 40;
const CODE = /^WGT1\/(\d{1,2})\/(\d{1,2})\/([\w-]+)$/;

/** Without letters that look alike; 12 of 32 are 60 bits, stretched. */
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

export function newPhrase(): string {
  const letters = Array.from(randomBytes(12), (byte) => LETTERS[byte % 32] ?? "A").join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

const plain = (phrase: string): string => phrase.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");

type Payload = { readonly version: 1; readonly postId: string; readonly items: readonly OutboxItem[] };

/** What of this post is still here, refused ones too: they may be dealt with on the other phone. */
export const unsentHere = (): readonly OutboxItem[] => {
  const postId = here().kept.me?.value.post.id;
  return here().outbox.filter((item) => item.postId === postId && item.command.kind !== "receipt");
};

export async function packed(phrase: string): Promise<string> {
  const payload: Payload = { version: 1, postId: here().kept.me?.value.post.id ?? "", items: unsentHere() };
  const { salt, iterations, iv, box } = await sealByPhrase(payload, plain(phrase));
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, iterations);
  const all = new Uint8Array([...head, ...salt, ...iv, ...new Uint8Array(box)]);
  return HEAD + textOf(all);
}

/** The same as texts for codes; empty: too long for them. */
export function codesOf(text: string): readonly string[] {
  const body = text.slice(HEAD.length);
  const count = Math.ceil(body.length / PER_CODE);
  if (count > CODES_AT_MOST) return [];
  return Array.from(
    { length: count },
    (_, at) => `WGT1/${at + 1}/${count}/${body.slice(at * PER_CODE, (at + 1) * PER_CODE)}`,
  );
}

/** What was read so far of a chain, by its number. */
export type Chain = { readonly of: number; readonly parts: ReadonlyMap<number, string> };

/** The chain with one code more; the same chain when the text is none of it. */
export function withCode(chain: Chain | null, text: string): Chain | null {
  const [, at, of, part] = CODE.exec(text.trim()) ?? [];
  if (at === undefined || of === undefined || part === undefined) return chain;
  const parts = chain?.of === Number(of) ? chain.parts : new Map<number, string>();
  return { of: Number(of), parts: new Map(parts).set(Number(at), part) };
}

/** The whole text of a chain; null while a part of it lacks. */
export const textOfChain = ({ of, parts }: Chain): string | null =>
  parts.size < of
    ? null
    : HEAD +
      [...parts]
        .sort(([a], [b]) => a - b)
        .map(([, part]) => part)
        .join("");

export type TakenIn = { readonly is: "taken"; readonly count: number } | { readonly is: "unreadable" | "other-post" };

/** Takes in what another phone packed: nothing is doubled, nothing that is here is changed. */
export async function unpack(text: string, phrase: string): Promise<TakenIn> {
  const sealed = readPacked(text.trim());
  const payload = sealed === null ? null : ((await unsealByPhrase(sealed, plain(phrase))) as Payload | null);
  if (payload === null || payload.version !== 1 || !Array.isArray(payload.items)) return { is: "unreadable" };
  if (payload.postId !== here().kept.me?.value.post.id) return { is: "other-post" };
  return { is: "taken", count: await takeIn(payload.items) };
}

function readPacked(text: string): PinWrap | null {
  if (!text.startsWith(HEAD) || !/^[\w-]+$/.test(text.slice(HEAD.length))) return null;
  const bytes = bytesOf(text.slice(HEAD.length));
  if (bytes.length < 48) return null;
  return {
    iterations: new DataView(bytes.buffer).getUint32(0),
    salt: bytes.slice(4, 20),
    iv: bytes.slice(20, 32),
    box: bytes.slice(32).buffer,
  };
}
