/**
 * The sections of a worker's duty, a line each: what is offered under "work", to whom, and the screens, which load when they
 * are first opened (the service worker keeps them all). A section's screens are given the rest of the address.
 */
import type { ComponentType } from "react";
import { FIELD_ROLES, PHONE_ROLES, type Role } from "#kernel/actor.ts";

export type SectionProps = {
  /** Pieces of the address after the section's name; none: the section's first screen. */
  readonly rest: readonly string[];
};

export type Section = {
  /** In the address, for ever: `households`. */
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly who: readonly Role[];
  /** The path of a 24 × 24 icon, drawn with a line. */
  readonly icon: string;
  readonly load: () => Promise<ComponentType<SectionProps>>;
};

export const SECTIONS: readonly Section[] = [
  {
    name: "observation",
    title: { zh: "居家观察", en: "Home observation" },
    who: ["grid-worker", "grid-leader", "health-worker", "police-officer"],
    icon: "M4 11l8-7 8 7v9H4zM9 14h6M12 11v6",
    load: async () => (await import("./observation/Section.tsx")).Section,
  },
  {
    name: "households",
    title: { zh: "住户与出租户", en: "Households" },
    who: FIELD_ROLES,
    icon: "M4 11 12 4l8 7M6 10v10h12V10M10 20v-6h4v6",
    load: async () => (await import("./households/HouseholdsSection.tsx")).HouseholdsSection,
  },
  {
    name: "campaigns",
    title: { zh: "拉网排查", en: "Screening" },
    who: FIELD_ROLES,
    icon: "M4 6h4v4H4zM4 14h4v4H4zM11 8h9M11 16h6m1 0 1.5 1.5L22 14",
    load: async () => (await import("./campaigns/CampaignsSection.tsx")).CampaignsSection,
  },
  {
    name: "services",
    title: { zh: "居家服务", en: "Help at home" },
    who: FIELD_ROLES,
    icon: "M4 12l8-8 8 8M6 10v10h12V10M12 18c-3-2-4-3-4-5a2 2 0 0 1 4-1 2 2 0 0 1 4 1c0 2-1 3-4 5z",
    load: async () => (await import("./services/Services.tsx")).Services,
  },
  {
    name: "clues",
    title: { zh: "线索", en: "Clues" },
    who: FIELD_ROLES,
    icon: "M12 3l9 16H3zM12 9v5M12 17v.5",
    load: async () => (await import("./clues/Clues.tsx")).Clues,
  },
  {
    name: "disputes",
    title: { zh: "矛盾纠纷", en: "Disputes" },
    who: ["grid-worker", "grid-leader", "police-officer"],
    icon: "M12 3v18M6 7h12M6 7l-3 7h6zM18 7l-3 7h6z",
    load: async () => (await import("./disputes/Disputes.tsx")).Disputes,
  },
  {
    name: "units",
    title: { zh: "十户联防", en: "Joint-defence units" },
    who: ["grid-worker", "grid-leader"],
    icon: "M3 11l4.5-4 4.5 4v8H3zM12 11l4.5-4 4.5 4v8h-9M6.5 19v-4h2v4M15.5 19v-4h2v4",
    load: async () => (await import("./units/UnitsSection.tsx")).UnitsSection,
  },
  {
    name: "forms",
    title: { zh: "表单", en: "Forms" },
    who: FIELD_ROLES,
    icon: "M6 3h9l4 4v14H6zM9 12l2 2 4-4M9 18h6",
    load: async () => (await import("./forms/FormsSection.tsx")).FormsSection,
  },
  {
    name: "publicity",
    title: { zh: "宣传与业务卡片", en: "Notices and cards" },
    who: PHONE_ROLES,
    icon: "M4 9v6h4l8 5V4L8 9zM19 9c1.5 2 1.5 4 0 6",
    load: async () => (await import("./publicity/PublicitySection.tsx")).PublicitySection,
  },
  {
    name: "safety",
    title: { zh: "我的安全", en: "My safety" },
    who: PHONE_ROLES,
    icon: "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z",
    load: async () => (await import("./safety/SafetySection.tsx")).SafetySection,
  },
];
