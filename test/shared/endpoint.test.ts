import { expect, test } from "vitest";
import { parseEndpoint } from "../../src/shared/endpoint.ts";

test.each([
  ["https://management.azure.com", "https://management.azure.com"],
  ["https://management.chinacloudapi.cn//", "https://management.chinacloudapi.cn"],
  ["https://localhost:8443/arm/", "https://localhost:8443/arm"],
])("a token may be sent to %s", (text, endpoint) => {
  expect(parseEndpoint(text)).toBe(endpoint);
});

test.each([
  "http://management.azure.com",
  "ftp://management.azure.com",
  "javascript:1",
  "management.azure.com",
  "https://",
  "http://[",
  "https://ada:secret@management.azure.com",
  "https://management.azure.com?x=1",
  "https://management.azure.com#x",
  "",
])("and not to %j", (text) => {
  expect(parseEndpoint(text)).toBeUndefined();
});
