import type { Command } from "commander";
import { servePages } from "#platform/pages.ts";
import { makeLog } from "#platform/log.ts";
import { openApi } from "#platform/openapi.ts";
import { readSettings, SettingsFault } from "#platform/settings.ts";
import { root, start } from "#platform/start.ts";
import { buildServer, pairs, startClockwork } from "#main";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";

/** `wangge serve`: what `npm start` ends in. */
export function serveVerbs(program: Command): void {
  program
    .command("serve")
    .description("start the server: database, pages, API and clockwork (settings: docs/operate/settings.md)")
    .action(serve);
}

async function serve(): Promise<void> {
  const settings = settingsOrRefusal();
  const log = makeLog({ logLevel: process.env["LOG_LEVEL"] === undefined && settings.isDemo ? "error" : settings.logLevel });
  const began = Date.now();
  const say = (step: string) => console.log(`• ${step} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  const demo = settings.isDemo ? await import("./demo.ts") : null;
  const started = await start(settings, log, say, demo?.DEMO_STARTS_AT ?? null);
  const { services } = started;
  await demo?.prepareDemo(services, say);
  const app = await buildServer(services);
  app.get("/api/v1/openapi.json", async (_request, reply) =>
    reply.type("application/json").send(JSON.stringify(openApi(pairs.map(([route]) => route), "0.1.0"))),
  );
  await servePages(app, join(root, "dist/web"));
  const stopClockwork = await startClockwork(services, started.sequencer);
  await app.listen({ host: settings.host, port: settings.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Refusal(`Port ${settings.port} is taken. Set PORT to another one, or stop the other server.`, 69);
  });
  console.log(`\n网格 Wangge  →  http://${settings.host}:${app.addresses()[0]?.port ?? settings.port}`);
  if (demo !== null) console.log(await demo.demoGuide(services));
  const stop = async () => {
    await app.close();
    await stopClockwork();
    await started.stop();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

function settingsOrRefusal() {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (error instanceof SettingsFault) throw new Refusal(error.message, 78);
    throw error;
  }
}
