/** Sends what lies in the outbox: in batches, each item exactly once in effect, each answered by itself. */
import { v7 } from "uuid";
import { sendInstructionReceipts } from "#capabilities/instructions/contract.ts";
import { sendCommands } from "#capabilities/offline/contract.ts";
import { reportUnlocated, returnTask, sendReceipts } from "#capabilities/tasks/contract.ts";
import { recordVisits } from "#capabilities/visits/contract.ts";
import { dayOf, isoInstant } from "#kernel/time.ts";
import { send } from "../../shared/api.ts";
import { platformNow } from "../../shared/me.ts";
import { isRefusal, type Refusal, Unreachable } from "../../shared/refusal.ts";
import { here, keep, post, setHere, settle } from "./local.ts";
import {
  inboxAfter,
  isOwnEcho,
  nextBatch,
  type Outcome,
  outcomeOfAnswer,
  outcomeOfProblem,
  SENDING_ORDER,
  toldBy,
} from "./outbox-rules.ts";
import type { Command, OutboxItem, SentItem, VisitAnswer } from "./shapes.ts";
import { isMoreThanSms } from "./sms.ts";

type Kind = Command["kind"];
type Of<K extends Kind> = Extract<Command, { kind: K }>;
const commandsOf = <K extends Kind>(items: readonly OutboxItem[], kind: K): Of<K>[] =>
  items.map(({ command }) => command).filter((command): command is Of<K> => command.kind === kind);

/** An answer that is not ours (a login page of a foreign network) has not taken anything. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  if (!Array.isArray(list)) throw new Unreachable("not the server's answer");
  return list;
}

const TAKEN: Outcome = { is: "taken" };

async function sendVisits(items: readonly OutboxItem[]): Promise<Outcome[]> {
  const reports = commandsOf(items, "visit").map(({ report }) => report);
  const answered = await send(recordVisits, {}, { reports });
  const answers = listOf(answered?.answers);
  return items.map((_, index) => {
    const answer = answers[index];
    return answer === undefined ? { is: "waits", trouble: "unreachable" } : visitOutcome(answer);
  });
}

function visitOutcome(answer: VisitAnswer): Outcome {
  if (answer.answer !== "refused")
    return {
      is: answer.answer === "already" ? "already" : "taken",
      next: answer.next,
      tryAgainBy: answer.tryAgainBy ?? null,
    };
  const { code = "visits/not-taken", zh = "", en = "", faults = [] } = answer;
  return { is: "refused", refusal: { code, zh, en, fields: faults.map(({ path }) => path) } };
}

/** A device whose clock was put back by hours after an entry must not make it one of the future. */
function pastOf(madeAt: string): string {
  const now = isoInstant(platformNow());
  return madeAt > now ? now : madeAt;
}

async function sendGiven(items: readonly OutboxItem[]): Promise<Outcome[]> {
  const given = commandsOf(items, "command");
  const commands = items.map(({ id, madeAt }, at) => {
    const { name = "", after = null, body } = given[at] ?? {};
    return { id, kind: name, madeAt: pastOf(madeAt), clockOffsetMs: 0, after, body };
  });
  const answered = await send(sendCommands, {}, { commands });
  const answers = listOf(answered?.answers);
  return items.map((_, index) => {
    const answer = answers[index];
    return answer === undefined ? { is: "waits", trouble: "unreachable" } : outcomeOfAnswer(answer);
  });
}

const SEND: Readonly<Record<Kind, (items: readonly OutboxItem[]) => Promise<Outcome[]>>> = {
  visit: sendVisits,
  command: sendGiven,
  async receipt(items) {
    const receipts = commandsOf(items, "receipt").map(({ taskId, state, at }) => ({ taskId, state, at }));
    const answered = await send(sendReceipts, {}, { receipts });
    // One result a task, however many receipts; "gone": it left this inbox meanwhile, a receipt says nothing any more.
    listOf(answered?.results);
    return items.map(() => TAKEN);
  },
  async "not-mine"(items) {
    for (const { taskId, reason, proposedPlace } of commandsOf(items, "not-mine")) {
      const body = proposedPlace === null ? { reason } : { reason, proposedPlace };
      const answered = await send(returnTask, { taskId }, body);
      if (answered?.outcome === undefined) throw new Unreachable("not the server's answer");
    }
    return items.map(() => TAKEN);
  },
  async "cannot-locate"(items) {
    for (const { taskId, reason } of commandsOf(items, "cannot-locate")) {
      const answered = await send(reportUnlocated, { taskId }, { reason });
      if (answered?.holder === undefined) throw new Unreachable("not the server's answer");
    }
    return items.map(() => TAKEN);
  },
  async instruction(items) {
    const receipts = commandsOf(items, "instruction").map(({ instructionId, state, at, reason }) =>
      state === "cannot" || state === "not-mine"
        ? { instructionId, at, state, reason: reason ?? "" }
        : { instructionId, at, state },
    );
    const answered = await send(sendInstructionReceipts, {}, { receipts });
    listOf(answered?.results);
    return items.map(() => TAKEN);
  },
};

