/**
 * Pictures and sounds as their bytes show them, whatever their sender says: the first bytes of JPEG (ITU T.81), PNG
 * (ISO 15948), WebP (RIFF), Matroska/WebM (EBML), MP4 (ISO 14496-12) and Ogg (RFC 3533).
 */
export const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp"] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];
export const SOUND_TYPES = ["audio/webm", "audio/mp4", "audio/ogg"] as const;
export type SoundType = (typeof SOUND_TYPES)[number];

const startsWith = (bytes: Uint8Array, prefix: readonly number[], at = 0): boolean =>
  bytes.length >= at + prefix.length && prefix.every((byte, n) => bytes[at + n] === byte);
const ascii = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** What a picture is by its first bytes; null: none that we take. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return "image/jpeg";
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  return startsWith(bytes, ascii("RIFF")) && startsWith(bytes, ascii("WEBP"), 8) ? "image/webp" : null;
}

/** What a recording is by its first bytes; null: none that we take. */
export function soundType(bytes: Uint8Array): SoundType | null {
  if (startsWith(bytes, [0x1a, 0x45, 0xdf, 0xa3])) return "audio/webm";
  if (startsWith(bytes, ascii("ftyp"), 4)) return "audio/mp4";
  return startsWith(bytes, ascii("OggS")) ? "audio/ogg" : null;
}

/** APP1 carries Exif and XMP (place, time, camera), APP13 what editors write. */
const TELLING_SEGMENTS: ReadonlySet<number> = new Set([0xe1, 0xed]);
/** From here on a JPEG is the picture itself. */
const START_OF_SCAN = 0xda;

/**
 * Does a picture still carry where, when or with what it was taken? A phone of ours draws it anew before it is sent; a
 * picture that says yes did not go that way.
 */
export function hasMetadata(bytes: Uint8Array, type: PictureType): boolean {
  if (type === "image/jpeg") return jpegSegments(bytes).some((marker) => TELLING_SEGMENTS.has(marker));
  const chunks = type === "image/webp" ? ["EXIF", "XMP "] : ["eXIf", "tEXt", "iTXt", "zTXt", "tIME"];
  return chunks.some((chunk) => includes(bytes, ascii(chunk)));
}

function jpegSegments(bytes: Uint8Array): number[] {
  const markers: number[] = [];
  for (let at = 2; at + 3 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === START_OF_SCAN) break;
    markers.push(marker);
    at += 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
  }
  return markers;
}

function includes(bytes: Uint8Array, piece: readonly number[]): boolean {
  for (let at = bytes.indexOf(piece[0] ?? 0); at >= 0; at = bytes.indexOf(piece[0] ?? 0, at + 1))
    if (startsWith(bytes, piece, at)) return true;
  return false;
}
