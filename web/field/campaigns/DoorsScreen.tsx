import { useState } from "react";
import { v7 } from "uuid";
import { markDoor, zeroReport } from "#capabilities/campaigns/contract.ts";
import { isCovered } from "#capabilities/campaigns/rules/doors.ts";
import { percentText } from "#capabilities/rollups/rules/coverage.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { type CampaignHere, coverageHere, type DoorHere, useDoorsHere } from "./here.ts";
import { NextLine, StateMark } from "./marks.tsx";
import { Plan } from "./Plan.tsx";
import { campaignWords } from "./words.ts";

const FILTERS = ["all", "todo", "shut", "revisit", "refused", "done"] as const;
type Filter = (typeof FILTERS)[number];

const matches = ({ door }: DoorHere, filter: Filter): boolean =>
  ({
    all: true,
    todo: door.state === "NOT_VISITED",
    shut: door.state === "NO_ANSWER",
    revisit: door.revisitAt !== null,
    refused: door.state === "REFUSED",
    done: (isCovered(door.state) || door.state === "VACANT_CONFIRMED") && door.revisitAt === null,
  })[filter];

type Props = { readonly campaignId: string; readonly campaign: CampaignHere; readonly isPlan: boolean };

/** The doors of a campaign: how far it is, a list in walking order or a plan, and what is said of the whole. */
export function DoorsScreen({ campaignId, campaign, isPlan }: Props) {
  const w = useWords(campaignWords);
  const { count, shortDay } = useFormat();
  const doors = useDoorsHere(campaignId);
  const postId = useLocal(({ kept }) => kept.me?.value.post.id);
  const ours = campaign.groups.filter(({ members }) => members.some((one) => one.postId === postId));
  const [filter, setFilter] = useState<Filter>("all");
  const [isOurs, setOurs] = useState(ours.length > 0);
  const { covered, of, vacant, permille } = coverageHere(doors);
  const shown = doors.filter(
    (one) => matches(one, filter) && (!isOurs || ours.some(({ id }) => id === one.value.groupId)),
  );
  const [zero] = campaign.zeros;
  return (
    <>
      <Bar title={campaign.name} back={paths.section("campaigns")} />
      <p className="campaign-head" role="status">
        <strong>{w.coverage(count(covered), count(of), percentText(permille))}</strong>
        {vacant > 0 && <span className="quiet">{w.vacant(count(vacant))}</span>}
        {zero !== undefined && <span className="quiet">{w.zeroLast(zero.byName ?? "–", shortDay(zero.onDay))}</span>}
      </p>
      <nav className="campaign-views" aria-label={w.view}>
        <a className="button" href={paths.section("campaigns", campaignId)} aria-current={isPlan ? undefined : "page"}>
          {w.asList}
        </a>
        <a
          className="button"
          href={paths.section("campaigns", campaignId, "plan")}
          aria-current={isPlan ? "page" : undefined}
        >
          {w.asPlan}
        </a>
      </nav>
      <div className="pad">
        <OneOf label={w.show} options={FILTERS} words={w.filter} value={filter} onChange={setFilter} />
        {ours.length > 0 && (
          <label className="chip">
            <input type="checkbox" checked={isOurs} onChange={() => setOurs(!isOurs)} />
            <span className="chip-face">{w.ours}</span>
          </label>
        )}
      </div>
      {shown.length === 0 && <p className="empty">{w.noneHere}</p>}
      {isPlan ? <Plan campaignId={campaignId} doors={shown} /> : <Rows doors={shown} campaign={campaign} />}
      <div className="campaign-foot">
        <a className="button button-wide" href={paths.section("campaigns", campaignId, "found")}>
          {w.found}
        </a>
        <Zero campaignId={campaignId} doors={doors} />
      </div>
    </>
  );
}

/** Rows shown at once: a cheap phone draws them in a blink; more come when asked. */
const AT_ONCE = 60;

function Rows({ doors, campaign }: { readonly doors: readonly DoorHere[]; readonly campaign: CampaignHere }) {
  const w = useWords(campaignWords);
  const [limit, setLimit] = useState(AT_ONCE);
  const left = Math.min(AT_ONCE, doors.length - limit);
  return (
    <>
      <ul className="campaign-doors">
        {doors.slice(0, limit).map((one) => (
          <DoorRow key={one.id} of={one} hasQuestions={campaign.questions.length > 0 || campaign.formId !== null} />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" className="button button-wide" onClick={() => setLimit(limit + AT_ONCE)}>
          {w.more(left)}
        </button>
      )}
    </>
  );
}

function DoorRow({ of, hasQuestions }: { readonly of: DoorHere; readonly hasQuestions: boolean }) {
  const w = useWords(campaignWords);
  const { value, door, next, standing } = of;
  const page = paths.section("campaigns", value.campaignId, "door", of.id);
  const mark = (outcome: "opened" | "no-answer") =>
    void give(markDoor, { campaignDoorId: of.id, place: value.place, outcome }, { id: v7() });
  const isOpen = next !== null && next.step !== "centre";
  return (
    <li className="campaign-door">
      <a className="campaign-door-name" href={page}>
        <strong>{value.name}</strong>
        <span>
          <StateMark door={door} />
          {value.isFound && <span className="quiet">{` ${w.foundMark}`}</span>}
        </span>
        {standing === "known" ? (
          <NextLine next={next} />
        ) : (
          <span className="quiet">{standing === "sending" ? w.onWay : w.refusedByServer}</span>
        )}
      </a>
      {isOpen && (
        <span className="campaign-quick">
          {hasQuestions ? (
            <a className="button" href={page} aria-label={w.markLabel(w.opened, value.name)}>
              {w.opened}
            </a>
          ) : (
            <button
              type="button"
              className="button"
              aria-label={w.markLabel(w.opened, value.name)}
              onClick={() => mark("opened")}
            >
              {w.opened}
            </button>
          )}
          <button
            type="button"
            className="button"
            aria-label={w.markLabel(w.shut, value.name)}
            onClick={() => mark("no-answer")}
          >
            {w.shut}
          </button>
        </span>
      )}
    </li>
  );
}

/** "Nothing found" is a statement with a figure, so it is asked twice. */
function Zero({ campaignId, doors }: { readonly campaignId: string; readonly doors: readonly DoorHere[] }) {
  const w = useWords(campaignWords);
  const { count } = useFormat();
  const [isAsking, setAsking] = useState(false);
  const area = useLocal(({ kept }) => kept.me?.value.post.area);
  const { covered, of } = coverageHere(doors);
  // A post of a village speaks for its village, one of a grid for its grid.
  if (area === undefined || area.length < 12) return null;
  if (!isAsking)
    return (
      <button type="button" className="button button-wide" onClick={() => setAsking(true)}>
        {w.zero}
      </button>
    );
  const say = async () => {
    await give(zeroReport, { campaignId, place: area });
    setAsking(false);
  };
  return (
    <div className="notice" role="alert">
      <p>{w.zeroSure(count(covered), count(of))}</p>
      <div className="actions">
        <button type="button" className="button button-main" onClick={() => void say()}>
          {w.zeroYes}
        </button>
        <button type="button" className="button" onClick={() => setAsking(false)}>
          {w.cancel}
        </button>
      </div>
    </div>
  );
}
