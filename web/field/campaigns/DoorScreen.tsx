import { useState } from "react";
import { v7 } from "uuid";
import { markDoor, moveDoors } from "#capabilities/campaigns/contract.ts";
import { NEIGHBOUR_WORDS, type NeighbourWord, OUTCOMES, type Outcome } from "#capabilities/campaigns/rules/doors.ts";
import { WINDOWS } from "#capabilities/campaigns/rules/windows.ts";
import { recordFactsCommand } from "#capabilities/facts/contract.ts";
import { dayOf, daysLater, isoInstant, later, startOf } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { AskedAtDoor } from "../parts/AskedAtDoor.tsx";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { go, paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { useMended } from "../store/mend.ts";
import { type CampaignHere, type DoorHere, useDoorsHere } from "./here.ts";
import { NextLine, StateMark } from "./marks.tsx";
import { type Answers, Questions, type Subjects, useSubjects } from "./Questions.tsx";
import { campaignWords } from "./words.ts";

type Props = { readonly campaignId: string; readonly campaign: CampaignHere; readonly campaignDoorId: string };

/** One door: what was found, what is asked, when to come again. */
export function DoorScreen({ campaignId, campaign, campaignDoorId }: Props) {
  const w = useWords(campaignWords);
  const { moment } = useFormat();
  const one = useDoorsHere(campaignId).find(({ id }) => id === campaignDoorId);
  const back = paths.section("campaigns", campaignId);
  if (one === undefined)
    return (
      <>
        <Bar title={campaign.name} back={back} />
        <p className="empty">{w.gone}</p>
      </>
    );
  const { value, door, next } = one;
  return (
    <>
      <Bar title={value.name} back={back} />
      <p className="campaign-head">
        <StateMark door={door} />
        <NextLine next={next} />
        {value.lastAt !== null && <span className="quiet">{w.lastBy(value.lastBy ?? "–", moment(value.lastAt))}</span>}
      </p>
      <AskedAtDoor doorId={value.doorId} but={campaignDoorId} />
      <MarkForm of={one} campaign={campaign} />
      <Give of={one} campaign={campaign} />
    </>
  );
}

type Slot = { readonly key: string; readonly at: string; readonly word: string };

/** The next times of day, of today and tomorrow, at which somebody may come again. */
function useSlots(): readonly Slot[] {
  const w = useWords(campaignWords);
  const now = platformNow();
  return [w.today, w.tomorrow].flatMap((day, ahead) =>
    WINDOWS.flatMap(({ from }, window) => {
      const at = later(startOf(daysLater(dayOf(now), ahead)), from);
      return at <= now
        ? []
        : [{ key: `${ahead}${window}`, at: isoInstant(at), word: w.revisitWhen(day, w.window[window] ?? "") }];
    }),
  );
}

const NEVER = "never";

function MarkForm({ of, campaign }: { readonly of: DoorHere; readonly campaign: CampaignHere }) {
  const w = useWords(campaignWords);
  const slots = useSlots();
  const subjects = useSubjects(of.value.doorId);
  const [markId] = useState(() => v7());
  const said = useMended(markDoor)?.body;
  const [outcome, setOutcome] = useState<Outcome | null>(said?.outcome ?? null);
  const [seen, setSeen] = useState(said?.seen == null ? "" : String(said.seen));
  const [slot, setSlot] = useState<string>(slots.find(({ at }) => at === said?.revisitAt)?.key ?? NEVER);
  const [neighbour, setNeighbour] = useState<NeighbourWord | null>(said?.neighbour ?? null);
  const [hasNote, setNote] = useState(said?.leftNote ?? false);
  const [answers, setAnswers] = useState<Answers>({});
  const [isTried, setTried] = useState(false);
  const isShut = outcome === "no-answer" || outcome === "phone-no-answer";
  const talks = outcome === "opened" || outcome === "by-phone";
  const save = async () => {
    if (outcome === null) {
      setTried(true);
      return;
    }
    const { place, campaignId } = of.value;
    const id = await give(
      markDoor,
      {
        campaignDoorId: of.id,
        place,
        outcome,
        seen: talks && seen !== "" ? Math.min(99, Number(seen)) : null,
        revisitAt: slots.find(({ key }) => key === slot)?.at ?? null,
        neighbour: isShut ? neighbour : null,
        leftNote: isShut && hasNote,
      },
      { id: markId },
    );
    if (talks) await giveFacts(place, subjects, answers, id);
    go(paths.section("campaigns", campaignId), { instead: true });
  };
  return (
    <section className="panel" aria-label={w.whatFound}>
      <OneOf label={w.whatFound} options={OUTCOMES} words={w.outcome} value={outcome} onChange={setOutcome} />
      {outcome === "vacant" && <p className="quiet">{w.vacantRule}</p>}
      {talks && (
        <>
          <label className="field">
            <span>{w.seen}</span>
            <input
              className="input"
              inputMode="numeric"
              maxLength={2}
              value={seen}
              onChange={({ target }) => setSeen(target.value.replace(/\D/g, ""))}
            />
          </label>
          <Questions campaign={campaign} subjects={subjects} answers={answers} onChange={setAnswers} />
          {campaign.formId !== null && (
            <a className="button" href={paths.section("forms", "fill", campaign.formId)}>
              {w.openForm}
            </a>
          )}
        </>
      )}
      {isShut && (
        <>
          <OneOf
            label={w.askedNeighbour}
            options={NEIGHBOUR_WORDS}
            words={w.neighbour}
            value={neighbour}
            onChange={setNeighbour}
          />
          <label className="chip">
            <input type="checkbox" checked={hasNote} onChange={() => setNote(!hasNote)} />
            <span className="chip-face">{w.note}</span>
          </label>
        </>
      )}
      {outcome !== null && outcome !== "vacant" && (
        <OneOf
          label={w.revisit}
          options={[NEVER, ...slots.map(({ key }) => key)]}
          words={{ [NEVER]: w.revisitNone, ...Object.fromEntries(slots.map(({ key, word }) => [key, word])) }}
          value={slot}
          onChange={setSlot}
        />
      )}
      {isTried && outcome === null && <p role="alert">{w.chooseFirst}</p>}
      <button type="button" className="button button-main button-wide" onClick={() => void save()}>
        {w.save}
      </button>
    </section>
  );
}

async function giveFacts(place: string, subjects: Subjects, answers: Answers, after: string): Promise<void> {
  for (const [subjectKind, subjectId] of [
    ["door", subjects.door],
    ["household", subjects.household],
  ] as const) {
    const facts = Object.entries(answers).flatMap(([attribute, value]) =>
      attribute.startsWith(`${subjectKind}.`) && value !== null
        ? [{ attribute, value: typeof value === "object" ? [...value] : value }]
        : [],
    );
    if (subjectId !== null && facts.length > 0)
      await give(recordFactsCommand, { place, subjectKind, subjectId, facts }, { after });
  }
}

const OWN = "own";

/** To another group, by hand, with a reason. */
function Give({ of, campaign }: { readonly of: DoorHere; readonly campaign: CampaignHere }) {
  const w = useWords(campaignWords);
  const said = useMended(moveDoors)?.body;
  const [to, setTo] = useState<string | null>(said === undefined ? null : (said.toGroup ?? OWN));
  const [reason, setReason] = useState(said?.reason ?? "");
  const groups = campaign.groups.filter(({ id, place }) => id !== of.value.groupId && of.value.place.startsWith(place));
  const options = [...(of.value.groupId === null ? [] : [OWN]), ...groups.map(({ id }) => id)];
  if (options.length === 0) return null;
  const move = async () => {
    const { campaignId, place } = of.value;
    const toGroup = to === OWN ? null : to;
    await give(moveDoors, { campaignId, place, campaignDoorIds: [of.id], toGroup, reason: reason.trim() });
    go(paths.section("campaigns", campaignId), { instead: true });
  };
  return (
    <details className="panel" open={said !== undefined}>
      <summary>{w.give}</summary>
      <OneOf
        label={w.toGroup}
        options={options}
        words={{ [OWN]: w.ownWorkers, ...Object.fromEntries(groups.map(({ id, name }) => [id, name])) }}
        value={to}
        onChange={setTo}
      />
      <label className="field">
        <span>{w.reason}</span>
        <input className="input" maxLength={200} value={reason} onChange={({ target }) => setReason(target.value)} />
      </label>
      <button
        type="button"
        className="button"
        disabled={to === null || reason.trim().length < 4}
        onClick={() => void move()}
      >
        {w.giveIt}
      </button>
    </details>
  );
}
