import { type FormEvent, useState } from "react";
import { registerTerminal, signIn } from "#capabilities/workers/contract.ts";
import { send } from "../../shared/api.ts";
import { LanguageSwitch } from "../../shared/LanguageSwitch.tsx";
import { useLanguage, useWords } from "../../shared/language.ts";
import { isRefusal } from "../../shared/refusal.ts";
import { keepTerminal, keptTerminal } from "../../shared/terminal.ts";
import { words as common } from "../../shared/words.ts";
import { Field, textOf } from "../parts/Frame.tsx";
import { useLocal } from "../store/local.ts";
import { learnMe, refreshKit, upload } from "../store/sync.ts";
import { words } from "../words.ts";

/** A registered phone signs its own staff in as itself; any other browser as any browser. */
function thisTerminal(username: string): { readonly terminalId?: string } {
  const kept = keptTerminal();
  return kept?.username === username.toLowerCase() ? { terminalId: kept.terminalId } : {};
}

async function enter(form: FormData, isFirst: boolean): Promise<void> {
  const password = textOf(form, "password");
  if (isFirst) {
    const { terminalId, me } = await send(registerTerminal, {}, { code: textOf(form, "code"), password });
    if (terminalId !== null) keepTerminal({ terminalId, username: me.username });
  } else {
    const username = textOf(form, "username");
    await send(signIn, {}, { username, password, ...thisTerminal(username) });
  }
  await learnMe();
  await refreshKit();
  void upload();
}

/** Signing in at the gate; what lies in the outbox waits meanwhile. */
export function SignIn() {
  const w = useWords(words);
  const { offline } = useWords(common);
  const language = useLanguage();
  const isSignedOut = useLocal((local) => local.isSignedOut);
  const [isFirst, setFirst] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      await enter(new FormData(event.currentTarget), isFirst);
    } catch (error) {
      if (error instanceof Error && error.message === "not-checkpoint-staff") setFault(w.wrongRole);
      else setFault(isRefusal(error) ? error[language] : offline);
    }
    setBusy(false);
  };
  return (
    <main className="screen">
      <header className="head">
        <h1>{w.signInTitle}</h1>
        <LanguageSwitch />
      </header>
      <form className="body" onSubmit={(event) => void onSubmit(event)}>
        {isSignedOut && <p className="notice">{w.signedOut}</p>}
        {isFirst ? (
          <Field label={w.code} name="code" isRequired max={40} autoComplete="one-time-code" />
        ) : (
          <Field label={w.username} name="username" isRequired max={60} autoComplete="username" />
        )}
        <Field
          label={isFirst ? w.newPassword : w.password}
          name="password"
          type="password"
          isRequired
          max={200}
          autoComplete={isFirst ? "new-password" : "current-password"}
        />
        {fault !== null && (
          <p className="fault" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" className="act act-main" disabled={isBusy}>
          {isFirst ? w.activate : w.signIn}
        </button>
        <button type="button" className="act act-plain" onClick={() => setFirst(!isFirst)}>
          {isFirst ? w.usePassword : w.useCode}
        </button>
      </form>
    </main>
  );
}
