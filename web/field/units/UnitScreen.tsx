import { useState } from "react";
import { endHead, moveDoors, proposeHead, renewHead, showHead } from "#capabilities/neighbours/contract.ts";
import { END_REASONS, type EndReason, SEATS, type Seat } from "#capabilities/neighbours/rules/heads.ts";
import { isMobile, normalisePhone } from "#kernel/identity.ts";
import { dayOf, instant } from "#kernel/time.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Refused } from "../../shared/states.tsx";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { go, paths } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { useMended } from "../store/mend.ts";
import { numberText, type Unit, useUnits } from "./here.ts";
import { unitWords } from "./words.ts";

/** One unit: who answers for it, its doors, and moving doors by hand. */
export function UnitScreen({ unit }: { readonly unit: Unit }) {
  const w = useWords(unitWords);
  return (
    <>
      <Bar title={w.unit(numberText(unit.number))} back={paths.section("units")} />
      <p className="where">{`${w.kind[unit.kind]} · ${unit.label}`}</p>
      {SEATS.map((seat) => (
        <SeatPanel key={seat} unit={unit} seat={seat} />
      ))}
      <Doors unit={unit} />
    </>
  );
}

function SeatPanel({ unit, seat }: { readonly unit: Unit; readonly seat: Seat }) {
  const w = useWords(unitWords);
  const { shortDay } = useFormat();
  const holder = unit.seats.find((one) => one.seat === seat);
  const isOnWay = useGiven(proposeHead).some(
    ({ body, refusal }) => refusal === null && body.unitId === unit.id && body.seat === seat,
  );
  return (
    <section className="panel" aria-label={w.seat[seat]}>
      <h2>{w.seat[seat]}</h2>
      {holder === undefined && isOnWay && <p role="status">{w.sending}</p>}
      {holder === undefined && !isOnWay && (
        <>
          <p>{w.vacancy(w.seat[seat])}</p>
          <Propose unit={unit} seat={seat} />
        </>
      )}
      {holder !== undefined && (
        <>
          <p>
            {holder.consentedAt === null
              ? w.asked
              : holder.untilAt !== null && w.until(shortDay(dayOf(instant(holder.untilAt))))}
          </p>
          <Open headId={holder.headId} />
          <Term unit={unit} headId={holder.headId} hasConsented={holder.consentedAt !== null} />
        </>
      )}
    </section>
  );
}

const EMPTY = { name: "", phone: "", since: "", isAdult: false, isFree: false, hasSigned: false };

function Propose({ unit, seat }: { readonly unit: Unit; readonly seat: Seat }) {
  const w = useWords(unitWords);
  const said = useMended(proposeHead)?.body;
  const own = said?.unitId === unit.id && said.seat === seat ? said : undefined;
  const [form, change, clear] = useMendedForm<typeof EMPTY, typeof proposeHead.body>(`head/${unit.id}/${seat}`, EMPTY, {
    command: proposeHead,
    typed: (body) =>
      own === undefined
        ? {}
        : {
            ...{ name: body.name, phone: body.phone, since: body.livesHereSince },
            ...{ isAdult: body.isAdult, isFree: body.isFree, hasSigned: body.hasSigned },
          },
  });
  const [isTried, setTried] = useState(false);
  const isWhole = form.name.trim() !== "" && isMobile(normalisePhone(form.phone)) && form.since !== "";
  const ask = async () => {
    setTried(true);
    if (!isWhole) return;
    const { name, phone, since, ...said } = form;
    await give(proposeHead, {
      place: unit.place,
      unitId: unit.id,
      seat,
      name: name.trim(),
      phone: normalisePhone(phone),
      livesHereSince: since,
      ...said,
    });
    clear();
  };
  return (
    <details open={own !== undefined || form.name !== ""}>
      <summary>{w.propose(w.seat[seat])}</summary>
      <div className="unit-form">
        <p className="quiet">{w.proposeLead}</p>
        {(["name", "phone", "since"] as const).map((field) => (
          <label key={field} className="field">
            <span>{w[field]}</span>
            <input
              className="input"
              type={field === "since" ? "date" : "text"}
              inputMode={field === "phone" ? "tel" : "text"}
              maxLength={60}
              value={form[field]}
              onChange={({ target }) => change({ [field]: target.value })}
            />
          </label>
        ))}
        {(["isAdult", "isFree", "hasSigned"] as const).map((field) => (
          <label key={field} className="chip">
            <input type="checkbox" checked={form[field]} onChange={() => change({ [field]: !form[field] })} />
            <span className="chip-face">{w[field]}</span>
          </label>
        ))}
        {isTried && !isWhole && <p role="alert">{w.wrong}</p>}
        <button type="button" className="button button-main button-wide" onClick={() => void ask()}>
          {w.send}
        </button>
      </div>
    </details>
  );
}

