/**
 * A browser for story tests: system Chromium by CHROMIUM_PATH, else the one inside npm `@sparticuz/chromium`. Pages
 * get a Chinese font from an npm package, so that screenshots look alike on every machine.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import sparticuz from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const require = createRequire(import.meta.url);
const FONT = dirname(require.resolve("@fontsource/noto-sans-sc/package.json"));
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
/** Where screenshots go; ignored by git unless WANGGE_SHOTS names another folder. */
const SHOTS = process.env["WANGGE_SHOTS"] ?? ".cache/story";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--lang=zh-CN",
  // Nothing outside of this machine has an address: a page that fetched from elsewhere would show it in the tests. Done by the
  // browser itself; handed to a function of ours, each request of each page would make the way through it and back.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** A camera that shows the film at this path (fake-camera.ts), read anew whenever a page starts it. */
const filmFlags = (film: string): string[] => [
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-video-capture=${film}`,
];

/** Starts the browser; the caller closes it. */
export async function openBrowser({ film = null }: { readonly film?: string | null } = {}): Promise<Browser> {
  const executablePath = process.env["CHROMIUM_PATH"] || (await sparticuz.executablePath());
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...FLAGS, ...(film === null ? [] : filmFlags(film))],
  });
}

/** A desk of a centre, the ¥500 phone of a grid worker, the smaller one of a resident. */
const SIZES = {
  desktop: { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false },
  narrow: { viewport: { width: 1280, height: 800 }, hasTouch: false, isMobile: false },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  small: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
} as const;

export type PageOptions = {
  readonly size?: keyof typeof SIZES;
  /** The session token of a client of testServer; absent: not signed in. */
  readonly token?: string;
  readonly language?: "zh" | "en";
  /** Null: the story enters the phone's PIN itself. */
  readonly pin?: null;
  /** The server is none of ours and has no fonts: they are lent by the browser. */
  readonly lendsFont?: true;
};

/** A fresh context (own cookies and storage) with one page. Nothing outside of this machine can be reached from it. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    ...SIZES[options.size ?? "desktop"],
    baseURL: url,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
  });
  if (options.token !== undefined) {
    await context.addCookies([
      { name: "wangge_session", value: options.token, url, httpOnly: true, sameSite: "Strict" },
    ]);
  }
  if (options.language === "en") await context.addInitScript(() => localStorage.setItem("wangge-language", "en"));
  if (options.lendsFont === true) await lendFont(context);
  await context.addInitScript(linkFont);
  const page = await context.newPage();
  if (options.pin !== null && (options.size === "phone" || options.size === "small")) await typePins(page);
  return page;
}

/** The PIN of every phone in the stories. */
export const PIN = "258369";

/** Types a PIN where the keypad is shown. */
export const typePin = (page: Page, pin = PIN): Promise<void> => page.keyboard.type(pin);

/** Whenever a worker's phone asks for its PIN, to choose one or to enter it, the story goes on behind it. */
async function typePins(page: Page): Promise<void> {
  const pad = page.locator(".pin-pad");
  await page.addLocatorHandler(pad, async () => {
    const title = await page.locator(".pin h1").textContent();
    await typePin(page);
    const another = page.locator(".pin h1").filter({ hasNotText: title ?? "" });
    const timeout = 60_000;
    const ended = () => pad.waitFor({ state: "hidden", timeout }).catch(() => undefined);
    await Promise.race([ended(), another.waitFor({ timeout }).catch(() => undefined)]);
    if (await another.isVisible()) await typePin(page);
    await ended();
  });
}

/** The pages' font, where the server does not serve it (testing/server.ts does). */
async function lendFont(context: BrowserContext): Promise<void> {
  await context.route("**/__font/**", async (route) => {
    const name = new URL(route.request().url()).pathname.replace(/^.*\/__font\//, "");
    const contentType = name.endsWith(".css") ? "text/css" : "font/woff2";
    await route.fulfill({ body: readFileSync(join(FONT, name)), contentType });
  });
}

/** "Noto Sans SC" is in the pages' font list; here it comes from the npm package, at the page's own origin. */
const linkFont = () =>
  document.addEventListener("DOMContentLoaded", () => {
    for (const weight of [400, 700]) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = `/__font/${weight}.css`;
      document.head.append(link);
    }
  });

/** Saves what the page shows as `NAME.png`; `whole` with everything below the fold. */
export async function shot(page: Page, name: string, { whole = false } = {}): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: whole });
}

/** What axe-core (WCAG 2.1 A and AA, best practices) finds wrong, one line a place; a good page gives []. */
export async function axeFindings(page: Page): Promise<string[]> {
  // A page's policy forbids script tags from elsewhere; evaluation through the debugger is not bound by it.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    type Found = {
      violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
    };
    const axe = (globalThis as unknown as { axe: { run: (options: object) => Promise<Found> } }).axe;
    const { violations } = await axe.run({ resultTypes: ["violations"], preload: false });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(" ")} ${failureSummary ?? ""}`),
    );
  });
}

/** Words of domain.md §5.4 that no page may show. */
const FORBIDDEN = ["疫区人员", "毒", "可疑人员", "黑名单", "抓"];

/** The forbidden words that the page shows; a good page gives []. */
export async function forbiddenWords(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => document.body.textContent ?? "");
  // 消毒 (disinfection) and 病毒 (virus) are proper words; 毒 alone, of a person, is not.
  const bare = text.replaceAll(/[消病]毒/g, "");
  return FORBIDDEN.filter((word) => bare.includes(word));
}

/** Bytes, gzipped, of every script that this page has loaded by itself so far (not what a service worker keeps for later). */
export async function scriptsOf(page: Page): Promise<number> {
  const urls = await page.evaluate(() =>
    performance.getEntriesByType("resource").flatMap(({ name }) => (name.endsWith(".js") ? [name] : [])),
  );
  const sizes = [...new Set(urls)].map(async (url) => gzipSync(await (await fetch(url)).text()).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
