import { useState } from "react";
import { goSignIn } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { LanguageSwitch } from "../../shared/LanguageSwitch.tsx";
import { useWords } from "../../shared/language.ts";
import { LockedAlarm } from "../safety/LockedAlarm.tsx";
import { useLocal } from "../store/local.ts";
import { eraseVault, openHeader, unlock } from "../store/vault.ts";
import { forgetPin } from "../store/vault-contact.ts";
import { type VaultHeader, WRONG_TRIES_AT_MOST } from "../store/vault-rules.ts";
import { vaultWords } from "../words-vault.ts";
import { PinPad } from "./PinPad.tsx";

/** Before anything is shown: the PIN, or the account when the PIN is gone. */
export function LockScreen() {
  const vault = useLocal((local) => local.vault);
  const isSecretGone = useLocal((local) => local.isSecretGone);
  const header = vault.is === "locked" ? vault.header : openHeader();
  if (header === null) return null;
  return (
    <main className="lock">
      <div className="lock-language">
        <LanguageSwitch />
      </div>
      <ErasedNotice />
      <div className="lock-ways">
        <LockedAlarm />
      </div>
      {isSecretGone ? <SecretGone id={header.id} /> : header.pin === null ? <ByAccount /> : <ByPin header={header} />}
    </main>
  );
}

function ByPin({ header }: { readonly header: VaultHeader }) {
  const w = useWords(vaultWords);
  const { time } = useFormat();
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const onDone = async (pin: string) => {
    setBusy(true);
    const what = await unlock(pin).finally(() => setBusy(false));
    if (what === "wait") setFault(w.waitUntil(clockOf(header.waitUntil)));
    if (what === "wrong") {
      const left = WRONG_TRIES_AT_MOST - header.wrongTries - 1;
      setFault(left > 6 ? w.wrong : w.wrongLeft(left));
    }
  };
  /** The device's own clock: the wait is counted by it. */
  const clockOf = (at: number) => time(new Date(at).toISOString());
  return (
    <>
      <PinPad title={w.enter} why={w.enterWhy} fault={fault} isBusy={isBusy} onDone={(pin) => void onDone(pin)} />
      <div className="lock-ways">
        <button type="button" className="button" onClick={() => void forgetPin(header.id).then(goSignIn)}>
          {w.forgot}
        </button>
        <button type="button" className="button button-plain" onClick={goSignIn}>
          {w.other}
        </button>
      </div>
    </>
  );
}

function ByAccount() {
  const w = useWords(vaultWords);
  return (
    <section className="pin" aria-label={w.accountOnly}>
      <h1>{w.accountOnly}</h1>
      <p>{w.accountOnlyWhy}</p>
      <button type="button" className="button button-main button-wide" onClick={goSignIn}>
        {w.signIn}
      </button>
    </section>
  );
}

function SecretGone({ id }: { readonly id: string }) {
  const w = useWords(vaultWords);
  return (
    <section className="pin" aria-label={w.accountOnly}>
      <p className="notice notice-refused" role="alert">
        {w.secretGone}
      </p>
      <button
        type="button"
        className="button button-wide"
        onClick={() => void eraseVault(id, "signed-out").then(() => location.reload())}
      >
        {w.startAnew}
      </button>
    </section>
  );
}

/** Why the phone is emptier than it was. */
export function ErasedNotice() {
  const { erased } = useWords(vaultWords);
  const why = useLocal((local) => local.erased);
  if (why === null || why === "signed-out") return null;
  return (
    <p className="notice notice-warning" role="status">
      {erased[why]}
    </p>
  );
}
