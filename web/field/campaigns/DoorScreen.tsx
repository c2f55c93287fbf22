import { useState } from "react";
import { v7 } from "uuid";
import { markDoor, moveDoors } from "#capabilities/campaigns/contract.ts";
import { NEIGHBOUR_WORDS, type NeighbourWord, OUTCOMES, type Outcome } from "#capabilities/campaigns/rules/doors.ts";
import { WINDOWS } from "#capabilities/campaigns/rules/windows.ts";
import { recordFactsCommand } from "#capabilities/facts/contract.ts";
import { formAnswerCopy, formCopy, submitForm } from "#capabilities/forms/contract.ts";
import { dayOf, daysLater, isoInstant, later, startOf } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { AskedAtDoor } from "../parts/AskedAtDoor.tsx";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { LeaveLink } from "../parts/LeaveLink.tsx";
import { go, paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { give, useGiven } from "../store/give.ts";
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
      <LeaveLink place={value.place} />
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

type Mark = {
  readonly outcome: Outcome | null;
  readonly seen: string;
  /** The beginning of a window; one that has passed meanwhile is none. */
  readonly revisitAt: string | null;
  readonly neighbour: NeighbourWord | null;
  readonly leftNote: boolean;
  readonly answers: Answers;
};
const UNMARKED: Mark = { outcome: null, seen: "", revisitAt: null, neighbour: null, leftNote: false, answers: {} };

/** Kept with every touch: a phone that dies at the door, or goes to the form and back, has it still. */
function MarkForm({ of, campaign }: { readonly of: DoorHere; readonly campaign: CampaignHere }) {
  const w = useWords(campaignWords);
  const slots = useSlots();
  const subjects = useSubjects(of.value.doorId);
  const [markId] = useState(() => v7());
  const [form, change, clear] = useMendedForm<Mark, typeof markDoor.body>(`mark/${of.id}`, UNMARKED, {
    command: markDoor,
    typed: ({ outcome, seen, revisitAt = null, neighbour = null, leftNote = false }) => ({
      ...{ outcome, revisitAt, neighbour, leftNote, seen: seen == null ? "" : String(seen) },
    }),
  });
  const { outcome, seen, revisitAt, neighbour, leftNote, answers } = form;
  const slot = slots.find(({ at }) => at === revisitAt);
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
        revisitAt: outcome === "vacant" ? null : (slot?.at ?? null),
        neighbour: isShut ? neighbour : null,
        leftNote: isShut && leftNote,
      },
      { id: markId },
    );
    if (talks) await giveFacts(place, subjects, answers, id);
    clear();
    go(paths.section("campaigns", campaignId), { instead: true });
  };
  return (
    <section className="panel" aria-label={w.whatFound}>
      <OneOf
        label={w.whatFound}
        options={OUTCOMES}
        words={w.outcome}
        value={outcome}
        onChange={(one) => change({ outcome: one })}
      />
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
              onChange={({ target }) => change({ seen: target.value.replace(/\D/g, "") })}
            />
          </label>
          <Questions
            campaign={campaign}
            subjects={subjects}
            answers={answers}
            onChange={(all) => change({ answers: all })}
          />
          {campaign.formId !== null && <OwnForm of={of} name={campaign.formId} subjects={subjects} />}
        </>
      )}
      {isShut && (
        <>
          <OneOf
            label={w.askedNeighbour}
            options={NEIGHBOUR_WORDS}
            words={w.neighbour}
            value={neighbour}
            onChange={(word) => change({ neighbour: word })}
          />
          <label className="chip">
            <input type="checkbox" checked={leftNote} onChange={() => change({ leftNote: !leftNote })} />
            <span className="chip-face">{w.note}</span>
          </label>
        </>
      )}
      {outcome !== null && outcome !== "vacant" && (
        <OneOf
          label={w.revisit}
          options={[NEVER, ...slots.map(({ key }) => key)]}
          words={{ [NEVER]: w.revisitNone, ...Object.fromEntries(slots.map(({ key, word }) => [key, word])) }}
          value={slot?.key ?? NEVER}
          onChange={(key) => change({ revisitAt: slots.find((one) => one.key === key)?.at ?? null })}
        />
      )}
      {isTried && outcome === null && <p role="alert">{w.chooseFirst}</p>}
      <button type="button" className="button button-main button-wide" onClick={() => void save()}>
        {w.save}
      </button>
    </section>
  );
}

type OwnFormProps = { readonly of: DoorHere; readonly name: string; readonly subjects: Subjects };

/** The campaign's form, in the version that stands, of this door or who lives behind it; it leads back here. */
function OwnForm({ of, name, subjects }: OwnFormProps) {
  const w = useWords(campaignWords);
  const forms = useCopies(formCopy);
  const answers = useCopies(formAnswerCopy);
  const given = useGiven(submitForm);
  const [formId, form] = [...forms].find(([id, { document }]) => document.key === name || id === name) ?? [];
  if (formId === undefined || form === undefined) return <p className="quiet">{w.noForm}</p>;
  const { subject, key } = form.document;
  const whom = subject === "door" ? subjects.door : subject === "household" ? subjects.household : null;
  const isOfThis = (one: { readonly id: string } | null) => one !== null && one.id === whom;
  const isFilled =
    given.some(({ body }) => forms.get(body.formId)?.document.key === key && isOfThis(body.subject)) ||
    [...answers.values()].some((one) => one.key === key && isOfThis(one.subject));
  const here = ["campaigns", of.value.campaignId, "door", of.id];
  return (
    <>
      {isFilled && <p role="status">{w.formFilled}</p>}
      <a className="button button-wide" href={paths.section("forms", "fill", formId, whom ?? "-", ...here)}>
        {w.openForm}
      </a>
    </>
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
type Handing = { readonly to: string | null; readonly reason: string };
const NOBODY: Handing = { to: null, reason: "" };

/** To another group, by hand, with a reason. */
function Give({ of, campaign }: { readonly of: DoorHere; readonly campaign: CampaignHere }) {
  const w = useWords(campaignWords);
  const isMended = useMended(moveDoors) !== null;
  const [{ to, reason }, change, clear] = useMendedForm<Handing, typeof moveDoors.body>(`give/${of.id}`, NOBODY, {
    command: moveDoors,
    typed: ({ toGroup, reason }) => ({ to: toGroup ?? OWN, reason }),
  });
  const groups = campaign.groups.filter(({ id, place }) => id !== of.value.groupId && of.value.place.startsWith(place));
  const options = [...(of.value.groupId === null ? [] : [OWN]), ...groups.map(({ id }) => id)];
  if (options.length === 0) return null;
  const move = async () => {
    const { campaignId, place } = of.value;
    const toGroup = to === OWN ? null : to;
    await give(moveDoors, { campaignId, place, campaignDoorIds: [of.id], toGroup, reason: reason.trim() });
    clear();
    go(paths.section("campaigns", campaignId), { instead: true });
  };
  return (
    <details className="panel" open={isMended || reason !== ""}>
      <summary>{w.give}</summary>
      <OneOf
        label={w.toGroup}
        options={options}
        words={{ [OWN]: w.ownWorkers, ...Object.fromEntries(groups.map(({ id, name }) => [id, name])) }}
        value={to}
        onChange={(group) => change({ to: group })}
      />
      <label className="field">
        <span>{w.reason}</span>
        <input
          className="input"
          maxLength={200}
          value={reason}
          onChange={({ target }) => change({ reason: target.value })}
        />
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
