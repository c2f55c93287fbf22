/** A form on paper: printed blank, and keyed in later for whoever filled it. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { v7 } from "uuid";
import { keyAnswer } from "#capabilities/forms/contract.ts";
import { compile, type FormDocument, type Question } from "#capabilities/forms/rules/document.ts";
import { answersOf, defaultsOf, fill } from "#capabilities/forms/rules/fill.ts";
import { browseRegister, showDoor } from "#capabilities/households/contract-import.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { listPosts } from "#capabilities/workers/contract.ts";
import { query, send } from "../../shared/api.ts";
import { type FormDraft, FormView } from "../../shared/forms/FormView.tsx";
import { MediaPreview } from "../../shared/forms/MediaPreview.tsx";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import "./forms.css";
import type { One } from "./types.ts";
import { words } from "./words.ts";

const BOX = "□";
const LINE = "________________";
/** What is worked out or only read is not written on paper. */
const NOT_WRITTEN: readonly Question["type"][] = ["calculate", "image", "audio"];

export function Blank({ document }: { readonly document: FormDocument }) {
  const word = useWords(words);
  const language = useLanguage();
  const asked = document.questions.filter(({ type, isReadOnly }) => !NOT_WRITTEN.includes(type) && !isReadOnly);
  return (
    <article className="form-paper" aria-label={word.blank}>
      <h3>{`${document.title[language]} · ${word.version} ${document.version}`}</h3>
      <p>{word.paperHow}</p>
      <p>{`${word.place} ${LINE} ${word.whom} ${LINE}`}</p>
      <ol>
        {asked.map(({ name, label, type, choices, required }) => (
          <li key={name}>
            <strong>{label[language]}</strong>
            {required !== null && " *"}
            {type !== "note" && (
              <p>
                {choices !== null
                  ? choices.map((one) => `${BOX} ${one.label[language]}`).join("　")
                  : type === "acknowledge"
                    ? BOX
                    : LINE}
              </p>
            )}
          </li>
        ))}
      </ol>
      <p>{`${word.filledBy} ${LINE} ${word.filledAt} ${LINE}`}</p>
    </article>
  );
}

type Props = { readonly form: One; readonly document: FormDocument; readonly area: string };
type Subject = { readonly kind: "household" | "person" | "door"; readonly id: string };
const VILLAGE = 12;

