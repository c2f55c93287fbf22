/** What each feed holds, in words. */
const zh: Readonly<Record<string, string>> = {
  "police/residents": "公安·户籍与常住登记",
  "police/trips": "公安·出行记录",
  "telecom/stays": "通信·停留记录",
  "health/cases": "卫健·病例",
  "health/contacts": "卫健·密切接触者",
  "health/measures": "卫健·隔离与观察",
  "health/areas": "卫健·风险地区",
};

const en: Readonly<Record<string, string>> = {
  "police/residents": "Police: residents",
  "police/trips": "Police: trips",
  "telecom/stays": "Telecom: stays",
  "health/cases": "Health: cases",
  "health/contacts": "Health: contacts",
  "health/measures": "Health: isolation and observation",
  "health/areas": "Health: risk areas",
};

export const words = { zh, en };
