import type { Outcome, Step } from "#capabilities/checkpoints/rules/gate.ts";
import type { CodeColour } from "#kernel/colours.ts";
import { COLOUR_SHAPES } from "../../shared/ColourMark.tsx";
import { useWords } from "../../shared/language.ts";
import { words } from "../words.ts";

/** Shapes of outcomes: a disc, a triangle, a square, a ring with a gap. Colour is never the only sign. */
const SHAPES: Readonly<Record<Outcome, string>> = {
  pass: COLOUR_SHAPES.green,
  ask: COLOUR_SHAPES.yellow,
  stop: COLOUR_SHAPES.red,
  "cannot-verify": "M12 1.5a10.5 10.5 0 1 1-10.5 10.5h4a6.5 6.5 0 1 0 6.5-6.5z",
};

type Props = {
  readonly outcome: Outcome;
  readonly step: Step;
  readonly why: string;
  readonly colour: CodeColour | null;
};

/** The answer, readable at arm's length in the sun: shape, word, why, what to do. */
export function Sign({ outcome, step, why, colour }: Props) {
  const w = useWords(words);
  return (
    <section className={`sign sign-${outcome}`} role="status" aria-live="assertive">
      <svg className="sign-shape" viewBox="0 0 24 24" aria-hidden="true">
        <path d={SHAPES[outcome]} fillRule="evenodd" />
      </svg>
      <h2 className="sign-word">{w.outcome[outcome]}</h2>
      <p className="sign-why">
        {colour !== null && colour !== why && why !== "green" ? `${w.colour[colour]} · ` : ""}
        {w.why[why] ?? why}
      </p>
      <p className="sign-step">{w.step[step]}</p>
    </section>
  );
}
