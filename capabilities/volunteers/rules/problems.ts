import { problems } from "#kernel/problem.ts";

export const volunteerProblems = problems("volunteers", {
  "who-are-you": {
    status: 422,
    zh: "请先在“家人”里登记本人，志愿者证明要用您的姓名（只显示姓）。",
    en: "Add yourself under “People” first: the proof of a volunteer shows your surname.",
  },
  "feel-well": {
    status: 422,
    zh: "今天身体不舒服就请休息，不要接单。",
    en: "Rest today if you do not feel well; take no errand.",
  },
});
