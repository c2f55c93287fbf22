/**
 * Text files as UTF-8 blocks of whole lines with bounded memory, whatever the bytes are: gzip, byte-order mark, GB18030,
 * lines without end, NUL bytes, half a file.
 */
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";

/** The longest line: no row of a feed comes near it, and a file without line ends must not fill the memory. */
export const MAX_LINE_BYTES = 1 << 20;
const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/** The file as a whole is unusable; the message says why, in words for the operator. */
export class FileRefused extends Error {}

const GZIP_MAGIC = [0x1f, 0x8b] as const;

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Is the file gzip? By its first bytes: the name may lie. */
export async function isGzip(path: string): Promise<boolean> {
  const first = await firstBytes(path);
  return first[0] === GZIP_MAGIC[0] && first[1] === GZIP_MAGIC[1];
}

/** The bytes of a file, unpacked when it is gzip. Throws FileRefused when the gzip is damaged or cut short. */
export async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!(await isGzip(path))) {
    yield* raw;
    return;
  }
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on("error", (error) => unpacked.destroy(error));
  try {
    for await (const chunk of raw.pipe(unpacked)) yield chunk;
  } catch (error) {
    throw new FileRefused("the gzip is damaged or cut short", { cause: error });
  } finally {
    raw.destroy();
    unpacked.destroy();
  }
}

/** Share of lines with other than ASCII bytes that are good UTF-8, over the whole lines of a chunk; null without any. */
function utf8Share(chunk: Buffer): number | null {
  let good = 0;
  let bad = 0;
  let from = chunk.indexOf(NEWLINE) + 1;
  for (let to = chunk.indexOf(NEWLINE, from); ; to = chunk.indexOf(NEWLINE, from)) {
    const isLast = to === -1;
    const line = chunk.subarray(from, isLast ? chunk.length : to);
    if (line.some((byte) => byte > 127)) {
      if (isUtf8(line)) good += 1;
      // The last piece of a chunk may end inside a character: it says nothing unless it is all there is.
      else if (!isLast || good + bad === 0) bad += 1;
    }
    if (isLast) break;
    from = to + 1;
  }
  return good + bad === 0 ? null : good / (good + bad);
}

/** Bytes as UTF-8: a byte-order mark dropped, GB18030 (recognised at the first bytes beyond ASCII) decoded. */
async function* asUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let isDecided = false;
  for await (const whole of chunks) {
    let chunk = whole;
    if (isFirst) {
      isFirst = false;
      if ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff))
        throw new FileRefused("the text is UTF-16; hand it over as UTF-8 or GB18030");
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) {
        chunk = chunk.subarray(3);
        isDecided = true;
      }
    }
    if (!isDecided && chunk.some((byte) => byte > 127)) {
      const share = isUtf8(chunk) ? 1 : (utf8Share(chunk) ?? utf8Share(Buffer.concat([Buffer.from("\n"), chunk])));
      if (share !== null) {
        isDecided = true;
        if (share < 0.5) decoder = new TextDecoder("gb18030");
      }
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }), "utf8");
  }
  if (decoder !== null) yield Buffer.from(decoder.decode(), "utf8");
}

/** Whole lines, the last perhaps without its end; `line` is the number of the first. `cut`: lines that were too long. */
export type Block = { readonly bytes: Buffer; readonly line: number; readonly cut: readonly number[] };

/** The file as blocks of whole lines, at most a few MiB each. Throws FileRefused. */
export async function* blocksOf(path: string): AsyncGenerator<Block> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let isSkipping = false;
  for await (const chunk of asUtf8(bytesOf(path))) {
    let fresh: Buffer = chunk;
    if (isSkipping) {
      const end = fresh.indexOf(NEWLINE);
      if (end === -1) continue;
      isSkipping = false;
      line += 1;
      fresh = fresh.subarray(end + 1);
    }
    const bytes: Buffer = rest.length === 0 ? fresh : Buffer.concat([rest, fresh]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const block = bytes.subarray(0, end);
      yield { bytes: block, line, cut: [] };
      line += countNewlines(block);
    }
    rest = bytes.subarray(end);
    if (rest.length > MAX_LINE_BYTES) {
      yield { bytes: Buffer.alloc(0), line, cut: [line] };
      rest = Buffer.alloc(0);
      isSkipping = true;
    }
  }
  if (rest.length > 0) yield { bytes: rest, line, cut: [] };
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
