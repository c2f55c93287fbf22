import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ObservationView } from "#capabilities/observation/contract.ts";
import { inviteSupporter, proposeSeats, seatPost } from "#capabilities/teams/contract.ts";
import { CORE_SEATS, type CoreSeat, SUPPORT_SEATS, type SupportSeat } from "#capabilities/teams/rules/seats.ts";
import { query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { observationWords } from "../../shared/observation-words.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { SECTION } from "./List.tsx";
import { giveAndReturn, YesNo } from "./parts.tsx";
import { words } from "./words.ts";

type Props = { readonly home: ObservationView };

/** Step 3: who sits where; another post for a seat, or a neighbour who helps. */
export function TeamScreen({ home }: Props) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const [seat, setSeat] = useState<CoreSeat | null>(null);
  const { seat: names } = o;
  return (
    <>
      <Bar title={w.act.team} back={paths.section(SECTION, home.id)} />
      <div className="report">
        <OneOf label={w.team} options={CORE_SEATS} words={names} value={seat} onChange={setSeat} />
        {seat !== null && <Proposals key={seat} home={home} seat={seat} />}
        <Invite home={home} />
      </div>
    </>
  );
}

function Proposals({ home, seat }: Props & { readonly seat: CoreSeat }) {
  const w = useWords(words);
  const { data, isError } = useQuery({ ...query(proposeSeats, { subjectId: home.id, seat }), retry: false });
  if (isError) return <p className="form-fault">{w.offline}</p>;
  return (
    <section aria-label={w.proposals}>
      <h2>{w.proposals}</h2>
      <ul className="observed-list">
        {(data?.proposals ?? []).map((one) => (
          <li key={one.postId} className="attach-one">
            <span>
              {one.name}
              <span className="quiet">{` · ${one.organisation} · ${w.load(one.load, data?.most ?? 0)}`}</span>
            </span>
            <button
              type="button"
              className="button"
              onClick={() =>
                void giveAndReturn(
                  seatPost,
                  { subjectId: home.id, place: home.place, seat, postId: one.postId },
                  home.id,
                )
              }
            >
              {w.seatThis}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Eight digits of the phone's own randomness. */
const makeCode = (): string => {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(10_000_000 + (value % 90_000_000));
};

function Invite({ home }: Props) {
  const w = useWords(words);
  const { seat: names } = useWords(observationWords);
  const [seat, setSeat] = useState<SupportSeat | null>(null);
  const [hasAgreed, setAgreed] = useState(false);
  const [code, setCode] = useState<string | null>(null);
  const onMake = async () => {
    if (seat === null) return;
    const made = makeCode();
    await give(inviteSupporter, { subjectId: home.id, place: home.place, seat, code: made, hasAgreed });
    setCode(made);
  };
  return (
    <section aria-label={w.inviteTitle}>
      <h2>{w.inviteTitle}</h2>
      <p className="quiet">{w.inviteLead}</p>
      <OneOf label={w.inviteSeat} options={SUPPORT_SEATS} words={names} value={seat} onChange={setSeat} />
      <YesNo label={w.agreed} value={hasAgreed} onChange={setAgreed} />
      {code === null ? (
        <button
          type="button"
          className="button button-wide"
          disabled={seat === null || !hasAgreed}
          onClick={() => void onMake()}
        >
          {w.makeCode}
        </button>
      ) : (
        <p className="notice" role="status">
          {`${w.code} `}
          <strong className="input-code">{code}</strong>
        </p>
      )}
    </section>
  );
}
