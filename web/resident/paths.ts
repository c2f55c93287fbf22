/** Where the screens are: after the #, so that each can be linked to, and "back" works as on any page. */
import { useSyncExternalStore } from "react";

export const paths = {
  home: "#/",
  code: (personKey: string) => `#/code/${personKey}`,
  why: (personKey: string) => `#/why/${personKey}`,
  people: "#/people",
  addPerson: "#/people/add",
  person: (personKey: string) => `#/people/${personKey}`,
  declare: (personKey: string) => `#/declare/${personKey}`,
  history: (personKey: string) => `#/history/${personKey}`,
  checkIn: (personKey: string) => `#/check-in/${personKey}`,
  log: (personKey: string) => `#/log/${personKey}`,
  appeal: (personKey: string) => `#/appeal/${personKey}`,
  appealCase: (appealId: string) => `#/appeal-case/${appealId}`,
  appeals: "#/appeals",
  observation: "#/observation",
  notices: "#/notices",
  consents: "#/consents",
  elsewhere: "#/elsewhere",
  help: "#/help",
  mine: "#/mine",
  units: "#/units",
  services: "#/services",
  volunteer: "#/volunteer",
} as const;

export type Place = { readonly screen: string; readonly id: string };

/** The screen that a hash means, and whom or what it is about. */
export function placeOf(hash: string): Place {
  const [first = "", second = ""] = hash.replace(/^#\/?/, "").split("?")[0]?.split("/") ?? [];
  if (first === "people" && second !== "")
    return second === "add" ? { screen: "add", id: "" } : { screen: "person", id: second };
  return { screen: first === "" ? "home" : first, id: second };
}

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash);

/** Goes to a screen; `instead` of the present one, so that "back" does not return to a finished form. */
export function go(path: string, { instead = false } = {}): void {
  if (instead) location.replace(path);
  else location.hash = path;
}
