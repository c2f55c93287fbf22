import type { ReactNode } from "react";
import { useWords } from "../../shared/language.ts";
import { Nothing } from "../../shared/states.tsx";
import { words } from "./words.ts";

export type Column<Row> = {
  readonly key: string;
  /** "": a column of buttons, named to screen readers only. */
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Right-aligned tabular figures. */
  readonly isNumber?: boolean;
  readonly width?: string;
};

type Props<Row> = {
  /** Said to screen readers; the heading above the table says it to the others. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly nothing?: ReactNode;
  /** Scrolls by itself beyond this much of the screen; its head stays. */
  readonly isTall?: boolean;
  readonly markOf?: (row: Row) => string | undefined;
};

/** A plain table: semantic, scrolls sideways on narrow screens by keyboard too. */
export function Table<Row>({ caption, columns, rows, keyOf, nothing, markOf, isTall = false }: Props<Row>) {
  const { deeds } = useWords(words);
  if (rows.length === 0) return <Nothing>{nothing}</Nothing>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (axe: scrollable-region-focusable).
    <section className={isTall ? "table-frame table-tall" : "table-frame"} tabIndex={0} aria-label={caption}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title, isNumber, width }) => (
              <th
                key={key}
                scope="col"
                className={isNumber ? "number" : undefined}
                style={width ? { width } : undefined}
              >
                {title === "" ? <span className="visually-hidden">{deeds}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={markOf?.(row)}>
              {columns.map(({ key, cell, isNumber }) => (
                <td key={key} className={isNumber ? "number" : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
