/** What may be sent now, what an answer means, and what the inbox looks like with what is still on its way. Pure. */
import { RECEIPT_STATES, stateAfterReceipt } from "#capabilities/tasks/rules/states.ts";
import { RESULT_RULES } from "#capabilities/visits/rules/results.ts";
import type { Command, Inbox, OutboxItem, RefusedBy, SentItem, TaskLine, Trouble, VisitAnswer } from "./shapes.ts";

type Kind = Command["kind"];

/** Items of one request at most, by kind; the contracts allow 500, 50 and 200. */
const BATCH: Readonly<Record<Kind, number>> = {
  receipt: 200,
  visit: 20,
  "not-mine": 1,
  "cannot-locate": 1,
  instruction: 100,
  command: 50,
};
/** Receipts first: they are small, and what a level above waits for. A report goes before what gives its task away. */
export const SENDING_ORDER = ["receipt", "visit", "command", "not-mine", "cannot-locate", "instruction"] as const;

/** The next items of a kind to send together: this post's, not refused, in the order in which they were made. */
export function nextBatch(items: readonly OutboxItem[], kind: Kind, postId: string): OutboxItem[] {
  const batch = items
    .filter((item) => item.command.kind === kind && item.postId === postId && item.refusal === null)
    .sort((a, b) => a.order - b.order)
    .slice(0, BATCH[kind]);
  return kind === "command" ? batch.slice(0, countOf(batch)) : batch;
}

/** Letters of the commands of one request: the server takes 4 MB, and a slow line should not begin a photo ten times. */
const LETTERS_AT_MOST = 1_500_000;

/** How many of a batch go in one request: as many as are small enough together, one at least. */
function countOf(batch: readonly OutboxItem[]): number {
  let letters = 0;
  const first = batch.findIndex(({ command }) => {
    letters += JSON.stringify(command).length;
    return letters > LETTERS_AT_MOST;
  });
  return first < 0 ? batch.length : Math.max(1, first);
}

/** What became of one item. */
export type Outcome =
  | {
      readonly is: "taken" | "already";
      readonly next?: VisitAnswer["next"];
      readonly tryAgainBy?: string | null;
      readonly result?: Readonly<Record<string, unknown>>;
    }
  | { readonly is: "refused"; readonly refusal: RefusedBy }
  | { readonly is: "waits"; readonly trouble: Exclude<Trouble, "new"> };

/** What a status and a code mean for an item: only a refusal in our own words ends its waiting. */
export function outcomeOfProblem(problem: {
  readonly status: number;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly fields?: readonly string[];
}): Outcome {
  const { status, code, zh, en, fields = [] } = problem;
  if (code === "common/not-signed-in") return { is: "waits", trouble: "signed-out" };
  // A proxy or a login page of a foreign network speaks without our codes: it has decided nothing.
  if (!/^[a-z-]+\/[a-z-]+$/.test(code) || code.startsWith("http/")) return { is: "waits", trouble: "unreachable" };
  if (status === 429 || status >= 500 || code === "common/conflict") return { is: "waits", trouble: "busy" };
  return { is: "refused", refusal: { code, zh, en, fields } };
}

/**
 * What a command's answer means. A newer server may answer in a word that this page does not know: then nothing is decided
 * here, and the command waits for the page's update.
 */
export function outcomeOfAnswer(given: {
  readonly answer: string;
  readonly code?: string | undefined;
  readonly zh?: string | undefined;
  readonly en?: string | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly result?: Readonly<Record<string, unknown>> | undefined;
}): Outcome {
  const { answer, code = "offline/not-taken", zh = "", en = "", fields = [], result = {} } = given;
  if (answer === "applied") return { is: "taken", result };
  if (answer === "already") return { is: "already", result };
  if (answer === "refused") return { is: "refused", refusal: { code, zh, en, fields } };
  return { is: "waits", trouble: answer === "held" ? "held" : "busy" };
}

/**
 * A deed whose answer was lost may have been done: when the server then says that the task has moved on, that is what
 * we asked for.
 */
export const isOwnEcho = (item: OutboxItem, code: string): boolean =>
  item.mayHaveArrived &&
  (item.command.kind === "not-mine" || item.command.kind === "cannot-locate") &&
  (code === "tasks/moved-on" || code === "common/not-found");

/**
 * What followed a refused command when another takes its place: the same, pointing at the new one, whose id is also its record's
 * and may stand in their bodies. Under new ids: the server remembers its no, or what it holds, under the old ones.
 */
