import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Pill, type Tone } from "../kit/Panel.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { becauseIn } from "./because.ts";
import type { File } from "./types.ts";
import { words } from "./words.ts";

const TONE: Readonly<Record<"taken" | "duplicate" | "refused", Tone>> = {
  taken: "good",
  duplicate: "plain",
  refused: "bad",
};

/** Files with their receipts: who, when, hash, rows read, taken and rejected by reason. */
export function FileTable({ files }: { readonly files: readonly File[] }) {
  const word = useWords(words);
  const { count, bytes, moment } = useFormat();
  const rows = (key: "read" | "taken" | "rejected" | "later", title: string): Column<File> => ({
    key,
    title,
    isNumber: true,
    cell: ({ receipt }) => (receipt === null ? "—" : count(receipt[key])),
  });
  const columns: Column<File>[] = [
    {
      key: "file",
      title: word.file,
      cell: ({ name, sha256 }) => (
        <>
          <b>{name}</b>
          <br />
          <span className="mono quiet" title={sha256}>
            {sha256.slice(0, 12)}
          </span>
        </>
      ),
    },
    {
      key: "by",
      title: word.by,
      cell: ({ receivedBy, channel, receivedAt }) => (
        <>
          {receivedBy === null ? word.channel[channel] : `${receivedBy.displayName} · ${receivedBy.organisation}`}
          <br />
          <span className="quiet">{moment(receivedAt)}</span>
        </>
      ),
    },
    { key: "size", title: word.size, isNumber: true, cell: (file) => bytes(file.bytes) },
    {
      key: "state",
      title: word.stateName,
      cell: ({ receipt, supersededBy }) => {
        if (supersededBy !== null) return <Pill>{word.superseded}</Pill>;
        if (receipt === null) return <Pill tone="warning">{word.notRead}</Pill>;
        return (
          <>
            <Pill tone={TONE[receipt.state]}>{word.state[receipt.state]}</Pill>
            {receipt.because !== null && <div className="quiet">{becauseIn(word.because, receipt.because)}</div>}
          </>
        );
      },
    },
    rows("read", word.read),
    rows("taken", word.takenRows),
    rows("rejected", word.rejected),
    rows("later", word.later),
    {
      key: "reasons",
      title: word.reasons,
      cell: ({ receipt }) => <Reasons of={receipt?.rejectedByReason ?? {}} />,
    },
  ];
  return <Table caption={word.files} columns={columns} rows={files} keyOf={({ id }) => id} nothing={word.noFiles} />;
}

/** Rejected rows by reason, most frequent first. */
export function Reasons({ of }: { readonly of: Readonly<Record<string, number>> }) {
  const { reject } = useWords(words);
  const { count } = useFormat();
  const entries = Object.entries(of).sort(([, a], [, b]) => b - a);
  return (
    <ul className="evidence">
      {entries.map(([reason, rows]) => (
        <li key={reason}>{`${reject[reason] ?? reason} ${count(rows)}`}</li>
      ))}
    </ul>
  );
}
