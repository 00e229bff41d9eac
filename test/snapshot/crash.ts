import type { Audit, Documents, PoolResources } from "../../src/ports.ts";
import { SOURCE, type World } from "./world.ts";

/** Takes a snapshot that crashes before or after its n-th effect; false if it has fewer. */
export async function takeCrashing(world: World, step: number, when: "before" | "after"): Promise<boolean> {
  let count = 0;
  let isDead = false;
  const crash = new Error("crash");
  const effect = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = ++count;
    if (mine === step && when === "before") isDead = true;
    if (isDead) throw crash;
    const result = await work();
    if (mine === step) isDead = true;
    if (isDead) throw crash;
    return result;
  };
  const hold: Documents["hold"] = (name, work) =>
    world.documents.hold(name, (held) =>
      work({ value: held.value, write: (value) => effect(() => held.write(value)) }),
    );
  const audit: Audit = {
    create: (name, text) => effect(() => world.audit.create(name, text)),
    read: (name) => effect(() => world.audit.read(name)),
    list: (prefix) => stepping(effect, world.audit.list(prefix)),
  };
  const documents = {
    ...world.documents,
    hold,
    read: (name: string) => effect(() => world.documents.read(name)),
    list: (prefix: string) => stepping(effect, world.documents.list(prefix)),
  } as World["documents"];
  const list: PoolResources["list"] = (group, call) => stepping(effect, world.pools.list(group, call));
  const { signer } = world.deps;
  const taking = world.take([SOURCE], {
    audit: { ...world.audit, ...audit },
    documents,
    pools: { ...world.pools, list },
    ...(signer && { signer: { ...signer, sign: (hash: string) => effect(() => signer.sign(hash)) } }),
  });
  try {
    await taking;
    return false;
  } catch (error) {
    if (error === crash) return true;
    throw error;
  }
}

async function* stepping<T>(effect: (work: () => Promise<void>) => Promise<void>, items: AsyncIterable<T>) {
  await effect(async () => {});
  yield* items;
}
