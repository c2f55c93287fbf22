import { RISK_TIERS } from "#kernel/tiers.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Nothing } from "../../shared/states.tsx";
import { Tier, TierMark } from "../../shared/Tier.tsx";
import { words as common } from "../../shared/words.ts";
import { Panel } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import type { Session } from "./types.ts";
import { words } from "./words.ts";

type Props = { readonly session: Session };

const CHANGES = ["new", "up", "down", "left", "same"] as const;

export function TierRow({ session }: Props) {
  const word = useWords(words);
  const { tier: tierWord } = useWords(common);
  const { count } = useFormat();
  return (
    <div className="tiles">
      <div className="tile tile-main">
        <span className="tile-name">{word.toContact}</span>
        <span className="tile-value">{count(session.listed - session.managed)}</span>
        <span className="tile-note">{`${word.listed} ${count(session.listed)} · ${word.managed} ${count(session.managed)}`}</span>
      </div>
      {RISK_TIERS.map((tier) => (
        <div key={tier} className="tile">
          <span className="tile-name">
            <TierMark tier={tier} />
            {tierWord[tier]}
          </span>
          <span className="tile-value">{count(session.byTier[tier])}</span>
          {session.managedByTier[tier] > 0 && (
            <span className="tile-note">{word.managedOf(count(session.managedByTier[tier]))}</span>
          )}
          <span className="tile-note">{`${word.change.new} ${count(session.changes.new[tier])}`}</span>
        </div>
      ))}
    </div>
  );
}

export function Changes({ session: { changes } }: Props) {
  const word = useWords(words);
  const { count, day } = useFormat();
  const note = changes.previous
    ? word.against(day(changes.previous.day), String(changes.previous.version))
    : word.noPrevious;
  return (
    <Panel title={word.changes} note={note}>
      <Table
        caption={word.changes}
        columns={[
          { key: "tier", title: word.tier, cell: (tier) => <Tier tier={tier} /> },
          ...CHANGES.map((name) => ({
            key: name,
            title: word.change[name],
            isNumber: true,
            cell: (tier: (typeof RISK_TIERS)[number]) => count(changes[name][tier]),
          })),
        ]}
        rows={RISK_TIERS}
        keyOf={(tier) => tier}
      />
    </Panel>
  );
}

export function ByRule({ session }: Props) {
  const word = useWords(words);
  const { count } = useFormat();
  const language = useLanguage();
  return (
    <Panel title={word.byRule}>
      <ul className="list-plain">
        {session.byRule.map((rule) => (
          <li key={rule.rule} className="rule-line">
            <TierMark tier={rule.tier} />
            <span>{rule[language]}</span>
            <b className="number">{count(rule.count)}</b>
          </li>
        ))}
      </ul>
      {session.byRule.length === 0 && <Nothing />}
    </Panel>
  );
}

/** Digits of a province; a list's number begins with its own. */
const PROVINCE = 2;

export function ByPlace({ session }: Props) {
  const word = useWords(words);
  const sources = Object.entries(session.byPlaceSource).sort(([, a], [, b]) => b - a);
  const { count } = useFormat();
  const province = session.listNumber.slice(0, PROVINCE);
  const rows = [...session.byCity]
    .sort((a, b) => b.count - a.count)
    .map(({ place, placeName, count: value }) => ({ key: place, name: placeName, value }));
  const within = rows.filter(({ key }) => key.startsWith(province));
  const outside = rows.filter(({ key }) => !key.startsWith(province));
  const sum = outside.reduce((total, { value }) => total + value, 0);
  return (
    <>
      <Panel title={word.byCity}>
        <Ranked rows={outside.length === 0 ? within : [...within, { key: "", name: word.outside, value: sum }]} />
        {outside.length > 0 && (
          <details className="remarks">
            <summary>{word.outsideNote(count(outside.length))}</summary>
            <Ranked rows={outside} />
          </details>
        )}
      </Panel>
      <Panel title={word.bySource}>
        <Ranked
          rows={sources.map(([source, value]) => ({ key: source, name: word.source[source] ?? source, value }))}
        />
      </Panel>
    </>
  );
}

type Line = { readonly key: string; readonly name: string; readonly value: number };

function Ranked({ rows }: { readonly rows: readonly Line[] }) {
  const { count } = useFormat();
  const most = Math.max(1, ...rows.map(({ value }) => value));
  if (rows.length === 0) return <Nothing />;
  return (
    <ul className="list-plain">
      {rows.map(({ key, name, value }) => (
        <li key={key} className="ranked">
          <span>{name}</span>
          <span className="bar" aria-hidden="true">
            <i className="bar-accepted" style={{ width: `${(value / most) * 100}%` }} />
          </span>
          <b className="number">{count(value)}</b>
        </li>
      ))}
    </ul>
  );
}
