/** What goes on behind the screen while there is a network: keys, the change list, the kit, and the outbox. */
import { showKit, uploadScans } from "#capabilities/checkpoints/contract.ts";
import { showKeySet } from "#capabilities/credentials/contract.ts";
import { showMe } from "#capabilities/workers/contract.ts";
import { API, ask, onSignedOut, send } from "../../shared/api.ts";
import { isRefusal, Unreachable } from "../../shared/refusal.ts";
import { fetchChanges, takeKeySet } from "../scan/trust.ts";
import { learnClock, platformNow } from "./clock.ts";
import { here, keep, setHere, settle } from "./local.ts";
import type { RefusedItem } from "./shapes.ts";

/** Records of one upload: a slow network carries so much within its patience. */
const AT_ONCE = 100;
const UPLOAD_EVERY_MS = 3_000;
const LIST_EVERY_MS = 60_000;
const KIT_EVERY_MS = 5 * 60_000;
/** After failures an upload waits twice as long each time, up to this. */
const LONGEST_WAIT_MS = 16_000;

let failures = 0;
let notBefore = 0;
let isUploading = false;

/** Notes whether the server was reached; false when it was not, or refused: the gate goes on without it. */
async function quietly(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    setHere({ isReached: true });
    return true;
  } catch (error) {
    if (error instanceof Unreachable) setHere({ isReached: false });
    else if (isRefusal(error)) setHere({ isReached: error.status < 500 });
    return false;
  }
}

/** The oldest of those that the one who is signed in has made. */
const nextBatch = () =>
  here()
    .outbox.filter((one) => one.postId === here().kept.me?.postId)
    .slice(0, AT_ONCE);

/** Sends what has not been sent, in order, until nothing is left or the network fails. */
export async function upload(): Promise<void> {
  if (isUploading || here().kept.me === undefined) return;
  isUploading = true;
  const isDone = await quietly(async () => {
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
      const { answers } = await send(uploadScans, {}, { items: batch.map((one) => one.item) });
      const done: string[] = [];
      const refused: RefusedItem[] = [];
      for (const [index, one] of batch.entries()) {
        const answer = answers[index];
        if (answer === undefined) continue;
        if (answer.answer !== "refused") done.push(one.id);
        else refused.push({ ...one, code: answer.code ?? "", zh: answer.zh ?? "", en: answer.en ?? "" });
      }
      if (done.length + refused.length === 0) return;
      await settle(done, refused);
    }
  });
  isUploading = false;
  failures = isDone ? 0 : failures + 1;
  // Each phone at a time of its own: fifty gates must not come back in the same second.
  const wait = isDone ? 0 : Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** failures) * (0.5 + Math.random() / 2);
  notBefore = Date.now() + wait;
}

/** Who I am, my checkpoints, the rule of the day. */
export const refreshKit = (): Promise<boolean> =>
  quietly(async () => {
    const kit = await ask(showKit, {});
    await keep({ kit, clockOffset: learnClock(kit.now) });
  });

/** The sign-in as the server knows it; throws when nobody is signed in or the post is another. */
export async function learnMe(): Promise<void> {
  const me = await ask(showMe, {});
  if (me.post.role !== "checkpoint-staff") throw new Error("not-checkpoint-staff");
  await keep({
    me: { displayName: me.displayName, postId: me.post.id, area: me.post.area },
    clockOffset: learnClock(me.now),
  });
  setHere({ isSignedOut: false });
}

/** Keys and the list of codes that changed: the kept ones go on counting when there is no answer. */
export const refreshTrust = (): Promise<boolean> =>
  quietly(async () => {
    const response = await fetch(API + showKeySet.path).catch((cause: unknown) => {
      throw new Unreachable("no answer", { cause });
    });
    if (response.ok) {
      const keySet = await takeKeySet(await response.json(), here().kept.keySet ?? null);
      if (keySet !== null) await keep({ keySet, keySetAt: platformNow() });
    }
    const { keySet, changes } = here().kept;
    if (keySet === undefined) return;
    const next = await fetchChanges(keySet, changes ?? null, platformNow());
    if (next !== null && next !== changes) await keep({ changes: next });
  });

/** Starts the work behind the screen; it never stops while the page is open. */
/** While an alarm is on the phone it is tried all the time, wherever the volunteer looks. */
const ALARM_EVERY_MS = 3_000;
/** Beside the first load: the service worker has kept it by then. */
const alarm = () => import("./alarm.ts");

export function startSync(): void {
  const everything = () => {
    notBefore = 0;
    failures = 0;
    void upload();
    void refreshTrust();
    if (here().kept.me !== undefined) void refreshKit();
  };
  setInterval(() => {
    if (here().outbox.length > 0 && !here().isSignedOut && Date.now() >= notBefore) void upload();
  }, UPLOAD_EVERY_MS);
  setInterval(() => void refreshTrust(), LIST_EVERY_MS);
  setInterval(() => {
    if (here().kept.me !== undefined && !here().isSignedOut) void refreshKit();
  }, KIT_EVERY_MS);
  setInterval(() => {
    if (here().kept.alarm?.isSent === false) void alarm().then(({ sendAlarm }) => sendAlarm());
  }, ALARM_EVERY_MS);
  onSignedOut(() => setHere({ isSignedOut: true }));
  window.addEventListener("online", everything);
  window.addEventListener("offline", () => setHere({ isReached: false }));
  everything();
}
