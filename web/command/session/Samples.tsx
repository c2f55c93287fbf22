import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { ResultView } from "#capabilities/intake/contract.ts";
import { listSamples } from "#capabilities/joint-session/contract.ts";
import { RISK_TIERS, type RiskTier } from "#kernel/tiers.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Refused, Waiting } from "../../shared/states.tsx";
import { Tier } from "../../shared/Tier.tsx";
import { EvidenceList } from "../kit/Evidence.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import type { Session } from "./types.ts";
import { words } from "./words.ts";

/** Rows of the draft, without names: what a department checks before it signs. */
export function Samples({ session }: { readonly session: Session }) {
  const word = useWords(words);
  const [tier, setTier] = useState<RiskTier>("red");
  const [rule, setRule] = useState("");
  const language = useLanguage();
  return (
    <Panel
      title={word.samples}
      note={word.samplesNote}
      side={
        <>
          <fieldset className="choice">
            <legend className="visually-hidden">{word.tier}</legend>
            {RISK_TIERS.map((one) => (
              <button key={one} type="button" aria-pressed={one === tier} onClick={() => setTier(one)}>
                <Tier tier={one} />
              </button>
            ))}
          </fieldset>
          <select
            className="input input-small"
            aria-label={word.rule}
            value={rule}
            onChange={({ target }) => setRule(target.value)}
          >
            <option value="">{word.rule}</option>
            {session.byRule.map((one) => (
              <option key={one.rule} value={one.rule}>
                {one[language].slice(0, 30)}
              </option>
            ))}
          </select>
        </>
      }
    >
      <Rows key={`${tier} ${rule}`} id={session.id} tier={tier} rule={rule} />
    </Panel>
  );
}

function Rows({ id, tier, rule }: { readonly id: string; readonly tier: RiskTier; readonly rule: string }) {
  const word = useWords(words);
  const language = useLanguage();
  const format = useFormat();
  const pages = useInfiniteQuery({
    queryKey: [listSamples.path, id, tier, rule],
    queryFn: ({ pageParam, signal }) =>
      ask(
        listSamples,
        { id, tier, ...(rule === "" ? {} : { rule }), ...(pageParam === "" ? {} : { after: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    staleTime: 60_000,
  });
  if (pages.isPending) return <Waiting />;
  if (pages.isError) return <Refused error={pages.error} again={() => void pages.refetch()} />;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  const columns: Column<ResultView>[] = [
    {
      key: "person",
      title: word.reasons,
      cell: (row) => (
        <>
          <a className="mono" href={paths.person(row.personKey)}>
            {row.personKey.slice(0, 8)}
          </a>
          <ul className="reasons">
            {row.reasons.map((reason) => (
              <li key={reason.rule}>{reason[language]}</li>
            ))}
          </ul>
          <span className="row">
            {row.kind === "phone" && <Pill>{word.phoneOnly}</Pill>}
            {row.sharedPhone && <Pill tone="warning">{word.sharedPhone}</Pill>}
            {row.managed && <Pill tone="accent">{word.inCare}</Pill>}
          </span>
        </>
      ),
    },
    {
      key: "place",
      title: word.place,
      cell: ({ place, placeSource }) => (
        <>
          {place === null ? "—" : <PlaceLine code={place} />}
          <br />
          <span className="quiet">{word.source[placeSource] ?? placeSource}</span>
        </>
      ),
    },
    { key: "evidence", title: word.evidence, cell: ({ evidence }) => <EvidenceList evidence={evidence} /> },
    {
      key: "until",
      title: word.until,
      cell: ({ expiresAt }) => (expiresAt === null ? "—" : format.moment(expiresAt)),
    },
  ];
  return (
    <>
      <Table caption={word.samples} columns={columns} rows={rows} keyOf={({ personKey }) => personKey} />
      {pages.hasNextPage && (
        <p className="more">
          <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
            {word.more}
          </Button>
        </p>
      )}
    </>
  );
}
