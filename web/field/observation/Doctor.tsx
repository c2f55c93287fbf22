/** What only a doctor decides on the way: stays, is fetched to a hospital or a point anywhere, extended; and the receiving side. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  extend,
  handleAbnormal,
  listIncoming,
  type ObservationView,
  receive,
} from "#capabilities/observation/contract.ts";
import { dueOf } from "#capabilities/observation/rules/calendar.ts";
import { lastDayOf } from "#capabilities/observation/rules/documents.ts";
import { EXTENSION_REASONS, type ExtensionReason } from "#capabilities/observation/rules/orders.ts";
import { listReceivers } from "#capabilities/teams/contract.ts";
import { daysLater, instant, type PlainDay } from "#kernel/time.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useNow } from "../parts/clock.ts";
import { paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { useTyped } from "../store/typed.ts";
import { profileOf } from "./here.ts";
import { SECTION } from "./List.tsx";
import { ActForm, giveAndReturn, NoteField } from "./parts.tsx";
import { words } from "./words.ts";

type Props = { readonly home: ObservationView };
const aboutOf = (home: ObservationView) => ({ observationId: home.id, place: home.place });
const noteOf = (text: string) => (text.trim() === "" ? {} : { note: text.trim() });

const DECISIONS = ["stays", "hospital", "central"] as const;

export function HandleScreen({ home }: Props) {
  const w = useWords(words);
  const [decision, setDecision] = useState<(typeof DECISIONS)[number] | null>(null);
  const [toPost, setToPost] = useState<string | null>(null);
  const [vehicle, setVehicle] = useState("");
  const [note, setNote] = useTyped(`observe-handle/${home.id}`);
  const isMoved = decision === "hospital" || decision === "central";
  const isWhole = decision !== null && (!isMoved || (toPost !== null && vehicle.trim().length >= 2));
  const onSubmit = async () => {
    const rest = { ...aboutOf(home), ...noteOf(note) };
    if (isMoved && toPost !== null)
      await giveAndReturn(handleAbnormal, { ...rest, decision, toPost, vehicle: vehicle.trim() }, home.id);
    else if (decision === "stays") await giveAndReturn(handleAbnormal, { ...rest, decision }, home.id);
    setNote("");
  };
  return (
    <ActForm
      title={w.act.handle}
      back={paths.section(SECTION, home.id)}
      submit={w.submitHandle}
      isWhole={isWhole}
      missing={isMoved ? w.handleMissing : undefined}
      onSubmit={onSubmit}
    >
      <OneOf label={w.handleAsk} options={DECISIONS} words={w.decision} value={decision} onChange={setDecision} />
      {isMoved && (
        <>
          <Receivers place={home.place} value={toPost} onChange={setToPost} />
          <label className="field">
            <span>{w.vehicle}</span>
            <input
              className="input"
              maxLength={20}
              value={vehicle}
              onChange={(event) => setVehicle(event.target.value)}
            />
          </label>
          <p className="quiet">{w.handleUntil(profileOf(home).abnormalMinutes)}</p>
        </>
      )}
      <NoteField label={w.note} value={note} onChange={setNote} />
    </ActForm>
  );
}

const SCOPES = ["city", "province"] as const;

/** The directory: hospitals and observation points of the city, or of the province, by a part of the name. */
function Receivers(props: {
  readonly place: string;
  readonly value: string | null;
  readonly onChange: (post: string) => void;
}) {
  const w = useWords(words);
  const [scope, setScope] = useState<(typeof SCOPES)[number]>("city");
  const [name, setName] = useState("");
  const asked = { area: props.place, scope, ...(name.trim() === "" ? {} : { words: name.trim() }) };
  const { data, isError } = useQuery({ ...query(listReceivers, asked), retry: false });
  const found = data?.receivers ?? [];
  return (
    <>
      <OneOf label={w.receiverScope} options={SCOPES} words={w.scope} value={scope} onChange={setScope} />
      <label className="field">
        <span>{w.receiverName}</span>
        <input className="input" maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      {isError && <p className="form-fault">{w.offline}</p>}
      {data !== undefined && found.length === 0 && <p className="form-fault">{w.receiverNone}</p>}
      <OneOf
        label={w.toPost}
        options={found.map(({ postId }) => postId)}
        words={Object.fromEntries(found.map((one) => [one.postId, `${one.organisation} · ${one.name} · ${one.place}`]))}
        value={props.value}
        onChange={props.onChange}
      />
    </>
  );
}

