import { type FormEvent, useState } from "react";
import { isoInstant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { post, useLocal } from "../store/local.ts";
import type { Command, Instruction } from "../store/shapes.ts";
import { trySending } from "../store/sync.ts";
import { useTyped } from "../store/typed.ts";
import { words } from "../words.ts";
import { usePlaceName } from "./place.ts";

type State = Extract<Command, { kind: "instruction" }>["state"];
const RANK: Readonly<Record<State, number>> = { delivered: 1, read: 2, accepted: 3, done: 4, cannot: 4, "not-mine": 4 };

async function answer(one: Instruction, state: State, reason: string | null = null): Promise<void> {
  const at = isoInstant(platformNow());
  await post([{ command: { kind: "instruction", instructionId: one.id, state, at, reason, title: one.title } }]);
  await trySending();
}

/** How far I am with an instruction, with answers on their way counted in. */
function rankOf(one: Instruction, sent: readonly State[]): number {
  const said = one.answer ?? (one.acceptedAt !== null ? "accepted" : one.readAt !== null ? "read" : "delivered");
  return Math.max(RANK[said], ...sent.map((state) => RANK[state]));
}

/** What levels above ask of everybody here, each with read, accept, done or cannot. Answered ones leave the screen. */
export function Instructions({ instructions }: { readonly instructions: readonly Instruction[] }) {
  const { instructions: title } = useWords(words);
  const outbox = useLocal((local) => local.outbox);
  const open = instructions
    .map((one) => {
      const sent = outbox.flatMap(({ command, refusal }) =>
        command.kind === "instruction" && command.instructionId === one.id && refusal === null ? [command.state] : [],
      );
      return { one, rank: rankOf(one, sent) };
    })
    .filter(({ rank }) => rank < RANK.done);
  if (open.length === 0) return null;
  return (
    <section className="instructions" aria-label={title}>
      {open.map(({ one, rank }) => (
        <InstructionCard key={one.id} one={one} rank={rank} />
      ))}
    </section>
  );
}

function InstructionCard({ one, rank }: { readonly one: Instruction; readonly rank: number }) {
  const w = useWords(words);
  const { moment } = useFormat();
  const area = usePlaceName(one.issuerArea);
  const [isOpen, setOpen] = useState(false);
  const [isRefusing, setRefusing] = useState(false);
  return (
    <article className={`instruction${one.priority === "urgent" ? " instruction-urgent" : ""}`}>
      <button type="button" className="instruction-head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span>
          {one.priority === "urgent" && <span className="mark-urgent">{w.urgent}</span>}
          <strong>{one.title}</strong>
        </span>
        <span className="quiet">{w.fromArea(area, moment(one.issuedAt))}</span>
        {one.dueAt !== null && <span className="quiet">{w.doBy(moment(one.dueAt))}</span>}
      </button>
      {isOpen && (
        <>
          <p className="instruction-body">{one.body}</p>
          <p className="quiet">{w.basis(one.legalBasis)}</p>
          {isRefusing ? (
            <Reason of={one.id} onCancel={() => setRefusing(false)} onSay={(reason) => answer(one, "cannot", reason)} />
          ) : (
            <div className="actions">
              {rank < RANK.read && (
                <button type="button" className="button" onClick={() => void answer(one, "read")}>
                  {w.readIt}
                </button>
              )}
              {rank < RANK.accepted && (
                <button type="button" className="button button-main" onClick={() => void answer(one, "accepted")}>
                  {w.acceptIt}
                </button>
              )}
              {rank === RANK.accepted && (
                <button type="button" className="button button-main" onClick={() => void answer(one, "done")}>
                  {w.doneIt}
                </button>
              )}
              <button type="button" className="button" onClick={() => setRefusing(true)}>
                {w.cannotIt}
              </button>
            </div>
          )}
        </>
      )}
    </article>
  );
}

type ReasonProps = {
  readonly of: string;
  readonly onCancel: () => void;
  readonly onSay: (reason: string) => Promise<void>;
};

function Reason({ of, onCancel, onSay }: ReasonProps) {
  const { whyCannot, sayWhy, cancel } = useWords(words);
  const [reason, setReason] = useTyped(of);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void onSay(reason.trim()).then(() => setReason(""));
  };
  return (
    <form className="reason" onSubmit={onSubmit}>
      <label className="field">
        <span>{whyCannot}</span>
        <textarea
          className="input"
          rows={3}
          required
          minLength={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className="actions">
        <button type="submit" className="button button-main">
          {sayWhy}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {cancel}
        </button>
      </div>
    </form>
  );
}
