import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { acceptAlarm, listAlarms, openPosition } from "#capabilities/safety/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useSentence } from "../../shared/states.tsx";
import { usePlaceName } from "../parts/place.ts";
import { safetyWords } from "./words.ts";

type Alarm = z.output<(typeof listAlarms)["result"]>["alarms"][number];
type Position = z.output<(typeof openPosition)["result"]>;

const LOOK_EVERY_MS = 5_000;

/** Alarms of colleagues in one's area, for who may answer them: the officer round the corner is there first. */
export function Others({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const { data } = useQuery({
    ...query(listAlarms, { area, open: "true" }),
    refetchInterval: LOOK_EVERY_MS,
    retry: false,
  });
  const others = (data?.alarms ?? []).filter(({ isMine }) => !isMine);
  if (others.length === 0) return null;
  return (
    <section className="panel notice-warning" aria-label={w.others}>
      <h2>{w.others}</h2>
      <ul className="contacts">
        {others.map((alarm) => (
          <Other key={alarm.id} alarm={alarm} />
        ))}
      </ul>
    </section>
  );
}

function Other({ alarm }: { readonly alarm: Alarm }) {
  const w = useWords(safetyWords);
  const { count, time } = useFormat();
  const sentence = useSentence();
  const queries = useQueryClient();
  const place = usePlaceName(alarm.place);
  const [position, setPosition] = useState<Position | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const act = async (deed: () => Promise<unknown>) => {
    setFault(null);
    await deed().catch((error: unknown) => setFault(sentence(error)));
    await queries.invalidateQueries();
  };
  const { acceptedAt, acceptedBy } = alarm;
  return (
    <li>
      <strong>{`${alarm.worker} · ${place}`}</strong>
      <span>
        {acceptedAt === null ? w.recorded(time(alarm.madeAt)) : w.accepted(acceptedBy ?? "", time(acceptedAt))}
      </span>
      {position !== null && (
        <span>{`${position.latitude}, ${position.longitude} · ${w.near(count(position.accuracyM))}`}</span>
      )}
      {fault !== null && <span className="form-fault">{fault}</span>}
      <div className="actions">
        {acceptedAt === null && (
          <button
            type="button"
            className="button button-main"
            onClick={() => void act(() => send(acceptAlarm, { alarmId: alarm.id }, {}))}
          >
            {w.answer}
          </button>
        )}
        {alarm.hasPosition && position === null && (
          <button
            type="button"
            className="button"
            onClick={() => void act(async () => setPosition(await send(openPosition, { alarmId: alarm.id }, {})))}
          >
            {w.where}
          </button>
        )}
      </div>
    </li>
  );
}
