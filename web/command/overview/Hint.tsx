import { useQuery } from "@tanstack/react-query";
import { Popover } from "antd";
import { definitions } from "#capabilities/rollups/contract.ts";
import { query } from "../../shared/api.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { words } from "./words.ts";

/** What a figure means and how it is computed, as the server defines it. */
export function Hint({ metric, name }: { readonly metric: string; readonly name: string }) {
  const { definition } = useWords(words);
  const language = useLanguage();
  const { data } = useQuery({ ...query(definitions, {}), staleTime: Number.POSITIVE_INFINITY });
  const found = data?.definitions.find(({ id }) => id === metric);
  if (!found) return null;
  const text = language === "zh" ? { what: found.zh, how: found.howZh } : { what: found.en, how: found.howEn };
  return (
    <Popover content={<p className="hint-text">{text.how}</p>} title={text.what} trigger={["hover", "focus", "click"]}>
      <button type="button" className="hint" aria-label={definition(name)}>
        {"?"}
      </button>
    </Popover>
  );
}
