import { expect, test } from "vitest";
import { nextOf, signInThenBack } from "./next.ts";

const OWN = "https://wangge.example";
const next = (text: string) => nextOf(`?${new URLSearchParams({ next: text })}`, OWN);

test("comes back to the place in the enterprises' entrance that it was sent from", () => {
  expect(next("/enterprise/")).toBe("/enterprise/");
  expect(next("/enterprise/?a=1#/e/0190/roster")).toBe("/enterprise/?a=1#/e/0190/roster");
  const link = new URL(signInThenBack("/enterprise/#/employers"), OWN);
  expect([link.pathname, link.hash]).toEqual(["/resident/", "#/sign-in"]);
  expect(nextOf(link.search, OWN)).toBe("/enterprise/#/employers");
});

test("goes to no other host, scheme or entrance, however it is written", () => {
  const refused = [
    "//evil.example",
    "//evil.example/enterprise/",
    "https://evil.example/enterprise/",
    "https:evil.example",
    "https:///evil.example/enterprise/",
    "https://wangge.example/enterprise/",
    "javascript:alert(1)",
    "\\\\evil.example/enterprise/",
    "/\\evil.example/enterprise/",
    "/\t/evil.example/enterprise/",
    " /enterprise/",
    "/enterprise",
    "/enterprisevil/",
    "/enterprise/../command/",
    "/enterprise/%2e%2e/command/",
    "/enterprise/..\\command/",
    "/resident/",
    "/command/",
    "",
  ];
  for (const text of refused) expect([text, next(text)]).toEqual([text, null]);
  expect(nextOf("", OWN)).toBeNull();
  // Two of them: the first counts, and is judged.
  expect(nextOf("?next=//evil.example&next=/enterprise/", OWN)).toBeNull();
});
