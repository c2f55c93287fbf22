import { useState } from "react";
import { acceptClue, clueCopy, declineClue, gatherClue, reportClue } from "#capabilities/clues/contract.ts";
import { CLUE_CATEGORIES, type ClueCategory } from "#capabilities/clues/rules/categories.ts";
import { opinionIn } from "#capabilities/clues/rules/opinion.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Attach } from "../parts/Attach.tsx";
import { giveTaken, type Taken } from "../parts/attach.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { GridHere, useOwnPlace } from "../parts/GridHere.tsx";
import { useKeptForm, useMendedForm } from "../parts/kept-form.ts";
import { OnTheWay } from "../parts/OnTheWay.tsx";
import { usePlaceName } from "../parts/place.ts";
import { Text } from "../parts/Text.tsx";
import { WithReason } from "../parts/WithReason.tsx";
import { go, paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { give, useGiven } from "../store/give.ts";
import { useRefused, useStep } from "../store/steps.ts";
import { attachWords } from "../words-attach.ts";
import { clueWords } from "./words.ts";

const HOME = paths.section("clues");

/** Clues: what I reported, what I have to deal with, and reporting one, all without a network. */
export function Clues({ rest: [first] }: { readonly rest: readonly string[] }) {
  if (first === "new") return <NewClue />;
  return first === undefined ? <ClueList /> : <OneClue id={first} />;
}

type Kept = ReturnType<typeof useCopies<typeof clueCopy.value>> extends ReadonlyMap<string, infer V> ? V : never;

function ClueList() {
  const w = useWords(clueWords);
  const given = useGiven(gatherClue);
  const clues = [...useCopies(clueCopy)].sort(([, a], [, b]) => (a.gatheredAt < b.gatheredAt ? 1 : -1));
  const toDo = clues.filter(([, clue]) => clue.isAssignedToMe);
  const mine = clues.filter(([, clue]) => clue.isMine);
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      {clues.length + given.length === 0 && <p className="empty">{w.none}</p>}
      {toDo.length > 0 && <ClueCards title={w.toDo} clues={toDo} />}
      {given.length > 0 && (
        <ul className="cards">
          {given.map(({ id, body, refusal }) => (
            <li key={id} className="card card-done">
              <div className="card-link">
                <div className="card-main">{w.category[body.category]}</div>
                <Waits isRefused={refusal !== null} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {mine.length > 0 && <ClueCards title={w.mine} clues={mine} />}
      <div className="dock">
        <a className="button button-main" href={paths.section("clues", "new")}>
          {w.add}
        </a>
      </div>
    </>
  );
}

/** What stands against something that is still on the phone. */
function Waits({ isRefused }: { readonly isRefused: boolean }) {
  const w = useWords(attachWords);
  return <div className="card-foot">{isRefused ? w.refusedHere : w.onItsWay}</div>;
}

function ClueCards({ title, clues }: { readonly title: string; readonly clues: readonly (readonly [string, Kept])[] }) {
  const w = useWords(clueWords);
  const { time } = useFormat();
  return (
    <section aria-label={title}>
      <h2 className="list-title">{title}</h2>
      <ul className="cards">
        {clues.map(([id, clue]) => (
          <li key={id} className="card">
            <a className="card-link" href={paths.section("clues", id)}>
              <div className="card-main">
                {w.category[clue.category]}
                <span className="chevron" aria-hidden="true" />
              </div>
              <div>{clue.grievance}</div>
              <div className="card-foot">
                <span>{w.state[clue.state]}</span>
                {clue.level !== null && <span>{w.level[clue.level - 1]}</span>}
                {clue.isAssignedToMe && clue.dueAt !== null && <span className="due">{w.dueBy(time(clue.dueAt))}</span>}
              </div>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Form = {
  readonly place: string | null;
  readonly category: ClueCategory | null;
  readonly words: string;
  readonly grievance: string;
};

function NewClue() {
  const w = useWords(clueWords);
  const { missing } = useWords(attachWords);
  const own = useOwnPlace();
  const [form, change, clear] = useMendedForm<Form, typeof gatherClue.body>(
    "clue",
    { place: own, category: null, words: "", grievance: "" },
    { command: gatherClue, typed: ({ place, category, words, grievance }) => ({ place, category, words, grievance }) },
  );
  const [media, changeMedia, clearMedia] = useKeptForm<{ readonly taken: readonly Taken[] }>("clue-media", {
    taken: [],
  });
  const [isTold, setTold] = useState(false);
  const { place, category, words, grievance } = form;
  const lacks = [
    ...(category === null ? [w.what] : []),
    ...(words.trim().length < 2 ? [w.words] : []),
    ...(grievance.trim().length < 2 ? [w.grievance] : []),
  ];
  const isOpinion = category !== null && opinionIn(category, [words, grievance]) !== null;
  const onSubmit = async () => {
    if (lacks.length > 0 || isOpinion || category === null || place === null) return setTold(true);
    const position = media.taken.find((one) => one.position !== undefined)?.position;
    const body = { place, category, words: words.trim(), grievance: grievance.trim() };
    const id = await give(gatherClue, position === undefined ? body : { ...body, position: { ...position } });
    await giveTaken(media.taken, { objectKind: "clue", objectId: id, after: id });
    clear();
    clearMedia();
    go(HOME, { instead: true });
  };
  return (
    <>
      <Bar title={w.newTitle} back={HOME} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <GridHere value={place} onChange={(at) => change({ place: at })} />
        <OneOf
          label={w.what}
          options={CLUE_CATEGORIES}
          words={w.category}
          value={category}
          onChange={(one) => change({ category: one })}
        />
        <Text
          label={w.words}
          hint={w.wordsHint}
          value={words}
          onChange={(text) => change({ words: text })}
          maxLength={1000}
          rows={4}
          fault={isOpinion ? w.opinion : null}
        />
        <Text
          label={w.grievance}
          hint={w.grievanceHint}
          value={grievance}
          onChange={(text) => change({ grievance: text })}
          maxLength={1000}
          rows={2}
        />
        <Attach value={media.taken} onChange={(taken) => changeMedia({ taken })} />
        <div className="dock">
          {isTold && lacks.length > 0 && (
            <p className="form-fault" role="alert">
              {missing(lacks.join("、"))}
            </p>
          )}
          <button type="button" className="button button-main" onClick={() => void onSubmit()}>
            {w.submit}
          </button>
        </div>
      </form>
    </>
  );
}

function OneClue({ id }: { readonly id: string }) {
  const w = useWords(clueWords);
  const { moment: at } = useFormat();
  const clue = useCopies(clueCopy).get(id);
  const name = usePlaceName(clue?.place ?? "");
  if (clue === undefined)
    return (
      <>
        <Bar title={w.title} back={HOME} />
        <p className="empty">{w.gone}</p>
      </>
    );
  return (
    <>
      <Bar title={w.category[clue.category]} back={HOME} />
      <section className="pad">
        <p>
          <strong>{w.state[clue.state]}</strong>
          {clue.level !== null && ` · ${w.level[clue.level - 1]}`}
          {clue.rejectedWhy !== null && ` · ${w.why[clue.rejectedWhy]}`}
        </p>
        <p className="quiet">{`${name} · ${w.happened(at(clue.happenedAt))}`}</p>
        {clue.isLinked && <p className="quiet">{w.linked}</p>}
        <p>{clue.words}</p>
        <p>
          <strong>{w.grievance}</strong>
          {` ${clue.grievance}`}
        </p>
        {clue.done !== null && (
          <p>
            <strong>{w.done}</strong>
            {` ${clue.done}`}
          </p>
        )}
        {clue.isAssignedToMe && clue.state === "ASSIGNED" && clue.acceptBy !== null && (
          <p className="due due-soon">{w.acceptBy(at(clue.acceptBy))}</p>
        )}
        {clue.isAssignedToMe && clue.dueAt !== null && <p className="due">{w.dueBy(at(clue.dueAt))}</p>}
      </section>
      <OnTheWay field="clueId" id={id} />
      {clue.isAssignedToMe && <OwnerSteps id={id} clue={clue} />}
    </>
  );
}

/** Accept, say that one cannot, report what was done; what is on its way is not asked for again, what was refused is. */
function OwnerSteps({ id: clueId, clue }: { readonly id: string; readonly clue: Kept }) {
  const w = useWords(clueWords);
  const say = useStep("clueId", clueId);
  const isThis = (body: { readonly clueId: string }) => body.clueId === clueId;
  const onTheWay = (given: readonly { readonly refusal: unknown; readonly body: { readonly clueId: string } }[]) =>
    given.some(({ refusal, body }) => refusal === null && isThis(body));
  const isGiven = onTheWay(useGiven(acceptClue));
  const isDeclined = onTheWay(useGiven(declineClue));
  const isReported = onTheWay(useGiven(reportClue));
  const accepted = useRefused(acceptClue, isThis);
  const declined = useRefused(declineClue, isThis);
  const reported = useRefused(reportClue, isThis);
  // Between the server's answer and the next copy neither says so: what is being typed must not go away meanwhile.
  const [isPressed, setPressed] = useState(false);
  const isAccepted = clue.state === "ACCEPTED" || isGiven || (isPressed && accepted === null);
  const onAccept = () => {
    setPressed(true);
    void say(acceptClue, { clueId }, accepted);
  };
  if (clue.state === "REPORTED" || isDeclined || isReported) return null;
  return (
    <div className="dock">
      {!isAccepted && (
        <button type="button" className="button button-main" onClick={onAccept}>
          {w.accept}
        </button>
      )}
      {!isAccepted && (
        <WithReason
          label={w.decline}
          name={`decline-${clueId}`}
          refused={declined === null ? null : { id: declined.id, body: declined.body.reason }}
          onSay={(reason) => say(declineClue, { clueId, reason }, declined)}
        />
      )}
      {(isAccepted || reported !== null) && (
        <WithReason
          label={w.report}
          ask={w.reportAsk}
          maxLength={1000}
          name={`report-${clueId}`}
          refused={reported === null ? null : { id: reported.id, body: reported.body.done }}
          onSay={(done) => say(reportClue, { clueId, done }, reported)}
        />
      )}
    </div>
  );
}
