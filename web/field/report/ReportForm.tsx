import { useState } from "react";
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import { MANNERS, SPOKEN_TO } from "#capabilities/visits/rules/answers.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { useWords } from "../../shared/language.ts";
import { platformClockOffset } from "../../shared/me.ts";
import { OneOf } from "../parts/Choices.tsx";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { usePlaceName } from "../parts/place.ts";
import { go, paths } from "../paths.ts";
import { dropDraft, post, saveDraft, settle, useLocal } from "../store/local.ts";
import type { About, Draft } from "../store/shapes.ts";
import { trySending } from "../store/sync.ts";
import { reportWords } from "../words-report.ts";
import { asksWhere, type Missing, missingOf, placeFor, reportOf } from "./draft.ts";
import { Health, More } from "./ReportParts.tsx";
import { ResultPicker } from "./ResultPicker.tsx";

type Props = {
  readonly draft: Draft;
  readonly about: About;
  readonly county: string;
  readonly personKey: string;
  /** A refused report of the outbox that this one takes the place of. */
  readonly replaces?: string;
};

/** Results after which temperature and symptoms are asked: somebody was seen or spoken to about him. */
const ASKS_HEALTH: readonly VisitResult[] = ["HOME_IN_PLACE", "COMPLETED_14D", "CENTRAL", "HOSPITAL", "REFUSED"];
/** Results that say by themselves that nobody was spoken to. */
const NOBODY: readonly VisitResult[] = ["NO_ANSWER", "WRONG_NUMBER"];

/** The report. Every touch is kept on the phone; "send" puts it into the outbox and never waits for the network. */
export function ReportForm({ draft, about, county, personKey, replaces }: Props) {
  const w = useWords(reportWords);
  const area = useLocal(({ kept }) => kept.me?.value.post.area ?? "");
  const isKept = useLocal((local) => local.drafts.has(draft.key));
  const [isSaving, setSaving] = useState(false);
  const [isTold, setTold] = useState(false);
  const change = (part: Partial<Draft>) => saveDraft({ ...draft, ...part });
  const place = placeFor(draft, about.place, area);
  const missing = missingOf(draft, place);
  const onResult = (result: VisitResult | null) =>
    change({ result, ...(result !== null && NOBODY.includes(result) ? { spokenTo: "nobody" as const } : {}) });
  const onSend = async () => {
    if (place === null || missing.length > 0) return setTold(true);
    const report = reportOf(draft, {
      place,
      county,
      personKey,
      visitedAt: new Date().toISOString(),
      clockOffsetMs: Math.round(platformClockOffset()),
    });
    if (report === null) return;
    setSaving(true);
    try {
      await post([{ id: draft.id, command: { kind: "visit", report, about } }], { draftOf: draft.key });
    } catch {
      // The banner says why; everything typed is still here, and the button works again.
      setSaving(false);
      return;
    }
    if (replaces !== undefined) await settle({ gone: [replaces] });
    void trySending();
    go(paths.reported(draft.id), { instead: true });
  };
  return (
    <form className="report" onSubmit={(event) => event.preventDefault()}>
      <OneOf
        label={w.how}
        options={MANNERS}
        words={w.manner}
        value={draft.manner}
        onChange={(manner) => change({ manner })}
      />
      <ResultPicker value={draft.result} onChange={onResult} />
      {asksWhere(draft.result) && (
        <PlacePicker
          label={w.toPlace}
          hint={w.toPlaceHint}
          value={draft.toPlace}
          onChange={(toPlace) => change({ toPlace })}
          within={area.slice(0, 2)}
        />
      )}
      {draft.result !== null && (
        <>
          {ASKS_HEALTH.includes(draft.result) && <Health draft={draft} change={change} />}
          <OneOf
            label={w.spokenToAsk}
            options={SPOKEN_TO}
            words={w.spokenTo}
            value={draft.spokenTo}
            onChange={(spokenTo) => change({ spokenTo })}
          />
          <WhereAsked
            taskId={about.taskId}
            place={place}
            own={about.place}
            area={area}
            onChange={(at) => change({ place: at })}
          />
          <More draft={draft} change={change} />
        </>
      )}
      <p className="quiet">{w.savedOnPhone}</p>
      {isKept && <GiveUp onYes={() => dropDraft(draft.key)} />}
      {draft.result !== null && (
        <div className="dock">
          {isTold && missing.length > 0 && <MissingLine missing={missing} />}
          <button type="button" className="button button-main" disabled={isSaving} onClick={() => void onSend()}>
            {isSaving ? w.sending : w.send}
          </button>
        </div>
      )}
    </form>
  );
}

type WhereProps = {
  readonly taskId: string;
  readonly place: string | null;
  readonly own: string;
  readonly area: string;
  readonly onChange: (place: string | null) => void;
};

function WhereAsked({ taskId, place, own, area, onChange }: WhereProps) {
  const w = useWords(reportWords);
  const name = usePlaceName(place ?? own);
  // A report is taken from one's own area only: whoever has one grid gives the task back instead.
  const mayChoose = area.length < CODE_LENGTH.grid;
  const [isOther, setOther] = useState(place === null);
  if (isOther)
    return (
      <PlacePicker
        label={w.placeAsk}
        hint={w.placeMissing}
        value={place === own ? null : place}
        onChange={onChange}
        within={area}
      />
    );
  return (
    <section className="picker" aria-label={w.placeAsk}>
      <p className="form-label">{w.placeAsk}</p>
      <p className="picker-chosen">
        <strong>{name}</strong>
        {mayChoose && (
          <button type="button" className="button" onClick={() => setOther(true)}>
            {w.placeOther}
          </button>
        )}
      </p>
      {!mayChoose && <a href={paths.notMine(taskId)}>{w.placeElsewhere}</a>}
    </section>
  );
}

function MissingLine({ missing }: { readonly missing: readonly Missing[] }) {
  const w = useWords(reportWords);
  const names: Readonly<Record<Missing, string>> = {
    result: w.missingResult,
    spokenTo: w.missingSpokenTo,
    place: w.missingPlace,
    temperature: w.temperature,
  };
  return (
    <p className="form-fault" role="alert">
      {`${w.missing}${missing.map((one) => names[one]).join("、")}`}
    </p>
  );
}

function GiveUp({ onYes }: { readonly onYes: () => void }) {
  const { throwAway, throwAwaySure, yesDelete, no } = useWords(reportWords);
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button type="button" className="button button-plain" onClick={() => setAsking(true)}>
        {throwAway}
      </button>
    );
  return (
    <div className="notice notice-warning" role="alert">
      <p>{throwAwaySure}</p>
      <div className="actions">
        <button
          type="button"
          className="button"
          onClick={() => {
            onYes();
            history.back();
          }}
        >
          {yesDelete}
        </button>
        <button type="button" className="button" onClick={() => setAsking(false)}>
          {no}
        </button>
      </div>
    </div>
  );
}
