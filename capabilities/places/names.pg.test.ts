import { beforeAll, describe, expect, it } from "vitest";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";

const database = await testDatabase(instant("2020-02-10T09:00:00+08:00"));
const server = await testServer(database);

beforeAll(async () => {
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583101": "花桥镇",
    "320583101201": "徐公桥村",
    "320583101201001": "第一网格",
    "320583101201001001": "一号楼",
  });
});

describe("names of places for whoever picks one", () => {
  it("gives the provinces first, each with more below", async () => {
    const client = await server.as(null);
    const { status, body } = await client.call("GET", "/place-names");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      chain: [],
      items: expect.arrayContaining([{ code: "42", name: "湖北省", hasMore: true }]),
    });
  });

  it("names other provinces from the shipped list, down to the county", async () => {
    const client = await server.as(null);
    const { body } = await client.call("GET", "/place-names?at=3303");
    expect(body).toMatchObject({
      chain: [
        { code: "33", name: "浙江省" },
        { code: "3303", name: "温州市" },
      ],
      items: expect.arrayContaining([{ code: "330302", name: "鹿城区", hasMore: false }]),
    });
  });

  it("goes down to the grid in its own province, and not to the micro-grid", async () => {
    const client = await server.as(null);
    expect((await client.call("GET", "/place-names?at=320583101201")).body).toEqual({
      home: "32",
      chain: [
        { code: "32", name: "江苏省" },
        { code: "3205", name: "苏州市" },
        { code: "320583", name: "昆山市" },
        { code: "320583101", name: "花桥镇" },
        { code: "320583101201", name: "徐公桥村" },
      ],
      items: [{ code: "320583101201001", name: "第一网格", hasMore: false }],
    });
  });

  it("may be kept by the browser for an hour", async () => {
    const client = await server.as(null);
    expect((await client.call("GET", "/place-names?at=3205")).headers.get("cache-control")).toBe(
      "public, max-age=3600",
    );
  });
});