/** The name is opened on the server, on record, and stays in memory only. */
function Open({ headId }: { readonly headId: string }) {
  const w = useWords(unitWords);
  const [reason, setReason] = useState("");
  const [opened, setOpened] = useState<{ readonly name: string; readonly phone: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const open = async () => {
    try {
      setOpened(await send(showHead, { headId }, { reason: reason.trim() }));
      setError(null);
    } catch (caught) {
      setError(caught);
    }
  };
  if (opened !== null)
    return (
      <p className="actions">
        <strong>{opened.name}</strong>
        <a className="button button-main" href={`tel:${opened.phone}`}>
          {`${w.call} ${opened.phone}`}
        </a>
      </p>
    );
  return (
    <details>
      <summary>{w.open}</summary>
      <div className="unit-form">
        <label className="field">
          <span>{w.openWhy}</span>
          <input className="input" maxLength={200} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
        {error !== null && <Refused error={error} />}
        <button type="button" className="button" disabled={reason.trim().length < 4} onClick={() => void open()}>
          {w.open}
        </button>
      </div>
    </details>
  );
}

type TermProps = { readonly unit: Unit; readonly headId: string; readonly hasConsented: boolean };

function Term({ unit, headId, hasConsented }: TermProps) {
  const w = useWords(unitWords);
  const [reason, setReason] = useState<EndReason | null>(null);
  const { place } = unit;
  return (
    <>
      {hasConsented && (
        <button type="button" className="button button-wide" onClick={() => void give(renewHead, { place, headId })}>
          {w.renew}
        </button>
      )}
      <details>
        <summary>{w.end}</summary>
        <div className="unit-form">
          <OneOf label={w.endWhy} options={END_REASONS} words={w.ended} value={reason} onChange={setReason} />
          <button
            type="button"
            className="button"
            disabled={reason === null}
            onClick={() => reason !== null && void give(endHead, { place, headId, reason })}
          >
            {w.end}
          </button>
        </div>
      </details>
    </>
  );
}

type Moves = { readonly chosen: readonly string[]; readonly to: string | null; readonly reason: string };
const NO_MOVES: Moves = { chosen: [], to: null, reason: "" };

function Doors({ unit }: { readonly unit: Unit }) {
  const w = useWords(unitWords);
  const others = useUnits().filter(({ id, place }) => id !== unit.id && place === unit.place);
  const [form, change, clear] = useMendedForm<Moves, typeof moveDoors.body>(`moves/${unit.id}`, NO_MOVES, {
    command: moveDoors,
    typed: ({ unitId, doorIds, reason }) => ({ to: unitId, chosen: doorIds, reason }),
  });
  const { to, reason } = form;
  const chosen = form.chosen.filter((doorId) => unit.doors.some((one) => one.doorId === doorId));
  const toggle = (doorId: string) =>
    change({ chosen: chosen.includes(doorId) ? chosen.filter((one) => one !== doorId) : [...chosen, doorId] });
  const move = async () => {
    if (to === null) return;
    await give(moveDoors, { place: unit.place, unitId: to, doorIds: [...chosen], reason: reason.trim() });
    clear();
    go(paths.section("units"), { instead: true });
  };
  return (
    <section className="panel" aria-label={w.doors(unit.doors.length)}>
      <h2>{w.doors(unit.doors.length)}</h2>
      <div className="chips">
        {unit.doors.map(({ doorId, label, isByHand }) => (
          <label key={doorId} className="chip">
            <input type="checkbox" checked={chosen.includes(doorId)} onChange={() => toggle(doorId)} />
            <span className="chip-face">{isByHand ? `${label}（${w.byHand}）` : label}</span>
          </label>
        ))}
      </div>
      {chosen.length > 0 && others.length > 0 && (
        <div className="unit-form">
          <h2>{w.move}</h2>
          <p className="quiet">{w.moveLead}</p>
          <OneOf
            label={w.toUnit}
            options={others.map(({ id }) => id)}
            words={Object.fromEntries(others.map((one) => [one.id, `${numberText(one.number)} ${one.label}`]))}
            value={to}
            onChange={(one) => change({ to: one })}
          />
          <label className="field">
            <span>{w.reason}</span>
            <input
              className="input"
              maxLength={200}
              value={reason}
              onChange={({ target }) => change({ reason: target.value })}
            />
          </label>
          <button
            type="button"
            className="button button-main button-wide"
            disabled={to === null || reason.trim().length < 4}
            onClick={() => void move()}
          >
            {w.moveIt}
          </button>
        </div>
      )}
    </section>
  );
}
