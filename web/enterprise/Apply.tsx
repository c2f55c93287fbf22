import { useState } from "react";
import { saveApplication, submitApplication } from "#capabilities/enterprises/contract.ts";
import { CANTEENS, CHECK_ANSWERS, CHECKS, type Content } from "#capabilities/enterprises/rules/plan.ts";
import { send } from "../shared/api.ts";
import { useLanguage, useWords } from "../shared/language.ts";
import { Photos } from "./Photos.tsx";
import { Choice, Failed, Text, useDeed } from "./parts.tsx";
import type { Mine } from "./types.ts";
import { words } from "./words.ts";

const EMPTY: Content = {
  ...{ resumeOn: null, firstBatch: null, rooms: null, thermometers: null, masksADay: null, masksInStore: null },
  ...{ disinfectantLitres: null, stockDays: null, isolationRooms: null, isolationWhere: null, canteen: null },
  ...{ personsADormitoryRoom: null, dormitoryArrangement: null, shifts: [], remark: null, checks: {} },
};
const PLAN_NUMBERS = ["firstBatch", "rooms", "isolationRooms", "personsADormitoryRoom"] as const;
const PLAN_TEXTS = ["isolationWhere", "dormitoryArrangement", "remark"] as const;
const STOCK = ["thermometers", "masksADay", "masksInStore", "disinfectantLitres", "stockDays"] as const;

/** The application step by step; each part can be saved as it is. */
export function Apply({ mine }: { readonly mine: Mine }) {
  const w = useWords(words);
  const { application, enterprise } = mine;
  const isOver = application !== null && ["rejected", "withdrawn", "revoked"].includes(application.state);
  const isOpen = application === null || isOver || application.state === "draft" || application.state === "returned";
  const [content, setContent] = useState<Content>(application?.content ?? EMPTY);
  const [missing, setMissing] = useState<readonly string[]>(isOver ? [] : mine.missing);
  const version = application === null || isOver ? 0 : application.version;
  const params = { enterpriseId: enterprise.id };
  const saving = useDeed(
    () => send(saveApplication, params, { version, content }),
    (saved) => setMissing(saved.missing),
  );
  const submitting = useDeed(async () => {
    const saved = await send(saveApplication, params, { version, content });
    setMissing(saved.missing);
    await send(submitApplication, params, { version: saved.version });
    location.hash = `#/e/${enterprise.id}/status`;
  });
  const set = <Name extends keyof Content>(name: Name, value: Content[Name]) =>
    setContent({ ...content, [name]: value });
  const number = (name: (typeof PLAN_NUMBERS)[number] | (typeof STOCK)[number]) => (
    <Text
      key={name}
      label={w.content[name]}
      type="number"
      value={content[name] === null ? "" : String(content[name])}
      isMissing={missing.includes(name)}
      isDisabled={!isOpen}
      onChange={(value) => set(name, value === "" ? null : Math.max(0, Math.trunc(Number(value))))}
    />
  );
  return (
    <>
      {!isOpen && <p className="notice">{w.readOnly}</p>}
      <section className="card">
        <h2>{w.plan}</h2>
        <div className="ent-fields">
          <Text
            label={w.content.resumeOn}
            type="date"
            value={content.resumeOn ?? ""}
            isMissing={missing.includes("resumeOn")}
            isDisabled={!isOpen}
            onChange={(value) => set("resumeOn", value === "" ? null : value)}
          />
          {PLAN_NUMBERS.map(number)}
          <Choice
            label={w.content.canteen}
            value={content.canteen ?? ""}
            options={CANTEENS.map((one) => [one, w.canteens[one]] as const)}
            isMissing={missing.includes("canteen")}
            isDisabled={!isOpen}
            onChange={(value) => set("canteen", CANTEENS.find((one) => one === value) ?? null)}
          />
          {PLAN_TEXTS.map((name) => (
            <Text
              key={name}
              label={w.content[name]}
              value={content[name] ?? ""}
              isDisabled={!isOpen}
              onChange={(value) => set(name, value === "" ? null : value)}
            />
          ))}
        </div>
        <Shifts content={content} isMissing={missing.includes("shifts")} isOpen={isOpen} onChange={setContent} />
      </section>
      <section className="card">
        <h2>{w.stock}</h2>
        <div className="ent-fields">{STOCK.map(number)}</div>
      </section>
      <Checks content={content} missing={missing} isOpen={isOpen} onChange={setContent} />
      {application !== null && !isOver && <Photos mine={mine} missing={missing} isOpen={isOpen} />}
      <Failed of={saving} />
      <Failed of={submitting} />
      {isOpen && (
        <section className="card" aria-live="polite">
          {missing.length > 0 && <p className="ent-missing">{w.missing(missing.length)}</p>}
          {saving.data && <p>{w.saved(saving.data.version)}</p>}
          <p className="ent-row">
            <button
              type="button"
              className="ent-button"
              disabled={saving.isPending}
              onClick={() => saving.mutate(undefined)}
            >
              {w.save}
            </button>
            <button
              type="button"
              className="ent-button ent-main"
              disabled={submitting.isPending}
              onClick={() => submitting.mutate(undefined)}
            >
              {w.submit}
            </button>
          </p>
        </section>
      )}
    </>
  );
}

