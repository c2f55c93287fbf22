/**
 * CBOR, the part that credentials need: integers to 64 bits, bytes, text, arrays, maps, tags, floats, simple values;
 * definite and indefinite lengths. Reading never throws: what is not exactly one sound item within the limits is a fault.
 *
 * Source: RFC 8949; writing follows its §4.2.1 (shortest forms, keys in bytewise order), so that equal values are equal bytes.
 */
import { hexOf, joined, utf8Bytes, utf8Text } from "./bytes.ts";
import { half, halfBits } from "./half-float.ts";

export type Tagged = { readonly tag: number | bigint; readonly value: CborValue };
/** A simple value without a name of its own (not false, true, null, undefined). */
export type Simple = { readonly simple: number };
export type CborMap = ReadonlyMap<CborValue, CborValue>;
/** Integers beyond 2^53 are bigints, all others numbers; a float that is whole is a number like any. */
export type CborValue =
  | number
  | bigint
  | string
  | boolean
  | null
  | undefined
  | Uint8Array
  | readonly CborValue[]
  | CborMap
  | Tagged
  | Simple;

export type CborFault =
  | "cut-off"
  | "left-over"
  | "too-deep"
  | "too-many"
  | "too-long"
  | "malformed"
  | "not-utf8"
  | "duplicate-key";
export type CborRead = { readonly value: CborValue } | { readonly fault: CborFault };

/** No credential comes near any of them. */
export const CBOR_LIMITS = { bytes: 1 << 20, depth: 24, items: 20_000 } as const;

type Reader = {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  items: number;
  fault: CborFault | null;
};

/** Major types. */
const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const BREAK = 0xff;
const INDEFINITE = 31;

/** The one item that the bytes are, or why they are none. */
export function decodeCbor(bytes: Uint8Array): CborRead {
  if (bytes.length > CBOR_LIMITS.bytes) return { fault: "too-long" };
  // Plain bytes: Node's Buffer has a slice() of its own, which shares what it cuts.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader: Reader = { bytes: plain, view, at: 0, items: 0, fault: null };
  const value = item(reader, 0);
  if (reader.fault === null && reader.at !== bytes.length) reader.fault = "left-over";
  return reader.fault === null ? { value } : { fault: reader.fault };
}

/** The value, or undefined when the bytes are not sound: for callers that take nothing but maps and arrays anyway. */
export function cborValue(bytes: Uint8Array): CborValue {
  const read = decodeCbor(bytes);
  return "value" in read ? read.value : undefined;
}

export const isMap = (value: CborValue): value is CborMap => value instanceof Map;
export const isArray = (value: CborValue): value is readonly CborValue[] => Array.isArray(value);
export const isBytes = (value: CborValue): value is Uint8Array => value instanceof Uint8Array;
export const isTagged = (value: CborValue): value is Tagged =>
  typeof value === "object" && value !== null && "tag" in value;
const isSimple = (value: CborValue): value is Simple =>
  typeof value === "object" && value !== null && "simple" in value;

/** Notes the first fault; whatever is returned with it is thrown away. */
function failed(reader: Reader, fault: CborFault): undefined {
  reader.fault ??= fault;
  return undefined;
}

function item(reader: Reader, depth: number): CborValue {
  if (depth > CBOR_LIMITS.depth) return failed(reader, "too-deep");
  if (++reader.items > CBOR_LIMITS.items) return failed(reader, "too-many");
  const head = reader.bytes[reader.at];
  if (head === undefined) return failed(reader, "cut-off");
  reader.at++;
  const [major, info] = [head >> 5, head & 31];
  if (major === 7) return simpleOrFloat(reader, info);
  if (info === INDEFINITE) return indefinite(reader, major, depth);
  const argument = argumentOf(reader, info);
  if (reader.fault !== null || argument === undefined) return undefined;
  if (major === UNSIGNED) return argument;
  if (major === NEGATIVE) return negative(argument);
  if (major === TAG) return { tag: argument, value: item(reader, depth + 1) };
  const length = Number(argument);
  if (major === BYTES) return chunk(reader, length);
  if (major === TEXT) return text(reader, chunk(reader, length));
  if (major === ARRAY) return arrayOf(reader, length, depth);
  return mapOf(reader, length, depth);
}

