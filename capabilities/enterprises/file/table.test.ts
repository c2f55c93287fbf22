import { deflateRawSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { readTable } from "./table.ts";

const WORKBOOK = `<?xml version="1.0"?><workbook xmlns:r="http://x/r"><sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const RELATIONS = `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`;
const sheet = (rows: string) => `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`;

type Parts = Readonly<Record<string, string | Uint8Array>>;
function workbook(parts: Parts): Buffer {
  const files: Record<string, Uint8Array> = {};
  const all = { "xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": RELATIONS, ...parts };
  for (const [name, part] of Object.entries(all)) files[name] = typeof part === "string" ? strToU8(part) : part;
  // Not deflated: the limits of cells and rows are asked here, not that of the ratio.
  return Buffer.from(zipSync(files, { level: 0 }));
}
const withSheet = (rows: string, more: Parts = {}) => workbook({ "xl/worksheets/sheet1.xml": sheet(rows), ...more });
const faultOf = async (bytes: Buffer): Promise<unknown> => {
  const error: unknown = await readTable(bytes).then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof Error && "facts" in error ? (error.facts as { fault: string }).fault : error;
};

test("a workbook's rows are read: shared and inline strings, numbers, gaps, formulas by what they showed", async () => {
  const strings = `<sst><si><t>姓名</t></si><si><r><t>王</t></r><r><t>某</t></r><rPh sb="0"><t>WANG</t></rPh></si></sst>`;
  const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>电话 &amp; &#x624B;</t></is></c></row>
    <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>43871</v></c><c r="C3"><v>1.3800000001E10</v></c>
    <c r="D3" t="str"><f>CMD|'/c calc'!A0</f><v>shown</v></c></row>`;
  expect(await readTable(withSheet(rows, { "xl/sharedStrings.xml": strings }))).toEqual([
    { line: 1, cells: ["姓名", "", "电话 & 手"] },
    { line: 3, cells: ["王某", "43871", "13800000001", "shown"] },
  ]);
});

test("csv is read as UTF-8 with its mark, as GB18030, with tabs, with quotes over lines", async () => {
  const gb = Buffer.concat([Buffer.from("d0d5c3fb2cd6a4bcfe0a", "hex"), Buffer.from("cdf5c4b32c31", "hex")]);
  expect(await readTable(gb)).toEqual([
    { line: 1, cells: ["姓名", "证件"] },
    { line: 2, cells: ["王某", "1"] },
  ]);
  expect(await readTable(Buffer.from("\uFEFF姓名\t证件\r\n=cmd\t1"))).toEqual([
    { line: 1, cells: ["姓名", "证件"] },
    { line: 2, cells: ["=cmd", "1"] },
  ]);
  expect((await readTable(Buffer.from('a,b\n"x\ny",2')))[1]?.cells).toEqual(["x\ny", "2"]);
});

/** A zip whose directory says what we want it to say; the data is deflated. */
function lyingZip(name: string, data: Buffer, lie: { size?: number; flags?: number; packed?: Buffer } = {}): Buffer {
  const packed = lie.packed ?? deflateRawSync(data);
  const [size, flags] = [lie.size ?? data.length, lie.flags ?? 0];
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

test("a bomb of a gigabyte is refused by what it says, and by what it does when it lies", async () => {
  const gigabyte = deflateRawSync(Buffer.alloc(1024 * 1024));
  // 1 GiB declared.
  expect(await faultOf(lyingZip("xl/workbook.xml", gigabyte, { size: 1024 ** 3 }))).toBe("inflates-too-much");
  // 40 MB of zeros that say they are 100 bytes: the reading stops at the limit of that part.
  const bomb = lyingZip("xl/workbook.xml", Buffer.alloc(40 * 1024 * 1024), { size: 100 });
  expect(bomb.length).toBeLessThan(64 * 1024);
  const before = process.memoryUsage.rss();
  expect(await faultOf(bomb)).toBe("inflates-too-much");
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
});

test("a size that is only a little wrong is a damaged archive", async () => {
  expect(await faultOf(lyingZip("xl/workbook.xml", Buffer.from(WORKBOOK), { size: 5 }))).toBe("damaged");
});

test("archives inside the archive stay closed", async () => {
  const inner = zipSync({ "a.zip": new Uint8Array(500_000) });
  const bytes = withSheet(`<row r="1"><c r="A1" t="str"><v>x</v></c></row>`, { "xl/media/42.zip": inner });
  expect(await readTable(bytes)).toHaveLength(1);
});

test("billion laughs, foreign entities and document types are refused", async () => {
  const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>`;
  expect(await faultOf(workbook({ "xl/worksheets/sheet1.xml": laughs }))).toBe("entities");
  expect(await faultOf(withSheet(`<row><c t="str"><v>&xxe;</v></c></row>`))).toBe("entities");
  expect(await faultOf(withSheet(`<row><c t="str"><v>&#x110000;</v></c></row>`))).toBe("entities");
});

test("a sheet outside the file is not fetched", async () => {
  const outside = `<Relationships><Relationship Id="rId1" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`;
  expect(await faultOf(workbook({ "xl/_rels/workbook.xml.rels": outside }))).toBe("not-a-table");
});

test("names that leave the archive, encrypted ones and too many entries are refused", async () => {
  expect(await faultOf(Buffer.from(zipSync({ "../../etc/x": strToU8("x") })))).toBe("bad-name");
  expect(await faultOf(Buffer.from(zipSync({ "/etc/x": strToU8("x") })))).toBe("bad-name");
  expect(await faultOf(lyingZip("xl/workbook.xml", Buffer.from("x"), { flags: 1 }))).toBe("encrypted");
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`x${at}`, new Uint8Array(0)]));
  expect(await faultOf(Buffer.from(zipSync(many)))).toBe("too-many-entries");
});

test("a million cells and rows without end stop at the limit", async () => {
  const wide = `<row>${"<c/><c></c>".repeat(250)}</row>`;
  expect(await faultOf(withSheet(wide.repeat(1_000)))).toBe("too-many-cells");
  expect(await faultOf(withSheet("<row/>".repeat(20_002)))).toBe("too-many-rows");
  expect(await faultOf(Buffer.from("a\n".repeat(20_002)))).toBe("too-many-rows");
});

test("a column far out costs nothing", async () => {
  const rows = `<row r="1"><c r="XFD1" t="str"><v>far</v></c><c r="A1" t="str"><v>near</v></c></row>`;
  expect(await readTable(withSheet(rows))).toEqual([{ line: 1, cells: ["near"] }]);
});

test.each([
  ["nothing", Buffer.alloc(0), "empty"],
  ["an old or encrypted workbook", Buffer.from("d0cf11e0a1b11ae1000000", "hex"), "old-or-encrypted"],
  ["a zip that is no workbook", Buffer.from(zipSync({ "a.txt": strToU8("x") })), "not-a-table"],
  ["a picture", Buffer.from("89504e470d0a1a0a0000000d", "hex"), "not-text"],
  ["a truncated workbook", withSheet("<row/>").subarray(0, 200), "damaged"],
  ["a sheet cut in a tag", withSheet(`<row><c t="str`), "damaged"],
  ["a csv with a quote that never ends", Buffer.from('a,"b\nc'), "damaged"],
  ["bytes of no encoding", Buffer.from("61ff0aff80", "hex"), "not-text"],
])("%s is refused", async (_, bytes, fault) => expect(await faultOf(bytes)).toBe(fault));
