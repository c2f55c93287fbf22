/**
 * The vault's life on this phone: chosen at the start, made with a PIN, opened by it or by the account, locked, erased.
 * What the server has to do with it is in vault-contact.ts.
 */
import { v7 } from "uuid";
import { platformClockOffset, setPlatformClock } from "../../shared/me.ts";
import * as crypt from "./crypt.ts";
import { type Change, type Indexed, openIndexed, TABLES } from "./indexed.ts";
import { attach, forgetMemory, here, keep, readCopies, readTables, setHere, tellToReopen } from "./local.ts";
import type { Erased } from "./memory.ts";
import { isTyped } from "./outbox-rules.ts";
import { plainRecords, recordsOfVault, sealedRecords } from "./sealed.ts";
import { takeTyped } from "./typed.ts";
import {
  afterWrongTry,
  isOverdue,
  isSealedOff,
  isTypedIn,
  sealedOff,
  type VaultHeader,
  vaultFor,
} from "./vault-rules.ts";

const SEEN_EVERY_MS = 60 * 60_000;

let indexed: Indexed | null = null;
let header: VaultHeader | null = null;
/** The data key's bytes between an opening by the account and the choice of a new PIN. */
let opened: ArrayBuffer | null = null;

export const openHeader = (): VaultHeader | null => header;

async function headers(): Promise<VaultHeader[]> {
  return indexed === null ? [] : ([...(await indexed.all("vaults")).values()] as VaultHeader[]);
}

async function putHeader(next: VaultHeader, more: readonly Change[] = []): Promise<void> {
  try {
    await indexed?.write([...more, { table: "vaults", key: next.id, value: next }]);
  } catch (error) {
    // A full phone must still open: what the header would have noted is noted when there is room.
    if (next.isSecretKept && more.length === 0) setHere({ isStorageFull: true });
    else throw error;
  }
  if (header?.id === next.id) header = next;
  const { vault } = here();
  if (vault.is === "locked" && vault.header.id === next.id) setHere({ vault: { is: "locked", header: next } });
}

/** A change of the header that lies on the phone now, whatever another tab made of it meanwhile. */
export async function changeHeader(id: string, change: (header: VaultHeader) => VaultHeader): Promise<void> {
  const found = (await headers()).find((one) => one.id === id);
  if (found !== undefined) await putHeader(change(found));
}

/** Opens the phone's database and finds whose vault waits; erases what is overdue before anybody has typed anything. */
export async function openLocal(): Promise<void> {
  try {
    if (globalThis.crypto?.subtle === undefined) throw new Error("not a secure context");
    indexed = await openIndexed();
    await eraseOverdue();
    await chooseVault(null);
  } catch {
    // The page works as long as it is open, and says that nothing is kept.
    indexed = null;
    setHere({ isStorageBroken: true, areCopiesRead: true, vault: { is: "open" } });
    return;
  }
  // A phone short of space throws away what a page keeps, unless it was asked not to.
  void navigator.storage?.persist?.();
}

/** Erases what was not in contact for a week; notes how late it is, so that a clock set back wins nothing. */
export async function eraseOverdue(): Promise<void> {
  for (const one of await headers()) {
    if (isOverdue(one, Date.now())) await (isSealedOff(one) ? undefined : eraseRead(one, "overdue"));
    else if (Date.now() > one.seenAt + SEEN_EVERY_MS) await putHeader({ ...one, seenAt: Date.now() });
  }
}

/** The vault of this post, or the one used last; `none` when there is none yet. */
export async function chooseVault(postId: string | null): Promise<void> {
  if (indexed === null) return;
  const all = await headers();
  const found = vaultFor(all, postId);
  if (header !== null && header.id === found?.id) return;
  if (header !== null) forgetMemory();
  attach(null);
  header = null;
  const others = all.filter((one) => one.id !== found?.id);
  const { count: countIn } = indexed;
  const counts = await Promise.all(others.map(({ id }) => countIn("outbox", `${id}/`)));
  const unsentOfOthers = counts.reduce((sum, count) => sum + count, 0);
  if (found !== null) setHere({ vault: { is: "locked", header: found }, unsentOfOthers });
  else {
    // What a page of before the vault kept says who works here, so that the PIN can be chosen without a network.
    const plain = (await plainRecords(indexed)).get("kept")?.get("me");
    const { me } = here().kept;
    if (me === undefined && plain !== undefined) forgetMemory({ me: plain as NonNullable<typeof me> });
    setHere({ vault: { is: "none" }, unsentOfOthers });
  }
}

/** Makes the vault of whoever is signed in; takes in what is in memory and what lay unsealed. */
export async function setUpVault(pin: string): Promise<void> {
  const postId = here().kept.me?.value.post.id;
  if (postId === undefined || indexed === null) return;
  const raw = crypt.newDataKey();
  const [id, now, secret] = [v7(), Date.now(), crypt.newSecret()];
  const made: VaultHeader = {
    id,
    postId,
    format: 1,
    createdAt: now,
    usedAt: now,
    contactAt: now,
    seenAt: now,
    pin: await crypt.wrapByPin(raw, pin, id),
    wrongTries: 0,
    waitUntil: 0,
    account: await crypt.wrapBySecret(raw, secret, id),
    isSecretKept: false,
    token: crypt.newSecret(),
    isPinForgotten: false,
  };
  const { me, clockOffset } = here().kept;
  await putHeader(made);
  await enter(made, raw);
  keep({ me, clockOffset, secret });
}

export type Unlocked = "open" | "wrong" | "wait" | "erased";

