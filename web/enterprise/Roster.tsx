import { useState } from "react";
import type { z } from "zod";
import { putRoster } from "#capabilities/enterprises/contract.ts";
import { ROSTER_FIELDS } from "#capabilities/enterprises/rules/roster.ts";
import { useLanguage, useWords } from "../shared/language.ts";
import { isRefusal } from "../shared/refusal.ts";
import { upload } from "../shared/upload.ts";
import { Choice, Failed, Field, useDeed } from "./parts.tsx";
import type { Mine } from "./types.ts";
import { words } from "./words.ts";

type Look = z.output<typeof putRoster.result>;
type Input = { readonly file: File; readonly columns: readonly (number | null)[] | null; readonly isKept: boolean };

/** A roster file: looked at, columns put right, then kept. */
export function Roster({ mine }: { readonly mine: Mine }) {
  const w = useWords(words);
  const [file, setFile] = useState<File | null>(null);
  const [look, setLook] = useState<Look | null>(null);
  const [isWhole, setWhole] = useState(false);
  const [kept, setKept] = useState<Look | null>(null);
  const sending = useDeed(
    ({ file: chosen, columns, isKept }: Input) =>
      upload(
        putRoster,
        {
          enterpriseId: mine.enterprise.id,
          mode: isKept ? "keep" : "look",
          isWhole: isWhole ? "yes" : "no",
          ...(columns === null ? {} : { columns: columns.map((at) => at ?? "").join(",") }),
        },
        { file: chosen, onProgress: () => undefined },
      ),
    (answer) => setLook(answer),
  );
  const fault = isRefusal(sending.error) ? sending.error.facts["fault"] : undefined;
  const set = (at: number, value: string) => {
    if (look === null || file === null) return;
    const columns = look.columns.map((one, index) => (index === at ? (value === "" ? null : Number(value)) : one));
    sending.mutate({ file, columns, isKept: false });
  };
  const keep = () => {
    if (look === null || file === null) return;
    const input = { file, columns: look.columns, isKept: true };
    sending.mutate(input, {
      onSuccess: (answer) => {
        setKept(answer);
        setLook(null);
      },
    });
  };
  return (
    <section className="card" aria-live="polite">
      <h2>{w.tabs.roster}</h2>
      <p>{w.rosterNow(mine.rosterCount, mine.agreedCount)}</p>
      <p className="quiet">{w.rosterHelp}</p>
      <Field label={w.file}>
        {(id) => (
          <input
            id={id}
            type="file"
            accept=".xlsx,.csv"
            onChange={({ target }) => {
              const chosen = target.files?.[0] ?? null;
              setFile(chosen);
              setLook(null);
              setKept(null);
              if (chosen !== null) sending.mutate({ file: chosen, columns: null, isKept: false });
            }}
          />
        )}
      </Field>
      <Failed of={sending} />
      {typeof fault === "string" && <p>{w.fileFaults[fault] ?? fault}</p>}
      {kept !== null && <p role="status">{w.kept(kept.added, kept.ended)}</p>}
      {look !== null && (
        <>
          <h3>{w.columns}</h3>
          <div className="ent-fields">
            {ROSTER_FIELDS.map((field, at) => (
              <Choice
                key={field}
                label={w.column[field]}
                value={look.columns[at] === null ? "" : String(look.columns[at])}
                options={look.headings.map((heading, index) => [String(index), heading || String(index + 1)] as const)}
                onChange={(value) => set(at, value)}
              />
            ))}
          </div>
          <p>
            <strong>{w.look(look.right, look.faultCount)}</strong>
          </p>
          <Faults look={look} />
          <label className="ent-row">
            <input type="checkbox" checked={isWhole} onChange={({ target }) => setWhole(target.checked)} />
            {w.isWhole}
          </label>
          <button
            type="button"
            className="ent-button ent-main"
            disabled={look.right === 0 || sending.isPending}
            onClick={keep}
          >
            {w.keep(look.right)}
          </button>
        </>
      )}
    </section>
  );
}

function Faults({ look }: { readonly look: Look }) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <ul className="ent-list">
      {look.faults.map((fault) => (
        <li key={`${fault.line} ${fault.fault}`}>
          <span>{w.line(fault.line)}</span>
          <span>{fault[language]}</span>
        </li>
      ))}
    </ul>
  );
}
