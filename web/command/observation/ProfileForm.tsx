import {
  BASES,
  type Hours,
  LIMITS,
  type Limited,
  type Profile,
  STEPS,
  WINDOWS,
} from "#capabilities/observation/rules/profile.ts";
import { useWords } from "../../shared/language.ts";
import { profileWords } from "./profile-words.ts";

/** A variant as it is written: numbers that are not one yet are NaN. */
export type Draft = Omit<Profile, "id" | "careDays" | "windows"> & {
  careDays: number[];
  windows: Record<(typeof WINDOWS)[number], [number, number]>;
};

const LIMITED = Object.keys(LIMITS).filter((name): name is Limited => name !== "days");
const isWithin = (value: number, [least, most]: readonly [number, number]) =>
  Number.isInteger(value) && value >= least && value <= most;

/** Every number is one, and within its limits; names are long enough to be read. */
export const isInRange = (form: Draft): boolean =>
  LIMITED.every((name) => isWithin(form[name], LIMITS[name])) &&
  BASES.every((basis) => isWithin(form.days[basis], LIMITS.days)) &&
  WINDOWS.every((one) => isWithin(form.windows[one][0], [0, 23]) && isWithin(form.windows[one][1], [1, 24])) &&
  form.careDays.length <= 10 &&
  form.careDays.every((day) => isWithin(day, LIMITS.days)) &&
  STEPS.every((step) => form.steps[step].zh.trim().length >= 2 && form.steps[step].en.trim().length >= 2);

type Props = { readonly value: Draft; readonly isLocked: boolean; readonly onChange: (value: Draft) => void };

export function ProfileForm({ value, isLocked, onChange }: Props) {
  const w = useWords(profileWords);
  const hours = (window: (typeof WINDOWS)[number], at: 0 | 1) => (n: number) => {
    const [from, to]: Hours = value.windows[window];
    onChange({ ...value, windows: { ...value.windows, [window]: at === 0 ? [n, to] : [from, n] } });
  };
  return (
    <fieldset className="stack profile-form" disabled={isLocked}>
      <legend className="visually-hidden">{w.form}</legend>
      <div className="filters">
        {STEPS.map((step) => (
          <Words
            key={step}
            label={w.step[step]}
            value={value.steps[step]}
            onChange={(names) => onChange({ ...value, steps: { ...value.steps, [step]: names } })}
          />
        ))}
      </div>
      <div className="filters">
        {BASES.map((basis) => (
          <Whole
            key={basis}
            label={w.days[basis]}
            limits={LIMITS.days}
            value={value.days[basis]}
            onChange={(n) => onChange({ ...value, days: { ...value.days, [basis]: n } })}
          />
        ))}
        {WINDOWS.flatMap((window) => [
          <Whole
            key={`${window}/from`}
            label={`${w.window[window]} ${w.from}`}
            limits={[0, 23]}
            value={value.windows[window][0]}
            onChange={hours(window, 0)}
          />,
          <Whole
            key={`${window}/to`}
            label={`${w.window[window]} ${w.to}`}
            limits={[1, 24]}
            value={value.windows[window][1]}
            onChange={hours(window, 1)}
          />,
        ])}
        {LIMITED.map((name) => (
          <Whole
            key={name}
            label={w.limit[name]}
            limits={LIMITS[name]}
            value={value[name]}
            onChange={(n) => onChange({ ...value, [name]: n })}
          />
        ))}
        <Days value={value.careDays} onChange={(careDays) => onChange({ ...value, careDays })} />
        <label className="field">
          <span>{w.household}</span>
          <select
            className="input"
            value={value.household}
            onChange={({ target }) =>
              onChange({ ...value, household: target.value === "everybody" ? "everybody" : "sharing-a-room" })
            }
          >
            <option value="sharing-a-room">{w.who["sharing-a-room"]}</option>
            <option value="everybody">{w.who.everybody}</option>
          </select>
        </label>
      </div>
    </fieldset>
  );
}

function Words(props: {
  readonly label: string;
  readonly value: { readonly zh: string; readonly en: string };
  readonly onChange: (value: { readonly zh: string; readonly en: string }) => void;
}) {
  const w = useWords(profileWords);
  return (
    <>
      {(["zh", "en"] as const).map((language) => (
        <label key={language} className="field">
          <span>{`${props.label} · ${language === "zh" ? w.nameZh : w.nameEn}`}</span>
          <input
            className="input"
            maxLength={language === "zh" ? 20 : 60}
            value={props.value[language]}
            onChange={({ target }) => props.onChange({ ...props.value, [language]: target.value })}
          />
        </label>
      ))}
    </>
  );
}

function Whole(props: {
  readonly label: string;
  readonly limits: readonly [number, number];
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const w = useWords(profileWords);
  const [least, most] = props.limits;
  return (
    <label className="field">
      <span>{`${props.label}（${w.between(least, most)}）`}</span>
      <input
        className="input"
        type="number"
        min={least}
        max={most}
        aria-invalid={!isWithin(props.value, props.limits)}
        value={Number.isNaN(props.value) ? "" : props.value}
        onChange={({ target }) => props.onChange(target.value === "" ? Number.NaN : Number(target.value))}
      />
    </label>
  );
}

function Days(props: { readonly value: number[]; readonly onChange: (value: number[]) => void }) {
  const w = useWords(profileWords);
  return (
    <label className="field">
      <span>{w.careDays}</span>
      <input
        className="input"
        defaultValue={props.value.join("，")}
        onChange={({ target }) =>
          props.onChange(
            target.value
              .split(/[\s,，、]+/)
              .filter((part) => part !== "")
              .map(Number),
          )
        }
      />
    </label>
  );
}
