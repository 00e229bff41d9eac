import { expect, test } from "vitest";
import { portOf } from "../local/addresses.ts";
import { HELP, readArguments } from "../local/start-arguments.ts";

test.each([
  [[], { json: false, help: false, port: undefined }],
  [["--json"], { json: true, help: false, port: undefined }],
  [["--json", "--port", "7000"], { json: true, help: false, port: 7000 }],
  [["--help"], { json: false, help: true, port: undefined }],
])("npm start understands %j", (args, expected) => {
  expect(readArguments(args)).toEqual(expected);
});

test.each([
  [["--jsn"], "--jsn"],
  [["--port"], "--port"],
  [["--port", "http"], "--port is a number from 1 to 65528, not 'http'"],
  [["--port", "0"], "not '0'"],
  [["--port", "65530"], "not '65530'"],
  [["now"], "now"],
])("npm start refuses %j", (args, reason) => {
  expect(() => readArguments(args)).toThrow(reason);
});

test("the help says which port is whose", () => {
  expect(HELP).toContain("webhook N, control N+1, arm N+2, identity N+3, github N+4, blobs N+5, queues N+6");
  expect(portOf("github", 7000)).toBe(7004);
  expect(portOf("github", undefined)).toBe(0);
});
