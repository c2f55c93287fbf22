/**
 * The sections of a worker's duty, a line each: what is offered under "work", to whom, and the screens, which load when they
 * are first opened (the service worker keeps them all). A section's screens are given the rest of the address.
 */
import type { ComponentType } from "react";
import { FIELD_ROLES, type Role } from "#kernel/actor.ts";

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
    name: "forms",
    title: { zh: "表单", en: "Forms" },
    who: FIELD_ROLES,
    icon: "M6 3h9l4 4v14H6zM9 12l2 2 4-4M9 18h6",
    load: async () => (await import("./forms/FormsSection.tsx")).FormsSection,
  },
];
