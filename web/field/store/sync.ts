/**
 * The phone's going to and fro with the server, in the background: the inbox when a poke says that it changed, the
 * outbox whenever there is something in it and a chance, copies of what the screens will want when there is no network.
 */
import { show as showPlace } from "#capabilities/places/contract.ts";
import { followInbox, showInbox, showTask } from "#capabilities/tasks/contract.ts";
import { showMe } from "#capabilities/workers/contract.ts";
import { hasInbox } from "#kernel/actor.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { isoInstant } from "#kernel/time.ts";
import { addressOf, ask, onSignedOut, readAnswer } from "../../shared/api.ts";
import { listenLive, waitFor } from "../../shared/live.ts";
import { platformClockOffset, platformNow, setPlatformClock } from "../../shared/me.ts";
import { isRefusal, Unreachable } from "../../shared/refusal.ts";
import { refreshCopies } from "./copies.ts";
import { here, keep, post, setHere } from "./local.ts";
import { askToBeWoken, whenWoken } from "./page.ts";
import { sendAll } from "./send.ts";
import type { Copy, Inbox, Instruction, OutboxItem, TaskLine, Who } from "./shapes.ts";
import { tidy } from "./tidy.ts";
import { askStanding, handOverSecret, noteContact, watchContact, welcome } from "./vault-contact.ts";

/** Pages of an inbox at most: 1,000 tasks are more than a worker can have. */
const PAGES = 5;
/** Background copies at a time: a phone has one thin line, and the server 180,000 phones. */
const COPIES_AT_ONCE = 2;
const COPIES_AT_MOST = 40;
/** A look without a poke, should the line for pokes be blocked somewhere on the way. */
const LOOK_EVERY_MS = 60_000;

const copy = <T>(value: T): Copy<T> => ({ value, at: isoInstant(platformNow()) });
const inboxKey = (): `inbox/${string}` | null => {
  const post = here().kept.me?.value.post;
  // A partner's phone (judge, lawyer, manager of an estate) has no list of residents.
  return post === undefined || !hasInbox(post.role) ? null : `inbox/${post.id}`;
};
/** The inbox as this phone last heard of it. */
export const inboxHere = (): Copy<Inbox> | null => {
  const key = inboxKey();
  return (key === null ? null : here().kept[key]) ?? null;
};

/** Notes whether the server could be reached; a refusal is an answer too. */
async function reaching<T>(asked: Promise<T>): Promise<T> {
  try {
    const answer = await asked;
    setHere({ isReached: true, isSignedOut: false });
    noteContact();
    return answer;
  } catch (error) {
    if (isRefusal(error)) setHere({ isReached: true, isSignedOut: error.status === 401 });
    else setHere({ isReached: false });
    throw error;
  }
}

/** Who is signed in, asked of the server; the copy stays when it cannot be reached. */
async function refreshMe(): Promise<void> {
  const who: Who = await reaching(ask(showMe, {}));
  if (who?.post === undefined) throw new Unreachable("not the server's answer");
  setPlatformClock(who.now);
  await welcome(who.post.id);
  keep({ me: copy(who), clockOffset: platformClockOffset() });
  isWhoSure = true;
  await handOverSecret().catch(() => undefined);
}

/** Nothing is asked for and nothing sent while what it would be written to is locked. */
const isOpen = (): boolean => here().vault.is === "open";

async function askInbox(version: number | null): Promise<Inbox | null> {
  const pages: Inbox[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const address = addressOf(showInbox, { after });
    const headers = version === null || page > 0 ? {} : { "if-none-match": `"${version}"` };
    const response = await fetch(address, { headers, cache: "no-store" }).catch((cause: unknown) => {
      throw new Unreachable("no answer", { cause });
    });
    if (response.status === 304) return null;
    const answer = (await readAnswer(response)) as Inbox | null;
    if (answer === null || !Array.isArray(answer.tasks)) throw new Unreachable("not the server's answer");
    pages.push(answer);
    if (answer.next === null) break;
    after = answer.next;
  }
  const [first] = pages;
  return first === undefined ? null : { ...first, tasks: pages.flatMap(({ tasks }) => tasks) };
}

/** Asks for the inbox and keeps it; says "delivered" for what is new. Throws when there is no answer. */
export async function refreshInbox(): Promise<void> {
  const key = inboxKey();
  if (key === null || !isOpen()) return;
  const before = here().kept[key] ?? null;
  setHere({ isRefreshing: true });
  try {
    const inbox = await reaching(askInbox(before?.value.version ?? null));
    if (inbox === null) {
      if (before !== null) keep({ [key]: copy(before.value) });
      return;
    }
    setPlatformClock(inbox.now);
    keep({ [key]: copy(inbox), clockOffset: platformClockOffset() });
    if (before !== null) markFresh(before.value.tasks, inbox.tasks);
    await sayDelivered(inbox);
    tidy(new Set(inbox.tasks.map(({ id }) => id)));
    void copyForOffline(inbox);
  } finally {
    setHere({ isRefreshing: false });
  }
}

function markFresh(before: readonly TaskLine[], after: readonly TaskLine[]): void {
  const known = new Set(before.map(({ id }) => id));
  const fresh = new Set(here().fresh);
  for (const { id } of after) if (!known.has(id)) fresh.add(id);
  setHere({ fresh });
}

const isOnItsWay = (taskOrInstruction: string) => (item: OutboxItem) =>
  (item.command.kind === "receipt" && item.command.taskId === taskOrInstruction) ||
  (item.command.kind === "instruction" && item.command.instructionId === taskOrInstruction);

