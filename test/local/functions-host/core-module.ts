import Module from "node:module";
import { writeLog } from "./log.ts";
import type { Binding, FunctionCallback, FunctionMetadata, ProgrammingModel } from "./rpc.ts";

/** What a bundle registered while it loaded. */
export interface Registrations {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly hooks: ReadonlyMap<HookName, readonly HookCallback[]>;
  readonly model: ProgrammingModel | undefined;
  /** From here on, registering is an error, as in the worker. */
  close(): void;
}

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

const HOOK_NAMES = ["appStart", "appTerminate", "preInvocation", "postInvocation"] as const;
export type HookName = (typeof HOOK_NAMES)[number];
export type HookCallback = (context: object) => unknown;

const CORE_MODULE = "@azure/functions-core";

/**
 * Offers `@azure/functions-core` to whatever is loaded from now on. No package of that name exists: the
 * worker, too, hands it out by stepping into `require`.
 */
export function offerCoreModule(): Registrations {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = new Map<HookName, HookCallback[]>();
  let model: ProgrammingModel | undefined;
  let open = true;
  const core = {
    version: "3.13.0",
    hostVersion: "4.1040.300",
    Disposable,
    log: writeLog,
    setProgrammingModel: (given: ProgrammingModel) => {
      model = given;
    },
    getProgrammingModel: () => model,
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => {
      if (!open) throw new Error("A function can only be registered during app startup.");
      if (functions.has(metadata.name))
        throw new Error(`A function named "${metadata.name}" exists already.`);
      functions.set(metadata.name, {
        metadata: { ...metadata, bindings: named(metadata.bindings) },
        callback,
      });
      return new Disposable(() => functions.delete(metadata.name));
    },
    registerHook: (name: HookName, callback: HookCallback) => {
      if (!HOOK_NAMES.includes(name)) throw new RangeError(`Unrecognized hook "${name}"`);
      hooks.set(name, [...(hooks.get(name) ?? []), callback]);
      return new Disposable(() =>
        hooks.set(name, hooks.get(name)?.filter((other) => other !== callback) ?? []),
      );
    },
  };
  answerRequire(core);
  return {
    functions,
    hooks,
    get model() {
      return model;
    },
    close: () => {
      open = false;
    },
  };
}

let offered = false;

function answerRequire(core: object): void {
  // The library keeps the core that it saw first, so a second one would never hear of anything.
  if (offered) throw new Error("one process loads one bundle, as in Azure");
  offered = true;
  const require = Module.prototype.require;
  Module.prototype.require = function (this: NodeJS.Module, id: string) {
    return id === CORE_MODULE ? core : require.call(this, id);
  } as NodeJS.Require;
}

/** Bindings with their names in them, as they are sent to the host. */
function named(bindings: { readonly [name: string]: Binding }): { readonly [name: string]: Binding } {
  return Object.fromEntries(Object.entries(bindings).map(([name, binding]) => [name, { ...binding, name }]));
}

class Disposable {
  readonly dispose: () => void;

  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
}
