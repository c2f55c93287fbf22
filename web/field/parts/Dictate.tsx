import { type RefObject, useEffect, useRef, useState } from "react";
import { useLanguage, useWords } from "../../shared/language.ts";
import { dictateWords } from "./words-dictate.ts";

/** The browser's own recogniser, as far as it is used here; not in TypeScript's library. */
type Recogniser = {
  lang: string;
  interimResults: boolean;
  onresult: ((event: { readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>> }) => void) | null;
  onend: (() => void) | null;
  onerror: ((event: { readonly error: string }) => void) | null;
  start(): void;
  abort(): void;
};
type RecogniserClass = new () => Recogniser;

/** Null where the browser has none (Firefox, many in-app browsers). */
function recogniserClass(): RecogniserClass | null {
  const has = window as unknown as Partial<Record<"SpeechRecognition" | "webkitSpeechRecognition", RecogniserClass>>;
  return has.SpeechRecognition ?? has.webkitSpeechRecognition ?? null;
}

type Props = {
  /** What was there before; what is said is put behind it. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength: number;
  /** The field that it speaks into: without a network its keyboard's microphone is named instead. */
  readonly field?: RefObject<HTMLInputElement | HTMLTextAreaElement | null>;
};

/**
 * Speak instead of typing, into any text field. The browser may send the sound to its maker: this is said before the first
 * time, and nothing is recorded here. Without a network the keyboard's own dictation is pointed to; a browser without a
 * recogniser has no button.
 */
export function Dictate({ value, onChange, maxLength, field }: Props) {
  const w = useWords(dictateWords);
  const language = useLanguage();
  const running = useRef<Recogniser | null>(null);
  const [state, setState] = useState<"idle" | "asking" | "listening" | "failed">("idle");
  useEffect(() => () => running.current?.abort(), []);
  const recogniser = recogniserClass();
  if (recogniser === null) return null;
  const pointToKeyboard = () => {
    setState("failed");
    field?.current?.focus();
  };
  const listen = () => {
    if (!navigator.onLine) return pointToKeyboard();
    const one = new recogniser();
    running.current = one;
    one.lang = language === "zh" ? "zh-CN" : "en-GB";
    one.interimResults = false;
    one.onresult = ({ results }) => {
      const said = Array.from(results, (result) => result[0]?.transcript ?? "").join("");
      onChange(`${value}${said}`.slice(0, maxLength));
    };
    one.onerror = () => pointToKeyboard();
    one.onend = () => setState((now) => (now === "listening" ? "idle" : now));
    one.start();
    setState("listening");
  };
  const press = () => {
    if (state === "listening") return running.current?.abort();
    if (navigator.onLine && !hasAgreed()) return setState("asking");
    listen();
  };
  return (
    <div className="dictate">
      <button type="button" className="button dictate-button" aria-pressed={state === "listening"} onClick={press}>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path
            d="M12 4a3 3 0 0 1 3 3v4a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3M6 11a6 6 0 0 0 12 0M12 17v3"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
          />
        </svg>
        {state === "listening" ? w.stop : w.speak}
      </button>
      {state === "asking" && (
        <p className="notice">
          {w.goesOut}{" "}
          <button
            type="button"
            className="button"
            onClick={() => {
              agree();
              listen();
            }}
          >
            {w.agree}
          </button>
        </p>
      )}
      <p className="quiet" role="status">
        {state === "listening" && w.listening}
        {state === "failed" && w.keyboard}
      </p>
    </div>
  );
}

const AGREED = "wangge-dictation-agreed";
const hasAgreed = (): boolean => {
  try {
    return localStorage.getItem(AGREED) === "yes";
  } catch {
    return false;
  }
};
const agree = (): void => {
  try {
    localStorage.setItem(AGREED, "yes");
  } catch {
    // A private window forgets it: it is asked again.
  }
};
