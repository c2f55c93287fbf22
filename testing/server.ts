/** The whole server in a test: real HTTP on a free port, real database, real clockwork. */
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { afterAll } from "vitest";
import { makeResidentToken } from "#capabilities/residents/token.ts";
import { openSession } from "#capabilities/workers/sessions.ts";
import type { Actor } from "#kernel/actor.ts";
import { buildServer, startClockwork } from "#main";
import { servePages } from "#platform/pages.ts";
import type { TestDatabase } from "./database.ts";

export type Answered = { readonly status: number; readonly body: unknown; readonly headers: Headers };
export type Client = {
  /** Calls the API as the actor: `call("POST", "/visits", {...})`; the path is below /api/v1. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<Answered>;
  readonly token: string;
};

export type TestServer = {
  readonly url: string;
  /** A client signed in as the actor; with null, one that is not signed in. */
  readonly as: (actor: Actor | null) => Promise<Client>;
  /** A client signed in as a resident (see testResident). */
  readonly asResident: (residentId: string) => Client;
};

export async function testServer(
  database: TestDatabase,
  options: { clockwork?: boolean; pages?: boolean } = {},
): Promise<TestServer> {
  const { services } = database;
  const app = await buildServer(services);
  if (options.pages === true) await serveTestPages(app);
  const stop = options.clockwork === true ? await startClockwork(services, database.sequencer) : async () => {};
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  afterAll(async () => {
    await app.close();
    await stop();
  });
  return {
    url,
    async as(actor) {
      if (actor === null) return clientOf(url, "");
      const { accountId, postId, terminalId } = actor;
      return clientOf(url, await openSession(database.owner, { accountId, postId, terminalId, now: services.clock() }));
    },
    asResident: (residentId) =>
      clientOf(url, makeResidentToken(services.keys.residentKey, { residentId, epoch: 1, issuedAt: services.clock() })),
  };
}

/** The built pages, and the font of the stories' screenshots, which browsers keep: it has a version of its own. */
export async function serveTestPages(app: FastifyInstance): Promise<void> {
  await servePages(app, resolve(process.env["WANGGE_PAGES"] ?? "dist/web"));
  const root = dirname(createRequire(import.meta.url).resolve("@fontsource/noto-sans-sc/package.json"));
  await app.register(fastifyStatic, { root, prefix: "/__font/", decorateReply: false, maxAge: "1h", immutable: true });
}

const clientOf = (url: string, token: string): Client => ({
  token,
  async call(method, path, body) {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text), headers: response.headers };
  },
});
