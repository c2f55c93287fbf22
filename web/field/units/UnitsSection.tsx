import { doorCopy } from "#capabilities/households/contract.ts";
import { formUnits, moveDoors } from "#capabilities/neighbours/contract.ts";
import { isSilent } from "#capabilities/neighbours/rules/heads.ts";
import { dayOf, instant, type PlainDay } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { give, useGiven } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { useMended } from "../store/mend.ts";
import { numberText, type Unit, useUnits } from "./here.ts";
import { Notices } from "./Notices.tsx";
import { UnitScreen } from "./UnitScreen.tsx";
import "./units.css";
import { unitWords } from "./words.ts";

/** The grid's units: today's taps, each unit, notices to read out. */
export function UnitsSection({ rest }: { readonly rest: readonly string[] }) {
  const units = useUnits();
  const w = useWords(unitWords);
  const [unitId] = rest;
  // A refused move is put right where the doors are, not where they were to go.
  const moved = useMended(moveDoors)?.body.doorIds[0];
  const unit = units.find((one) =>
    unitId === "mend" ? one.doors.some(({ doorId }) => doorId === moved) : one.id === unitId,
  );
  if (unit !== undefined) return <UnitScreen key={unit.id} unit={unit} />;
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      {unitId !== undefined && <p className="empty">{w.gone}</p>}
      {units.length > 0 && <Today units={units} />}
      {units.length === 0 && <p className="empty">{w.none}</p>}
      <nav className="rows" aria-label={w.title}>
        {units.map((one) => (
          <UnitRow key={one.id} unit={one} />
        ))}
      </nav>
      <Form units={units} />
      <Notices />
    </>
  );
}

function UnitRow({ unit }: { readonly unit: Unit }) {
  const w = useWords(unitWords);
  const { time } = useFormat();
  const tap = unit.lastTap?.onDay === platformToday() ? unit.lastTap : null;
  const lacking = (["head", "deputy"] as const).filter(
    (seat) => !unit.seats.some((one) => one.seat === seat && one.consentedAt !== null),
  );
  return (
    <a className="row" href={paths.section("units", unit.id)}>
      <span className="unit-row">
        <strong>{`${w.unit(numberText(unit.number))} · ${w.kind[unit.kind]}`}</strong>
        <span className="quiet">{`${unit.label} · ${w.doors(unit.doors.length)}`}</span>
        <span>
          {tap !== null && <strong className={`tap tap-${tap.word}`}>{w.tapAt(w.tap[tap.word], time(tap.at))}</strong>}
          {lacking.map((seat) => (
            <span key={seat} className="quiet">{` ${w.vacancy(w.seat[seat])}`}</span>
          ))}
        </span>
      </span>
      <span className="chevron" aria-hidden="true" />
    </a>
  );
}

/** Today's taps. Whoever has not tapped is listed, no more; after two days a call is suggested. */
function Today({ units }: { readonly units: readonly Unit[] }) {
  const w = useWords(unitWords);
  const today = platformToday();
  const led = units.flatMap((unit) => {
    const since = unit.seats.flatMap(({ consentedAt }) => (consentedAt === null ? [] : [consentedAt])).sort()[0];
    return since === undefined ? [] : [{ unit, sinceOn: dayOf(instant(since)) }];
  });
  const missing = led.filter(({ unit }) => unit.lastTap?.onDay !== today);
  const silent = missing.filter(({ unit, sinceOn }) =>
    isSilent((unit.lastTap?.onDay as PlainDay | undefined) ?? null, sinceOn, today),
  );
  const names = (of: typeof led) => of.map(({ unit }) => numberText(unit.number)).join("、");
  return (
    <section className="panel" aria-label={w.today}>
      <h2>{w.today}</h2>
      <p>{w.tapped(led.length - missing.length, led.length)}</p>
      {missing.length > 0 && (
        <p>
          {`${w.notYet}：${names(missing)}`} <span className="quiet">{w.notYetLead}</span>
        </p>
      )}
      {silent.length > 0 && <p>{`${w.silent}：${names(silent)}`}</p>}
    </section>
  );
}

const GRID = 15;

function Form({ units }: { readonly units: readonly Unit[] }) {
  const w = useWords(unitWords);
  const area = useLocal(({ kept }) => kept.me?.value.post.area) ?? "";
  const doors = useCopies(doorCopy);
  const given = useGiven(formUnits);
  // Refused ones are no work under way: they are said, and the button is there again.
  const isForming = given.some(({ refusal }) => refusal === null);
  const language = useLanguage();
  const why = given.find(({ refusal }) => refusal !== null)?.refusal?.[language];
  const known = new Set(units.flatMap((unit) => unit.doors.map(({ doorId }) => doorId)));
  // Doors that a village has not put into a grid yet belong to no unit.
  const outside = [...doors].filter(([id, { place }]) => place.length >= GRID && !known.has(id));
  const grids =
    area.length >= GRID
      ? [area.slice(0, GRID)]
      : [...new Set([...doors.values()].map(({ place }) => place.slice(0, GRID)))];
  const run = () => {
    for (const place of grids.filter((grid) => grid.length === GRID)) {
      // Another try takes the place of the one that was refused.
      const refused = given.find(({ body, refusal }) => refusal !== null && body.place === place);
      void give(formUnits, { place }, refused === undefined ? {} : { instead: refused.id });
    }
  };
  return (
    <section className="panel" aria-label={units.length === 0 ? w.form : w.reform}>
      {outside.length > 0 && <p>{w.outside(outside.length)}</p>}
      <p className="quiet">{w.formLead}</p>
      {why !== undefined && (
        <p className="form-fault" role="alert">
          {why}
        </p>
      )}
      {isForming ? (
        <p role="status">{w.forming}</p>
      ) : (
        <button type="button" className="button button-wide" onClick={run}>
          {units.length === 0 ? w.form : w.reform}
        </button>
      )}
    </section>
  );
}