/** Numbers beyond 2^53 − 1 stay exact as bigints. */
function argumentOf(reader: Reader, info: number): number | bigint | undefined {
  if (info < 24) return info;
  if (info > 27) return failed(reader, "malformed");
  const size = 1 << (info - 24);
  const { view, at } = reader;
  if (at + size > reader.bytes.length) return failed(reader, "cut-off");
  reader.at += size;
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at);
  if (size === 4) return view.getUint32(at);
  return exact(view.getBigUint64(at));
}

const exact = (number: bigint): number | bigint =>
  number >= -BigInt(Number.MAX_SAFE_INTEGER) && number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : number;
const negative = (argument: number | bigint): number | bigint => exact(-1n - BigInt(argument));

function chunk(reader: Reader, length: number): Uint8Array | undefined {
  const end = reader.at + length;
  if (end > reader.bytes.length) return failed(reader, "cut-off");
  const bytes = reader.bytes.slice(reader.at, end);
  reader.at = end;
  return bytes;
}

function text(reader: Reader, bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  return utf8Text(bytes) ?? failed(reader, "not-utf8");
}

/** Each item is a byte at least: a length beyond the bytes that are left is a lie, told before any room is made for it. */
function arrayOf(reader: Reader, length: number, depth: number): CborValue {
  if (length > reader.bytes.length - reader.at) return failed(reader, "cut-off");
  const values: CborValue[] = [];
  for (let index = 0; index < length && reader.fault === null; index++) values.push(item(reader, depth + 1));
  return values;
}

function mapOf(reader: Reader, length: number, depth: number): CborValue {
  if (length * 2 > reader.bytes.length - reader.at) return failed(reader, "cut-off");
  const entries = newEntries();
  for (let index = 0; index < length && reader.fault === null; index++) entry(reader, entries, depth);
  return entries.map;
}

type Entries = { readonly map: Map<CborValue, CborValue>; readonly seen: Set<string> };
const newEntries = (): Entries => ({ map: new Map(), seen: new Set() });

function entry(reader: Reader, { map, seen }: Entries, depth: number): void {
  const key = item(reader, depth + 1);
  if (reader.fault !== null) return;
  const name = typeof key === "string" ? `"${key}` : typeof key === "number" ? String(key) : hexOf(encodeCbor(key));
  if (seen.has(name)) failed(reader, "duplicate-key");
  seen.add(name);
  map.set(key, item(reader, depth + 1));
}

function isBreak(reader: Reader): boolean {
  if (reader.fault !== null) return true;
  if (reader.at >= reader.bytes.length) {
    failed(reader, "cut-off");
    return true;
  }
  if (reader.bytes[reader.at] !== BREAK) return false;
  reader.at++;
  return true;
}

function indefinite(reader: Reader, major: number, depth: number): CborValue {
  if (major === ARRAY) {
    const values: CborValue[] = [];
    while (!isBreak(reader)) values.push(item(reader, depth + 1));
    return values;
  }
  if (major === MAP) {
    const entries = newEntries();
    while (!isBreak(reader)) entry(reader, entries, depth);
    return entries.map;
  }
  if (major !== BYTES && major !== TEXT) return failed(reader, "malformed");
  const parts: Uint8Array[] = [];
  const texts: string[] = [];
  while (!isBreak(reader)) {
    const head = reader.bytes[reader.at] ?? 0;
    // Pieces are of the same type and of definite length (§3.2.3); a character does not run over their borders.
    if (head >> 5 !== major || (head & 31) === INDEFINITE) return failed(reader, "malformed");
    const part = item(reader, depth + 1);
    if (typeof part === "string") texts.push(part);
    else if (isBytes(part)) parts.push(part);
  }
  return major === TEXT ? texts.join("") : joined(...parts);
}

