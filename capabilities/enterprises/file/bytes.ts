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
