import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import { confirmSafe, listMyAlarms, raiseAlarm } from "#capabilities/safety/contract.ts";
import { ANSWERING_ROLES } from "#capabilities/safety/rules/alarm.ts";
import { hasInbox } from "#kernel/actor.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { raiseNow } from "./alarm.ts";
import { useCentreLine } from "./line.ts";
import { Others } from "./Others.tsx";
import { safetyWords } from "./words.ts";

type Mine = z.output<(typeof listMyAlarms)["result"]>["alarms"][number];

/** As often as somebody who waits for help looks. */
const LOOK_EVERY_MS = 4_000;
const PAGES = ["check", "equipment", "caller", "week", "hand-over"] as const;

/** The alarm at the thumb; above it what became of the last one. */
export function AlarmScreen() {
  const w = useWords(safetyWords);
  const who = useLocal(({ kept }) => kept.me?.value);
  const waiting = useGiven(raiseAlarm).filter(({ refusal }) => refusal === null);
  const asked = useQuery({ ...query(listMyAlarms, {}), refetchInterval: LOOK_EVERY_MS, retry: false });
  const known = asked.data?.alarms ?? [];
  const unsent = waiting.filter(({ id }) => !known.some((one) => one.id === id));
  const open = known.filter(({ state }) => state !== "closed");
  const [isBusy, setBusy] = useState(false);
  /** A call that could neither be kept nor sent: pressed again, it is the same one. */
  const [failed, setFailed] = useState<string | null>(null);
  const onAlarm = async () => {
    const id = failed ?? v7();
    setBusy(true);
    try {
      setFailed((await raiseNow(id)) === "failed" ? id : null);
      await asked.refetch();
    } finally {
      setBusy(false);
    }
  };
  if (who === undefined) return null;
  const isWorker = hasInbox(who.post.role);
  const title = { check: w.check, equipment: w.equipment, caller: w.caller, week: w.week, "hand-over": w.handOver };
  return (
    <>
      <Bar title={w.title} />
      <div role="status">
        {unsent.length > 0 && <Unsent at={unsent.at(-1)?.madeAt ?? ""} area={who.post.area} />}
        {failed !== null && <Unsent at={null} area={who.post.area} />}
        {open.map((one) => (
          <Open key={one.id} alarm={one} />
        ))}
      </div>
      {ANSWERING_ROLES.some((role) => role === who.post.role) && <Others area={who.post.area} />}
      <p className="quiet pad">{w.lead}</p>
      <nav className="rows" aria-label={w.more}>
        {isWorker && (
          <a className="row" href={paths.section("safety", "leave")}>
            {w.leave}
            <span className="chevron" aria-hidden="true" />
          </a>
        )}
        {PAGES.filter((page) => isWorker || page === "equipment" || page === "caller").map((page) => (
          <a key={page} className="row" href={paths.section("safety", page)}>
            {title[page]}
            <span className="chevron" aria-hidden="true" />
          </a>
        ))}
      </nav>
      <div className="dock">
        <button type="button" className="button button-main" disabled={isBusy} onClick={() => void onAlarm()}>
          {unsent.length + open.length > 0 ? w.again : w.alarm}
        </button>
      </div>
    </>
  );
}

/** The truth when there is no network, and what helps then. */
function Unsent({ at, area }: { readonly at: string | null; readonly area: string }) {
  const w = useWords(safetyWords);
  const { time } = useFormat();
  const line = useCentreLine(area);
  return (
    <div className="panel">
      {at !== null && <p className="quiet">{w.recorded(time(at))}</p>}
      <p className="form-fault">{at === null ? w.notSentLocked : w.notSent}</p>
      <p className="alarm-lines">
        <a className="button" href="tel:110">
          {w.police}
        </a>
        {line === null ? (
          <span className="quiet">{w.noLine}</span>
        ) : (
          <a className="button" href={`tel:${line.phone}`}>{`${line.name} ${line.phone}`}</a>
        )}
      </p>
    </div>
  );
}

function Open({ alarm }: { readonly alarm: Mine }) {
  const w = useWords(safetyWords);
  const { time } = useFormat();
  const isGiven = useGiven(confirmSafe).some(({ body }) => body.alarmId === alarm.id);
  const { acceptedAt, acceptedBy, answerBy, safeAt } = alarm;
  const state =
    acceptedAt !== null
      ? w.accepted(acceptedBy ?? "", time(acceptedAt))
      : answerBy === null
        ? ""
        : w.waiting(time(answerBy));
  return (
    <div className="panel">
      <p className="quiet">
        {`${alarm.kind === "withdraw" ? `${w.withdrawal} · ` : ""}${w.recorded(time(alarm.madeAt))}`}
      </p>
      <p className="alarm-state">{state}</p>
      {safeAt !== null && <p className="quiet">{w.safeSaid}</p>}
      {safeAt === null && isGiven && <p className="quiet">{w.safeGiven}</p>}
      {safeAt === null && !isGiven && (
        <button
          type="button"
          className="button button-wide"
          onClick={() => void give(confirmSafe, { alarmId: alarm.id })}
        >
          {w.safe}
        </button>
      )}
    </div>
  );
}
