import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, Fragment, useState } from "react";
import { v7 } from "uuid";
import { keySheet, showSheet } from "#capabilities/campaigns/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import type { PageProps } from "../shell/page.ts";
import "./campaigns.css";
import { extraIn, KeyExtra } from "./SheetLines.tsx";
import { ON_PAPER } from "./Sheets.tsx";
import { words } from "./words.ts";

/** A filled form, keyed in: who filled it and when, then a tick a line. */
export function Page({ location }: PageProps) {
  const w = useWords(words);
  const number = location.parts[0] ?? "";
  return (
    <div className="page-stack">
      <PageHead title={w.key} lead={`${w.sheetNumber} ${number}`} />
      <Panel>
        <Keying key={number} number={number} />
      </Panel>
    </div>
  );
}

function Keying({ number }: { readonly number: string }) {
  const w = useWords(words);
  const { moment } = useFormat();
  const { data } = useSuspenseQuery(query(showSheet, { number }));
  /** One id a line: keyed twice by a double click, or after a lost answer, it counts once. */
  const [ids] = useState(() => new Map(data.lines.map(({ line }) => [line, v7()])));
  const [keyed, setKeyed] = useState<{ readonly keyed: number; readonly already: number } | null>(null);
  const key = useAct(
    (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? "");
      const lines = data.lines.flatMap(({ line }) => {
        const outcome = ON_PAPER.find((one) => one === text(`outcome-${line}`));
        const seen = text(`seen-${line}`);
        return outcome === undefined
          ? []
          : [
              {
                ...{ id: ids.get(line) ?? v7(), line, outcome, seen: seen === "" ? null : Number(seen) },
                ...extraIn(form, line, data.campaign.questions),
              },
            ];
      });
      return send(
        keySheet,
        { number },
        { filledBy: text("filledBy"), filledAt: `${text("filledAt")}:00+08:00`, lines },
      );
    },
    { onDone: setKeyed },
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    key.mutate(new FormData(event.currentTarget));
  };
  return (
    <form className="stack" onSubmit={onSubmit}>
      <p>
        <strong>{data.campaign.name}</strong> <PlaceLine code={data.place} />
      </p>
      {data.keyedAt !== null && <p className="notice">{w.keyedBefore(moment(data.keyedAt))}</p>}
      <div className="filters">
        <label className="field">
          <span>{w.filler}</span>
          <select className="input input-small" name="filledBy" required>
            {data.fillers.map(({ postId, name }) => (
              <option key={postId} value={postId}>
                {name ?? "–"}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{w.filledAt}</span>
          <input className="input input-small" type="datetime-local" name="filledAt" required />
        </label>
      </div>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{w.line}</th>
            <th scope="col">{w.door}</th>
            <th scope="col">{w.stateHead}</th>
            <th scope="col">{w.seen}</th>
          </tr>
        </thead>
        <tbody>
          {data.lines.map(({ line, name, householdId }) => (
            <Fragment key={line}>
              <tr>
                <td rowSpan={2}>{line}</td>
                <td>{name}</td>
                <td>
                  <select className="input input-small" name={`outcome-${line}`} aria-label={`${name} ${w.stateHead}`}>
                    <option value="">{w.nothing}</option>
                    {ON_PAPER.map((outcome) => (
                      <option key={outcome} value={outcome}>
                        {w.outcome[outcome]}
                      </option>
                    ))}
                  </select>
                </td>
                <td>
                  <input
                    className="input input-small"
                    name={`seen-${line}`}
                    type="number"
                    min={0}
                    max={99}
                    aria-label={`${name} ${w.seen}`}
                  />
                </td>
              </tr>
              <tr>
                <td colSpan={3}>
                  <KeyExtra
                    line={line}
                    door={name}
                    questions={data.campaign.questions}
                    hasHousehold={householdId !== null}
                  />
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
      {keyed !== null && (
        <p className="notice" role="status">
          {w.keyed(keyed.keyed)}
          {keyed.already > 0 && ` ${w.already(keyed.already)}`}
        </p>
      )}
      <div>
        <Button type="primary" htmlType="submit" loading={key.isPending}>
          {w.keyIt}
        </Button>
      </div>
    </form>
  );
}
