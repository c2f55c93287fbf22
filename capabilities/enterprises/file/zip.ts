/**
 * The entries of a zip archive that a stranger made: names are checked, nothing is inflated but what is asked for, and
 * never beyond its limit, whatever the archive says of itself. Source: PKWARE APPNOTE 6.3.9, without ZIP64.
 */
import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { refuseFile } from "./refuse.ts";

const inflate = promisify(inflateRaw);

/** A workbook has some 15 entries; with pictures and many sheets some hundreds. */
const ENTRIES_AT_MOST = 1_000;
/** XML of a workbook shrinks 10 to 50 times; deflate can do 1,032. */
const RATIO_AT_MOST = 200;
const RATIO_COUNTS_FROM = 1024 * 1024;
const END_RECORD = 22;
const COMMENT_AT_MOST = 0xffff;

type Entry = {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
};
/** An entry as it lies in the archive, for a copy that leaves it as it is. */
export type PackedEntry = {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly bytes: Buffer;
};
export type Zip = {
  /** Names of all entries, in the archive's order. */
  readonly names: readonly string[];
  /** The entry not inflated; null when there is none of this name. */
  readonly packed: (name: string) => PackedEntry | null;
  /** The entry inflated, `most` bytes at most; null when there is none of this name. */
  readonly read: (name: string, most: number) => Promise<Buffer | null>;
};

/** Reads the archive's directory. */
export function openZip(bytes: Buffer): Zip {
  const entries = readDirectory(bytes);
  return {
    names: [...entries.keys()],
    packed(name) {
      const entry = entries.get(name);
      if (entry === undefined) return null;
      const { method, crc, size } = entry;
      return { name, method, crc, size, bytes: packedBytes(bytes, entry) };
    },
    async read(name, most) {
      const entry = entries.get(name);
      return entry === undefined ? null : unpack(bytes, entry, most);
    },
  };
}

function readDirectory(bytes: Buffer): Map<string, Entry> {
  const end = endRecordOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > ENTRIES_AT_MOST) refuseFile("too-many-entries");
  const entries = new Map<string, Entry>();
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) refuseFile("damaged");
    const lengths = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)] as const;
    const name = bytes.toString("utf8", at + 46, at + 46 + lengths[0]);
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) refuseFile("encrypted");
    if (name === "" || /(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[A-Za-z]:|\0/.test(name)) refuseFile("bad-name");
    if (entries.has(name)) refuseFile("damaged");
    const [packed, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    if (size > RATIO_COUNTS_FROM && size > packed * RATIO_AT_MOST) refuseFile("inflates-too-much");
    const [method, crc] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)];
    entries.set(name, { method, crc, packed, size, at: bytes.readUInt32LE(at + 42) });
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return entries;
}

function endRecordOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_RECORD - COMMENT_AT_MOST);
  for (let at = bytes.length - END_RECORD; at >= first; at--) {
    if (bytes.readUInt32LE(at) === 0x06054b50) return at;
  }
  return refuseFile("damaged");
}

async function unpack(bytes: Buffer, entry: Entry, most: number): Promise<Buffer> {
  if (entry.size > most) refuseFile("inflates-too-much");
  const packed = packedBytes(bytes, entry);
  const whole = entry.method === 0 ? packed : entry.method === 8 ? await inflated(packed, most) : refuseFile("damaged");
  // A size or sum that lies is a damaged archive, or one that was made to be misread.
  if (whole.length !== entry.size || crc32(whole) !== entry.crc) refuseFile("damaged");
  return whole;
}

function packedBytes(bytes: Buffer, entry: Entry): Buffer {
  if (entry.at + 30 > bytes.length || bytes.readUInt32LE(entry.at) !== 0x04034b50) refuseFile("damaged");
  const start = entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28);
  const packed = bytes.subarray(start, start + entry.packed);
  if (packed.length !== entry.packed) refuseFile("damaged");
  return packed;
}

async function inflated(packed: Buffer, most: number): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: most });
  } catch (error) {
    const isTooLong = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return refuseFile(isTooLong ? "inflates-too-much" : "damaged");
  }
}