export function followersOf(
  items: readonly OutboxItem[],
  of: { readonly from: string; readonly to: string },
  makeId: () => string,
): readonly { readonly before: string; readonly item: OutboxItem }[] {
  const renamed = new Map([[of.from, of.to]]);
  const inNewIds = (text: string): string =>
    [...renamed].reduce((done, [from, to]) => done.replaceAll(`"${from}"`, `"${to}"`), text);
  return [...items]
    .sort((a, b) => a.order - b.order)
    .flatMap((item) => {
      const { id: before, command } = item;
      if (command.kind !== "command" || command.after === null || !renamed.has(command.after)) return [];
      const id = makeId();
      const moved: Command = JSON.parse(inNewIds(JSON.stringify(command)));
      renamed.set(before, id);
      return [
        {
          before,
          item: { ...item, id, command: moved, tries: 0, trouble: "new", mayHaveArrived: false, refusal: null },
        },
      ];
    });
}

/** What a command's answer tells the person who gave it: a sentence in both languages, and whether two versions stand. */
export function toldBy(result: Readonly<Record<string, unknown>> = {}): Pick<SentItem, "note" | "hasConflict"> {
  const { note, conflict } = result;
  const isNote = typeof note === "object" && note !== null && "zh" in note && "en" in note;
  return {
    note: isNote ? { zh: String(note.zh), en: String(note.en) } : null,
    hasConflict: conflict !== undefined && conflict !== null && conflict !== false,
  };
}

/** How a task stands on this phone, with what is still on its way counted in. */
type Standing = "open" | "sending" | "refused";
export type TaskHere = TaskLine & { readonly standing: Standing };

const endsHere = (command: Command): string | null => {
  if (command.kind === "not-mine" || command.kind === "cannot-locate") return command.taskId;
  if (command.kind !== "visit" || command.report.corrects !== undefined) return null;
  return RESULT_RULES[command.report.result].step === "try-again" ? null : (command.report.taskId ?? null);
};

/** The inbox as the worker sees it: receipts on their way count, and what he has reported is not asked of him again. */
export function tasksHere(tasks: readonly TaskLine[], items: readonly OutboxItem[]): TaskHere[] {
  const standings = new Map<string, Standing>();
  const states = new Map<string, TaskLine["state"]>();
  for (const { command, refusal } of items) {
    const ended = endsHere(command);
    if (ended !== null) standings.set(ended, refusal === null ? "sending" : "refused");
    if (command.kind !== "receipt") continue;
    const before = states.get(command.taskId) ?? "issued";
    states.set(command.taskId, stateAfterReceipt(before, command.state) ?? before);
  }
  return tasks
    .map((task) => {
      const here = states.get(task.id);
      const receipt = RECEIPT_STATES.find((state) => state === here);
      const state = receipt === undefined ? task.state : (stateAfterReceipt(task.state, receipt) ?? task.state);
      return { ...task, state, standing: standings.get(task.id) ?? "open" };
    })
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.id < b.id ? -1 : 1));
}

/** Sent and unsent words of a worker; receipts are the phone's own and do not count as typed. */
export const isTyped = (command: Command): boolean => command.kind !== "receipt";

const INSTRUCTION_TIMES = { delivered: "deliveredAt", read: "readAt", accepted: "acceptedAt", done: "doneAt" } as const;

/** The kept inbox after the server has taken a command, until the server's own next version comes. */
export function inboxAfter(
  inbox: Inbox,
  command: Command,
  outcome: Extract<Outcome, { is: "taken" | "already" }>,
): Inbox {
  const changeTask = (taskId: string, change: (task: TaskLine) => TaskLine | null): Inbox => ({
    ...inbox,
    tasks: inbox.tasks.flatMap((task) => (task.id === taskId ? (change(task) ?? []) : task)),
  });
  switch (command.kind) {
    case "receipt":
      return changeTask(command.taskId, (task) => ({
        ...task,
        state: stateAfterReceipt(task.state, command.state) ?? task.state,
      }));
    case "not-mine":
    case "cannot-locate":
      return changeTask(command.taskId, () => null);
    case "visit": {
      const { taskId, result, corrects } = command.report;
      if (taskId === undefined || corrects !== undefined) return inbox;
      const next = outcome.next ?? RESULT_RULES[result].step;
      if (next !== "try-again") return changeTask(taskId, () => null);
      return changeTask(taskId, (task) => ({ ...task, state: "accepted", dueAt: outcome.tryAgainBy ?? task.dueAt }));
    }
    case "command":
      return inbox;
    case "instruction": {
      const { instructionId, state, at } = command;
      const said =
        state === "cannot" || state === "not-mine"
          ? { answer: state }
          : { [INSTRUCTION_TIMES[state]]: at, ...(state === "done" ? { answer: state } : {}) };
      return {
        ...inbox,
        instructions: inbox.instructions.map((one) => (one.id === instructionId ? { ...one, ...said } : one)),
      };
    }
  }
}
