import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "#capabilities/workers/sessions.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const database = await testDatabase(instant("2020-02-10T08:30:00+08:00"));
const server = await testServer(database, { pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());

const PASSWORD = "corridor-lamp-27";

/** Gives the actor's account a user name and the password, as an activated account has them. */
async function account(actor: { accountId: string }, username: string): Promise<void> {
  await database.owner`
    update account set username = ${username}, password_hash = ${await hashPassword(PASSWORD)} where id = ${actor.accountId}`;
}

beforeAll(async () => {
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583100001001": "一号网格",
  });
  await account(await testPost(database.owner, { role: "operator", area: "320583" }), "operator-320583");
  await account(await testPost(database.owner, { role: "grid-worker", area: "320583100001001" }), "worker-1");
});

describe("signing in", () => {
  it("takes a centre's operator to the command pages and a grid worker to the phone's", async () => {
    for (const [username, home] of [
      ["operator-320583", "/command/"],
      ["worker-1", "/field/"],
    ] as const) {
      const page = await openPage(browser, server.url, { size: home === "/field/" ? "phone" : "desktop" });
      await page.goto("/");
      await page.getByLabel("账号").fill(username);
      await page.getByLabel("密码").fill(PASSWORD);
      await page.getByRole("button", { name: "登录" }).click();
      await page.waitForURL(`**${home}**`);
      await page.context().close();
    }
  });

  it("says what is wrong and keeps what was typed when the password is wrong", async () => {
    const page = await openPage(browser, server.url);
    await page.goto("/");
    await page.getByLabel("账号").fill("operator-320583");
    await page.getByLabel("密码").fill("wrong");
    await page.getByRole("button", { name: "登录" }).click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("账号或密码不对");
    expect(await page.getByLabel("账号").inputValue()).toBe("operator-320583");
    await page.context().close();
  });

  it("sends whoever is not signed in from a page to the sign-in, and back to that page after it", async () => {
    const page = await openPage(browser, server.url);
    await page.goto("/command/#/feeds");
    await page.waitForURL("**/?next=**");
    await page.getByLabel("账号").fill("operator-320583");
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**/command/#/feeds");
    await page.context().close();
  });

  it("speaks English after the switch, and still after a reload", async () => {
    const page = await openPage(browser, server.url);
    await page.goto("/");
    await page.getByRole("button", { name: "Switch to English" }).click();
    await page.reload();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Sign in");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.context().close();
  });

  it("holds up to axe on a desktop and on a phone, in both languages", async () => {
    for (const size of ["desktop", "phone"] as const) {
      for (const language of ["zh", "en"] as const) {
        const page = await openPage(browser, server.url, { size, language });
        await page.goto("/");
        await page.getByRole("heading", { level: 1 }).waitFor();
        expect(await axeFindings(page)).toEqual([]);
        expect(await forbiddenWords(page)).toEqual([]);
        await shot(page, `sign-in-${size}-${language}`);
        await page.context().close();
      }
    }
  });
});
