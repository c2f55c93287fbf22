import { ColourMark } from "../../shared/ColourMark.tsx";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Facts } from "../parts/fields.tsx";
import { Screen } from "../parts/Screen.tsx";
import { paths } from "../paths.ts";
import { useHeldCode } from "./held.ts";
import { explain } from "./reasons.ts";
import { codeWords } from "./words.ts";

const PROFILE = "suzhou-2020-02";

/** Why, since when, until when, what to do, whom to call, how to disagree: all from the phone. */
export function WhyScreen({ personKey }: { readonly personKey: string }) {
  const w = useWords(codeWords);
  const language = useLanguage();
  const format = useFormat();
  const held = useHeldCode(personKey);
  if (held === null) {
    return (
      <Screen title={w.whyTitle} back={paths.code(personKey)}>
        <p>{w.noCode}</p>
      </Screen>
    );
  }
  const { shown } = held;
  const why = explain(shown.rule, language);
  const isGreen = shown.colour === "green";
  const until = shown.until === null ? (why.isOpen ? w.untilOpen : w.untilNone) : format.moment(shown.until);
  return (
    <Screen title={w.whyTitle} back={paths.code(personKey)}>
      <div>
        <ColourMark colour={shown.colour} size="large" />
      </div>
      <div className="card">
        <Facts
          of={[
            [w.reason, why.reason],
            [w.rule, `${w.ruleName(PROFILE)} · ${shown.rule ?? ""}`],
            ...(why.evidenceClass === null ? [] : ([[w.evidenceClass, w.classes[why.evidenceClass]]] as const)),
            [w.source, why.source],
            ...(shown.since === null ? [] : ([[w.since, format.moment(shown.since)]] as const)),
            [w.until, until],
          ]}
        />
        {shown.until !== null && !isGreen && <p className="notice">{w.automatic}</p>}
      </div>
      <div className="card">
        <h2>{w.todo}</h2>
        <p>{why.advice}</p>
        <h2>{w.call}</h2>
        <a className="button button-wide" href="tel:12345">
          {w.callCentre}
        </a>
        {!isGreen && (
          <a className="button button-wide" href="tel:120">
            {w.callDoctor}
          </a>
        )}
      </div>
      <div className="card">
        <h2>{w.howAppeal}</h2>
        <p>{w.howAppealText}</p>
        <a className="button button-main" href={paths.appeal(personKey)}>
          {w.appeal}
        </a>
      </div>
    </Screen>
  );
}
