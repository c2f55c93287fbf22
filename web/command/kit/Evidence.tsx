import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words } from "../session/words.ts";

type Loose = Readonly<Record<string, unknown>>;

const isLoose = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.filter(isLoose) : []);
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** A reason's evidence as the assessment keeps it: {rule, tier, at, evidence: [{feed, file, row, at, place}], more}. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Loose[] }) {
  const { evidenceRow, evidenceMore, evidenceCount } = useWords(words);
  const format = useFormat();
  const pieces = evidence.flatMap((reason) =>
    "evidence" in reason
      ? listOf(reason["evidence"]).map((piece) => ({ rule: textOf(reason["rule"]), piece }))
      : [{ rule: "", piece: reason }],
  );
  const more = evidence.reduce((sum, reason) => sum + Number(textOf(reason["more"]) || 0), 0);
  if (pieces.length === 0) return <span>{"—"}</span>;
  return (
    <details className="evidence-fold">
      <summary>{evidenceCount(format.count(pieces.length + more))}</summary>
      <ul className="evidence">
        {pieces.map(({ rule, piece }) => {
          const file = textOf(piece["file"]) || textOf(piece["feed"]);
          const [row, at] = [textOf(piece["row"]), textOf(piece["at"])];
          return (
            <li key={`${rule} ${file} ${row}`}>
              {evidenceRow(file, row)}
              {at !== "" && !Number.isNaN(Date.parse(at)) && <span className="quiet">{` ${format.moment(at)}`}</span>}
            </li>
          );
        })}
        {more > 0 && <li className="quiet">{evidenceMore(format.count(more))}</li>}
      </ul>
    </details>
  );
}
