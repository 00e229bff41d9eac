import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PATIENCE } from "../patience.ts";
import { type HostUnderTest, startHostUnderTest } from "./host-under-test.ts";

let host: HostUnderTest;
beforeAll(async () => {
  host = await startHostUnderTest("http", { settings: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: "1000" } });
});
afterAll(() => host.stop());

describe("an HTTP function", () => {
  test("sees the request as it was sent, to the byte, and its answer arrives as it was given", async () => {
    const body = Buffer.from([0xff, 0x00, 0xc3, 0xa4, 0x0d, 0x0a]);

    const answer = await fetch(`${host.origin}/api/echo/x%20y?a=1&a=2&b=`, {
      method: "POST",
      headers: { "X-Asked": "for this" },
      body,
    });

    expect(answer.status).toBe(201);
    expect(answer.headers.get("x-fixture")).toBe("yes");
    expect(await answer.json()).toEqual({
      method: "POST",
      url: `${host.origin}/api/echo/x%20y?a=1&a=2&b=`,
      params: { app: "x y" },
      header: "for this",
      query: { a: "1,2", b: "" },
      body: body.toString("base64"),
    });
  });

  test("gets no body that comes without its length, as in Azure", async () => {
    const answer = await fetch(`${host.origin}/api/echo`, {
      method: "POST",
      body: new Blob(["chunk"]).stream(),
      duplex: "half",
    });

    expect(await answer.json()).toMatchObject({ params: {}, body: "" });
  });

  test("that returns nothing answers 204", async () => {
    expect((await fetch(`${host.origin}/api/silent`)).status).toBe(204);
  });

  test("that fails answers 500 without a word, and its error is logged", async () => {
    const answer = await fetch(`${host.origin}/api/broken`);

    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe("");
    await vi.waitFor(() => expect(host.lines.join("\n")).toContain("broken on purpose"), PATIENCE);
  });

  test.each([
    ["GET", "/"],
    ["GET", "/api/nowhere"],
    ["GET", "/api/echo"],
    ["GET", "/echo"],
  ])("is not what answers %s %s", async (method, path) => {
    expect((await fetch(`${host.origin}${path}`, { method })).status).toBe(404);
  });

  test("is not asked to read more than the host takes", async () => {
    const send = (bytes: number) =>
      fetch(`${host.origin}/api/echo`, { method: "POST", body: "x".repeat(bytes) });

    expect((await send(1000)).status).toBe(201);
    expect((await send(1001)).status).toBe(413);
  });
});

test("a function that runs for longer than functionTimeout takes its whole process down, as in Azure", async () => {
  const short = await startHostUnderTest("http", { hostJson: { functionTimeout: "00:00:01" } });

  await expect(fetch(`${short.origin}/api/hang`)).rejects.toThrow();

  expect(await short.ended).toEqual({ code: 1, signal: null });
  expect(short.lines.join("\n")).toContain("hang ran for longer than functionTimeout");
});
