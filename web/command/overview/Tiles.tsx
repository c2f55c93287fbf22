import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type PlaceFigures, series } from "#capabilities/rollups/contract.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { daysLater, plainDay } from "#kernel/time.ts";
import { query } from "../../shared/api.ts";
import { type Format, useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { TierMark } from "../../shared/Tier.tsx";
import { words as common } from "../../shared/words.ts";
import { paths } from "../shell/paths.ts";
import { Hint } from "./Hint.tsx";
import { Steps } from "./Steps.tsx";
import { figureOf, listedOf, stepsOf } from "./sums.ts";
import { words } from "./words.ts";

type Props = {
  readonly own: PlaceFigures;
  readonly day: string;
  readonly before: Readonly<Record<string, number>> | null;
};

type TileProps = {
  readonly name: ReactNode;
  readonly value: ReactNode;
  readonly children?: ReactNode;
  readonly isMain?: boolean;
};

const Tile = ({ name, value, children, isMain = false }: TileProps) => (
  <div className={`tile${isMain ? " tile-main" : ""}`}>
    <span className="tile-name">{name}</span>
    <span className="tile-value">{value}</span>
    {children}
  </div>
);

/** Residents to contact: the list of the day by tier, each with how far its tasks have come. */
export function TierTiles({ own, day, before }: Props) {
  const { toContact, ofTheDay, openInAll, managed, overdue, returned, transferred } = useWords(words);
  const { tier: tierWord } = useWords(common);
  const format = useFormat();
  const standing = stepsOf(own.standing);
  const inCare = figureOf(own.values, "list.managed");
  return (
    <div className="tiles tiles-tiers">
      <Tile isMain name={toContact} value={format.count(listedOf(own.values))}>
        <span className="tile-note">{ofTheDay(format.shortDay(day))}</span>
        <Change now={listedOf(own.values)} then={before && listedOf(before)} format={format} />
        <span className="tile-note">{openInAll(format.count(standing.issued - standing.done))}</span>
        {inCare > 0 && <span className="tile-note">{managed(format.count(inCare))}</span>}
      </Tile>
      {RISK_TIERS.map((tier) => {
        const steps = stepsOf(own.values, [tier]);
        return (
          <div key={tier} className="tile">
            <span className="tile-name">
              <TierMark tier={tier} />
              {tierWord[tier]}
              <Hint metric={`list.${tier}`} name={`${toContact} ${tierWord[tier]}`} />
            </span>
            <a className="tile-value tile-link" href={paths.desk(own.place, { tier })}>
              {format.count(listedOf(own.values, [tier]))}
            </a>
            <Steps steps={steps} />
            <span className="tile-note tile-row">
              <span
                className={steps.overdue > 0 ? "number-late" : undefined}
              >{`${overdue} ${format.count(steps.overdue)}`}</span>
              {steps.returned > 0 && <span>{`${returned} ${format.count(steps.returned)}`}</span>}
              {steps.transferred > 0 && <span>{`${transferred} ${format.count(steps.transferred)}`}</span>}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function Change({
  now,
  then,
  format,
}: {
  readonly now: number;
  readonly then: number | null;
  readonly format: Format;
}) {
  const { change } = useWords(words);
  return then === null || (now === 0 && then === 0) ? null : (
    <span className="tile-note">{change(format.change(now - then))}</span>
  );
}

/** What came back from the doors, and who is out there. */
export function WorkTiles({ own, before }: Props) {
  const word = useWords(words);
  const format = useFormat();
  const of = (metric: string) => figureOf(own.values, metric);
  const counted = (metric: string, name: string, note?: ReactNode) => (
    <Tile
      name={
        <>
          {name}
          <Hint metric={metric} name={name} />
        </>
      }
      value={format.count(of(metric))}
    >
      {note !== undefined && <span className="tile-note">{note}</span>}
      <Change now={of(metric)} then={before && figureOf(before, metric)} format={format} />
    </Tile>
  );
  const { coverage } = own;
  return (
    <div className="tiles tiles-work">
      {counted("visit.household", word.households)}
      {counted("visit.person", word.persons)}
      {counted("service.asked", word.services, word.servicesDone(format.count(of("service.done"))))}
      {counted("clue", word.clues)}
      {counted("dispute", word.disputes)}
      <Tile
        name={
          <>
            {word.onDuty}
            <Hint metric="worker.on-duty" name={word.onDuty} />
          </>
        }
        value={format.count(figureOf(own.standing, "worker.on-duty"))}
      >
        <span className="tile-note">
          {word.ofPosts(
            format.count(figureOf(own.standing, "worker.post")),
            format.count(figureOf(own.standing, "worker.terminal")),
          )}
        </span>
      </Tile>
      {own.place.length < CODE_LENGTH.village && (
        <Tile
          name={
            <>
              {word.infected}
              <Hint metric="worker.infected" name={word.infected} />
            </>
          }
          value={format.count(figureOf(own.standing, "worker.infected"))}
        >
          <span className="tile-note">{word.rested(format.count(of("worker.rested")))}</span>
        </Tile>
      )}
      <Tile
        name={
          <>
            {word.coverage}
            <Hint metric="household.reached" name={word.coverage} />
          </>
        }
        value={coverage.permille === null ? "—" : format.share(coverage.permille / 1000)}
      >
        {coverage.permille === null ? (
          <span className="tile-note">{word.noRegister}</span>
        ) : (
          <>
            <span className="tile-note">
              {word.coverageOf(format.count(coverage.reached), format.count(coverage.registered - coverage.vacant))}
            </span>
            {coverage.vacant > 0 && <span className="tile-note">{word.vacant(format.count(coverage.vacant))}</span>}
            <span className="tile-note">{word.neverVisited(format.count(coverage.neverVisited))}</span>
          </>
        )}
      </Tile>
    </div>
  );
}

const TREND = [
  "list.red",
  "list.yellow",
  "list.blue",
  "visit.household",
  "visit.person",
  "service.asked",
  "clue",
  "dispute",
];
const TREND_DAYS = 14;

/** The last 14 days of one place; the last but one is "yesterday". */
export function useTrend(place: string, day: string) {
  const to = plainDay(day);
  const from = to === null ? day : daysLater(to, 1 - TREND_DAYS);
  const { data } = useSuspenseQuery({
    ...query(series, { place, from, to: day, metrics: TREND.join(",") }),
    staleTime: 60_000,
  });
  const yesterday = data.days.length - 2;
  const before = yesterday < 0 ? null : Object.fromEntries(TREND.map((id) => [id, data.series[id]?.[yesterday] ?? 0]));
  return { before, days: data.days, households: data.series["visit.household"] ?? [] };
}
