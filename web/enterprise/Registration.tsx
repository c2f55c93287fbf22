import { ENTERPRISE_KINDS, INDUSTRIES } from "#capabilities/enterprises/rules/kinds.ts";
import { useLanguage, useWords } from "../shared/language.ts";
import { Choice, isTownship, PlacePick, Text } from "./parts.tsx";
import { words } from "./words.ts";

/** What is registered, as it is typed. */
export const EMPTY_REGISTRATION = {
  ...{ name: "", kind: "company", industry: "", place: "", address: "" },
  ...{ contactName: "", contactPhone: "", headcount: "", dormitories: "0" },
};
export type Typed = typeof EMPTY_REGISTRATION;

export const isWhole = (typed: Typed): boolean =>
  Object.values(typed).every((value) => value.trim() !== "") && isTownship(typed.place);

export const registrationOf = (typed: Typed) => ({
  ...typed,
  kind: ENTERPRISE_KINDS.find((kind) => kind === typed.kind) ?? ("company" as const),
  headcount: Number(typed.headcount),
  dormitories: Number(typed.dormitories),
});

type Props = { readonly typed: Typed; readonly onChange: (typed: Typed) => void };

/** The fields of a registration, for the first time and for correcting it. */
export function RegistrationFields({ typed, onChange }: Props) {
  const w = useWords(words);
  const language = useLanguage();
  const set = (name: keyof Typed) => (value: string) => onChange({ ...typed, [name]: value });
  const text = (name: keyof Typed, type: "text" | "number" | "tel" = "text") => (
    <Text label={w.fields[name]} type={type} value={typed[name]} onChange={set(name)} />
  );
  return (
    <>
      {text("name")}
      <Choice
        label={w.fields.kind}
        value={typed.kind}
        options={ENTERPRISE_KINDS.map((kind) => [kind, w.kinds[kind]] as const)}
        onChange={set("kind")}
      />
      <Choice
        label={w.fields.industry}
        value={typed.industry}
        options={Object.entries(INDUSTRIES).map(([key, name]) => [key, `${key} ${name[language]}`] as const)}
        onChange={set("industry")}
      />
      <PlacePick value={typed.place} onChange={set("place")} />
      {text("address")}
      {text("contactName")}
      {text("contactPhone", "tel")}
      {text("headcount", "number")}
      {text("dormitories", "number")}
    </>
  );
}
