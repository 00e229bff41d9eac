import { expect, test } from "vitest";
import { SECRET } from "../specs.ts";
import { createScene, HOUR, MINUTE, set } from "./scene.ts";

test("a PUT that would drop a pool's secrets is not sent: it waits until their vault can be read", async () => {
  const scene = createScene({ source: { keyVaults: [SECRET.vault] } });
  scene.vaults.set(SECRET.vault, SECRET.name, "hush");
  const secrets = () => scene.found("slow-key-1")?.secrets;
  scene.push([set("slow-key-1", 1)]);
  await scene.pass(9 * MINUTE);
  expect(secrets()).toEqual({ "api-key": "hush" });

  scene.vaults.allow(SECRET.vault, false);
  const commit = scene.push([set("slow-key-1", 2)]);
  await scene.pass(5 * MINUTE);
  expect(scene.accepted("slow-key-1")).toEqual([1]);
  expect(secrets()).toEqual({ "api-key": "hush" });

  scene.vaults.allow(SECRET.vault, true);
  await scene.pass(HOUR);
  expect(scene.accepted("slow-key-1")).toEqual([1, 2]);
  expect(secrets()).toEqual({ "api-key": "hush" });
  expect(scene.states(commit).at(-1)).toBe("success");
});
