import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Command } from "commander";
import { buildServer, pairs, startClockwork } from "#main";
import { makeLog } from "#platform/log.ts";
import { openApi } from "#platform/openapi.ts";
import { servePages } from "#platform/pages.ts";
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

async function serve(): Promise<void> {
  const settings = settingsOf(process.env);
  const log = makeLog({
    logLevel: process.env["LOG_LEVEL"] === undefined && settings.isDemo ? "error" : settings.logLevel,
  });
  const began = Date.now();
  const say = (step: string) => console.log(`• ${step} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  const demo = settings.isDemo ? await import("./demo.ts") : null;
  const started = await start(settings, log, say, demo?.DEMO_STARTS_AT ?? null).catch(explainStart);
  const { services } = started;
  await demo?.prepareDemo(services, say);
  const app = await buildServer(services);
  app.get("/api/v1/openapi.json", async (_request, reply) =>
    reply.type("application/json").send(
      JSON.stringify(
        openApi(
          pairs.map(([route]) => route),
          "0.1.0",
        ),
      ),
    ),
  );
  await servePages(app, join(root, "dist/web"));
  const stopClockwork = await startClockwork(services, started.sequencer);
  const stop = async () => {
    await app.close();
    await stopClockwork();
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
