import { useState } from "react";
import { listOpenings } from "#capabilities/people/contract.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words as common } from "../../shared/words.ts";
import { Pages } from "../kit/Pages.tsx";
import { Pill } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import { words as peopleWords } from "../people/words.ts";
import { paths } from "../shell/paths.ts";
import { words } from "./words.ts";

const PAGE = 50;

const purposeWord = (purposes: Readonly<Record<string, string>>, purpose: string): string => purposes[purpose] ?? "—";

/** Which identities were opened, by whom and why; emergencies marked. */
export function Openings() {
  const word = useWords(words);
  const { role } = useWords(common);
  const { purposes } = useWords(peopleWords);
  const { moment } = useFormat();
  const [isFlagged, setFlagged] = useState(false);
  const roles: Readonly<Record<string, string>> = role;
  const load = async (before: string, signal: AbortSignal) => {
    const { openings } = await ask(
      listOpenings,
      { ...(isFlagged ? { breakGlass: "true" } : {}), ...(before === "" ? {} : { before: Number(before) }) },
      signal,
    );
    const last = openings.at(-1)?.leafIndex;
    return { rows: openings, next: openings.length < PAGE || last === undefined ? null : String(last) };
  };
  return (
    <>
      <label className="row filters-apart">
        <input type="checkbox" checked={isFlagged} onChange={({ target }) => setFlagged(target.checked)} />
        {word.onlyBreakGlass}
      </label>
      <Pages key={String(isFlagged)} queryKey={[listOpenings.path, isFlagged]} load={load}>
        {(rows: readonly Awaited<ReturnType<typeof load>>["rows"][number][]) => (
          <Table
            caption={word.views.openings}
            columns={[
              { key: "at", title: word.at, cell: ({ at }) => moment(at) },
              {
                key: "who",
                title: word.who,
                cell: (one) => `${one.displayName} · ${roles[one.role] ?? one.role} · ${one.area}`,
              },
              {
                key: "person",
                title: word.person,
                cell: ({ personKey }) => (
                  <a className="mono" href={paths.person(personKey)}>
                    {personKey.slice(0, 8)}
                  </a>
                ),
              },
              {
                key: "form",
                title: word.formTitle,
                cell: ({ form, isBreakGlass }) => (
                  <span className="row">
                    <Pill tone={form === "full" ? "warning" : "plain"}>{word.form[form]}</Pill>
                    {isBreakGlass && <Pill tone="bad">{word.breakGlass}</Pill>}
                  </span>
                ),
              },
              { key: "purpose", title: word.purpose, cell: ({ purpose }) => purposeWord(purposes, purpose) },
              { key: "reason", title: word.reason, cell: ({ reason }) => reason ?? "—" },
            ]}
            rows={rows}
            keyOf={({ leafIndex }) => String(leafIndex)}
            nothing={word.none}
          />
        )}
      </Pages>
    </>
  );
}
