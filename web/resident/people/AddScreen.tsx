import { useState } from "react";
import { v7 } from "uuid";
import { addPerson, showMe } from "#capabilities/residents/contract.ts";
import { DOCUMENTS, type DocumentKind, RELATIONS, type Relation } from "#capabilities/residents/rules/kinds.ts";
import { type IdFault, normaliseNumber, residentNumberFault } from "#kernel/identity.ts";
import { dayOf } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { Choice, TextField } from "../parts/fields.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Refused, useDeed } from "../parts/states.tsx";
import { go, paths } from "../paths.ts";
import { DemoMessage } from "../screens/SignInScreen.tsx";
import { act, refresh } from "../store/ask.ts";
import { platformNow } from "../store/clock.ts";
import { useMe } from "../store/me.ts";
import { accountWords } from "../words-account.ts";

type Form = {
  readonly relation: Relation;
  readonly document: DocumentKind;
  readonly number: string;
  readonly name: string;
  readonly country: string;
  readonly bornOn: string;
  readonly hasPhone: boolean | null;
  readonly phone: string;
  readonly insists: boolean;
};

type Wrong = { readonly number?: "empty" | IdFault; readonly name?: true; readonly bornOn?: true };

/** Documents whose number is the resident identity number of GB 11643, with its check. */
const HAS_CHECK: readonly DocumentKind[] = ["resident-id", "household-book", "hmt-residence"];
/** Those that say no birth date by themselves. */
const NEEDS_BIRTH: readonly DocumentKind[] = ["passport", "hk-mo-permit", "tw-permit", "foreign-pr", "none-yet"];
/** Adults, who agree by their own phone when they have one. */
const MAY_HAVE_PHONE: readonly Relation[] = ["elder", "spouse", "other-family", "ward"];

function whatIsWrong(form: Form): Wrong {
  const number = normaliseNumber(form.number);
  const fault = HAS_CHECK.includes(form.document) ? residentNumberFault(number, dayOf(platformNow())) : null;
  const ofNumber = number === "" && form.document !== "none-yet" ? "empty" : fault;
  return {
    ...(ofNumber !== null && !(ofNumber === "checksum" && form.insists) ? { number: ofNumber } : {}),
    ...(form.name.trim() === "" ? { name: true } : {}),
    ...(NEEDS_BIRTH.includes(form.document) && form.bornOn === "" ? { bornOn: true } : {}),
  };
}

/** Adds oneself, then family: who, which document, which name; the rest only where the document does not say it. */
export function AddScreen() {
  const w = useWords(accountWords).add;
  const me = useMe();
  const isSelf = !(me.data?.persons.some(({ relation }) => relation === "self") ?? false);
  const [id] = useState(() => v7());
  const [isTried, setTried] = useState(false);
  const [form, setForm] = useState<Form>({
    relation: "child",
    document: "resident-id",
    number: "",
    name: "",
    country: "",
    bornOn: "",
    hasPhone: null,
    phone: "",
    insists: false,
  });
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const wrong = whatIsWrong(form);
  const adding = useDeed(async () => {
    const { personKey } = await act(addPerson, {}, bodyOf(form, { id, isSelf }));
    const { persons } = await refresh(showMe, {});
    const added = persons.find((one) => one.personKey === personKey);
    // An adult with a phone agrees first; whoever declared before has a code already.
    if (added === undefined) go(paths.people, { instead: true });
    else
      go(added.declaredAt === null ? paths.declare(added.personKey) : paths.person(added.personKey), { instead: true });
  });
  const asksPhone = !isSelf && MAY_HAVE_PHONE.includes(form.relation);
  return (
    <Screen title={isSelf ? w.titleSelf : w.title} back={paths.people}>
      <form
        className="card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.keys(wrong).length === 0) adding.run();
        }}
      >
        {!isSelf && <RelationField form={form} set={set} />}
        <DocumentFields form={form} set={set} wrong={isTried ? wrong : {}} />
        {asksPhone && <PhoneFields form={form} set={set} />}
        <Refused error={adding.error} />
        <button type="submit" className="button button-main" disabled={adding.isBusy}>
          {w.submit}
        </button>
        <p className="quiet">{w.truth}</p>
      </form>
      {form.phone.length >= 11 && <DemoMessage phone={form.phone} of={0} />}
    </Screen>
  );
}

