import type { z } from "zod";
import type { QualityFlag } from "#capabilities/assessment/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words } from "../session/words.ts";

type Flag = z.output<typeof QualityFlag>;

/** A share with as many decimals as it takes to differ from its limit: 2.03 % is not "2 %, limit 2 %". */
function apart(value: number, limit: number): readonly [string, string] {
  const at = (decimals: number, of: number) => `${(of * 100).toFixed(decimals)}%`;
  const decimals = [1, 2].find((one) => at(one, value) !== at(one, limit)) ?? 3;
  return [at(decimals, value), at(decimals, limit)];
}

/** What the quality gate found, a line a finding, with the value beside its limit and the unit of both. */
export function Flags({ flags }: { readonly flags: readonly Flag[] }) {
  const word = useWords(words);
  const format = useFormat();
  if (flags.length === 0) return <p>{`✓ ${word.noFlags}`}</p>;
  const measured = ({ flag, value, limit }: Flag): string | null => {
    if (flag === "absent" || flag === "refused") return null;
    if (flag === "duplicates" || flag === "checksum") return word.flagValue[flag](...apart(value, limit));
    return word.flagValue[flag](format.count(value), format.count(limit));
  };
  return (
    <ul className="list-plain">
      {flags.map((flag) => (
        <li key={`${flag.feed} ${flag.flag}`} className="notice notice-warning">
          <span title={flag.feed}>
            <b>{word.feed[flag.feed] ?? flag.feed}</b>
            {` ${word.flag[flag.flag]}`}
          </span>
          {measured(flag) !== null && <div className="quiet">{measured(flag)}</div>}
        </li>
      ))}
    </ul>
  );
}
