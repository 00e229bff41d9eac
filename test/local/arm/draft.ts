import { read, type Shape } from "./shape.ts";

/** A pool as a request asks for it: what the service knows of the body, nulls and strangers left out. */
export interface Draft {
  readonly location?: string;
  readonly identity?: DraftIdentity;
  readonly tags?: { readonly [name: string]: string };
  readonly properties?: DraftProperties;
}

export interface DraftIdentity {
  readonly type?: string;
  readonly userAssignedIdentities?: { readonly [id: string]: object };
}

export interface DraftProperties {
  readonly environmentId?: string;
  readonly poolManagementType?: string;
  readonly containerType?: string;
  readonly scaleConfiguration?: {
    readonly maxConcurrentSessions?: number;
    readonly readySessionInstances?: number;
  };
  readonly secrets?: readonly { readonly name?: string; readonly value?: string }[];
  readonly dynamicPoolConfiguration?: { readonly lifecycleConfiguration?: Lifecycle };
  readonly customContainerTemplate?: Template;
  readonly sessionNetworkConfiguration?: { readonly status?: string };
  readonly managedIdentitySettings?: readonly { readonly identity?: string; readonly lifecycle?: string }[];
  /** Read-only: looked at only to refuse a body that contradicts it. */
  readonly provisioningState?: string;
}

export interface Lifecycle {
  readonly lifecycleType?: string;
  readonly cooldownPeriodInSeconds?: number;
  readonly maxAlivePeriodInSeconds?: number;
}

export interface Template {
  readonly containers?: readonly Container[];
  readonly ingress?: { readonly targetPort?: number };
  readonly registryCredentials?: {
    readonly server?: string;
    readonly username?: string;
    readonly passwordSecretRef?: string;
    readonly identity?: string;
  };
}

export interface Container {
  readonly image?: string;
  readonly name?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name?: string; readonly value?: string; readonly secretRef?: string }[];
  readonly resources?: { readonly cpu?: number; readonly memory?: string };
}

const CONTAINER: Shape = {
  image: "text",
  name: "text",
  command: ["text"],
  args: ["text"],
  env: [{ name: "text", value: "text", secretRef: "text" }],
  resources: { cpu: "number", memory: "text" },
};

const PROPERTIES: Shape = {
  environmentId: "text",
  poolManagementType: "text",
  containerType: "text",
  scaleConfiguration: { maxConcurrentSessions: "integer", readySessionInstances: "integer" },
  secrets: [{ name: "text", value: "text" }],
  dynamicPoolConfiguration: {
    lifecycleConfiguration: {
      lifecycleType: "text",
      cooldownPeriodInSeconds: "integer",
      maxAlivePeriodInSeconds: "integer",
    },
  },
  customContainerTemplate: {
    containers: [CONTAINER],
    ingress: { targetPort: "integer" },
    registryCredentials: { server: "text", username: "text", passwordSecretRef: "text", identity: "text" },
  },
  sessionNetworkConfiguration: { status: "text" },
  managedIdentitySettings: [{ identity: "text", lifecycle: "text" }],
  provisioningState: "text",
};

const BODY: Shape = {
  location: "text",
  identity: { type: "text", userAssignedIdentities: { "*": {} } },
  tags: { "*": "text" },
  properties: PROPERTIES,
};

/** Throws `ArmError` if a property is of the wrong type. */
export function readDraft(body: unknown): Draft {
  return (read(BODY, body) ?? {}) as Draft;
}
