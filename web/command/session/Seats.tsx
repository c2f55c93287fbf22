import { Button, Modal } from "antd";
import { useState } from "react";
import { decide, SEATS } from "#capabilities/joint-session/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { Pill } from "../kit/Panel.tsx";
import type { Session } from "./types.ts";
import { words } from "./words.ts";

type Props = { readonly session: Session };
type Seat = (typeof SEATS)[number];

/** The four seats: who has signed, who objects and why, whom the list waits for. */
export function Seats({ session }: Props) {
  const word = useWords(words);
  const format = useFormat();
  const earlier = session.decisions.filter(({ stands }) => !stands);
  return (
    <section aria-label={word.seats}>
      <div className="seats">
        {SEATS.map((seat) => (
          <SeatCard key={seat} seat={seat} session={session} />
        ))}
      </div>
      {earlier.length > 0 && (
        <details className="remarks">
          <summary>{word.history}</summary>
          <ul>
            {session.decisions.map(({ id, seat, decision, displayName, at, reason }) => (
              <li key={id}>
                {`${format.moment(at)} · ${word.seat[seat]} · ${displayName} · ${decision === "sign" ? word.signed : word.objected}`}
                {reason !== null && `：${reason}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function SeatCard({ seat, session }: { readonly seat: Seat; readonly session: Session }) {
  const word = useWords(words);
  const format = useFormat();
  const standing = session.decisions.find((one) => one.seat === seat && one.stands);
  const isMine = session.yourSeat === seat;
  const isOpen = session.state === "draft";
  return (
    <div className={`seat${standing ? ` seat-${standing.decision}` : ""}${isMine ? " seat-mine" : ""}`}>
      <h2 className="row">
        {word.seat[seat]}
        {isMine && <Pill tone="accent">{word.yourSeat}</Pill>}
      </h2>
      {standing ? (
        <>
          <p>
            <Pill tone={standing.decision === "sign" ? "good" : "bad"}>
              {standing.decision === "sign" ? `✓ ${word.signed}` : `✕ ${word.objected}`}
            </Pill>
          </p>
          <p className="quiet">
            {standing.displayName}
            <br />
            {standing.organisation}
            <br />
            <time dateTime={standing.at}>{format.moment(standing.at)}</time>
          </p>
          {standing.reason !== null && <p>{standing.reason}</p>}
        </>
      ) : (
        <p>
          <Pill>{word.waiting}</Pill>
        </p>
      )}
      {isMine && isOpen && <Decide session={session} hasSigned={standing?.decision === "sign"} />}
    </div>
  );
}

function Decide({ session, hasSigned }: Props & { readonly hasSigned: boolean }) {
  const word = useWords(words);
  const [isObjecting, setObjecting] = useState(false);
  const [reason, setReason] = useState("");
  const deciding = useAct(
    (decision: "sign" | "object") =>
      send(decide, { id: session.id }, decision === "sign" ? { decision } : { decision, reason: reason.trim() }),
    { done: word.saved, onDone: () => setObjecting(false) },
  );
  return (
    <div className="row no-print">
      {!hasSigned && (
        <Button type="primary" loading={deciding.isPending} onClick={() => deciding.mutate("sign")}>
          {word.sign}
        </Button>
      )}
      <Button danger onClick={() => setObjecting(true)}>
        {word.object}
      </Button>
      <Modal
        open={isObjecting}
        title={word.objectTitle}
        okText={word.object}
        cancelText={word.cancel}
        okButtonProps={{ danger: true, disabled: reason.trim().length < 4, loading: deciding.isPending }}
        onOk={() => deciding.mutate("object")}
        onCancel={() => setObjecting(false)}
      >
        <label className="field">
          <span>{word.objectReason}</span>
          <textarea
            className="text-area"
            rows={4}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      </Modal>
    </div>
  );
}
