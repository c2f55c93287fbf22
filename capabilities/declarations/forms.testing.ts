/** A form as somebody healthy, at home, would fill it in; tests change what they are about. */
export const aForm = {
  category: "resident",
  hukou: "320583",
  trip: null,
  stayUntil: null,
  stays: [],
  contacts: [],
  symptoms: [],
  temperatureTenths: 365,
  observation: "none",
  place: "320583001001001",
  addressDetail: "3幢2单元401室",
  lodging: "own-home",
  employer: null,
  isTrue: true,
} as const;

/** By train from a place on a day. */
export const aTrip = (code: string, departedOn: string, arrivedOn: string) => ({
  from: { code },
  departedOn,
  arrivedOn,
  mode: "rail" as const,
  serviceNo: "G1234",
  purpose: "home" as const,
});