const bodyOf = (form: Form, { id, isSelf }: { readonly id: string; readonly isSelf: boolean }) => ({
  id,
  relation: isSelf ? ("self" as const) : form.relation,
  document: form.document,
  number: form.document === "none-yet" ? null : normaliseNumber(form.number),
  name: form.name.trim(),
  insists: form.insists,
  ...(form.document === "passport" && form.country !== "" ? { country: form.country.toUpperCase() } : {}),
  ...(NEEDS_BIRTH.includes(form.document) ? { bornOn: form.bornOn } : {}),
  ...(!isSelf && form.hasPhone === true ? { phone: form.phone } : {}),
});

type PartProps = { readonly form: Form; readonly set: (change: Partial<Form>) => void };

function RelationField({ form, set }: PartProps) {
  const w = useWords(accountWords);
  return (
    <Choice
      label={w.add.relation}
      options={RELATIONS.filter((one) => one !== "self").map((value) => ({ value, word: w.people.relation[value] }))}
      value={form.relation}
      onChange={(relation) => set({ relation })}
    />
  );
}

function DocumentFields({ form, set, wrong }: PartProps & { readonly wrong: Wrong }) {
  const w = useWords(accountWords).add;
  const hasCheck = HAS_CHECK.includes(form.document);
  return (
    <>
      <label className="field">
        <span>{w.document}</span>
        <select
          className="input"
          value={form.document}
          onChange={({ target }) => set({ document: DOCUMENTS.find((one) => one === target.value) ?? "resident-id" })}
        >
          {DOCUMENTS.map((one) => (
            <option key={one} value={one}>
              {w.documents[one]}
            </option>
          ))}
        </select>
      </label>
      {form.document !== "none-yet" && (
        <TextField
          label={w.number}
          hint={hasCheck ? w.numberHint.id : w.numberHint.other}
          wrong={wrong.number === undefined ? null : w.numberWrong[wrong.number]}
          value={form.number}
          onChange={(number) => set({ number })}
          maxLength={40}
        />
      )}
      {(wrong.number === "checksum" || form.insists) && (
        <label className="choice">
          <input type="checkbox" checked={form.insists} onChange={() => set({ insists: !form.insists })} />
          {w.insists}
        </label>
      )}
      {form.document === "passport" && <CountryField form={form} set={set} />}
      <TextField
        label={w.name}
        hint={w.nameHint}
        wrong={wrong.name === undefined ? null : w.nameWrong}
        value={form.name}
        onChange={(name) => set({ name })}
        maxLength={100}
        autoComplete="name"
      />
      {NEEDS_BIRTH.includes(form.document) && (
        <TextField
          label={w.bornOn}
          wrong={wrong.bornOn === undefined ? null : w.bornOnWrong}
          value={form.bornOn}
          onChange={(bornOn) => set({ bornOn })}
          type="date"
        />
      )}
    </>
  );
}

/** The countries of most passports here first; any other by its three letters. */
const COUNTRIES = ["KOR", "JPN", "USA", "DEU", "FRA", "GBR", "CAN", "AUS", "SGP", "MYS", "IND", "PAK", "RUS", "CHN"];

function CountryField({ form, set }: PartProps) {
  const w = useWords(accountWords).add;
  return (
    <label className="field">
      <span>{w.country}</span>
      <input
        className="input"
        list="countries"
        value={form.country}
        maxLength={3}
        autoComplete="off"
        onChange={({ target }) => set({ country: target.value.toUpperCase() })}
      />
      <datalist id="countries">
        {COUNTRIES.map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
    </label>
  );
}

function PhoneFields({ form, set }: PartProps) {
  const w = useWords(accountWords).add;
  return (
    <>
      <Choice
        label={w.hasPhone}
        hint={w.hasPhoneHint}
        options={[
          { value: "yes", word: w.hasPhoneYes },
          { value: "no", word: w.hasPhoneNo },
        ]}
        value={form.hasPhone === null ? null : form.hasPhone ? "yes" : "no"}
        onChange={(value) => set({ hasPhone: value === "yes" })}
      />
      {form.hasPhone === true && (
        <TextField label={w.phone} value={form.phone} onChange={(phone) => set({ phone })} type="tel" inputMode="tel" />
      )}
    </>
  );
}
