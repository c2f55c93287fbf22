import type { z } from "zod";
import type { QualityFlag } from "#capabilities/assessment/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words } from "../session/words.ts";

type Flag = z.output<typeof QualityFlag>;

/** What the quality gate found, a line a finding, with the value beside its limit. */
export function Flags({ flags }: { readonly flags: readonly Flag[] }) {
  const word = useWords(words);
  const format = useFormat();
  if (flags.length === 0) return <p>{`✓ ${word.noFlags}`}</p>;
  const show = (value: number) => (value > 0 && value < 1 ? format.share(value) : format.count(value));
  return (
    <ul className="list-plain">
      {flags.map(({ feed, flag, value, limit }) => (
        <li key={`${feed} ${flag}`} className="notice notice-warning">
          <span>
            <b className="mono">{feed}</b>
            {` ${word.flag[flag]}`}
          </span>
          {flag !== "absent" && flag !== "refused" && (
            <span className="quiet">{word.flagValue(show(value), show(limit))}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
