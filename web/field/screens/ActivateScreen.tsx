import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { registerTerminal } from "#capabilities/workers/contract.ts";
import { goSignIn, send } from "../../shared/api.ts";
import { LanguageSwitch } from "../../shared/LanguageSwitch.tsx";
import { useWords } from "../../shared/language.ts";
import { setPlatformClock } from "../../shared/me.ts";
import { useSentence } from "../../shared/states.tsx";
import { keepTerminal } from "../../shared/terminal.ts";
import { go, paths } from "../paths.ts";
import { keep } from "../store/local.ts";
import { mineWords } from "../words-mine.ts";

/** The first minute of a worker's phone: the code from the centre, a password, a pledge. */
export function ActivateScreen({ onDone }: { readonly onDone: () => void }) {
  const w = useWords(mineWords);
  const sentence = useSentence();
  const [isSame, setSame] = useState(true);
  const registering = useMutation({
    mutationFn: (of: { code: string; password: string }) => send(registerTerminal, {}, of),
    onSuccess: ({ terminalId, me }) => {
      setPlatformClock(me.now);
      keep({ me: { value: me, at: me.now } });
      if (terminalId !== null) keepTerminal({ terminalId, username: me.username });
      go(paths.inbox, { instead: true });
      onDone();
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [code, password, again] = [form.get("code"), form.get("password"), form.get("again")].map(String);
    setSame(password === again);
    if (password === again) registering.mutate({ code: (code ?? "").trim(), password: password ?? "" });
  };
  return (
    <main className="activate">
      <header className="head">
        <h1>{w.activateTitle}</h1>
        <LanguageSwitch />
      </header>
      <p>{w.activateLead}</p>
      <form className="report" onSubmit={onSubmit}>
        <label className="field">
          <span>{w.code}</span>
          <input
            className="input input-code"
            name="code"
            required
            maxLength={40}
            autoComplete="one-time-code"
            autoCapitalize="characters"
          />
          <small className="quiet">{w.codeHint}</small>
        </label>
        <label className="field">
          <span>{w.newPassword}</span>
          <input
            className="input"
            name="password"
            type="password"
            required
            minLength={8}
            maxLength={200}
            autoComplete="new-password"
          />
          <small className="quiet">{w.newPasswordHint}</small>
        </label>
        <label className="field">
          <span>{w.again}</span>
          <input
            className="input"
            name="again"
            type="password"
            required
            minLength={8}
            maxLength={200}
            autoComplete="new-password"
          />
        </label>
        {!isSame && (
          <p className="form-fault" role="alert">
            {w.notSame}
          </p>
        )}
        <section className="panel" aria-label={w.pledgeTitle}>
          <h2>{w.pledgeTitle}</h2>
          <ol className="pledge">
            {w.pledge.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          <label className="agree">
            <input type="checkbox" required />
            <span>{w.agree}</span>
          </label>
        </section>
        {registering.isError && (
          <p className="notice notice-refused" role="alert">
            {sentence(registering.error)}
          </p>
        )}
        <button type="submit" className="button button-main button-wide" disabled={registering.isPending}>
          {registering.isPending ? w.activating : w.activate}
        </button>
        <button type="button" className="button button-plain" onClick={goSignIn}>
          {w.haveAccount}
        </button>
      </form>
    </main>
  );
}
