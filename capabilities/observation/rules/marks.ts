/** A signature on the screen: strokes of points on a board of 1000 × 500, drawn as one path. */

export type Strokes = readonly (readonly (readonly [x: number, y: number])[])[];

export const BOARD = { width: 1000, height: 500 } as const;
/** A name has some 30 strokes; a slow hand gives some 100 points each. */
export const MOST = { strokes: 60, points: 400 } as const;
/** Fewer points than this is a slip of the finger, not a name. */
export const LEAST_POINTS = 8;

export const pointsOf = (strokes: Strokes): number => strokes.reduce((sum, stroke) => sum + stroke.length, 0);

/** The path of an SVG of the board's size: digits and letters only, so that nothing else can come in with it. */
export const pathOf = (strokes: Strokes): string =>
  strokes
    .filter((stroke) => stroke.length > 0)
    .map((stroke) => stroke.map(([x, y], at) => `${at === 0 ? "M" : "L"}${Math.round(x)} ${Math.round(y)}`).join(""))
    .join("");
