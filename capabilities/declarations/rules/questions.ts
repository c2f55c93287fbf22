/** Every question of the form, in its order. What the platform knows is not asked again. */
const QUESTIONS = [
  "category",
  "hukou",
  "trip",
  "stayUntil",
  "stays",
  "contacts",
  "symptoms",
  "temperatureTenths",
  "observation",
  "place",
  "addressDetail",
  "lodging",
  "employer",
  "isTrue",
] as const;

/** The questions that are open when these fields are known. The commitment to truth is asked each time. */
export const openQuestions = (known: readonly string[]): string[] =>
  QUESTIONS.filter((question) => question === "isTrue" || !known.includes(question));
