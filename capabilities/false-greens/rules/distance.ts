/**
 * How far apart two places are at least: what "impossible speed" is measured by. Cities of the province by the centre of
 * their seat, less what their own extent may take off; within one city nothing is said.
 *
 * Coordinates rounded to a hundredth of a degree (about 1 km), from general knowledge; places elsewhere are not compared.
 */
const CENTRES: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  "3201": [32.06, 118.8],
  "3202": [31.49, 120.31],
  "3203": [34.26, 117.19],
  "3204": [31.81, 119.97],
  "3205": [31.3, 120.59],
  "3206": [31.98, 120.89],
  "3207": [34.6, 119.22],
  "3208": [33.61, 119.02],
  "3209": [33.35, 120.16],
  "3210": [32.39, 119.41],
  "3211": [32.19, 119.43],
  "3212": [32.46, 119.92],
  "3213": [33.96, 118.28],
};
/** Two gates may each lie so far from their city's centre, towards the other. */
const EXTENT_KM = 35;
const EARTH_KM = 6_371;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** A lower bound in kilometres; 0 within a city, and where a place is not known. */
export function kilometresAtLeast(a: string, b: string): number {
  const [from, to] = [CENTRES[a.slice(0, 4)], CENTRES[b.slice(0, 4)]];
  if (from === undefined || to === undefined || a.slice(0, 4) === b.slice(0, 4)) return 0;
  const [lat1, lat2] = [radians(from[0]), radians(to[0])];
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  const h = half(lat2 - lat1) + Math.cos(lat1) * Math.cos(lat2) * half(radians(to[1] - from[1]));
  return Math.max(0, 2 * EARTH_KM * Math.asin(Math.sqrt(h)) - 2 * EXTENT_KM);
}