async function sayDelivered({ tasks, instructions }: Inbox): Promise<void> {
  const at = isoInstant(platformNow());
  const { outbox } = here();
  const ofTasks = tasks
    .filter(({ id, state }) => state === "issued" && !outbox.some(isOnItsWay(id)))
    .map(({ id }) => ({ command: { kind: "receipt", taskId: id, state: "delivered", at } as const }));
  const ofInstructions = instructions
    .filter(({ id, deliveredAt }) => deliveredAt === null && !outbox.some(isOnItsWay(id)))
    .map((one: Instruction) => ({
      command: {
        kind: "instruction",
        instructionId: one.id,
        state: "delivered",
        at,
        reason: null,
        title: one.title,
      } as const,
    }));
  if (ofTasks.length + ofInstructions.length === 0) return;
  await post([...ofTasks, ...ofInstructions]);
  void trySending();
}

/** One task's page, kept for the way to the door. */
export async function refreshTask(taskId: string): Promise<void> {
  const page = await reaching(ask(showTask, { taskId }));
  keep({ [`page/${taskId}`]: copy(page) });
}

export async function refreshPlace(code: string): Promise<void> {
  const place = await reaching(ask(showPlace, { code }));
  keep({ [`place/${code}`]: copy(place) });
}

/** Names of places and pages of tasks that the phone lacks, soonest due first. Failures wait for the next time. */
async function copyForOffline(inbox: Inbox): Promise<void> {
  const { kept } = here();
  const area = kept.me?.value.post.area;
  const codes = new Set([...(area === undefined ? [] : [area]), ...inbox.tasks.map(({ place }) => place)]);
  const wanted = [
    ...[...codes].filter((code) => kept[`place/${code}`] === undefined).map((code) => () => refreshPlace(code)),
    ...inbox.tasks
      .filter(({ id, version }) => kept[`page/${id}`]?.value.version !== version)
      .map(
        ({ id }) =>
          () =>
            refreshTask(id),
      ),
  ].slice(0, COPIES_AT_MOST);
  const work = async () => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) await next().catch(() => undefined);
  };
  await Promise.all(Array.from({ length: COPIES_AT_ONCE }, work));
}

/** Has the server said in this page's life who is signed in? Until then nothing is sent in anybody's name. */
let isWhoSure = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends now, and again by itself, with growing and scattered waits, until nothing waits any more. */
export async function trySending(): Promise<void> {
  clearTimeout(timer);
  if (!isWhoSure) await refreshMe().catch(() => undefined);
  if (!isOpen()) return;
  const said = here().outbox.some(({ command }) => command.kind === "command");
  const isAllSent = isWhoSure && (await sendAll().catch(() => false));
  if (isAllSent) {
    failures = 0;
    // A change in a grid pokes the phones of that grid: a village's post sees what it said itself by asking.
    const isWide = (here().kept.me?.value.post.area.length ?? 0) < CODE_LENGTH.grid;
    if (said && isWide) void reaching(refreshCopies()).catch(() => undefined);
    return;
  }
  void askToBeWoken();
  timer = setTimeout(() => void trySending(), waitFor(failures++));
}

/** Looks for itself and sends: what a pull down, a return to the page and a returning network do. */
export async function refresh(): Promise<void> {
  try {
    await refreshMe();
    if (!isOpen()) return;
    await refreshInbox();
    await reaching(refreshCopies());
    // A chunk of its own, and in nobody's way: what fails is asked for the next time.
    void import("./near.ts").then(({ refreshNear }) => refreshNear()).catch(() => undefined);
  } catch (error) {
    // `isReached` and `isSignedOut` already say it; anything else is a bug and must be seen.
    if (!isRefusal(error) && !(error instanceof Unreachable)) throw error;
  }
  failures = 0;
  await trySending();
}

async function look(): Promise<void> {
  if (!isOpen()) return;
  await refreshInbox();
  await reaching(refreshCopies());
}

/** Starts it all; returns the way to stop. */
export function startSync(): () => void {
  onSignedOut(() => {
    setHere({ isSignedOut: true });
    void askStanding();
  });
  const stopWatching = watchContact();
  whenWoken(() => void trySending());
  void refresh();
  const onPoke = (poke: { readonly data: string }) => {
    // The server spreads a village's phones over a moment, so that they do not all come in the same one.
    const waitMs = /"waitMs":(\d+)/.exec(poke.data)?.[1] ?? "0";
    setTimeout(() => void look().catch(() => undefined), Math.random() * Number(waitMs));
  };
  const stopLive = listenLive(followInbox.path, {
    onPoke,
    onState: (state) => {
      if (state !== "open") return;
      setHere({ isReached: true });
      void trySending();
    },
    lastEventId: String(inboxHere()?.value.version ?? ""),
  });
  const onReturn = () => {
    if (document.visibilityState === "visible") void refresh();
  };
  const onOffline = () => setHere({ isReached: false });
  window.addEventListener("online", onReturn);
  window.addEventListener("offline", onOffline);
  document.addEventListener("visibilitychange", onReturn);
  const looking = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  return () => {
    stopLive();
    stopWatching();
    clearInterval(looking);
    clearTimeout(timer);
    window.removeEventListener("online", onReturn);
    window.removeEventListener("offline", onOffline);
    document.removeEventListener("visibilitychange", onReturn);
  };
}
