import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { care, type ObservationView, showDocuments } from "#capabilities/observation/contract.ts";
import { DELIVERIES } from "#capabilities/observation/rules/documents.ts";
import { paperOf } from "#capabilities/observation/rules/orders.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Paper } from "../../shared/Paper.tsx";
import { Signed } from "../../shared/Signature.tsx";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { profileOf } from "./here.ts";
import { SECTION } from "./List.tsx";
import { giveAndReturn } from "./parts.tsx";
import { words } from "./words.ts";

type Props = { readonly home: ObservationView };
type Held = ObservationView["documents"][number];

/** The words of a paper from what the phone holds: the same sentences as the server's, without the signature. */
function wordsHeld(home: ObservationView, held: Held) {
  const { type = "home", days } = home;
  return paperOf(
    held.kind,
    {
      type,
      order: held.order ?? null,
      basis: home.basis ?? "list-red",
      dZero: home.dZero as PlainDay,
      days,
      dueAt: instant(home.dueAt),
      isMinor: home.isMinor === true,
      profile: profileOf(home),
    },
    instant(held.madeAt),
    { ...held.facts, to: held.facts?.to && { ...held.facts.to, on: held.facts.to.on as PlainDay } },
  );
}

/** Every paper and order of a home, to read, to show and to print; without a network in the words that the phone can make. */
export function PapersScreen({ home }: Props) {
  const w = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const { data, isError } = useQuery({
    // Asked again when the home's copy has a paper more.
    queryKey: [showDocuments.path, home.id, home.documents.length],
    queryFn: ({ signal }) => ask(showDocuments, { id: home.id }, signal),
    retry: false,
  });
  const papers =
    data?.documents.map((one) => ({ ...one, paper: one[language] })) ??
    home.documents.flatMap((held) => {
      const made = wordsHeld(home, held);
      return made === null ? [] : [{ ...held, signature: null, paper: made[language] }];
    });
  const isOwed = home.state === "RELEASED" && home.deliveredAt === null;
  return (
    <>
      <Bar title={w.act.papers} back={paths.section(SECTION, home.id)} />
      <div className="report">
        {isError && <p className="notice">{w.papersHeld}</p>}
        {papers.length === 0 && <p className="empty">{w.papersNone}</p>}
        {papers.map((one) => (
          <Paper
            key={one.kind + one.madeAt}
            paper={one.paper}
            foot={
              <>
                {one.signedAt !== null && (
                  <p className="quiet">{`${w.signedBy[signerOf(one.signedBy)]} · ${moment(one.signedAt)}`}</p>
                )}
                {one.signature !== null && <Signed label={w.signature} path={one.signature} />}
              </>
            }
          >
            {one.kind === "release" && isOwed && <HandOver home={home} />}
          </Paper>
        ))}
      </div>
    </>
  );
}

const signerOf = (by: string | null) => (by === "person" || by === "guardian" || by === "declined" ? by : "none");

/** The release notice reaches whoever has no phone as well: on paper, or read out at the door. */
function HandOver({ home }: Props) {
  const w = useWords(words);
  const [how, setHow] = useState<(typeof DELIVERIES)[number] | null>(null);
  const [isBusy, setBusy] = useState(false);
  const press = async () => {
    if (how === null) return;
    setBusy(true);
    const body = { observationId: home.id, place: home.place, what: "delivered", how } as const;
    await giveAndReturn(care, body, home.id).finally(() => setBusy(false));
  };
  return (
    <>
      <OneOf label={w.deliverHow} options={DELIVERIES} words={w.delivery} value={how} onChange={setHow} />
      <button
        type="button"
        className="button button-main"
        disabled={how === null || isBusy}
        onClick={() => void press()}
      >
        {w.care.delivered}
      </button>
    </>
  );
}
