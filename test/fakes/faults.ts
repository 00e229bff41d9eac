/** Failures that a test orders in advance: the next calls of an operation meet them, one each. */
export interface Faults<Operation extends string> {
  failNext(operation: Operation, failure: Error, times?: number): void;
}

export interface OrderedFaults<Operation extends string> extends Faults<Operation> {
  /** Throws the failure that is next for this operation, if there is one. */
  meet(operation: Operation): void;
}

export function createFaults<Operation extends string>(): OrderedFaults<Operation> {
  const ordered: { readonly operation: Operation; readonly failure: Error }[] = [];
  return {
    failNext: (operation, failure, times = 1) => {
      for (let i = 0; i < times; i++) ordered.push({ operation, failure });
    },
    meet: (operation) => {
      const index = ordered.findIndex((fault) => fault.operation === operation);
      const [fault] = index < 0 ? [] : ordered.splice(index, 1);
      if (fault) throw fault.failure;
    },
  };
}
