import { WINDOWS } from "#capabilities/observation/rules/profile.ts";
import { dayOf, daysLater, instant, type PlainDay } from "#kernel/time.ts";
import { useFormat } from "./format.ts";
import { useWords } from "./language.ts";
import "./observation.css";
import { observationWords } from "./observation-words.ts";

type Check = {
  readonly day: string;
  readonly window: "morning" | "evening";
  readonly temperatureTenths: number | null;
  readonly isAbnormal: boolean | null;
};
type Props = {
  readonly dZero: string;
  readonly days: number;
  readonly today: number;
  /** When the notice was handed over; the days before it asked for no check. */
  readonly startedAt: string | null;
  readonly checks: readonly Check[];
};

/** Day by day, two checks each: a figure where it may be seen, a tick where not; abnormal ones are marked in words too. */
export function ObservationChart({ dZero, days, today, startedAt, checks }: Props) {
  const w = useWords(observationWords);
  const { shortDay } = useFormat();
  const taken = new Map(checks.map((one) => [`${one.day}/${one.window}`, one]));
  const lines = Array.from({ length: days + 1 }, (_, n) => ({ n, day: daysLater(dZero as PlainDay, n) })).reverse();
  const startedOn = startedAt === null ? null : dayOf(instant(startedAt));
  const isOwed = (day: PlainDay) => startedOn !== null && day >= startedOn;
  const isTaken = (day: PlainDay) => WINDOWS.some((window) => taken.has(`${day}/${window}`));
  const cell = (one: Check | undefined, n: number) => {
    if (one === undefined) return n > today ? "" : w.notTaken;
    const value = one.temperatureTenths === null ? w.taken : `${(one.temperatureTenths / 10).toFixed(1)}℃`;
    return one.isAbnormal === true ? `${value} · ${w.abnormal}` : value;
  };
  return (
    <table className="observed-days">
      <caption>{w.chart}</caption>
      <tbody>
        {lines
          .filter(({ n, day }) => n <= today && (isOwed(day) || isTaken(day)))
          .map(({ n, day }) => (
            <tr key={day} aria-current={n === today ? "date" : undefined}>
              <th scope="row">{`${n} · ${shortDay(day)}`}</th>
              {WINDOWS.map((window) => {
                const one = taken.get(`${day}/${window}`);
                return (
                  <td key={window} className={one?.isAbnormal === true ? "observed-abnormal" : undefined}>
                    <span className="quiet">{`${w.window[window]} `}</span>
                    {cell(one, n)}
                  </td>
                );
              })}
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** How far it has come, as a bar and in words. */
export function ObservationProgress({ day, days }: { readonly day: number; readonly days: number }) {
  const w = useWords(observationWords);
  return (
    <p className="observed-progress">
      <strong>{w.day(day, days)}</strong>
      <progress value={day} max={days} aria-label={w.day(day, days)} />
    </p>
  );
}
