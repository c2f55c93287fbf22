/** Door reports that came as text messages: a gateway hands them in, the vault's own key says whose they are. */
import { createHmac } from "node:crypto";
import { record } from "#capabilities/visits/visits.ts";
import { actorOfPost, phoneStanding } from "#capabilities/workers/phones.ts";
import { common } from "#kernel/problem.ts";
import { type Instant, isoInstant, later } from "#kernel/time.ts";
import type { OpenAnswer, OpenContext } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { isHanded, isSameText } from "#platform/handed.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { offlineProblems as problem } from "./rules/problems.ts";
import { readSms, type SmsReport, smsCheck } from "./rules/sms.ts";
import * as store from "./store-vaults.ts";

/** Whoever else is written to by text: the reply to it, or null when the number is nobody's there. */
export type HearText = (
  ctx: OpenContext,
  handed: { readonly from: string; readonly text: string },
) => Promise<string | null>;

export const makeReceiveSms =
  (hear: HearText): OpenAnswer<typeof contract.receiveSms> =>
  async (ctx, _params, { signature, ...handed }) => {
    const { id, at, from, text } = handed;
    const secret = ctx.services.settings.smsInboundSecret;
    if (secret === null) throw new Problem(common["not-found"]);
    // What the gateway signs: its id, time, number and text, a line each.
    if (!isHanded(secret, { parts: [id, at, from, text], signature, at }, ctx.now))
      throw new Problem(problem["not-the-gateway"]);
    const read = readSms(text);
    if (read !== null) return takeReport(ctx, from, read);
    const reply = await hear(ctx, handed);
    return reply === null ? answered("unreadable") : { answer: "accepted" as const, reply };
  };

async function takeReport(ctx: OpenContext, from: string, read: NonNullable<ReturnType<typeof readSms>>) {
  const { services, now } = ctx;
  const vault = await ownVault(ctx, read.report.vaultId);
  if (vault === null) return answered("unknown");
  const mac = createHmac("sha256", vault.token_hash).update(read.body).digest();
  if (!isSameText(smsCheck([...mac]), read.check)) return answered("unreadable");
  if (!(await fromKnownNumber(ctx, read.report.vaultId, from))) return answered("other-number");
  const actor = await actorOfPost(services.db, { postId: vault.post_id, terminalId: vault.terminal_id }, now);
  if (actor === null) return answered("unknown");
  const { answers } = await record({ ...ctx, actor }, {}, { reports: [bodyOf(read.report, now)] });
  const [answer] = answers;
  await asActor(services.db, actor, (sql) =>
    audit(
      { sql, actor, now },
      {
        action: "sms.report",
        objectKind: "visit",
        objectId: read.report.reportId,
        place: actor.area,
        detail: { answer: answer?.answer ?? "refused", code: answer?.code ?? null },
      },
    ),
  );
  return answered(answer?.answer === "accepted" || answer?.answer === "already" ? answer.answer : "refused");
}

type Word = "accepted" | "already" | "refused" | "unreadable" | "unknown" | "other-number";

/** The gateway may send these back to the phone: nothing of the report is in them. */
const REPLIES: Readonly<Record<Word, string>> = {
  accepted: "已收到走访结果。",
  already: "这条走访结果已收到过，没有重复计数。",
  refused: "这条走访结果没有被收下，请联网后在“发送”里查看原因。",
  unreadable: "短信内容不完整，请在手机页面上重新生成后再发。",
  unknown: "这台手机没有登记或已停用，请联系本级中心。",
  "other-number": "请用第一次发送时的手机号发送。",
};

const answered = (answer: Word) => ({ answer, reply: REPLIES[answer] });

/** The vault of a phone that may still report; null: unknown, destroyed, revoked, or its post has ended. */
const ownVault = ({ services, now }: OpenContext, vaultId: string): Promise<store.VaultRow | null> =>
  asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const found = await store.vaultOf(sql, vaultId);
    if (found === null || found.sealed_secret === null) return null;
    const of = { postId: found.post_id, terminalId: found.terminal_id };
    return (await phoneStanding(sql, of, now)) === "good" ? found : null;
  });

/** The first message that was genuine says from which number this phone sends; another number is then refused. */
function fromKnownNumber({ services }: OpenContext, vaultId: string, from: string): Promise<boolean> {
  const number = createHmac("sha256", services.keys.sealingKey).update(`wangge-sms-v1 ${from}`).digest();
  return asActor(services.db, systemActor(services.settings.province), (sql) => store.isNumberOf(sql, vaultId, number));
}

const bodyOf = (report: SmsReport, now: Instant) => ({
  id: report.reportId,
  ...(report.task === null ? {} : { taskId: report.task.id, taskCounty: report.task.county }),
  place: report.place,
  ...(report.toPlace === null ? {} : { toPlace: report.toPlace }),
  visitedAt: isoInstant(Math.min(report.visitedAt, later(now, 0)) as Instant),
  clockOffsetMs: 0,
  manner: report.manner,
  result: report.result,
  ...(report.temperatureTenths === null ? {} : { temperatureTenths: report.temperatureTenths }),
  symptoms: [...report.symptoms],
  spokenTo: report.spokenTo,
  servicesAsked: [],
  servicesDone: [],
  personsMet: report.personsMet,
  clues: 0,
  disputes: 0,
});
