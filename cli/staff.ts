import { randomBytes } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { parse } from "csv-parse/sync";
import { type Appointed, type AppointmentRow, appointMany, readRows } from "#capabilities/workers/appoint.ts";
import { isWeakPassword } from "#capabilities/workers/rules/secrets.ts";
import { hashPassword } from "#capabilities/workers/sessions.ts";
import { givePassword } from "#capabilities/workers/terminals.ts";
import { DEPARTMENTS, ROLES } from "#kernel/actor.ts";
import { levelOf } from "#kernel/places.ts";
import { asOwner, withDatabase } from "./database.ts";
import { Refusal } from "./refusal.ts";

/** `wangge staff post`, `wangge staff import`, `wangge staff password`. */
export function staffVerbs(program: Command): void {
  const staff = program.command("staff").description("accounts and posts: who may act where");
  staff
    .command("post")
    .description("give a post to a new or known account; the first accounts and auditors are made so")
    .requiredOption("--username <name>", "account name: letters, digits, . _ -")
    .requiredOption("--name <name>", "the person's name as staff see it")
    .addOption(new Option("--role <role>", "the role").choices(ROLES).makeOptionMandatory())
    .requiredOption("--area <code>", "code of the place", area)
    .addOption(new Option("--department <department>", "of a signatory; centre chairs").choices(DEPARTMENTS))
    .option("--organisation <name>", "where the person works", "—")
    .option("--primary", "primary worker of the grid")
    .option(
      "--password-stdin",
      "read the password of a new account from stdin; without it one is made and printed once",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExit codes: 0 done or known, 1 refused, 64 wrong words, 65 weak password, 69 database away." +
        "\nExample: wangge staff post --username operator-js --name 江苏省网格中心 --role operator --area 32",
    )
    .action(post);
  staff
    .command("import <file>")
    .description("workers and posts from a CSV or JSON file; they get activation codes from their centre")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nColumns: username,displayName,role,area,organisation[,department,isPrimary,phoneLast4,validFrom,validUntil]." +
        "\nRows that may not be are named and stop nothing; repeating a file changes nothing." +
        "\nExit codes: 0 all rows taken or known, 1 some refused, 65 no such columns, 66 file missing, 69 database away.",
    )
    .action(importFile);
  staff
    .command("password <username>")
    .description("set an account's password; all its sessions end")
    .option("--password-stdin", "read it from stdin; without it one is made and printed once")
    .option("--json", "print one JSON object")
    .action(setPassword);
}

type PostOptions = {
  username: string;
  name: string;
  role: (typeof ROLES)[number];
  area: string;
  department?: (typeof DEPARTMENTS)[number];
  organisation: string;
  primary?: true;
  passwordStdin?: true;
  json?: true;
};

async function post(options: PostOptions): Promise<void> {
  const username = options.username.trim().toLowerCase();
  const password = await passwordFor(username, options.passwordStdin === true);
  const { right, wrong } = readRows([
    {
      username,
      displayName: options.name,
      role: options.role,
      area: options.area,
      department: options.department ?? null,
      organisation: options.organisation,
      isPrimary: options.primary === true,
    },
  ]);
  if (wrong.length > 0) throw new Refusal("The user name or the person's name has the wrong form.", 64);
  const rows = await Promise.all(
    right.map(async ({ row }) => ({ ...row, passwordHash: await hashPassword(password) })),
  );
  const done = await withDatabase(({ services }) => asOwner(services, (ctx) => appointMany(ctx, rows)));
  const [refused] = done.refused;
  if (refused) throw new Refusal(`Refused: ${SENTENCE[refused.why] ?? refused.why}.`, 1);
  const isNew = done.accounts > 0;
  const shown = isNew && options.passwordStdin !== true ? password : null;
  if (options.json) {
    console.log(JSON.stringify({ username, postId: done.postIds[0] ?? null, isNewAccount: isNew, password: shown }));
    return;
  }
  const what = done.posts > 0 ? "holds the post now" : "held the post already";
  console.log(`${username} ${what}: ${options.role} ${options.area}`);
  if (shown !== null) console.log(`Password (shown once): ${shown}`);
  if (!isNew) console.log("The account was there before; its password is unchanged.");
}

