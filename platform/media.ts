import type { FastifyReply } from "fastify";

/** Sends what a stranger made: shown as the picture or sound that it is, and as nothing else; kept by no browser. */
export async function sendMedia(
  reply: FastifyReply,
  { type, bytes, name }: { readonly type: string; readonly bytes: Buffer; readonly name: string },
): Promise<void> {
  await reply
    .type(type)
    .header("cache-control", "no-store")
    .header("content-disposition", `inline; filename=${name}`)
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "sandbox; default-src 'none'")
    .send(bytes);
}
