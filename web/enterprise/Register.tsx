import { useState } from "react";
import { register } from "#capabilities/enterprises/contract.ts";
import { ENTERPRISE_KINDS, INDUSTRIES } from "#capabilities/enterprises/rules/kinds.ts";
import { normaliseUscc, usccFault } from "#kernel/uscc.ts";
import { send } from "../shared/api.ts";
import { useLanguage, useWords } from "../shared/language.ts";
import { Choice, Failed, isTownship, PlacePick, Text, useDeed } from "./parts.tsx";
import { words } from "./words.ts";

const EMPTY = {
  ...{ uscc: "", name: "", kind: "company", industry: "", place: "", address: "" },
  ...{ contactName: "", contactPhone: "", headcount: "", dormitories: "0" },
};

/** Registers an organisation: its code is checked while it is typed. */
export function Register() {
  const w = useWords(words);
  const language = useLanguage();
  const [form, setForm] = useState(EMPTY);
  const set = (name: keyof typeof EMPTY) => (value: string) => setForm({ ...form, [name]: value });
  const registering = useDeed(
    () =>
      send(
        register,
        {},
        {
          ...form,
          kind: ENTERPRISE_KINDS.find((kind) => kind === form.kind) ?? "company",
          headcount: Number(form.headcount),
          dormitories: Number(form.dormitories),
        },
      ),
    ({ id }) => {
      location.hash = `#/e/${id}/apply`;
    },
  );
  const isCodeWrong = form.uscc.length >= 18 && usccFault(normaliseUscc(form.uscc)) !== null;
  const isWhole = Object.values(form).every((value) => value.trim() !== "") && isTownship(form.place) && !isCodeWrong;
  const text = (name: keyof typeof w.fields, type: "text" | "number" | "tel" = "text") => (
    <Text
      label={w.fields[name]}
      type={type}
      value={form[name]}
      isMissing={name === "uscc" && isCodeWrong}
      onChange={set(name)}
    />
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        registering.mutate(undefined);
      }}
    >
      <h1>{w.register}</h1>
      <div className="ent-fields">
        {text("uscc")}
        {text("name")}
        <Choice
          label={w.fields.kind}
          value={form.kind}
          options={ENTERPRISE_KINDS.map((kind) => [kind, w.kinds[kind]] as const)}
          onChange={set("kind")}
        />
        <Choice
          label={w.fields.industry}
          value={form.industry}
          options={Object.entries(INDUSTRIES).map(([key, name]) => [key, `${key} ${name[language]}`] as const)}
          onChange={set("industry")}
        />
        <PlacePick value={form.place} onChange={set("place")} />
        {text("address")}
        {text("contactName")}
        {text("contactPhone", "tel")}
        {text("headcount", "number")}
        {text("dormitories", "number")}
      </div>
      <Failed of={registering} />
      <button type="submit" className="ent-button ent-main" disabled={!isWhole || registering.isPending}>
        {w.register}
      </button>
    </form>
  );
}
