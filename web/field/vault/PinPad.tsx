import { useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { useWords } from "../../shared/language.ts";
import { PIN_DIGITS } from "../store/vault-rules.ts";
import { vaultWords } from "../words-vault.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"] as const;

type Props = {
  readonly title: string;
  readonly why: string;
  readonly fault: string | null;
  readonly isBusy: boolean;
  readonly onDone: (pin: string) => void;
};

/** Six digits by big keys, with gloves on, or by a keyboard; done with the sixth. */
export function PinPad({ title, why, fault, isBusy, onDone }: Props) {
  const w = useWords(vaultWords);
  const [count, setCount] = useState(0);
  // Fast fingers press twice before the first digit is drawn.
  const typed = useRef("");
  const press = (key: string) => {
    if (isBusy) return;
    const next = key === "erase" ? typed.current.slice(0, -1) : typed.current + key;
    const isDone = next.length === PIN_DIGITS;
    typed.current = isDone ? "" : next;
    setCount(typed.current.length);
    if (isDone) onDone(next);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") press("erase");
  });
  // With the first drawing, not after it: what is seen can be typed into.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <section className="pin" aria-label={title}>
      <h1>{title}</h1>
      <p>{why}</p>
      <output className="pin-dots" aria-label={w.typed(count)}>
        {Array.from({ length: PIN_DIGITS }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the six places have no other name.
          <span key={at} className={at < count || isBusy ? "pin-dot pin-dot-full" : "pin-dot"} />
        ))}
      </output>
      <p className="pin-fault" role="alert">
        {isBusy ? "" : fault}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form group, these are keys */}
      <div className="keypad pin-pad" role="group" aria-label={w.keypad}>
        {KEYS.map((key) =>
          key === "" ? (
            <span key="gap" />
          ) : (
            <button
              key={key}
              type="button"
              className="key"
              disabled={isBusy}
              onClick={() => press(key)}
              {...(key === "erase" ? { "aria-label": w.erase } : {})}
            >
              {key === "erase" ? "⌫" : key}
            </button>
          ),
        )}
      </div>
    </section>
  );
}
