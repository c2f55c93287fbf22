/** The clockwork of applications: a missed check goes on to the county, a missed decision is a silent approval. */
import { DAY, dayOf, later } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type Acting, happened, tellManagers } from "./present.ts";
import { clockTurn } from "./rules/steps.ts";
import * as store from "./store-application.ts";

const BATCH = 200;
/** After a silent approval the check on site is to be made up for within three days. */
const LATE_CHECK_WITHIN = 3 * DAY;

/** One turn. Returns how many applications it took up; 0 = nothing is due. */
export async function applicationsOnce(services: Services): Promise<number> {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  return asActor(services.db, actor, async (sql) => {
    const acting: Acting = { sql, actor, now, services };
    const due = await store.lockDue(sql, now, BATCH);
    for (const application of due) await turn(acting, application);
    return due.length;
  });
}

async function turn(ctx: Acting, application: store.DueRow): Promise<void> {
  const { sql, now } = ctx;
  const facts = {
    state: application.state,
    dueAt: application.due_at,
    kind: application.kind,
    isEscalated: application.escalated_to !== null,
  };
  const what = clockTurn(facts, now);
  const county = application.county;
  if (what === null) return store.updateApplication(sql, application, { look_at: null });
  if (what.kind === "site-check-missed") {
    const change = { state: what.state, state_since: now, due_at: what.dueAt, look_at: what.dueAt } as const;
    await store.updateApplication(sql, application, { ...change, site_check: "missed", escalated_to: county });
    return happened(ctx, application, { kind: what.kind, desks: [county, application.place.slice(0, 9)] });
  }
  if (what.kind === "escalated") {
    const city = county.slice(0, 4);
    await store.updateApplication(sql, application, { escalated_to: city, look_at: null });
    return happened(ctx, application, { kind: what.kind, detail: { to: city }, desks: [city, county] });
  }
  const over = { state: what.state, state_since: now, due_at: null, look_at: null, is_silent: true } as const;
  await store.updateApplication(sql, application, over);
  if (application.site_check !== "done") {
    await store.insertProblem(sql, {
      county,
      id: newId(),
      resumptionId: application.id,
      text: "默认通过后补做现场核查 / Check on site to be made up for after a silent approval",
      now,
      by: null,
      dueOn: dayOf(later(now, LATE_CHECK_WITHIN)),
    });
  }
  const detail = { siteCheck: application.site_check };
  await happened(ctx, application, { kind: what.kind, detail, desks: [county, application.place.slice(0, 9)] });
  await tellManagers(
    ctx,
    { ...application, version: application.version + 1 },
    {
      zh: "县级中心未在48小时内答复，复工申请按规定默认通过。",
      en: "The county did not answer within 48 hours; the application is approved by silence.",
    },
  );
}
