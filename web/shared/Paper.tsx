import { type ReactNode, useRef } from "react";
import { useWords } from "./language.ts";
import { observationWords } from "./observation-words.ts";
import "./observation.css";

/** A paper as it is read, and printed alone on a sheet. */
export function Paper(props: {
  readonly paper: { readonly title: string; readonly lines: readonly string[] };
  /** What stands under it on the sheet too: who signed, and when. */
  readonly foot?: ReactNode;
  /** What is on the screen only. */
  readonly children?: ReactNode;
}) {
  const w = useWords(observationWords);
  const sheet = useRef<HTMLElement>(null);
  const print = () => {
    const mark = sheet.current?.classList;
    if (mark === undefined) return;
    mark.add("is-printed");
    addEventListener("afterprint", () => mark.remove("is-printed"), { once: true });
    window.print();
  };
  return (
    <article ref={sheet} className="observed-paper" aria-label={props.paper.title}>
      <h2>{props.paper.title}</h2>
      {props.paper.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {props.foot}
      <div className="no-print">
        {props.children}
        <button type="button" className="button" onClick={print}>
          {w.print}
        </button>
      </div>
    </article>
  );
}
