import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { attachWords } from "../words-attach.ts";
import { useStepForm } from "./kept-form.ts";
import { Text } from "./Text.tsx";

type Props = {
  /** The deed, on the button. */
  readonly label: string;
  /** What is asked; the word for "reason" when not said. */
  readonly ask?: string;
  readonly maxLength?: number;
  /** What is done most of all here. */
  readonly isMain?: boolean;
  /** What is typed is kept under this name until it is said: of the deed and its record. */
  readonly name: string;
  /** What was said before and refused. */
  readonly refused?: { readonly id: string; readonly body: string } | null;
  readonly onSay: (reason: string) => Promise<unknown>;
};

/** Null: not asked for yet. */
type Said = { readonly text: string | null };
const NOTHING: Said = { text: null };

/** A deed that needs a sentence: asked for when the button is pressed, and kept with every touch. */
export function WithReason({ label, ask, maxLength = 200, isMain = false, name, refused = null, onSay }: Props) {
  const w = useWords(attachWords);
  const [{ text }, change, clear] = useStepForm(`said/${name}`, NOTHING, {
    refused,
    typed: (body) => ({ text: body }),
  });
  const [isSaying, setSaying] = useState(false);
  const open = () => change({ text: refused?.body ?? "" });
  if (text === null)
    return (
      <button type="button" className={isMain ? "button button-main" : "button"} onClick={open}>
        {label}
      </button>
    );
  const say = async () => {
    setSaying(true);
    try {
      await onSay(text.trim());
      clear();
    } finally {
      setSaying(false);
    }
  };
  return (
    <div className="reason">
      <Text
        label={ask ?? w.because}
        value={text}
        onChange={(next) => change({ text: next })}
        maxLength={maxLength}
        rows={3}
      />
      <div className="actions">
        <button type="button" className="button" onClick={() => change({ text: null })}>
          {w.cancel}
        </button>
        <button
          type="button"
          className="button button-main"
          disabled={isSaying || text.trim().length < 2}
          onClick={() => void say()}
        >
          {label}
        </button>
      </div>
    </div>
  );
}
