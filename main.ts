/** The one place that knows every capability: what routes there are, what clockwork runs, what jobs are done. */

import type { FastifyInstance } from "fastify";
import { keepAppeals } from "#capabilities/appeals/clock.ts";
import { countAppeals } from "#capabilities/appeals/figures.ts";
import appeals from "#capabilities/appeals/routes.ts";
import { attachmentCommands } from "#capabilities/attachments/attachments.ts";
import attachments from "#capabilities/attachments/routes.ts";
import audit from "#capabilities/audit/routes.ts";
import brief from "#capabilities/brief/routes.ts";
import { campaignCommands } from "#capabilities/campaigns/commands.ts";
import { campaignCopies } from "#capabilities/campaigns/copies.ts";
import campaigns from "#capabilities/campaigns/routes.ts";
import { freezeOnce } from "#capabilities/campaigns/universe.ts";
import { eraseOnce } from "#capabilities/checkpoints/erase.ts";
import checkpoints from "#capabilities/checkpoints/routes.ts";
import { escalateClues } from "#capabilities/clues/clock.ts";
import { clueCommands } from "#capabilities/clues/commands.ts";
import { clueCopies } from "#capabilities/clues/copies.ts";
import { attachableClues } from "#capabilities/clues/desk.ts";
import clues from "#capabilities/clues/routes.ts";
import { dutyOnce, expireOnce, makeVerify, proposeFromVisits } from "#capabilities/codes/clock.ts";
import { runRelease } from "#capabilities/codes/holds.ts";
import { runList } from "#capabilities/codes/list-job.ts";
import codes from "#capabilities/codes/routes.ts";
import { runTell } from "#capabilities/codes/tell.ts";
import { rotateOnSchedule } from "#capabilities/credentials/key-ring.ts";
import { makeLean } from "#capabilities/credentials/lean.ts";
import { eraseOnSchedule, publishOnSchedule } from "#capabilities/credentials/lists.ts";
import credentials from "#capabilities/credentials/routes.ts";
import { readAreasOnce } from "#capabilities/declarations/areas.ts";
import { remindOnce } from "#capabilities/declarations/check-ins.ts";
import { readDeclarationsOnce } from "#capabilities/declarations/read-facts.ts";
import declarations from "#capabilities/declarations/routes.ts";
import { attachableDisputes, disputeCopies } from "#capabilities/disputes/desk.ts";
import { disputeCommands, raiseDisputes } from "#capabilities/disputes/disputes.ts";
import disputes from "#capabilities/disputes/routes.ts";
import { applicationsOnce } from "#capabilities/enterprises/clock.ts";
import { fillDaysOnce } from "#capabilities/enterprises/days.ts";
import enterprises from "#capabilities/enterprises/routes.ts";
import { factCommands } from "#capabilities/facts/commands.ts";
import { factCopies } from "#capabilities/facts/copies.ts";
import facts from "#capabilities/facts/routes.ts";
import { runBatch } from "#capabilities/false-greens/batch.ts";
import { checkOnce, keepCases, queueBatch } from "#capabilities/false-greens/clock.ts";
import falseGreens from "#capabilities/false-greens/routes.ts";
import { shadowOnce } from "#capabilities/false-greens/standing.ts";
import { attachableAnswers } from "#capabilities/forms/answers.ts";
import { formCommands } from "#capabilities/forms/commands.ts";
import { formCopies } from "#capabilities/forms/copies.ts";
import forms from "#capabilities/forms/routes.ts";
import { registerCommands } from "#capabilities/households/commands.ts";
import { registerCopies } from "#capabilities/households/copies.ts";
import { remindLandlordsOnce } from "#capabilities/households/landlords.ts";
import { readVisitsOnce } from "#capabilities/households/read-visits.ts";
import households from "#capabilities/households/routes.ts";
import instructions from "#capabilities/instructions/routes.ts";
import { assess } from "#capabilities/intake/assess-job.ts";
import { preview } from "#capabilities/intake/preview-job.ts";
import intake from "#capabilities/intake/routes.ts";
import { assessOnSchedule } from "#capabilities/intake/schedule.ts";
import { makeWatcher } from "#capabilities/intake/watch.ts";
import jointSession from "#capabilities/joint-session/routes.ts";
import lookBacks from "#capabilities/look-backs/routes.ts";
import { neighbourCommands } from "#capabilities/neighbours/commands.ts";
import { neighbourCopies } from "#capabilities/neighbours/copies.ts";
import { endTermsOnce } from "#capabilities/neighbours/heads.ts";
import neighbours from "#capabilities/neighbours/routes.ts";
import { observeOnce } from "#capabilities/observation/clock.ts";
import { observationCommands } from "#capabilities/observation/commands.ts";
import { observationCopies } from "#capabilities/observation/copies.ts";
import { askByTextOnce, receiveText } from "#capabilities/observation/robot.ts";
import observation from "#capabilities/observation/routes.ts";
import { forgetOnce } from "#capabilities/offline/copy.ts";
import { offlineRoutes } from "#capabilities/offline/routes.ts";
import people from "#capabilities/people/routes.ts";
import places from "#capabilities/places/routes.ts";
import { publicityCommands } from "#capabilities/publicity/commands.ts";
import { publicityCopies } from "#capabilities/publicity/copies.ts";
import publicity from "#capabilities/publicity/routes.ts";
import { makePurposeGate } from "#capabilities/purposes/purposes.ts";
import purposes from "#capabilities/purposes/routes.ts";
import { makeDailyOnce } from "#capabilities/reports/make.ts";
import { erasePersonListsOnce } from "#capabilities/reports/person-lists.ts";
import reports from "#capabilities/reports/routes.ts";
import { sendMessagesOnce, sweepMessages } from "#capabilities/residents/messages.ts";
import residents from "#capabilities/residents/routes.ts";
import { makeAuthenticateResident } from "#capabilities/residents/sessions.ts";
import { foldOnce } from "#capabilities/rollups/fold.ts";
import rollups from "#capabilities/rollups/routes.ts";
import { escalateAlarmsOnce } from "#capabilities/safety/alarms.ts";
import { safetyCommands } from "#capabilities/safety/commands.ts";
import { safetyCopies } from "#capabilities/safety/copies.ts";
import { keepHealthOnce } from "#capabilities/safety/health.ts";
import safety from "#capabilities/safety/routes.ts";
import { escalateServices } from "#capabilities/services/clock.ts";
import { serviceCommands } from "#capabilities/services/commands.ts";
import { serviceCopies } from "#capabilities/services/copies.ts";
import { attachableServices } from "#capabilities/services/desk.ts";
import services from "#capabilities/services/routes.ts";
import statistics from "#capabilities/statistics/routes.ts";
import { countOnce } from "#capabilities/statistics/statistics.ts";
import sunset from "#capabilities/sunset/routes.ts";
import supplies from "#capabilities/supplies/routes.ts";
import { runBulk, runUndo } from "#capabilities/tasks/bulk.ts";
import { taskCommands } from "#capabilities/tasks/commands.ts";
import { escalateOnce } from "#capabilities/tasks/escalate.ts";
import { handOverOnce } from "#capabilities/tasks/hand-over.ts";
import tasks from "#capabilities/tasks/routes.ts";
import { teamCommands } from "#capabilities/teams/commands.ts";
import teams from "#capabilities/teams/routes.ts";
import visits from "#capabilities/visits/routes.ts";
import { volunteerCopies } from "#capabilities/volunteers/copies.ts";
import volunteers from "#capabilities/volunteers/routes.ts";
import { followCalendar } from "#capabilities/workers/duty.ts";
import workers from "#capabilities/workers/routes.ts";
import { makeAuthenticate } from "#capabilities/workers/sessions.ts";
import type { Channel } from "#kernel/route.ts";
import type { Pair, Services } from "#platform/answer.ts";
import { eraseAttachmentsOnce } from "#platform/attachments.ts";
import { sequenceOnce } from "#platform/audit-log.ts";
import { CHANNEL_LIMITS } from "#platform/channels.ts";
import type { CommandPair } from "#platform/commands.ts";
import type { CopyPair } from "#platform/copies.ts";
import type { Database } from "#platform/database.ts";
import { buildHttp, type HttpOptions, ONE_PROCESS } from "#platform/http.ts";
import { hearPokes, relayOnce } from "#platform/hub.ts";
import { type JobWork, runOneJob } from "#platform/jobs.ts";
import { startLoop } from "#platform/loops.ts";
import { makeShedder } from "#platform/shed.ts";