/** One try of the PIN; opens the vault, or lifts the curtain over an open one. */
export async function unlock(pin: string): Promise<Unlocked> {
  const { vault } = here();
  const of = vault.is === "locked" ? vault.header : header;
  const fresh = (await headers()).find((one) => one.id === of?.id) ?? of;
  if (fresh === null || fresh.pin === null) return "erased";
  if (Date.now() < fresh.waitUntil) return "wait";
  const raw = await crypt.unwrapByPin(fresh.pin, pin, fresh.id);
  if (raw === null) {
    const next = afterWrongTry(fresh, Date.now());
    await putHeader(next.header);
    if (!next.erase) return "wrong";
    await eraseRead(next.header, "wrong-pin");
    return "erased";
  }
  const right = { ...fresh, wrongTries: 0, waitUntil: 0, usedAt: Date.now(), isPinForgotten: false };
  await Promise.all([putHeader(right), vault.is === "locked" ? enter(right, raw) : undefined]);
  setHere({ isCurtained: false });
  return "open";
}

/** Opens a vault whose PIN is lost with what the server gave after a fresh sign-in; a new PIN is chosen next. */
export async function openBySecret(of: VaultHeader, secret: string): Promise<boolean> {
  const raw = await crypt.unwrapBySecret(of.account, secret, of.id);
  if (raw === null) return false;
  opened = raw;
  setHere({ vault: { is: "new-pin" } });
  header = of;
  return true;
}

/** The PIN chosen after an opening by the account. */
export async function setNewPin(pin: string): Promise<void> {
  if (header === null || opened === null) return;
  const raw = opened;
  opened = null;
  const of = { ...header, wrongTries: 0, waitUntil: 0, usedAt: Date.now(), isPinForgotten: false };
  const renewed = { ...of, pin: await crypt.wrapByPin(raw, pin, of.id) };
  await putHeader(renewed);
  await enter(renewed, raw);
}

/** Another PIN for an open vault; false: the present one was not right. */
export async function changePin(present: string, next: string): Promise<boolean> {
  // A try like any other: it is counted, and waits.
  if ((await unlock(present)) !== "open" || header?.pin == null) return false;
  const raw = await crypt.unwrapByPin(header.pin, present, header.id);
  if (raw === null) return false;
  await putHeader({ ...header, pin: await crypt.wrapByPin(raw, next, header.id) });
  return true;
}

async function enter(of: VaultHeader, raw: BufferSource): Promise<void> {
  if (indexed === null) return;
  header = of;
  const sealed = sealedRecords(indexed, await crypt.dataKey(raw), of.id);
  attach(sealed);
  await adoptPlain(indexed, sealed.write, of.postId);
  await readTables();
  takeTyped();
  const { clockOffset } = here().kept;
  if (clockOffset !== undefined && platformClockOffset() === 0)
    setPlatformClock(new Date(Date.now() + clockOffset).toISOString());
  setHere({ vault: { is: "open" }, isCurtained: false, erased: null });
  void readCopies().catch(() => setHere({ isStorageBroken: true, areCopiesRead: true }));
}

/** Seals what a page of before the vault left, if it is this post's; the plain record goes once the sealed one is safe. */
async function adoptPlain(
  from: Indexed,
  write: (changes: readonly Change[]) => Promise<void>,
  postId: string,
): Promise<void> {
  const plain = await plainRecords(from);
  const me = plain.get("kept")?.get("me") as { value?: { post?: { id?: string } } } | undefined;
  const isMine = me?.value?.post?.id === postId;
  const ofPost = (value: unknown) =>
    typeof value === "object" && value !== null && "postId" in value && value.postId === postId;
  const mine: Change[] = [];
  const gone: Change[] = [];
  for (const table of TABLES)
    for (const [key, value] of plain.get(table) ?? []) {
      const isRead = table === "kept" || table === "copies";
      if (isRead ? !isMine : !ofPost(value)) continue;
      gone.push({ table, key, value: null });
      // A copy is fetched again rather than sealed: it may be large, and it is in another order.
      if (table !== "copies" && key !== "copy") mine.push({ table, key, value });
    }
  if (gone.length === 0) return;
  await write(mine);
  await from.write(gone);
}

/** Takes away what was for reading; what has not been sent stays, sealed, for the account to open. */
async function eraseRead(of: VaultHeader, why: Erased): Promise<void> {
  if (indexed === null) return;
  const work = await recordsOfVault(indexed, of.id, ["outbox", "drafts"]);
  if (work.length === 0) {
    await eraseVault(of.id, why);
    return;
  }
  const isForm = ({ key }: Change) => isTypedIn(key.slice(of.id.length + 1));
  const read = (await recordsOfVault(indexed, of.id, ["kept", "sent", "copies"])).filter((one) => !isForm(one));
  await putHeader(sealedOff(of, Date.now()), read);
  closeIfOpen(of.id);
  setHere({ erased: why });
  await chooseVault(of.postId);
  tellToReopen();
}

/** Takes a vault away altogether, with how many unsent records went with it. */
export async function eraseVault(id: string, why: Erased): Promise<number> {
  if (indexed === null) return 0;
  // Locked, receipts cannot be told from what was typed.
  const isOpen = header?.id === id && here().vault.is === "open";
  const unsent = isOpen
    ? here().outbox.filter(({ command }) => isTyped(command)).length
    : await indexed.count("outbox", `${id}/`);
  const all = await recordsOfVault(indexed, id, TABLES);
  await indexed.write([...all, { table: "vaults", key: id, value: null }]);
  closeIfOpen(id);
  setHere({ erased: why });
  tellToReopen();
  return unsent;
}

function closeIfOpen(id: string): void {
  if (header !== null && header.id !== id) return;
  attach(null);
  header = null;
  forgetMemory();
  setHere({ vault: { is: "none" }, isCurtained: false });
}

/** Every vault on this phone, for asking the server how each stands. */
export const vaultsHere = (): Promise<VaultHeader[]> => headers();
