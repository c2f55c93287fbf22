import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import type { Steps as Of } from "./sums.ts";
import { words } from "./words.ts";

const SHADES = ["done", "accepted", "read", "sent"] as const;

/** Of those issued: done, accepted, read, delivered; what is left of the bar has not been delivered. */
export function Bar({ steps, label }: { readonly steps: Of; readonly label: string }) {
  const { issued, done, accepted, read, delivered } = steps;
  const parts = [done, accepted - done, read - accepted, delivered - read];
  return (
    <span className="bar" role="img" aria-label={label}>
      {issued > 0 &&
        SHADES.map((shade, index) => (
          <i key={shade} className={`bar-${shade}`} style={{ width: `${((parts[index] ?? 0) / issued) * 100}%` }} />
        ))}
    </span>
  );
}

/** The bar with its figures in words below it. */
export function Steps({ steps }: { readonly steps: Of }) {
  const { steps: word } = useWords(words);
  const { count } = useFormat();
  const names = ["issued", "delivered", "read", "accepted", "done"] as const;
  const label = names.map((name) => `${word[name]} ${count(steps[name])}`).join("，");
  return (
    <>
      <Bar steps={steps} label={label} />
      <span className="steps">
        {names.map((name) => (
          <span key={name}>
            <small>{word[name]}</small>
            <b>{count(steps[name])}</b>
          </span>
        ))}
      </span>
    </>
  );
}

export function BarKey() {
  const { steps: word, notYet } = useWords(words);
  const names = { done: word.done, accepted: word.accepted, read: word.read, sent: word.delivered } as const;
  return (
    <span className="row">
      {SHADES.map((shade) => (
        <span key={shade} className="key">
          <i className={`key-${shade}`} />
          {names[shade]}
        </span>
      ))}
      <span className="key">
        <i className="key-none" />
        {notYet}
      </span>
    </span>
  );
}