/** Everything that a phone can say offline. */
export const commands: readonly CommandPair[] = [
  ...attachmentCommands([attachableServices, attachableClues, attachableDisputes, attachableAnswers]),
  ...serviceCommands,
  ...registerCommands,
  ...factCommands,
  ...formCommands,
  ...taskCommands,
  ...safetyCommands,
  ...publicityCommands,
  ...campaignCommands,
  ...neighbourCommands,
  ...observationCommands,
  ...teamCommands,
  ...clueCommands,
  ...disputeCommands,
];

/** Everything of which a phone holds a copy, in the order in which a first copy is sent. */
export const copies: readonly CopyPair[] = [
  ...safetyCopies,
  ...publicityCopies,
  ...registerCopies,
  ...factCopies,
  ...serviceCopies,
  ...formCopies,
  ...campaignCopies,
  ...neighbourCopies,
  ...observationCopies,
  ...volunteerCopies,
  ...clueCopies,
  ...disputeCopies,
];

/** Every route of the platform, paired with its use case. */
export const pairs: readonly Pair[] = [
  ...workers,
  ...places,
  ...audit,
  ...tasks,
  ...instructions,
  ...visits,
  ...rollups,
  ...brief,
  ...intake,
  ...jointSession,
  ...people,
  ...credentials,
  ...codes,
  ...lookBacks,
  ...purposes,
  ...checkpoints,
  ...statistics,
  ...sunset,
  ...falseGreens,
  ...appeals,
  ...residents,
  ...declarations,
  ...enterprises,
  ...safety,
  ...publicity,
  ...attachments,
  ...services,
  ...supplies,
  ...forms,
  ...reports,
  ...facts,
  ...households,
  ...campaigns,
  ...neighbours,
  ...teams,
  ...observation,
  ...volunteers,
  ...clues,
  ...disputes,
  ...offlineRoutes(commands, copies, receiveText),
];