export function ReceiveScreen({ home }: Props) {
  const w = useWords(words);
  return (
    <ActForm
      title={w.act.receive}
      back={paths.section(SECTION, home.id)}
      submit={w.submitReceive}
      isWhole
      onSubmit={() => giveAndReturn(receive, aboutOf(home), home.id)}
    >
      <p>{w.receiveLead}</p>
    </ActForm>
  );
}

const LOOK_EVERY_MS = 15_000;

/** Who is on the way to this post, from wherever: taken over here, when the vehicle is at the door. */
export function IncomingScreen() {
  const w = useWords(words);
  const { moment } = useFormat();
  const now = useNow();
  const asked = useQuery({ ...query(listIncoming, {}), refetchInterval: LOOK_EVERY_MS, retry: false });
  const unsent = useLocal(({ outbox }) => outbox);
  const isGiven = (id: string) =>
    unsent.some(({ command }) => command.kind === "command" && JSON.stringify(command.body).includes(id));
  const rows = asked.data?.incoming ?? [];
  return (
    <>
      <Bar title={w.incoming} back={paths.section(SECTION)} />
      <div className="report">
        <p className="quiet">{w.incomingLead}</p>
        {asked.isError && <p className="form-fault">{w.incomingOffline}</p>}
        {asked.data !== undefined && rows.length === 0 && <p className="empty">{w.incomingNone}</p>}
        <ul className="observed-list">
          {rows.map((one) => (
            <li key={one.id} className="panel">
              <p>
                <strong>{`${w.incomingAs[one.as]} · ${w.vehicleNo(one.vehicle)}`}</strong>
              </p>
              <p className="quiet">{w.since(moment(one.since))}</p>
              {now > instant(one.lateAt) && <p className="observed-alarm">{w.incomingLate}</p>}
              <button
                type="button"
                className="button button-main button-wide"
                disabled={isGiven(one.id)}
                onClick={() => void give(receive, { observationId: one.id, place: one.place })}
              >
                {isGiven(one.id) ? w.incomingGiven : w.submitReceive}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** Longer than was said, within the limit: until when, why, in the doctor's own words. */
export function ExtendScreen({ home }: Props) {
  const w = useWords(words);
  const [lastDay, setLastDay] = useState("");
  const [reason, setReason] = useState<ExtensionReason | null>(null);
  const [text, setText] = useTyped(`observe-extend/${home.id}`);
  const first = daysLater(lastDayOf(instant(home.dueAt)), 1);
  const last = lastDayOf(dueOf(home.dZero as PlainDay, profileOf(home).mostDays));
  const isDay = lastDay >= first && lastDay <= last;
  const onSubmit = async () => {
    if (reason === null) return;
    await giveAndReturn(extend, { ...aboutOf(home), lastDay, reason, words: text.trim() }, home.id);
    setText("");
  };
  return (
    <ActForm
      title={w.act.extend}
      back={paths.section(SECTION, home.id)}
      submit={w.submitExtend}
      isWhole={isDay && reason !== null && text.trim().length >= 4}
      missing={isDay ? w.extendMissing : w.extendDays(first, last)}
      onSubmit={onSubmit}
    >
      <p>{w.extendLead}</p>
      <label className="field">
        <span>{w.extendUntil}</span>
        <input
          className="input"
          type="date"
          min={first}
          max={last}
          value={lastDay}
          onChange={(event) => setLastDay(event.target.value)}
        />
      </label>
      <OneOf label={w.extendWhy} options={EXTENSION_REASONS} words={w.extension} value={reason} onChange={setReason} />
      <NoteField label={w.extendWords} value={text} onChange={setText} />
    </ActForm>
  );
}