const problemOf = (refusal: Refusal): Outcome => {
  const { faults } = refusal.facts;
  const fields = Array.isArray(faults) ? faults.map((fault: { path?: unknown }) => String(fault.path ?? "")) : [];
  return outcomeOfProblem({ status: refusal.status, code: refusal.code, zh: refusal.zh, en: refusal.en, fields });
};

/** Every item's outcome; a batch that was refused as a whole is sent again one by one, so that one cannot block all. */
async function attempt(kind: Kind, items: readonly OutboxItem[]): Promise<Outcome[]> {
  try {
    return await SEND[kind](items);
  } catch (error) {
    if (!isRefusal(error)) return items.map(() => ({ is: "waits", trouble: "unreachable" }));
    const outcome = problemOf(error);
    if (outcome.is !== "refused") return items.map(() => outcome);
    if (items.length === 1) return items.map((item) => (isOwnEcho(item, error.code) ? { is: "already" } : outcome));
    const each: Outcome[] = [];
    for (const item of items) each.push(...(await attempt(kind, [item])));
    return each;
  }
}

/** Writes the outcomes to the phone. True when all were answered, so that the next batch may follow. */
async function apply(items: readonly OutboxItem[], outcomes: readonly Outcome[]): Promise<boolean> {
  const changed: OutboxItem[] = [];
  const gone: string[] = [];
  const sent: SentItem[] = [];
  const { kept } = here();
  const key = `inbox/${items[0]?.postId ?? ""}` as const;
  let inbox = kept[key]?.value;
  for (const [index, item] of items.entries()) {
    const outcome = outcomes[index] ?? { is: "waits", trouble: "unreachable" };
    if (outcome.is === "waits") {
      const mayHaveArrived = item.mayHaveArrived || outcome.trouble === "unreachable";
      changed.push({ ...item, tries: item.tries + 1, trouble: outcome.trouble, mayHaveArrived });
    } else if (outcome.is === "refused") {
      changed.push({ ...item, tries: item.tries + 1, refusal: outcome.refusal });
    } else {
      gone.push(item.id);
      if (inbox !== undefined) inbox = inboxAfter(inbox, item.command, outcome);
      const record = recordOf(item, outcome);
      if (record !== null) sent.push(record);
    }
  }
  const waiting = changed.find(({ refusal }) => refusal === null);
  setHere({ isReached: waiting?.trouble !== "unreachable", isSignedOut: waiting?.trouble === "signed-out" });
  await settle({ changed, gone, sent });
  await addWhatSmsLeft(items.filter((item, index) => outcomes[index]?.is === "already" && isMoreThanSms(item)));
  if (inbox !== undefined && inbox !== kept[key]?.value) keep({ [key]: { value: inbox, at: kept[key]?.at } });
  return waiting === undefined;
}

/** The text message came first, and could not carry the words: they follow as a correction of the same report. */
async function addWhatSmsLeft(items: readonly OutboxItem[]): Promise<void> {
  for (const { command } of items)
    if (command.kind === "visit") {
      const report = { ...command.report, id: v7(), corrects: command.report.id };
      await post([{ id: report.id, command: { ...command, report } }]);
    }
}

function recordOf(item: OutboxItem, outcome: Extract<Outcome, { is: "taken" | "already" }>): SentItem | null {
  const { command } = item;
  if (command.kind === "receipt" || command.kind === "instruction") return null;
  const now = platformNow();
  return {
    id: item.id,
    postId: item.postId,
    day: dayOf(now),
    sentAt: isoInstant(now),
    command,
    wasThere: outcome.is === "already",
    next: outcome.next ?? null,
    tryAgainBy: outcome.tryAgainBy ?? null,
    ...toldBy(outcome.result),
  };
}

/** Sends what can be sent now. True when nothing is left that waits for the network. */
async function drain(postId: string): Promise<boolean> {
  let isAllSent = true;
  for (const kind of SENDING_ORDER) {
    for (;;) {
      const batch = nextBatch(here().outbox, kind, postId);
      if (batch.length === 0) break;
      const isAnswered = await apply(batch, await attempt(kind, batch));
      if (isAnswered) continue;
      isAllSent = false;
      const first = here().outbox.find(({ id }) => id === batch[0]?.id);
      // No network, or nobody signed in: the other kinds would fare the same.
      if (first?.trouble !== "busy") return false;
      break;
    }
  }
  return isAllSent;
}

let running: Promise<boolean> | null = null;

/** The same, never twice at once: neither in this page nor, where the browser has locks, in another tab of it. */
export function sendAll(): Promise<boolean> {
  const postId = here().kept.me?.value.post.id;
  if (postId === undefined) return Promise.resolve(false);
  const locks: LockManager | undefined = navigator.locks;
  running ??= (async () => {
    try {
      return await (locks ? locks.request("wangge-outbox", () => drain(postId)) : drain(postId));
    } finally {
      running = null;
    }
  })();
  return running;
}
