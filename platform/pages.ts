/** The pages that `vite build` made: one entrance a folder, each a single-page application with its own index. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** A year: built files carry their content's hash in their name. */
const IMMUTABLE = "public, max-age=31536000, immutable";

/** Serves `folder`; a path below an entrance that is no file gets that entrance's index. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, "index.html"))) return;
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header("cache-control", path.includes("/assets/") ? IMMUTABLE : "no-cache");
    },
  });
  for (const entrance of ["command", "enterprise", "field", "open", "resident", "checkpoint"]) {
    if (!existsSync(join(folder, entrance, "index.html"))) continue;
    const index = async (_request: FastifyRequest, reply: FastifyReply) => reply.sendFile(`${entrance}/index.html`);
    app.get(`/${entrance}`, async (_request, reply) => reply.redirect(`/${entrance}/`));
    app.get(`/${entrance}/*`, index);
  }
}
