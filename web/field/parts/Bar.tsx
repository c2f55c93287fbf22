import type { ReactNode } from "react";
import { useWords } from "../../shared/language.ts";
import { paths } from "../paths.ts";
import { words } from "../words.ts";

/** The head of a screen that has somewhere to go back to. */
export function Bar({
  title,
  back = paths.inbox,
  children,
}: {
  readonly title: string;
  readonly back?: string;
  readonly children?: ReactNode;
}) {
  const { back: word } = useWords(words);
  return (
    <header className="bar">
      <a className="bar-back" href={back}>
        <span className="visually-hidden">{word}</span>
        <span className="chevron chevron-back" aria-hidden="true" />
      </a>
      <h1>{title}</h1>
      {children}
    </header>
  );
}