function simpleOrFloat(reader: Reader, info: number): CborValue {
  if (info === 20 || info === 21) return info === 21;
  if (info === 22) return null;
  if (info === 23) return undefined;
  if (info < 20) return { simple: info };
  // A break where none is due.
  if (info > 27) return failed(reader, "malformed");
  const size = 1 << (info - 24);
  const { view, at } = reader;
  if (at + size > reader.bytes.length) return failed(reader, "cut-off");
  reader.at += size;
  if (info === 24) return view.getUint8(at) < 32 ? failed(reader, "malformed") : { simple: view.getUint8(at) };
  if (info === 25) return half(view.getUint16(at));
  return info === 26 ? view.getFloat32(at) : view.getFloat64(at);
}

/** The value as bytes, always the same for the same value. Throws on integers beyond 64 bits. */
export function encodeCbor(value: CborValue): Uint8Array {
  if (typeof value === "number")
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? integer(value) : float(value);
  if (typeof value === "bigint") return integer(value);
  if (typeof value === "string") {
    const bytes = utf8Bytes(value);
    return joined(headOf(TEXT, bytes.length), bytes);
  }
  if (value === false) return Uint8Array.of(0xf4);
  if (value === true) return Uint8Array.of(0xf5);
  if (value === null) return Uint8Array.of(0xf6);
  if (value === undefined) return Uint8Array.of(0xf7);
  if (isBytes(value)) return joined(headOf(BYTES, value.length), value);
  if (isArray(value)) return joined(headOf(ARRAY, value.length), ...value.map(encodeCbor));
  if (isMap(value)) return encodedMap(value);
  if (isTagged(value)) return joined(headOf(TAG, value.tag), encodeCbor(value.value));
  if (isSimple(value)) return Uint8Array.from(value.simple < 24 ? [0xe0 | value.simple] : [0xf8, value.simple]);
  return encodeCbor(undefined);
}

function encodedMap(map: CborMap): Uint8Array {
  const entries = [...map].map(([key, value]) => ({ key: encodeCbor(key), value: encodeCbor(value) }));
  entries.sort((one, other) => compareBytes(one.key, other.key));
  return joined(headOf(MAP, map.size), ...entries.flatMap(({ key, value }) => [key, value]));
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  for (let at = 0; at < one.length && at < other.length; at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

const integer = (value: number | bigint): Uint8Array =>
  value >= 0 ? headOf(UNSIGNED, value) : headOf(NEGATIVE, -1n - BigInt(value));

function headOf(major: number, argument: number | bigint): Uint8Array {
  const top = major << 5;
  if (argument < 24) return Uint8Array.of(top | Number(argument));
  if (argument < 0x100) return Uint8Array.of(top | 24, Number(argument));
  const size = argument < 0x10000 ? 2 : argument < 0x100000000 ? 4 : 8;
  const head = new Uint8Array(1 + size);
  const view = new DataView(head.buffer);
  view.setUint8(0, top | (size === 2 ? 25 : size === 4 ? 26 : 27));
  if (size === 2) view.setUint16(1, Number(argument));
  else if (size === 4) view.setUint32(1, Number(argument));
  else if (BigInt(argument) < 1n << 64n) view.setBigUint64(1, BigInt(argument));
  else throw new RangeError("an integer beyond 64 bits");
  return head;
}

/** The shortest of half, single and double that says the same number (§4.2.2). */
function float(value: number): Uint8Array {
  if (Number.isNaN(value)) return Uint8Array.of(0xf9, 0x7e, 0x00);
  const bits = halfBits(value);
  if (bits !== null) return Uint8Array.of(0xf9, bits >> 8, bits & 255);
  const isSingle = Math.fround(value) === value;
  const bytes = new Uint8Array(isSingle ? 5 : 9);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, isSingle ? 0xfa : 0xfb);
  if (isSingle) view.setFloat32(1, value);
  else view.setFloat64(1, value);
  return bytes;
}
