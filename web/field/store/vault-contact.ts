/** What the server has to do with the vaults of this phone: it keeps their secrets, and says when one must be erased. */
import { contactVault, keepVaultSecret, openVault } from "#capabilities/offline/contract.ts";
import { send } from "../../shared/api.ts";
import { waitFor } from "../../shared/live.ts";
import { isRefusal } from "../../shared/refusal.ts";
import { here, keep, setHere } from "./local.ts";
import { changeHeader, chooseVault, eraseOverdue, eraseVault, openBySecret, openHeader, vaultsHere } from "./vault.ts";

const NOTED_EVERY_MS = 60_000;
let notedAt = 0;

/** The server answered this post just now: the week without contact begins again. */
export function noteContact(): void {
  const header = openHeader();
  const now = Date.now();
  if (header === null || here().vault.is !== "open" || now - notedAt < NOTED_EVERY_MS) return;
  notedAt = now;
  void changeHeader(header.id, (one) => ({ ...one, contactAt: now, seenAt: Math.max(now, one.seenAt) })).catch(
    () => undefined,
  );
}

/** Gives the server the secret against a forgotten PIN, until it has it. */
export async function handOverSecret(): Promise<void> {
  const header = openHeader();
  const { secret } = here().kept;
  if (header === null || header.isSecretKept || secret === undefined) return;
  const kept = await send(keepVaultSecret, { vaultId: header.id }, { secret, token: header.token });
  await changeHeader(header.id, (one) => ({ ...one, isSecretKept: true }));
  keep({ secret: undefined, smsNumber: kept.smsNumber ?? undefined });
}

/** Who is signed in has a vault of his own here, or none yet; one whose PIN is lost opens after a fresh sign-in. */
export async function welcome(postId: string): Promise<void> {
  await chooseVault(postId);
  const { vault } = here();
  if (vault.is !== "locked" || (vault.header.pin !== null && !vault.header.isPinForgotten)) return;
  try {
    const { secret } = await send(openVault, { vaultId: vault.header.id }, {});
    if (!(await openBySecret(vault.header, secret))) setHere({ isSecretGone: true });
  } catch (error) {
    // "Sign in again" is what the screen asks for; a destroyed secret must be said, and what it sealed is lost.
    if (isRefusal(error) && (error.status === 410 || error.status === 404)) setHere({ isSecretGone: true });
  }
}

export const forgetPin = (id: string): Promise<void> => changeHeader(id, (one) => ({ ...one, isPinForgotten: true }));

/** Confirmations that the line has not carried yet: no part of anybody's work, so they lie outside of the vault. */
const WIPED = "wangge-wiped";
type Wiped = { readonly id: string; readonly token: string; readonly unsent: number };

function wiped(): Wiped[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(WIPED) ?? "[]");
    return Array.isArray(kept) ? (kept as Wiped[]) : [];
  } catch {
    return [];
  }
}

function keepWiped(list: readonly Wiped[]): void {
  try {
    localStorage.setItem(WIPED, JSON.stringify(list));
  } catch {
    // Without it the centre does not hear of the erasing; the erasing itself is done.
  }
}

/** Tells the server which vaults were erased at its word. */
async function confirmWiped(): Promise<void> {
  for (const one of wiped()) {
    await send(contactVault, { vaultId: one.id }, { token: one.token, erased: { unsent: one.unsent } });
    keepWiped(wiped().filter(({ id }) => id !== one.id));
  }
}

let asking: Promise<void> | null = null;
let failures = 0;

/** Signed out by the server: was it the end of a session, or must this phone erase? Each vault is asked for by itself. */
export function askStanding(): Promise<void> {
  asking ??= (async () => {
    for (const { id, token } of await vaultsHere()) {
      const { standing } = await send(contactVault, { vaultId: id }, { token });
      if (standing === "good") continue;
      const unsent = await eraseVault(id, "revoked");
      keepWiped([...wiped(), { id, token, unsent }]);
    }
    await confirmWiped();
    failures = 0;
  })()
    .catch((error: unknown) => {
      // A line that breaks in this moment must not leave a lost phone unerased until the next look.
      if (!isRefusal(error) || error.status >= 500 || error.status === 429)
        setTimeout(() => void askStanding(), waitFor(failures++));
    })
    .finally(() => {
      asking = null;
    });
  return asking;
}

/** A page that stays open for a week without a word erases too. */
export const watchContact = (): (() => void) => {
  const watching = setInterval(() => void eraseOverdue(), NOTED_EVERY_MS);
  return () => clearInterval(watching);
};
