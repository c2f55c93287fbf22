/**
 * What may be attached: at most three pictures or PDFs of 2 MB each. The type is what the bytes say, never the name or
 * the label; anything that a browser or a machine would run is none of these.
 */
import { PICTURE_TYPES, pictureType } from "#kernel/media.ts";

export const ATTACHMENTS_AT_MOST = 3;
export const ATTACHMENT_BYTES = 2 * 1024 * 1024;
export const MEDIA_TYPES = [...PICTURE_TYPES, "application/pdf"] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

const startsWith = (bytes: Uint8Array, prefix: readonly number[]): boolean =>
  bytes.length >= prefix.length && prefix.every((byte, n) => bytes[n] === byte);
const endsNear = (bytes: Uint8Array, text: string, within: number): boolean =>
  String.fromCharCode(...bytes.subarray(Math.max(0, bytes.length - within))).includes(text);

/** The media type that the bytes show, or null when they are none of the four. */
export function sniff(bytes: Uint8Array): MediaType | null {
  const picture = pictureType(bytes);
  if (picture !== null) return picture;
  // A file that is a PDF and something else besides says %PDF later; ours begins and ends as one.
  return startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]) && endsNear(bytes, "%%EOF", 1_024)
    ? "application/pdf"
    : null;
}

/** Why an attachment is refused, or its type. */
export function judge(
  bytes: Uint8Array,
): { readonly type: MediaType } | { readonly refused: "too-large" | "wrong-type" } {
  if (bytes.length > ATTACHMENT_BYTES) return { refused: "too-large" };
  const type = sniff(bytes);
  return type === null ? { refused: "wrong-type" } : { type };
}

const EXTENSIONS: Readonly<Record<MediaType, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "application/pdf": "pdf",
};
/** A name of ours: what the sender called it is not kept, it may name people. */
export const fileName = (n: number, type: MediaType): string => `attachment-${n}.${EXTENSIONS[type]}`;
