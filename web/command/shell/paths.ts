/** Every address of the command pages; links are made here only. */
const withSearch = (path: string, search: Readonly<Record<string, string | null | undefined>>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) params.set(name, value);
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
};

type When = { readonly day?: string | null; readonly at?: string | null };

export const paths = {
  overview: (place: string, { day, at }: When = {}) => withSearch(`#/overview/${place}`, { day, at }),
  brief: (place: string, day?: string) => withSearch(`#/brief/${place}`, { day }),
  sessions: () => "#/sessions",
  session: (id: string) => `#/session/${id}`,
  minutes: (id: string) => `#/minutes/${id}`,
  desk: (place: string, filter: Readonly<Record<string, string>> = {}) => withSearch(`#/desk/${place}`, filter),
  task: (id: string) => `#/task/${id}`,
  observation: (place: string) => `#/observation/${place}`,
  observationProfile: (place: string) => `#/observation-profile/${place}`,
  enterprises: (place: string) => `#/enterprises/${place}`,
  enterprise: (id: string) => `#/enterprise/${id}`,
  instructions: () => "#/instructions",
  campaign: (id: string, place: string) => `#/campaign/${id}/${place}`,
  units: (place: string) => `#/units/${place}`,
  campaignSheet: (number: string) => `#/campaign-sheet/${number}`,
  people: () => "#/people",
  person: (key: string) => `#/person/${key}`,
  codes: (search: { readonly view?: string; readonly key?: string } = {}) => withSearch("#/codes", search),
  checkpoints: (place: string, id?: string) =>
    id === undefined ? `#/checkpoints/${place}` : `#/checkpoints/${place}/${id}`,
  workers: (place: string) => `#/workers/${place}`,
  feeds: (day?: string) => (day === undefined ? "#/feeds" : `#/feeds/${day}`),
  assessment: (id: string) => `#/assessment/${id}`,
  ruleSets: () => "#/rule-sets",
  ruleSet: (id: string, version: number) => `#/rule-set/${id}/${version}`,
  falseGreens: () => "#/false-greens",
  falseGreen: (id: string) => `#/false-green/${id}`,
  appeals: () => "#/appeals",
  clues: () => "#/clues",
  disputes: () => "#/disputes",
  dispute: (county: string, id: string) => `#/dispute/${county}/${id}`,
  services: (search: { readonly view?: string; readonly only?: string } = {}) => withSearch("#/services", search),
  service: (county: string, id: string) => `#/service/${county}/${id}`,
  supplies: () => "#/supplies",
  clue: (county: string, id: string) => `#/clue/${county}/${id}`,
  appeal: (id: string) => `#/appeal/${id}`,
  purposes: () => "#/purposes",
  audit: () => "#/audit",
} as const;
