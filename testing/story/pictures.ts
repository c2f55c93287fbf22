/**
 * Takes the README's pictures from a fresh running demo, walking the first day on the way: signs, publishes, reports.
 * Usage: node testing/story/pictures.ts http://127.0.0.1:8080 GRID PHONE (the demo's worker is w-GRID, its resident has
 * PHONE); writes docs/pictures/. The checkpoint's picture is the story's own, with a camera: checkpoint-pass.png.
 */
import { mkdirSync } from "node:fs";
import { v7 } from "uuid";
import { openBrowser, openPage } from "#testing/story/browser.ts";

const [url = "http://127.0.0.1:8080", grid = "", phone = ""] = process.argv.slice(2);
const PASSWORD = "wangge-demo";

async function signIn(username: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  return /wangge_session=([\w-]+)/.exec(response.headers.get("set-cookie") ?? "")?.[1] ?? "";
}

async function call(token: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { cookie: `wangge_session=${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

const browser = await openBrowser();
mkdirSync("docs/pictures", { recursive: true });
async function picture(name: string, token: string, path: string, size: "desktop" | "phone"): Promise<void> {
  const page = await openPage(browser, url, { size, token, lendsFont: true });
  await page.goto(path);
  await page.waitForTimeout(3000);
  await page.screenshot({ path: `docs/pictures/${name}.png` });
  await page.context().close();
}

const chair = await signIn("chair-js");
const { sessions } = (await call(chair, "GET", "/joint-sessions")) as { sessions: { id: string }[] };
const session = sessions[0]?.id ?? "";
for (const seat of ["police-js", "telecom-js"]) {
  await call(await signIn(seat), "POST", `/joint-sessions/${session}/decisions`, { decision: "sign" });
}
await picture("joint-session", chair, `/command/#/session/${session}`, "desktop");
for (const seat of ["health-js", "chair-js"]) {
  await call(await signIn(seat), "POST", `/joint-sessions/${session}/decisions`, { decision: "sign" });
}
await call(chair, "POST", `/joint-sessions/${session}/publication`, {});

const places = (await call(await signIn("centre-320583"), "GET", "/areas/320583/tasks?limit=200")) as {
  tasks: { id: string; county: string; personKey: string; place: string }[];
};
const grids = Map.groupBy(
  places.tasks.filter((task) => task.place.length === 15),
  (task) => task.place,
);
const { now } = (await call(chair, "GET", "/session")) as { now: string };
for (const [at, [place, tasks]] of [...grids].slice(0, 24).entries()) {
  const worker = await signIn(`w-${place}`);
  const reports = tasks.slice(0, 3 + (at % 6)).map((task) => ({
    id: v7(),
    taskCounty: task.county,
    taskId: task.id,
    personKey: task.personKey,
    place,
    visitedAt: now,
    result: "HOME_IN_PLACE",
    spokenTo: "self",
    personsMet: 1 + (at % 3),
    temperatureTenths: 364,
    symptoms: [],
    servicesAsked: at % 3 === 0 ? ["groceries"] : [],
  }));
  await call(worker, "POST", "/visits", { reports });
}
await new Promise((resolve) => setTimeout(resolve, 2000));
await picture("command", await signIn("centre-320583"), "/command/#/overview/320583", "desktop");
await picture("field", await signIn(`w-${grid}`), "/field/", "phone");

const resident = await openPage(browser, url, { size: "phone" });
await resident.goto("/resident/");
await resident.getByLabel("手机号").fill(phone);
await resident.getByRole("button", { name: "获取验证码" }).click();
// The demo shows the message on the screen.
await resident.waitForTimeout(2000);
const shown = ((await resident.textContent("body")) ?? "").replaceAll(phone, "");
await resident
  .getByLabel(/验证码/)
  .first()
  .fill(/(?<!\d)\d{6}(?!\d)/.exec(shown)?.[0] ?? "");
const enter = resident.getByRole("button", { name: /登录/ });
if ((await enter.count()) > 0) await enter.first().click();
await resident.getByText("绿码", { exact: true }).waitFor();
await resident.waitForTimeout(1500);
await resident.screenshot({ path: "docs/pictures/code.png" });
await resident.context().close();
const open = await openPage(browser, url, { size: "phone" });
await open.goto("/open/");
await open.waitForTimeout(2000);
await open.screenshot({ path: "docs/pictures/open.png" });
await browser.close();
