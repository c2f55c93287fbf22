/** What was sent, held whole but never more than allowed: bodies arrive as streams that nobody has measured. */
import { Readable } from "node:stream";
import { common } from "#kernel/problem.ts";
import { Problem } from "#platform/problem.ts";

/** The body's bytes; refused when there are more than `most`, or when it is no stream. */
export async function readBytes(body: unknown, most: number): Promise<Buffer> {
  if (!(body instanceof Readable)) throw new Problem(common["wrong-media-type"]);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > most) throw new Problem(common["too-large"]);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** What a picture is by its first bytes, whatever its sender says; null: none that we take. */
export function pictureType(bytes: Buffer): "image/jpeg" | "image/png" | "image/webp" | null {
  if (bytes.length < 16) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "image/jpeg";
  if (bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"))) return "image/png";
  const isWebp = bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP";
  return isWebp ? "image/webp" : null;
}
