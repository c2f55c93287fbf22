/**
 * The colour of a health code, strongest first. Not a risk tier and not an alert level: three palettes, three types.
 * `pending` is green-pending (绿码待定): passes with identity card and temperature. Source: Suzhou notice no. 10 of 2020.
 */
export const CODE_COLOURS = ["red", "yellow", "pending", "green"] as const;
export type CodeColour = (typeof CODE_COLOURS)[number];

/** Negative when `a` is the stronger (more restrictive) of the two. */
export const compareColours = (a: CodeColour, b: CodeColour): number =>
  CODE_COLOURS.indexOf(a) - CODE_COLOURS.indexOf(b);
