import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Command } from "commander";
import { pairs } from "#main";
import { trustedProxies } from "#platform/caller.ts";
import { startChildren } from "#platform/children.ts";
import { urlAs } from "#platform/database.ts";
import { makeFront } from "#platform/front.ts";
import { buildHttp } from "#platform/http.ts";
import { makeLog } from "#platform/log.ts";
import { openApi } from "#platform/openapi.ts";
import { servePages } from "#platform/pages.ts";
import type { Settings } from "#platform/settings.ts";
import { root, start } from "#platform/start.ts";
import { explainStart, settingsOf } from "./database.ts";
import { Refusal } from "./refusal.ts";

/** `wangge serve`: what `npm start` ends in. */
export function serveVerbs(program: Command): void {
  program
    .command("serve")
    .description("start the server: database, pages, API and clockwork (settings: docs/operate/settings.md)")
    .action(serve);
}

/** The demo talks on the screen, so it logs faults only unless told otherwise. */
export const logLevelOf = (settings: Settings, env: NodeJS.ProcessEnv): Settings["logLevel"] =>
  env["LOG_LEVEL"] === undefined && settings.isDemo ? "error" : settings.logLevel;

/** The front process: database, pages and proxy; a process for each channel behind it (platform/channels.ts). */
async function serve(): Promise<void> {
  const settings = settingsOf(process.env);
  const log = makeLog({ logLevel: logLevelOf(settings, process.env) });
  const began = Date.now();
  const say = (step: string) => console.log(`• ${step} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  const children = startChildren(join(root, "cli/channel.ts"), log);
  const demo = settings.isDemo ? await import("./demo.ts") : null;
  const started = await start(settings, log, say, demo?.DEMO_STARTS_AT ?? null).catch(async (error) => {
    await children.stop();
    return explainStart(error);
  });
  const { services, ownerUrl } = started;
  await demo?.prepareDemo(services, say);
  await children.begin({
    serverUrl: urlAs(ownerUrl, "wangge_server", services.keys.serverPassword),
    sequencerUrl: urlAs(ownerUrl, "wangge_sequencer", services.keys.sequencerPassword),
    clockOffsetMs: Math.round((services.clock() - Date.now()) / 1000) * 1000,
  });
  const routes = pairs.map(([route]) => route);
  const front = makeFront(routes, children.socketOf, trustedProxies(settings.trustedProxies));
  const nobody = async () => null;
  const app = await buildHttp(services, [], { post: nobody, resident: nobody }, async () => false, {
    ahead: front.handle,
  });
  app.get("/api/v1/openapi.json", async (_request, reply) =>
    reply.type("application/json").send(JSON.stringify(openApi(routes, "0.1.0"))),
  );
  await servePages(app, join(root, "dist/web"));
  const stop = async () => {
    front.close();
    await Promise.all([app.close(), children.stop()]);
    await started.stop();
  };
  await app.listen({ host: settings.host, port: settings.port }).catch(async (error: NodeJS.ErrnoException) => {
    await stop();
    if (error.code !== "EADDRINUSE") throw error;
    throw new Refusal(`Port ${settings.port} is taken. Set PORT to another one, or stop the other server.`, 69);
  });
  console.log(`\n网格 Wangge  →  http://${settings.host}:${portOf(app.addresses()[0]) ?? settings.port}`);
  if (demo !== null) console.log(await demo.demoGuide(services));
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)));
}

const portOf = (address: AddressInfo | string | undefined): number | undefined =>
  typeof address === "object" ? address.port : undefined;
