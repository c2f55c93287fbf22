/** UTF-8 files as GB18030, the encoding that police systems export: Node decodes it but cannot encode. */
import { createReadStream, createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** GB18030 of each character that takes two or four bytes, built once from Node's own decoder. */
let table: Map<number, Uint8Array> | undefined;

function codeTable(): Map<number, Uint8Array> {
  if (table) return table;
  const decoder = new TextDecoder("gb18030");
  const made = new Map<number, Uint8Array>();
  const learn = (bytes: Uint8Array) => {
    const text = decoder.decode(bytes);
    const point = text.codePointAt(0) ?? 0xfffd;
    if (point !== 0xfffd && text.length === (point > 0xffff ? 2 : 1) && !made.has(point)) made.set(point, bytes);
  };
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++) if (second !== 0x7f) learn(Uint8Array.of(first, second));
  for (let first = 0x81; first <= 0x84; first++)
    for (let second = 0x30; second <= 0x39; second++)
      for (let third = 0x81; third <= 0xfe; third++)
        for (let fourth = 0x30; fourth <= 0x39; fourth++) learn(Uint8Array.of(first, second, third, fourth));
  table = made;
  return made;
}

/** The text in GB18030. Characters beyond the basic plane follow the standard's linear formula. */
export function encodeGb18030(text: string): Uint8Array {
  const codes = codeTable();
  const out = new Uint8Array(text.length * 4);
  let size = 0;
  for (let index = 0; index < text.length; index++) {
    const point = text.codePointAt(index) ?? 0xfffd;
    if (point < 0x80) {
      out[size++] = point;
      continue;
    }
    if (point > 0xffff) index++;
    const bytes = point > 0xffff ? beyondBasicPlane(point) : (codes.get(point) ?? Uint8Array.of(0x3f));
    out.set(bytes, size);
    size += bytes.length;
  }
  return out.subarray(0, size);
}

function beyondBasicPlane(point: number): Uint8Array {
  const linear = point - 0x10000;
  return Uint8Array.of(
    0x90 + Math.floor(linear / 12_600),
    0x30 + (Math.floor(linear / 1_260) % 10),
    0x81 + (Math.floor(linear / 10) % 126),
    0x30 + (linear % 10),
  );
}

/** Copies a UTF-8 file as GB18030, streaming. */
export async function transcodeToGb18030(from: string, to: string): Promise<void> {
  const decoder = new TextDecoder();
  const encode = new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, encodeGb18030(decoder.decode(chunk, { stream: true }))),
    flush: (done) => done(null, encodeGb18030(decoder.decode())),
  });
  await pipeline(createReadStream(from), encode, createWriteStream(to));
}
