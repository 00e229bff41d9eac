import { describe, expect, test } from "vitest";
import { findRoute, inOrder, parseRoute, type Route } from "../local/functions-host/route.ts";

const route = (name: string, template: string, methods = ["GET", "POST"]): Route => ({
  function: name,
  methods,
  segments: parseRoute(template),
});

const ROUTES = inOrder([
  route("rest", "api/files/{*path}"),
  route("one", "api/files/{name}"),
  route("fixed", "api/files/list"),
  route("maybe", "api/github/webhook/{app?}", ["POST"]),
]);

describe("a request", () => {
  test.each([
    ["GET", "/api/files/list", "fixed", {}],
    ["GET", "/API/Files/LIST", "fixed", {}],
    ["GET", "/api/files/a%20b", "one", { name: "a b" }],
    ["GET", "/api/files/100%", "one", { name: "100%" }],
    ["GET", "/api/files/a/b/c", "rest", { path: "a/b/c" }],
    ["POST", "/api/github/webhook", "maybe", {}],
    ["POST", "/api/github/webhook/", "maybe", {}],
    ["POST", "/api/github/webhook/x", "maybe", { app: "x" }],
  ])("%s %s is answered by %s", (method, path, name, parameters) => {
    expect(findRoute(ROUTES, method, path)).toEqual({ function: name, parameters });
  });

  test.each([
    ["GET", "/"],
    ["GET", "/api"],
    ["GET", "/files/list"],
    ["POST", "/api/github/webhook/x/y"],
  ])("%s %s is answered by nobody", (method, path) => {
    expect(findRoute(ROUTES, method, path)).toBeUndefined();
  });

  test("with a method that the function does not take is answered by nobody, as in Azure", () => {
    expect(findRoute(ROUTES, "GET", "/api/github/webhook")).toBeUndefined();
  });
});

test.each(["a/{b", "a/{b:int}", "a/x{b}", "{*a}/b"])("the route %s is refused", (template) => {
  expect(() => parseRoute(template)).toThrow(template);
});
