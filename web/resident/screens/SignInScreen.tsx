import { useEffect, useState } from "react";
import { askCode, showDemoMessages, showMe, signIn } from "#capabilities/residents/contract.ts";
import { isMobile, normalisePhone } from "#kernel/identity.ts";
import { useWords } from "../../shared/language.ts";
import { isRefusal } from "../../shared/refusal.ts";
import { nextOf } from "../next.ts";
import { TextField } from "../parts/fields.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Refused, useDeed } from "../parts/states.tsx";
import { go, paths } from "../paths.ts";
import { act, refresh } from "../store/ask.ts";
import { markSignedOut } from "../store/local.ts";
import { accountWords } from "../words-account.ts";

const isPhone = (text: string) => isMobile(normalisePhone(text)) || /^\+\d{6,15}$/.test(normalisePhone(text));

/** Phone, then the code that was sent to it. */
export function SignInScreen() {
  const w = useWords(accountWords).signIn;
  const [phone, setPhone] = useState("");
  const [isWrong, setWrong] = useState(false);
  const [sent, setSent] = useState<{ readonly again: number } | null>(null);
  const asking = useDeed(async () => {
    const { resendAfterSeconds } = await act(askCode, {}, { phone });
    setSent({ again: Date.now() + resendAfterSeconds * 1000 });
  });
  const ask = () => {
    setWrong(!isPhone(phone));
    if (isPhone(phone)) asking.run();
  };
  return (
    <Screen title={w.title} step={sent === null ? "phone" : "code"}>
      <h2>{w.welcome}</h2>
      {sent === null ? (
        <form
          className="card"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <TextField
            label={w.phone}
            hint={w.phoneHint}
            wrong={isWrong ? w.phoneWrong : null}
            value={phone}
            onChange={setPhone}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
          />
          <Refused error={asking.error} />
          <button type="submit" className="button button-main" disabled={asking.isBusy}>
            {w.send}
          </button>
        </form>
      ) : (
        <CodeForm
          phone={phone}
          again={sent.again}
          onAgain={ask}
          askError={asking.error}
          onOther={() => {
            asking.clear();
            setSent(null);
          }}
        />
      )}
      <p className="quiet">{w.intro}</p>
    </Screen>
  );
}

type CodeProps = {
  readonly phone: string;
  /** When the next code may be asked for, by this phone's clock. */
  readonly again: number;
  readonly onAgain: () => void;
  readonly askError: unknown;
  readonly onOther: () => void;
};

function CodeForm({ phone, again, onAgain, askError, onOther }: CodeProps) {
  const w = useWords(accountWords).signIn;
  const [code, setCode] = useState("");
  const [isWrong, setWrong] = useState(false);
  const [lastFour, setLastFour] = useState("");
  const [isNewOwner, setNewOwner] = useState(false);
  const entering = useDeed(async () => {
    await act(signIn, {}, { phone, code, isNewOwner, ...(lastFour.length === 4 ? { lastFour } : {}) });
    // Only then is there something to show: the first screen is drawn from what is kept.
    await refresh(showMe, {});
    markSignedOut(false);
    const next = nextOf(location.search, location.origin);
    if (next === null) go(paths.home, { instead: true });
    else location.replace(next);
  });
  const isIdentityNeeded = isRefusal(entering.error, "residents/identity-needed") || lastFour !== "" || isNewOwner;
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWrong(!/^\d{6}$/.test(code));
        if (/^\d{6}$/.test(code)) entering.run();
      }}
    >
      <p role="status">{w.sentTo(phone)}</p>
      <DemoMessage phone={phone} of={again} />
      <TextField
        label={w.code}
        hint={w.codeHint}
        wrong={isWrong ? w.codeWrong : null}
        value={code}
        onChange={(text) => setCode(text.replaceAll(/\D/g, "").slice(0, 6))}
        inputMode="numeric"
        autoComplete="one-time-code"
      />
      {isIdentityNeeded && (
        <>
          <TextField label={w.lastFour} hint={w.lastFourHint} value={lastFour} onChange={setLastFour} maxLength={4} />
          <label className="choice">
            <input type="checkbox" checked={isNewOwner} onChange={() => setNewOwner(!isNewOwner)} />
            {w.newOwner}
          </label>
        </>
      )}
      <Refused error={entering.error ?? askError} />
      <button type="submit" className="button button-main" disabled={entering.isBusy}>
        {w.enter}
      </button>
      <div className="row">
        <Resend again={again} onAgain={onAgain} />
        <button type="button" className="button button-plain" onClick={onOther}>
          {w.otherPhone}
        </button>
      </div>
    </form>
  );
}

/** Asking again becomes possible when the time is over; the seconds are for the eyes only. */
function Resend({ again, onAgain }: { readonly again: number; readonly onAgain: () => void }) {
  const w = useWords(accountWords).signIn;
  const [left, setLeft] = useState(() => Math.ceil((again - Date.now()) / 1000));
  useEffect(() => {
    const count = () => setLeft(Math.ceil((again - Date.now()) / 1000));
    count();
    const timer = setInterval(count, 500);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <button type="button" className="button" disabled={left > 0} onClick={onAgain}>
      {left > 0 ? w.resendIn(left) : w.resend}
    </button>
  );
}

/** In the demo no message leaves the machine: the page shows what the phone would have received. */
export function DemoMessage({ phone, of }: { readonly phone: string; readonly of: number }) {
  const w = useWords(accountWords).signIn;
  const [text, setText] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for each code that was sent.
  useEffect(() => {
    void act(showDemoMessages, {}, { phone })
      .then(({ messages }) => setText(messages[0]?.text ?? null))
      .catch(() => setText(null));
  }, [phone, of]);
  if (text === null) return null;
  return (
    <p className="notice">
      <span className="quiet">{w.demo}</span>
      <strong>{text}</strong>
    </p>
  );
}
