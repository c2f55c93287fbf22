import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { giveNotice, listNotices } from "#capabilities/neighbours/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { OneOf } from "../parts/Choices.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { give, useGiven } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { useMended } from "../store/mend.ts";
import { unitWords } from "./words.ts";

const OWN = "own";
const AGAIN_MS = 30_000;

/** What heads are asked to read out, with how many did; a new one, in one's own words or from an instruction. */
export function Notices() {
  const w = useWords(unitWords);
  const { moment } = useFormat();
  const area = useLocal(({ kept }) => kept.me?.value.post.area) ?? "";
  const asked = useQuery({
    ...query(listNotices, { area }),
    enabled: area !== "",
    refetchInterval: AGAIN_MS,
    retry: false,
  });
  const onWay = useGiven(giveNotice).length;
  const { refetch } = asked;
  // One that was on its way has been answered: it is in the list now.
  useEffect(() => {
    if (onWay === 0 && area !== "") void refetch();
  }, [onWay, area, refetch]);
  return (
    <section className="panel" aria-label={w.notices}>
      <h2>{w.notices}</h2>
      {asked.data === undefined && !asked.isPending && <p className="quiet">{w.noticesOffline}</p>}
      <ul className="entries">
        {asked.data?.notices.map(({ id, title, at, read, units }) => (
          <li key={id}>
            <strong>{title}</strong> <span className="quiet">{`${moment(at)} · ${w.readBy(read, units)}`}</span>
          </li>
        ))}
      </ul>
      <GiveNotice area={area} />
    </section>
  );
}

type Notice = { readonly from: string; readonly title: string; readonly body: string };
const NO_NOTICE: Notice = { from: OWN, title: "", body: "" };

function GiveNotice({ area }: { readonly area: string }) {
  const w = useWords(unitWords);
  const standing = useLocal(({ kept }) =>
    kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]?.value.instructions,
  );
  const isMended = useMended(giveNotice) !== null;
  const [{ from, title, body }, change, clear] = useMendedForm<Notice, typeof giveNotice.body>("notice", NO_NOTICE, {
    command: giveNotice,
    typed: ({ instructionId, title, body }) => ({ from: instructionId ?? OWN, title, body }),
  });
  const [isGiven, setGiven] = useState(false);
  const choose = (id: string) => {
    const one = standing?.find((instruction) => instruction.id === id);
    change({ from: id, title: one?.title ?? "", body: one?.body.slice(0, 2000) ?? "" });
  };
  const isWhole = title.trim().length >= 2 && body.trim().length >= 2;
  const send = async () => {
    const instructionId = from === OWN ? null : from;
    await give(giveNotice, { area, title: title.trim(), body: body.trim(), instructionId });
    clear();
    setGiven(true);
  };
  return (
    <details open={isMended || title !== ""}>
      <summary>{w.give}</summary>
      <div className="unit-form">
        {(standing ?? []).length > 0 && (
          <OneOf
            label={w.fromInstruction}
            options={[OWN, ...(standing ?? []).map(({ id }) => id)]}
            words={{ [OWN]: w.ownText, ...Object.fromEntries((standing ?? []).map((one) => [one.id, one.title])) }}
            value={from}
            onChange={choose}
          />
        )}
        <label className="field">
          <span>{w.noticeTitle}</span>
          <input
            className="input"
            maxLength={100}
            value={title}
            onChange={({ target }) => change({ title: target.value })}
          />
        </label>
        <label className="field">
          <span>{w.noticeBody}</span>
          <textarea
            className="input"
            rows={4}
            maxLength={2000}
            value={body}
            onChange={({ target }) => change({ body: target.value })}
          />
        </label>
        {isGiven && <p role="status">{w.given}</p>}
        <button type="button" className="button button-main" disabled={!isWhole} onClick={() => void send()}>
          {w.giveIt}
        </button>
      </div>
    </details>
  );
}