/** Long work by kind. */
export const jobKinds: Readonly<Record<string, JobWork>> = { "task-bulk": runBulk, "task-undo": runUndo };

/** Work of minutes: in a loop of its own, so that nobody's bulk action waits for the daily assessment. */
export const longJobKinds: Readonly<Record<string, JobWork>> = {
  assess,
  "assess-preview": preview,
  "false-green-batch": runBatch,
};

/** Recolouring of many: in a loop of its own, so that codes never wait for an assessment; the notices come after. */
export const codesJobKinds: Readonly<Record<string, JobWork>> = {
  "codes-list": runList,
  "codes-release": runRelease,
  "codes-tell": runTell,
};

/** The platform's clockwork: each turn is safe to run in several server processes at once. */
type Clockwork = {
  readonly name: string;
  readonly everyMs: number;
  readonly turn: (services: Services) => Promise<number>;
};
export const clockworks: readonly Clockwork[] = [
  { name: "calendar", everyMs: 15_000, turn: followCalendar },
  { name: "escalate", everyMs: 5_000, turn: escalateOnce },
  { name: "hand-over", everyMs: 30_000, turn: handOverOnce },
  { name: "fold", everyMs: 500, turn: foldOnce },
  { name: "checkpoint-erase", everyMs: 600_000, turn: eraseOnce },
  { name: "watch-folder", everyMs: 5_000, turn: makeWatcher() },
  { name: "statistics", everyMs: 30_000, turn: countOnce },
  { name: "false-greens", everyMs: 2_000, turn: checkOnce },
  { name: "false-green-cases", everyMs: 20_000, turn: keepCases },
  { name: "false-green-rules", everyMs: 300_000, turn: shadowOnce },
  { name: "false-green-batch", everyMs: 30_000, turn: queueBatch },
  { name: "appeals", everyMs: 15_000, turn: keepAppeals },
  { name: "appeal-figures", everyMs: 60_000, turn: countAppeals },
  { name: "codes-expire", everyMs: 2_000, turn: expireOnce },
  { name: "codes-visits", everyMs: 10_000, turn: proposeFromVisits },
  { name: "codes-verify", everyMs: 60_000, turn: makeVerify() },
  { name: "codes-duty", everyMs: 60_000, turn: dutyOnce },
  { name: "code-keys", everyMs: 60_000, turn: rotateOnSchedule },
  { name: "code-changes", everyMs: 2_000, turn: publishOnSchedule },
  { name: "codes-erase", everyMs: 600_000, turn: eraseOnSchedule },
  { name: "messages", everyMs: 1_000, turn: sendMessagesOnce },
  { name: "message-sweep", everyMs: 600_000, turn: sweepMessages },
  { name: "check-in-reminders", everyMs: 60_000, turn: remindOnce },
  { name: "risk-areas", everyMs: 5_000, turn: readAreasOnce },
  { name: "assess-schedule", everyMs: 20_000, turn: assessOnSchedule },
  { name: "resumption", everyMs: 15_000, turn: applicationsOnce },
  { name: "campaign-universe", everyMs: 5_000, turn: freezeOnce },
  { name: "unit-terms", everyMs: 60_000, turn: endTermsOnce },
  { name: "copies-forget", everyMs: 600_000, turn: forgetOnce },
  { name: "clues-escalate", everyMs: 10_000, turn: escalateClues },
  { name: "disputes-raise", everyMs: 30_000, turn: raiseDisputes },
  { name: "services-escalate", everyMs: 10_000, turn: escalateServices },
  { name: "attachments-erase", everyMs: 600_000, turn: eraseAttachmentsOnce },
  { name: "facts-from-visits", everyMs: 5_000, turn: readVisitsOnce },
  { name: "facts-from-declarations", everyMs: 5_000, turn: readDeclarationsOnce },
  { name: "landlord-duties", everyMs: 60_000, turn: remindLandlordsOnce },
  { name: "reports-daily", everyMs: 60_000, turn: makeDailyOnce },
  { name: "person-lists-erase", everyMs: 60_000, turn: erasePersonListsOnce },
  { name: "alarms", everyMs: 5_000, turn: escalateAlarmsOnce },
  { name: "worker-health", everyMs: 60_000, turn: keepHealthOnce },
  { name: "observation", everyMs: 10_000, turn: observeOnce },
  { name: "ask-by-text", everyMs: 30_000, turn: askByTextOnce },
  { name: "enterprise-days", everyMs: 30_000, turn: fillDaysOnce },
];

