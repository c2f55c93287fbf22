/** A zip archive from entries: those that are only passed on keep every packed byte. Source: PKWARE APPNOTE 6.3.9. */
import { promisify } from "node:util";
import { crc32, deflateRaw } from "node:zlib";
import type { PackedEntry } from "#capabilities/enterprises/file/zip.ts";

const deflate = promisify(deflateRaw);

const STORED_AT_MOST = 0xffff_ffff;
/** Names are UTF-8. */
const FLAG_UTF8 = 0x0800;
/** 1980-01-01 00:00: the same input makes the same bytes. */
const DOS_DATE = 0x0021;

/** An entry packed anew. */
export async function packed(name: string, bytes: Buffer): Promise<PackedEntry> {
  return { name, method: 8, crc: crc32(bytes), size: bytes.length, bytes: await deflate(bytes, { level: 9 }) };
}

export function writeZip(entries: readonly PackedEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, "utf8");
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(FLAG_UTF8, 2);
    common.writeUInt16LE(entry.method, 4);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(entry.crc, 10);
    common.writeUInt32LE(entry.bytes.length, 14);
    common.writeUInt32LE(entry.size, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(signature(0x04034b50), common, name, entry.bytes);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(signature(0x02014b50), Buffer.from([20, 0]), common, rest, name);
    at += 30 + name.length + entry.bytes.length;
  }
  const central = Buffer.concat(directory);
  if (at + central.length > STORED_AT_MOST) throw new Error("an archive of more than 4 GiB");
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
