/** Symptoms by name, wherever staff sees them. */
import type { Symptom } from "#capabilities/visits/rules/answers.ts";
import type { Words } from "./language.ts";

const zh: Readonly<Record<Symptom, string>> = {
  fever: "发热",
  cough: "咳嗽",
  fatigue: "乏力",
  "sore-throat": "咽痛",
  "short-breath": "气促",
  "chest-tightness": "胸闷",
  diarrhoea: "腹泻",
  "muscle-pain": "肌肉酸痛",
  other: "其他",
};

const en: Readonly<Record<Symptom, string>> = {
  fever: "Fever",
  cough: "Cough",
  fatigue: "Fatigue",
  "sore-throat": "Sore throat",
  "short-breath": "Short of breath",
  "chest-tightness": "Tight chest",
  diarrhoea: "Diarrhoea",
  "muscle-pain": "Muscle pain",
  other: "Other",
};

export const symptomWords: Words<typeof zh> = { zh, en };