type PartProps = {
  readonly content: Content;
  readonly isOpen: boolean;
  readonly onChange: (content: Content) => void;
};

function Shifts({ content, isMissing, isOpen, onChange }: PartProps & { readonly isMissing: boolean }) {
  const w = useWords(words);
  type Shift = Content["shifts"][number];
  const put = (at: number, shift: Shift | null) =>
    onChange({
      ...content,
      shifts: content.shifts.flatMap((one, index) => (index !== at ? [one] : shift === null ? [] : [shift])),
    });
  const add = () =>
    onChange({
      ...content,
      shifts: [...content.shifts, { name: String(content.shifts.length + 1), from: "08:00", to: "17:00", persons: 1 }],
    });
  return (
    <>
      <h3 className={isMissing ? "ent-missing" : undefined}>{w.shifts}</h3>
      {content.shifts.map((shift, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a shift has no other identity than its line.
        <div key={at} className="ent-row">
          <Text
            label={w.shift.name}
            value={shift.name}
            isDisabled={!isOpen}
            onChange={(name) => put(at, { ...shift, name })}
          />
          <Text
            label={w.shift.from}
            type="time"
            value={shift.from}
            isDisabled={!isOpen}
            onChange={(from) => put(at, { ...shift, from })}
          />
          <Text
            label={w.shift.to}
            type="time"
            value={shift.to}
            isDisabled={!isOpen}
            onChange={(to) => put(at, { ...shift, to })}
          />
          <Text
            label={w.shift.persons}
            type="number"
            value={String(shift.persons)}
            isDisabled={!isOpen}
            onChange={(persons) => put(at, { ...shift, persons: Math.max(1, Math.trunc(Number(persons))) })}
          />
          {isOpen && (
            <button type="button" className="ent-button" onClick={() => put(at, null)}>
              {w.remove}
            </button>
          )}
        </div>
      ))}
      {isOpen && content.shifts.length < 12 && (
        <p>
          <button type="button" className="ent-button" onClick={add}>
            {w.addShift}
          </button>
        </p>
      )}
    </>
  );
}

function Checks({ content, missing, isOpen, onChange }: PartProps & { readonly missing: readonly string[] }) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <section className="card">
      <h2>{w.check}</h2>
      {CHECKS.map((check) => (
        <Choice
          key={check.id}
          label={check.needsPhoto ? `${check[language]}（${w.needsPhoto}）` : check[language]}
          value={content.checks[check.id] ?? ""}
          options={CHECK_ANSWERS.map((answer) => [answer, w.answers[answer]] as const)}
          isMissing={missing.includes(`checks.${check.id}`)}
          isDisabled={!isOpen}
          onChange={(value) => {
            const { [check.id]: _old, ...others } = content.checks;
            const answer = CHECK_ANSWERS.find((one) => one === value);
            onChange({ ...content, checks: answer === undefined ? others : { ...others, [check.id]: answer } });
          }}
        />
      ))}
    </section>
  );
}
