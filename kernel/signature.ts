/**
 * A signature made with a finger, as the text of an SVG path: the strokes in whole units of a box of 400 × 160, each
 * `M x y` and then `l` with steps. Some hundred letters, drawn again the same on any screen; no picture, no pressure.
 */
export type Point = { readonly x: number; readonly y: number };
export type Stroke = readonly Point[];

export const SIGNATURE_BOX = { width: 400, height: 160 } as const;
/** A long name in careful characters is some 2,500 letters. */
export const SIGNATURE_LENGTH_AT_MOST = 6_000;
/** What a path of ours looks like: nothing else is ever drawn into a page. */
export const SIGNATURE_PATTERN = /^(M\d{1,3} \d{1,3}(l-?\d{1,3} -?\d{1,3}( -?\d{1,3} -?\d{1,3})*)?)+$/;
/** Steps shorter than this are a trembling hand, not a line. */
const SHORTEST_STEP = 3;
/** A dot is no signature: the drawn line is at least a quarter of the box long. */
const SHORTEST_LINE = 100;

const within = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)));

/** The strokes as a path; empty when there are none. */
export function signaturePath(strokes: readonly Stroke[]): string {
  return strokes.map(strokePath).join("").slice(0, SIGNATURE_LENGTH_AT_MOST);
}

function strokePath(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (first === undefined) return "";
  let x = within(first.x, SIGNATURE_BOX.width);
  let y = within(first.y, SIGNATURE_BOX.height);
  let path = `M${x} ${y}`;
  let isLine = false;
  for (const point of rest) {
    const dx = within(point.x, SIGNATURE_BOX.width) - x;
    const dy = within(point.y, SIGNATURE_BOX.height) - y;
    if (Math.hypot(dx, dy) < SHORTEST_STEP) continue;
    path += `${isLine ? " " : "l"}${dx} ${dy}`;
    isLine = true;
    x += dx;
    y += dy;
  }
  return path;
}

/** Is there enough of a line to be somebody's name? */
export function isSignature(path: string): boolean {
  if (path.length > SIGNATURE_LENGTH_AT_MOST || !SIGNATURE_PATTERN.test(path)) return false;
  let length = 0;
  for (const steps of path.matchAll(/l([^M]*)/g)) {
    const numbers = (steps[1] ?? "").split(" ").map(Number);
    for (let at = 0; at + 1 < numbers.length; at += 2) length += Math.hypot(numbers[at] ?? 0, numbers[at + 1] ?? 0);
  }
  return length >= SHORTEST_LINE;
}
