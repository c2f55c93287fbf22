import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { bringForms } from "./demo-forms.ts";

test("the demo's form and template are published once; without a centre the demo goes on and says so", async () => {
  const { owner, services } = await testDatabase(instant("2020-02-10T08:30:00+08:00"));
  await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市" });
  const said: string[] = [];
  await bringForms(services, "320583", (step) => void said.push(step));
  expect(said).toEqual(["The demo's form stays out: the county has no centre"]);
  await testPost(owner, { role: "operator", area: "320583" });
  await bringForms(services, "320583", (step) => void said.push(step));
  await bringForms(services, "320583", (step) => void said.push(step));
  expect(said).toHaveLength(1);
  expect([...(await owner`select key, state from form`)]).toEqual([{ key: "returnee-check", state: "published" }]);
  expect([...(await owner`select title, version from report_template`)]).toEqual([
    { title: "返苏家庭走访日报", version: 1 },
  ]);
});
