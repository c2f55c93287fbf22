import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { z } from "zod";
import { SEATS, showMinutes } from "#capabilities/joint-session/contract.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Tier } from "../../shared/Tier.tsx";
import { Fact, Facts, Panel } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { words as sessionWords } from "./words.ts";
import { words } from "./words-minutes.ts";

type Minutes = z.output<(typeof showMinutes)["result"]>;

/** The minutes on paper: number, cut-off, rules and their hash, figures, signatures, objections. Asking is on record. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const { moment } = useFormat();
  // Each reading is an entry of the audit log: asked once, not again when the window gets the focus.
  const { data: minutes } = useSuspenseQuery({
    ...query(showMinutes, { id: location.parts[0] ?? "" }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <article className="page-stack paper">
      <p className="row no-print">
        <a href={paths.session(minutes.id)}>{word.back}</a>
        <Button type="primary" onClick={() => print()}>
          {word.print}
        </Button>
      </p>
      <h1>{word.title(minutes.provinceName)}</h1>
      <Basis minutes={minutes} />
      <Counts minutes={minutes} />
      <Signatures minutes={minutes} />
      <Objections minutes={minutes} />
      <Text minutes={minutes} />
      <p className="quiet">{word.printedAt(moment(minutes.printedAt))}</p>
    </article>
  );
}

type Props = { readonly minutes: Minutes };

function Basis({ minutes }: Props) {
  const word = useWords(words);
  const session = useWords(sessionWords);
  const { day, moment } = useFormat();
  const { titleZh, titleEn, version, sha256 } = minutes.ruleSet;
  const title = useLanguage() === "zh" ? titleZh : titleEn;
  return (
    <Facts>
      <Fact name={word.listNumber}>{minutes.listNumber}</Fact>
      <Fact name={session.day}>{day(minutes.day)}</Fact>
      <Fact name={session.stateName}>
        {session.state[minutes.state]}
        {minutes.publishedAt !== null && ` ${moment(minutes.publishedAt)}`}
      </Fact>
      <Fact name={session.cutOff}>{moment(minutes.cutOffAt)}</Fact>
      <Fact name={session.ruleSet}>{`${title} · v${version}`}</Fact>
      <Fact name={word.rulesHash}>
        <span className="mono">{sha256}</span>
      </Fact>
      <Fact name={word.listHash}>
        <span className="mono">{minutes.rankedSha256}</span>
      </Fact>
    </Facts>
  );
}

function Counts({ minutes }: Props) {
  const word = useWords(words);
  const { tier: tierWord, change, managed } = useWords(sessionWords);
  const { count } = useFormat();
  return (
    <Panel title={`${word.counts} · ${word.total} ${count(minutes.listed)}`}>
      <Table
        caption={word.counts}
        columns={[
          { key: "tier", title: tierWord, cell: (tier) => <Tier tier={tier} /> },
          { key: "listed", title: word.counts, isNumber: true, cell: (tier) => count(minutes.byTier[tier]) },
          { key: "managed", title: managed, isNumber: true, cell: (tier) => count(minutes.managedByTier[tier]) },
          ...(["new", "up", "down", "left", "same"] as const).map((name) => ({
            key: name,
            title: change[name],
            isNumber: true,
            cell: (tier: (typeof RISK_TIERS)[number]) => count(minutes.changes[name][tier]),
          })),
        ]}
        rows={RISK_TIERS}
        keyOf={(tier) => tier}
      />
    </Panel>
  );
}

function Signatures({ minutes }: Props) {
  const word = useWords(words);
  const { seat: seatWord, signed, objected, waiting } = useWords(sessionWords);
  const { moment } = useFormat();
  const rows = SEATS.map((seat) => ({
    seat,
    one: minutes.decisions.find((decision) => decision.seat === seat && decision.stands) ?? null,
  }));
  type Row = (typeof rows)[number];
  const saidBy = ({ one }: Row) => {
    if (one === null) return waiting;
    return one.decision === "sign" ? signed : objected;
  };
  return (
    <Panel title={word.signatures}>
      <Table
        caption={word.signatures}
        columns={[
          { key: "seat", title: word.post, cell: ({ seat }: Row) => seatWord[seat] },
          { key: "who", title: word.who, cell: ({ one }: Row) => one?.displayName ?? "—" },
          { key: "organisation", title: word.organisation, cell: ({ one }: Row) => one?.organisation ?? "—" },
          { key: "decision", title: word.decision, cell: saidBy },
          { key: "at", title: word.at, cell: ({ one }: Row) => (one === null ? "—" : moment(one.at)) },
          { key: "hand", title: word.handSignature, width: "22%", cell: () => null },
        ]}
        rows={rows}
        keyOf={({ seat }) => seat}
      />
    </Panel>
  );
}

/** Every objection that was ever raised, also those that a later signature replaced. */
function Objections({ minutes }: Props) {
  const word = useWords(words);
  const { seat: seatWord } = useWords(sessionWords);
  const { moment } = useFormat();
  const objections = minutes.decisions.filter(({ decision }) => decision === "object");
  return (
    <Panel title={word.objections}>
      {objections.length === 0 && <p>{word.noObjections}</p>}
      <ul className="list-plain">
        {objections.map(({ id, seat, displayName, at, reason }) => (
          <li key={id}>{`${moment(at)} · ${seatWord[seat]} · ${displayName}：${reason ?? ""}`}</li>
        ))}
      </ul>
    </Panel>
  );
}

function Text({ minutes }: Props) {
  const word = useWords(words);
  const { minutesLabel } = useWords(sessionWords);
  return (
    <>
      <Panel title={minutesLabel}>
        <p className="body-text">{minutes.minutes === "" ? word.noText : minutes.minutes}</p>
      </Panel>
      {minutes.participants.length > 0 && (
        <Panel title={word.participants}>
          <p>{minutes.participants.join("、")}</p>
        </Panel>
      )}
    </>
  );
}