async function importFile(file: string, options: { json?: true }): Promise<void> {
  const { right, wrong } = readRows(rowsOf(file));
  const done = await withDatabase(({ services }) =>
    asOwner(services, (ctx) =>
      appointMany(
        ctx,
        right.map(({ row }) => row),
      ),
    ),
  );
  const refused = [...wrong, ...renumbered(done, right)].toSorted((a, b) => a.row - b.row);
  if (options.json) {
    console.log(JSON.stringify({ accounts: done.accounts, posts: done.posts, known: done.known, refused }));
  } else
    console.log(
      `${done.accounts} new accounts, ${done.posts} new posts, ${done.known} known, ${refused.length} refused`,
    );
  if (refused.length === 0) return;
  const lines = refused
    .slice(0, 20)
    .map(({ row, username, why }) => `  row ${row + 1} ${username}: ${SENTENCE[why] ?? why}`);
  throw new Refusal(["Refused rows:", ...lines].join("\n"), 1);
}

const renumbered = (done: Appointed, right: readonly { at: number; row: AppointmentRow }[]) =>
  done.refused.map((fault) => ({ ...fault, row: right[fault.row]?.at ?? fault.row }));

/** A JSON array of rows, or a CSV file with a heading; empty fields are left out. */
function rowsOf(file: string): unknown[] {
  const text = textOf(file);
  if (text.trimStart().startsWith("[")) return jsonRows(file, text);
  try {
    const rows: Record<string, string>[] = parse(text, {
      bom: true,
      columns: true,
      trim: true,
      skip_empty_lines: true,
    });
    return rows.map((row) => {
      const given = Object.entries(row).filter(([, value]) => value !== "");
      return Object.fromEntries(given.map(([key, value]) => [key, key === "isPrimary" ? value === "true" : value]));
    });
  } catch (error) {
    throw new Refusal(`${file} is no CSV: ${error instanceof Error ? error.message : ""}`, 65);
  }
}

function jsonRows(file: string, text: string): unknown[] {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) ? rows : [];
  } catch {
    throw new Refusal(`${file} is no JSON.`, 65);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${error instanceof Error && "code" in error ? error.code : "?"}).`, 66);
  }
}

async function setPassword(username: string, options: { passwordStdin?: true; json?: true }): Promise<void> {
  const password = await passwordFor(username, options.passwordStdin === true);
  const hash = await hashPassword(password);
  const isKnown = await withDatabase(({ services }) => asOwner(services, (ctx) => givePassword(ctx, username, hash)));
  if (!isKnown) throw new Refusal(`There is no account ${username}.`, 1);
  const shown = options.passwordStdin === true ? null : password;
  if (options.json) console.log(JSON.stringify({ username, password: shown }));
  else console.log(shown === null ? "Password set." : `Password (shown once): ${shown}`);
}

/** From stdin, or made: 96 bits, easy to copy. */
async function passwordFor(username: string, isFromStdin: boolean): Promise<string> {
  if (!isFromStdin) return randomBytes(12).toString("base64url");
  let text = "";
  for await (const chunk of createReadStream("", { fd: 0, encoding: "utf8" })) text += chunk;
  const password = text.replace(/\r?\n$/, "");
  if (isWeakPassword(password, username))
    throw new Refusal("This password is too easy to guess; nothing was changed.", 65);
  return password;
}

function area(text: string): string {
  if (/^[1-9]\d+$/.test(text) && levelOf(text) !== null) return text;
  throw new InvalidArgumentError("a code has 2, 4, 6, 9, 12, 15 or 18 digits.");
}

const SENTENCE: Readonly<Record<string, string>> = {
  "wrong-shape": "the row has not the shape of a post",
  "no-such-place": "there is no standing place of this code: import the places first (wangge grid import)",
  "wrong-level": "this role is not held at this level of place",
  "no-department": "a signatory signs for a department: --department police, telecom, health, or centre",
  "username-taken": "this user name belongs to somebody of another name",
  "wrong-times": "the post must end after it begins, and not in the past",
};
