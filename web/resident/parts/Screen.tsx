import { type ReactNode, useEffect, useRef } from "react";
import { LanguageSwitch } from "../../shared/LanguageSwitch.tsx";
import { useWords } from "../../shared/language.ts";
import { setTextSize, useTextSize } from "../store/text-size.ts";
import { words } from "../words.ts";

type Props = {
  readonly title: string;
  /** Where "back" leads; absent on the screens of the tabs. */
  readonly back?: string | undefined;
  readonly children: ReactNode;
  /** A step inside of the screen: moving on puts the reader's place at its beginning again. */
  readonly step?: string;
};

/** A screen: its bar with the title, and the main part, which takes the focus when it appears. */
export function Screen({ title, back, children, step = "" }: Props) {
  const { back: word, product } = useWords(words);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  // Also when only the step changes: a screen reader then starts at the new question, not at the button pressed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what the focus follows.
  useEffect(() => {
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [step]);
  return (
    <>
      <header className="bar">
        {back !== undefined && (
          <a href={back} aria-label={word}>
            <span aria-hidden="true">{"‹ "}</span>
            {word}
          </a>
        )}
        <h1>{title}</h1>
        <LargeText />
        <LanguageSwitch />
      </header>
      <main ref={main} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** In and out of large text by one button, on every screen. */
function LargeText() {
  const { largerText, normalText } = useWords(words);
  const size = useTextSize();
  const isLarge = size !== "normal";
  return (
    <button type="button" className="button" onClick={() => setTextSize(isLarge ? "normal" : "large")}>
      {isLarge ? normalText : largerText}
    </button>
  );
}
