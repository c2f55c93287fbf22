import type { ReactNode } from "react";
import { Part } from "../../shared/states.tsx";

type Props = {
  readonly title?: ReactNode;
  readonly side?: ReactNode;
  readonly note?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
};

/** A part of a page with a heading; it waits and fails by itself. */
export function Panel({ title, side, note, children, className = "" }: Props) {
  return (
    <section className={`panel ${className}`}>
      {(title !== undefined || side !== undefined) && (
        <header className="panel-head">
          {title !== undefined && <h2>{title}</h2>}
          {side !== undefined && <div className="panel-side">{side}</div>}
        </header>
      )}
      {note !== undefined && <p className="quiet panel-note">{note}</p>}
      <Part>{children}</Part>
    </section>
  );
}

/** The head of a page: what it is, and what can be done here. */
export function PageHead({
  title,
  lead,
  actions,
}: {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <div className="page-lead">{lead}</div>}
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  );
}

type FactProps = { readonly name: ReactNode; readonly children: ReactNode };

/** A list of facts, name beside value. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className="facts">{children}</dl>;
export const Fact = ({ name, children }: FactProps) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

export type Tone = "plain" | "good" | "warning" | "bad" | "accent";

/** A state in one word. */
export const Pill = ({ tone = "plain", children }: { readonly tone?: Tone; readonly children: ReactNode }) => (
  <span className={`pill pill-${tone}`}>{children}</span>
);
