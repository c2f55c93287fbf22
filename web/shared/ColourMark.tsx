import type { CodeColour } from "#kernel/colours.ts";
import "./colour-mark.css";
import { useWords } from "./language.ts";

/** Each colour has a shape and a word of its own: colour is never the only sign (domain.md §2.17). */
export const COLOUR_SHAPES: Readonly<Record<CodeColour, string>> = {
  red: "M2 2h20v20H2z",
  yellow: "M12 1.5 23 22H1z",
  pending: "M12 1.5a10.5 10.5 0 1 1 0 21 10.5 10.5 0 0 1 0-21zm0 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z",
  green: "M12 1.5a10.5 10.5 0 1 1 0 21 10.5 10.5 0 0 1 0-21z",
};

const zh = {
  /** What the holder may do, in the words of the sign. */
  may: { red: "请停步", yellow: "暂缓", pending: "待定", green: "可通行" },
  colour: { red: "红码", yellow: "黄码", pending: "绿码待定", green: "绿码" },
};
const en: typeof zh = {
  may: { red: "Stop", yellow: "Hold", pending: "Pending", green: "Pass" },
  colour: { red: "Red code", yellow: "Yellow code", pending: "Green code, pending", green: "Green code" },
};
export const colourWords = { zh, en };

type Props = {
  readonly colour: CodeColour;
  /** A line of a list, a card, or the full screen of a code. */
  readonly size?: "small" | "large" | "huge";
};

/** The sign of a colour: shape + name + what the holder may do, on a ground of that colour (text contrast ≥ 4.5:1). */
export function ColourMark({ colour, size = "small" }: Props) {
  const words = useWords(colourWords);
  return (
    <span className={`colour-mark colour-${colour} colour-mark-${size}`}>
      <ColourShape colour={colour} />
      <span className="colour-mark-name">{words.colour[colour]}</span>
      <span className="colour-mark-may">{words.may[colour]}</span>
    </span>
  );
}

/** The shape alone, for places where the words stand beside it. */
export const ColourShape = ({ colour }: { readonly colour: CodeColour }) => (
  <svg className="colour-shape" viewBox="0 0 24 24" aria-hidden="true">
    <path d={COLOUR_SHAPES[colour]} fillRule="evenodd" />
  </svg>
);
