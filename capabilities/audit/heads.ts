/** Heads that an auditor keeps outside: a file with one JSON object a line. */
import { z } from "zod";
import { instant } from "#kernel/time.ts";
import type { Head } from "#platform/audit-log.ts";
import type { Database } from "#platform/database.ts";
import { presentHead } from "./audit.ts";
import type { HeadRow } from "./store.ts";

const HEADS_AT_ONCE = 1_000;

/** Every signed head, one JSON line each, oldest first. */
export async function* headLines(db: Database): AsyncGenerator<string> {
  const rows = db<HeadRow[]>`
    select tree_size, at, root_hash, key_id, signature from audit_head order by tree_size`.cursor(HEADS_AT_ONCE);
  for await (const heads of rows) for (const head of heads) yield `${JSON.stringify(presentHead(head))}\n`;
}

const KeptHead = z.object({
  treeSize: z.int().positive(),
  at: z.iso.datetime(),
  rootHash: z.string().regex(/^[0-9a-f]{64}$/),
  keyId: z.string(),
  signature: z.base64(),
});

/** A line of a file of heads that is none: which one. */
export class WrongHead extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} is not a signed head`);
    this.line = line;
  }
}

/** The heads of such a file. Throws WrongHead with the number of the first line that is none. */
export function readHeads(text: string): Head[] {
  const heads: Head[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const head = parseHead(line);
    if (head === null) throw new WrongHead(index + 1);
    heads.push({
      tree_size: head.treeSize,
      at: instant(head.at),
      root_hash: Buffer.from(head.rootHash, "hex"),
      key_id: head.keyId,
      signature: Buffer.from(head.signature, "base64"),
    });
  }
  return heads;
}

function parseHead(line: string): z.output<typeof KeptHead> | null {
  try {
    return KeptHead.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