export function Keying({ form: head, document, area }: Props) {
  const word = useWords(words);
  const form = compile(document);
  const [now] = useState(platformNow);
  const fresh = (): FormDraft => ({ answers: defaultsOf(form, now), kept: [], at: 0 });
  const [draft, setDraft] = useState(fresh);
  const [id, setId] = useState(() => v7());
  const [place, setPlace] = useState(area);
  const [subject, setSubject] = useState<Subject | null>(null);
  const [filledBy, setFilledBy] = useState("");
  const [filledAt, setFilledAt] = useState("");
  const isPlaced = place.length >= VILLAGE;
  // Of a door the answer lies where the door does, whatever wider place it was looked for in.
  const [doorPlace, setDoorPlace] = useState<string | null>(null);
  const at = doorPlace ?? place;
  const posts = useQuery({
    ...query(listPosts, { area: place.slice(0, VILLAGE), limit: 200 }),
    enabled: isPlaced,
  });
  const fillers = (posts.data?.items ?? []).filter(
    ({ role, area: of }) => head.roles.some((one) => one === role) && at.startsWith(of),
  );
  const key = useAct(
    () =>
      send(
        keyAnswer,
        { formId: head.id },
        {
          ...{ id, place: at, subject, filledBy, filledAt: `${filledAt}:00+08:00` },
          answers: answersOf(fill(form, draft.answers, now)),
        },
      ),
    {
      done: word.keyedIn,
      onDone: () => {
        setId(v7());
        setDraft(fresh());
        setSubject(null);
        setDoorPlace(null);
      },
    },
  );
  const isWhole = isPlaced && filledBy !== "" && filledAt !== "" && (document.subject === "none" || subject !== null);
  return (
    <div className="stack">
      <PlacePicker
        label={word.place}
        value={place}
        within={area}
        onChange={(code) => {
          setPlace(code);
          setSubject(null);
          setDoorPlace(null);
          setFilledBy("");
        }}
      />
      {isPlaced && document.subject !== "none" && (
        <Whom
          key={`${place}/${id}`}
          kind={document.subject}
          place={place}
          value={subject}
          onChange={setSubject}
          onDoor={setDoorPlace}
        />
      )}
      <div className="filters">
        <label className="field">
          <span>{word.filledBy}</span>
          <select className="input input-small" value={filledBy} onChange={({ target }) => setFilledBy(target.value)}>
            <option value="">{isPlaced ? word.chooseOne : word.placeFirst}</option>
            {fillers.map((one) => (
              <option key={one.id} value={one.id}>
                {`${one.displayName} · ${one.organisation}`}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{word.filledAt}</span>
          <input
            className="input input-small"
            type="datetime-local"
            value={filledAt}
            onChange={({ target }) => setFilledAt(target.value)}
          />
        </label>
      </div>
      {isWhole ? (
        <section className="form-preview" aria-label={word.keyIn}>
          <FormView
            Media={MediaPreview}
            form={form}
            draft={draft}
            known={new Map()}
            now={now}
            onChange={(part) => setDraft({ ...draft, ...part })}
            last={{ word: word.keyIt, onDone: () => key.mutate(undefined) }}
          />
        </section>
      ) : (
        <p className="quiet">{word.keyFirst}</p>
      )}
    </div>
  );
}

type WhomProps = {
  readonly kind: Subject["kind"];
  readonly place: string;
  readonly value: Subject | null;
  readonly onChange: (subject: Subject | null) => void;
  /** Where the chosen door lies. */
  readonly onDoor: (place: string | null) => void;
};

/** The door by its address, then who lives behind it; looking behind a door is on record. */
function Whom({ kind, place, value, onChange, onDoor }: WhomProps) {
  const word = useWords(words);
  const [q, setQ] = useState("");
  const [doorId, setDoor] = useState("");
  const found = useQuery({ ...query(browseRegister, { area: place, q, limit: 50 }), enabled: q.trim() !== "" });
  const behind = useQuery({ ...query(showDoor, { doorId }), enabled: doorId !== "" && kind !== "door" });
  const households = (behind.data?.households ?? []).filter(({ untilOn }) => untilOn === null);
  const people = households.flatMap((one) => one.people.filter(({ untilOn }) => untilOn === null));
  const nameOf = (one: (typeof people)[number]) => one.name ?? `${one.lastFour ?? one.personId.slice(-4)}`;
  const options =
    kind === "household"
      ? households.map(
          (one) => [one.householdId, one.people.map(nameOf).join("、") || one.householdId.slice(-4)] as const,
        )
      : people.map((one) => [one.personId, nameOf(one)] as const);
  return (
    <div className="filters">
      <label className="field">
        <span>{word.findDoor}</span>
        <input className="input input-small" value={q} maxLength={40} onChange={({ target }) => setQ(target.value)} />
      </label>
      <label className="field">
        <span>{word.door}</span>
        <select
          className="input input-small"
          value={doorId}
          onChange={({ target }) => {
            setDoor(target.value);
            onDoor(found.data?.doors.find((one) => one.doorId === target.value)?.place ?? null);
            onChange(kind === "door" && target.value !== "" ? { kind, id: target.value } : null);
          }}
        >
          <option value="">{word.chooseOne}</option>
          {found.data?.doors.map((one) => (
            <option key={one.doorId} value={one.doorId}>
              {addressText(one)}
            </option>
          ))}
        </select>
      </label>
      {kind !== "door" && doorId !== "" && (
        <label className="field">
          <span>{word.whom}</span>
          <select
            className="input input-small"
            value={value?.id ?? ""}
            onChange={({ target }) => onChange(target.value === "" ? null : { kind, id: target.value })}
          >
            <option value="">{word.chooseOne}</option>
            {options.map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** What can be done with a published form on paper. */
export function OnPaper(props: Props) {
  const word = useWords(words);
  const [what, setWhat] = useState<"blank" | "key" | null>(null);
  return (
    <section className="stack" aria-label={word.onPaper}>
      <div className="row">
        <Button onClick={() => setWhat("blank")}>{word.blank}</Button>
        <Button onClick={() => setWhat("key")}>{word.keyIn}</Button>
        {what === "blank" && (
          <Button type="primary" onClick={() => window.print()}>
            {word.print}
          </Button>
        )}
      </div>
      {what === "blank" && <Blank document={props.document} />}
      {what === "key" && <Keying {...props} />}
    </section>
  );
}