/** Which routes a process serves, and whose word it takes on the caller's address. Not said: all of them, nobody's. */
export type Serving = { readonly channel?: Channel; readonly trust?: HttpOptions["trust"] };

/** The HTTP server with the routes of a channel, or with every route, not yet listening. */
export const buildServer = (services: Services, { channel, trust = false }: Serving = {}): Promise<FastifyInstance> => {
  const own = channel === undefined ? pairs : pairs.filter(([route]) => (route.channel ?? "work") === channel);
  const isInForce = makePurposeGate(services);
  const shedder = makeShedder(channel === undefined ? ONE_PROCESS : CHANNEL_LIMITS[channel]);
  const authenticate = { post: makeAuthenticate(services), resident: makeAuthenticateResident(services) };
  const isForCodes = channel === undefined || channel === "codes";
  return buildHttp(services, own, authenticate, isInForce, {
    shedder,
    trust,
    ...(isForCodes ? { ahead: makeLean(services, isInForce, shedder) } : {}),
  });
};

/**
 * Starts the clockwork; `sequencer` is a connection in the sequencer's own role. Returns the way to stop it all. A test that
 * does one of the `turns` by hand leaves it out, so that it does not race with itself.
 */
export async function startClockwork(
  services: Services,
  sequencer: Database,
  turns: readonly Clockwork[] = clockworks,
): Promise<() => Promise<void>> {
  const stopHearing = await hearPokes(services.db, services.hub);
  const loops = [
    startLoop(services, "relay", 100, () => relayOnce(services.db)),
    startLoop(services, "sequencer", 500, () => sequenceOnce(sequencer, services.keys, services.clock())),
    startLoop(services, "jobs", 500, () => runOneJob(services, jobKinds)),
    startLoop(services, "codes-jobs", 500, () => runOneJob(services, codesJobKinds)),
    startLoop(services, "long-jobs", 1000, () => runOneJob(services, longJobKinds)),
    ...turns.map(({ name, everyMs, turn }) => startLoop(services, name, everyMs, () => turn(services))),
  ];
  return async () => {
    await Promise.all(loops.map((loop) => loop.stop()));
    await stopHearing();
  };
}
