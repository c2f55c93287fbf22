/**
 * Every rate of the simulated province in one table: share of what it names, default, and where the default is from.
 * `wangge simulate --rate name=value` changes one; `--clean` sets all of the group "dirt" to 0.
 */
type Rate = { readonly group: "world" | "dirt"; readonly value: number; readonly of: string; readonly source: string };

export const RATES = {
  prevalence: {
    group: "world",
    value: 0.0003,
    of: "residents ever a reported case",
    source: "domain.md §7.4: 0.03 % true positives",
  },
  undetected: {
    group: "world",
    value: 0.2,
    of: "infected persons beside the reported cases, never reported",
    source: "assumed",
  },
  imported: {
    group: "world",
    value: 0.55,
    of: "cases infected in an outbreak area",
    source: "assumed from Jiangsu's bulletins: rather more than half",
  },
  returning: {
    group: "world",
    value: 0.04,
    of: "households that come back from outside the province within the horizon",
    source: "set so that one person in 50 to 100 is listed (Nanjing's first list: 0.13 % with Wuhan history alone)",
  },
  outbreak: {
    group: "world",
    value: 0.06,
    of: "journeys drawn from the case file (the rest from ordinary return travel)",
    source: "as above",
  },
  visitors: { group: "world", value: 0.02, of: "persons who are not residents, on top", source: "assumed" },
  handsets: { group: "world", value: 0.003, of: "handsets that no feed links to a person, on top", source: "assumed" },
  mobile: {
    group: "world",
    value: 0.5,
    of: "residents whose handset leaves the county now and then",
    source: "assumed; 1 gives about 9 rows a person",
  },
  ghost: { group: "world", value: 0.06, of: "journeys with neither ticket nor phone trace", source: "assumed" },
  otherId: {
    group: "world",
    value: 0.03,
    of: "residents with another document (414, 516, 511, 553, 990)",
    source: "task; domain.md §2.7",
  },
  secondId: {
    group: "world",
    value: 0.03,
    of: "persons who travel on a passport besides the identity card",
    source: "domain.md §7.4: 3 % multi-ID",
  },
  sharedPhone: {
    group: "world",
    value: 0.02,
    of: "residents who use the householder's phone",
    source: "domain.md §7.4",
  },
  changedPhone: {
    group: "world",
    value: 0.02,
    of: "residents whose register holds a former number",
    source: "assumed",
  },
  recycledPhone: {
    group: "world",
    value: 0.1,
    of: "former numbers that a stranger uses now",
    source: "assumed; domain.md §2.8",
  },
  foreignPhone: {
    group: "world",
    value: 0.2,
    of: "holders of other documents with a foreign number",
    source: "assumed",
  },
  moved: {
    group: "world",
    value: 0.08,
    of: "households that live elsewhere than registered",
    source: "domain.md §7.4",
  },
  minority: { group: "world", value: 0.01, of: "residents with a transcribed minority name", source: "assumed" },
  traced: { group: "world", value: 0.85, of: "contacts that tracing finds", source: "assumed" },
  observed: {
    group: "world",
    value: 0.35,
    of: "returnees from high areas and traced contacts put under observation",
    source: "assumed",
  },
  feverClinic: {
    group: "world",
    value: 0.006,
    of: "residents seen in a fever clinic within the horizon",
    source: "assumed",
  },
  falseDeclaration: {
    group: "world",
    value: 0.08,
    of: "truly exposed persons who declare that they were not",
    source: "assumed; S12d names 391 on Suzhou's first day",
  },
  dotForm: {
    group: "dirt",
    value: 0.3,
    of: "trips under a name with · that is typed with another dot",
    source: "domain.md §2.7",
  },
  idTypo: {
    group: "dirt",
    value: 0.003,
    of: "rows with one wrong digit in the identity number",
    source: "domain.md §6.3: checksum failures ≤ 2 %",
  },
  idForm: {
    group: "dirt",
    value: 0.01,
    of: "rows with full-width digits, spaces, hyphens or a small x",
    source: "assumed",
  },
  phoneTypo: { group: "dirt", value: 0.003, of: "rows with a digit of the phone lost", source: "assumed" },
  phoneForm: { group: "dirt", value: 0.01, of: "rows with the phone as +86, 86 or with hyphens", source: "assumed" },
  noPhone: { group: "dirt", value: 0.02, of: "police rows without the phone", source: "assumed" },
  addressTypo: { group: "dirt", value: 0.05, of: "register rows with a faulty address", source: "domain.md §7.4" },
  missingResident: { group: "dirt", value: 0.01, of: "residents missing from the register", source: "assumed" },
  missingTrip: { group: "dirt", value: 0.03, of: "trips missing", source: "assumed" },
  missingStay: { group: "dirt", value: 0.01, of: "telecom stays missing", source: "assumed" },
  duplicate: { group: "dirt", value: 0.01, of: "rows written twice", source: "assumed" },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof RATES;
export type Rates = Readonly<Record<RateName, number>>;

export const isRateName = (name: string): name is RateName => Object.hasOwn(RATES, name);

/** The default rates with some changed; `clean` makes every kind of dirt 0 unless changed by name. */
export function ratesWith(changed: Readonly<Record<string, number>>, clean: boolean): Rates {
  const value = (name: RateName) => changed[name] ?? (clean && RATES[name].group === "dirt" ? 0 : RATES[name].value);
  const names = Object.keys(RATES).filter(isRateName);
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Rates;
}
