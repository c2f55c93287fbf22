import { Button } from "antd";
import { useEffect, useId, useState } from "react";
import type { z } from "zod";
import { importRegister } from "#capabilities/households/contract-import.ts";
import { REGISTER_FIELDS } from "#capabilities/households/rules/register-file.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { upload } from "../../shared/upload.ts";
import { useAct } from "../kit/act.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

type Look = z.output<typeof importRegister.result>;
type Input = { readonly file: File; readonly columns: Look["columns"] | null; readonly isKept: boolean };

/** A file of the register: looked at, its columns put right, then kept; what is not kept is said row by row. */
export function Import({ place }: { readonly place: string }) {
  const word = useWords(words);
  const { count } = useFormat();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [look, setLook] = useState<Look | null>(null);
  const [kept, setKept] = useState<Look | null>(null);
  const [sent, setSent] = useState(0);
  const sending = useAct(
    ({ file: chosen, columns, isKept }: Input) => {
      setSent(0);
      return upload(
        importRegister,
        {
          place,
          mode: isKept ? "keep" : "look",
          ...(columns === null ? {} : { columns: columns.map((at) => at ?? "").join(",") }),
        },
        { file: chosen, onProgress: setSent },
      );
    },
    { onDone: setLook },
  );
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setSent(0);
    setLook(null);
    setKept(null);
    if (chosen !== null) sending.mutate({ file: chosen, columns: null, isKept: false });
  };
  const keep = () => {
    if (file === null || look === null) return;
    sending.mutate({ file, columns: look.columns, isKept: true }, { onSuccess: setKept });
  };
  return (
    <div className="stack">
      <p className="quiet">{word.importHelp}</p>
      <div className="field">
        <label htmlFor={id}>{word.file}</label>
        <input id={id} type="file" accept=".xlsx,.csv" onChange={({ target }) => choose(target.files?.[0] ?? null)} />
      </div>
      {sending.isPending && <Progress key={sending.submittedAt} sent={sent} />}
      {kept !== null && (
        <p role="status">{kept.isKnown ? word.known : word.kept(count(kept.doorsAdded), count(kept.personsAdded))}</p>
      )}
      {look !== null && (
        <>
          {kept === null && file !== null && (
            <Columns look={look} onChange={(columns) => sending.mutate({ file, columns, isKept: false })} />
          )}
          <p role="status">{word.rows(count(look.rows), count(look.accepted), count(look.rejected))}</p>
          {kept === null && (
            <Button type="primary" loading={sending.isPending} disabled={look.accepted === 0} onClick={keep}>
              {word.keep(count(look.accepted))}
            </Button>
          )}
          {look.faults.length > 0 && <Faults look={look} />}
        </>
      )}
    </div>
  );
}

/** How far it is, as far as it can be known: the share that was sent, then for how long the rows are worked on. */
function Progress({ sent }: { readonly sent: number }) {
  const word = useWords(words);
  const { share, count } = useFormat();
  const [seconds, setSeconds] = useState(0);
  const isSent = sent >= 1;
  useEffect(() => {
    if (!isSent) return;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, [isSent]);
  return (
    <div className="stack">
      <progress max={1} {...(isSent ? {} : { value: sent })} aria-label={word.file} />
      {/* Said once a step, not once a second. */}
      <p className="quiet" role="status" aria-live={isSent && seconds > 0 ? "off" : "polite"}>
        {isSent ? word.working(count(seconds)) : word.sent(share(sent))}
      </p>
    </div>
  );
}

function Columns({ look, onChange }: { readonly look: Look; readonly onChange: (columns: Look["columns"]) => void }) {
  const word = useWords(words);
  return (
    <fieldset className="register-columns">
      <legend>{word.columns}</legend>
      {REGISTER_FIELDS.map((field, at) => (
        <label key={field} className="field">
          <span>{word.field[field]}</span>
          <select
            className="input"
            value={look.columns[at] ?? ""}
            onChange={({ target }) =>
              onChange(
                look.columns.map((one, index) =>
                  index === at ? (target.value === "" ? null : Number(target.value)) : one,
                ),
              )
            }
          >
            <option value="">{word.noColumn}</option>
            {look.headings.map((heading, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its position.
              <option key={index} value={index}>
                {heading || index + 1}
              </option>
            ))}
          </select>
        </label>
      ))}
    </fieldset>
  );
}

function Faults({ look }: { readonly look: Look }) {
  const word = useWords(words);
  const language = useLanguage();
  return (
    <>
      <h3>{word.faults}</h3>
      {look.rejected > look.faults.length && <p className="quiet">{word.faultsFirst}</p>}
      <Table
        caption={word.faults}
        rows={look.faults}
        keyOf={({ line, column }) => `${line}/${column}`}
        isTall
        columns={[
          { key: "line", title: word.line, isNumber: true, cell: ({ line }) => line },
          { key: "column", title: word.column, cell: ({ column }) => word.field[column] },
          { key: "why", title: word.why, cell: (fault) => fault[language] },
        ]}
      />
    </>
  );
}
