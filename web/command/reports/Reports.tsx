import { useSuspenseQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { downloadReport, listReports } from "#capabilities/reports/contract.ts";
import { addressOf, query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Pill } from "../kit/Panel.tsx";
import { PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

/** Reports as they were made: each says as of when, what is missing, and what its figures mean. */
export function Reports({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { day, moment, count } = useFormat();
  const [shown, setShown] = useState<string | null>(null);
  const { data } = useSuspenseQuery({ ...query(listReports, { area }), refetchInterval: 30_000 });
  const report = data.reports.find((one) => one.id === shown);
  return (
    <>
      <Table
        caption={word.reports}
        columns={[
          {
            key: "title",
            title: word.name,
            cell: (one: (typeof data.reports)[number]) => `${one.department} · ${one.title}`,
          },
          { key: "area", title: word.area, cell: (one) => <PlaceName code={one.area} /> },
          {
            key: "day",
            title: word.day,
            cell: (one) => (one.from === null ? day(one.day) : `${day(one.from)} – ${day(one.day)}`),
          },
          {
            key: "as-of",
            title: word.knownAt,
            cell: (one) => `${moment(one.asOf.at)}${one.isByClock ? ` · ${word.byClock}` : ""}`,
          },
          {
            key: "missing",
            title: word.missing,
            cell: (one) =>
              one.missing.length === 0 ? (
                <button type="button" className="link" onClick={() => setShown(one.id)}>
                  <Pill tone="good">{word.nothingMissing}</Pill>
                </button>
              ) : (
                <button type="button" className="link" onClick={() => setShown(one.id)}>
                  <Pill tone="warning">{count(one.missing.length)}</Pill>
                </button>
              ),
          },
          {
            key: "file",
            title: "",
            cell: (one) => (
              <a href={addressOf(downloadReport, { reportId: one.id })} download>
                {word.download}
              </a>
            ),
          },
        ]}
        rows={data.reports}
        keyOf={({ id }) => id}
        nothing={word.noReports}
      />
      {report !== undefined && (
        <Modal
          open
          width={720}
          title={`${report.department} · ${report.title}`}
          onCancel={() => setShown(null)}
          footer={<Button onClick={() => setShown(null)}>{word.close}</Button>}
        >
          <Details report={report} />
        </Modal>
      )}
    </>
  );
}

type One = { readonly missing: readonly Missing[]; readonly definitions: readonly Definition[] };
type Missing = {
  readonly sheet: string;
  readonly cell: string;
  readonly marker: string;
  readonly zh: string;
  readonly en: string;
};
type Definition = { readonly id: string; readonly zh: string; readonly en: string };

function Details({ report }: { readonly report: One }) {
  const word = useWords(words);
  const language = useLanguage();
  return (
    <div className="stack">
      <Table
        caption={word.missingTitle}
        columns={[
          { key: "cell", title: word.cell, cell: (one: Missing) => `${one.sheet} ${one.cell}` },
          { key: "marker", title: word.marker, cell: (one) => <code>{one.marker}</code> },
          { key: "why", title: word.why, cell: (one) => one[language] },
        ]}
        rows={report.missing}
        keyOf={(one) => `${one.sheet}/${one.cell}/${one.marker}`}
        nothing={word.nothingMissing}
      />
      <h3>{word.definitions}</h3>
      <ul>
        {report.definitions.map((one) => (
          <li key={one.id}>{one[language]}</li>
        ))}
      </ul>
    </div>
  );
}
