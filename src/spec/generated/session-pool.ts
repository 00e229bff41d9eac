// Made from src/spec/session-pool.schema.json by "npm run generate". Change that file, not this one.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/**
 * One Azure Container Apps session pool as its author wants it: where it lives, then the body of the ARM request (Container Apps Session Pools, Create Or Update, api-version 2025-07-01).
 */
export interface SessionPool {
  /**
   * For editors of JSON: the path or URL of this schema. It is no part of the pool and is never sent to Azure. In YAML, a comment does the same: # yaml-language-server: $schema=…
   */
  $schema?: string;
  /**
   * Id of the subscription that the pool lives in, a UUID. Another id means another pool.
   */
  subscriptionId: string;
  /**
   * Name of the resource group that the pool lives in, 1 to 90 characters; upper and lower case are the same. The group exists already, and the source is allowed to deploy to it. Another group means another pool.
   */
  resourceGroup: string;
  /**
   * The pool's name, unique in its resource group: 3 to 63 lower-case letters and digits, a letter first. Hyphens are not documented, though pools with them exist. A pool can't be renamed: another name means another pool.
   */
  name: string;
  /**
   * The Azure region, as its display name (East US) or short name (eastus). It can't be changed once the pool is there.
   */
  location: string;
  /**
   * The managed identities that the pool has, to pull images and for the code in its sessions. Only pools of custom containers can have any.
   */
  identity?: {
    /**
     * Which kinds of identities the pool has. UserAssigned, alone or with SystemAssigned, needs userAssignedIdentities.
     */
    type: "None" | "SystemAssigned" | "UserAssigned" | "SystemAssigned,UserAssigned";
    /**
     * The pool's user-assigned identities. Each name is the ARM id of one (/subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…), each value is {}.
     */
    userAssignedIdentities?: {
      /**
       * Always {}: Azure fills in the rest.
       */
      [k: string]: {};
    };
  };
  /**
   * What the pool is and how it behaves.
   */
  properties: {
    /**
     * ARM id of the Container Apps environment that runs the sessions (/subscriptions/…/resourceGroups/…/providers/Microsoft.App/managedEnvironments/…), one with workload profiles. Custom containers need it, other types have none. It can't be changed once the pool is there.
     */
    environmentId?: string;
    /**
     * What runs in a session: Python code that arrives with a request (PythonLTS), or your own image (CustomContainer). NodeLTS and Shell belong to other api-versions, so the service may refuse them. It can't be changed once the pool is there.
     */
    containerType?: "CustomContainer" | "PythonLTS" | "NodeLTS" | "Shell";
    /**
     * Who starts and ends sessions. Dynamic: the service does, as requests come and stop. The service refuses Manual.
     */
    poolManagementType?: "Manual" | "Dynamic";
    /**
     * How many sessions there may be, and how many wait ready.
     */
    scaleConfiguration?: {
      /**
       * The most sessions that exist at the same time, 1 or more. Code interpreters (PythonLTS) go up to 600.
       */
      maxConcurrentSessions?: number;
      /**
       * How many sessions are kept ready for requests to come; they cost as if they were in use. Custom containers need at least 1, and less than maxConcurrentSessions. Other types ignore it.
       */
      readySessionInstances?: number;
    };
    /**
     * The pool's secrets. Their values stay in Azure Key Vault: the deployer reads them when it deploys the pool, and git never sees them.
     *
     * @maxItems 100
     *
     * Items: One secret: its name in this pool, and where its value is.
     */
    secrets?: {
      /**
       * The secret's name in this pool, for secretRef and passwordSecretRef.
       */
      name: string;
      /**
       * Where the value is: https://{vault}.vault.azure.net/secrets/{name}, or with /{version} at its end. Without a version, a new version of the secret is deployed within the hour. The source's settings must name the vault (keyVaults).
       */
      keyVaultSecret: string;
    }[];
    /**
     * How a pool with poolManagementType Dynamic treats its sessions.
     */
    dynamicPoolConfiguration?: {
      /**
       * When a session ends and is destroyed with all that it holds.
       */
      lifecycleConfiguration?: {
        /**
         * Timed: a session ends after a time without requests (cooldownPeriodInSeconds). OnContainerExit, for custom containers only: it ends when its container exits, or after its longest life (maxAlivePeriodInSeconds).
         */
        lifecycleType?: "Timed" | "OnContainerExit";
        /**
         * With Timed only: how long a session lives on without requests, in seconds, from 300 (5 minutes) to 3600 (an hour). Each request starts it anew.
         */
        cooldownPeriodInSeconds?: number;
        /**
         * With OnContainerExit only: the longest that a session may live, in seconds, whether it is in use or not.
         */
        maxAlivePeriodInSeconds?: number;
      };
    };
    /**
     * What a session runs if containerType is CustomContainer. Other types have no template.
     */
    customContainerTemplate?: {
      /**
       * How images are pulled from a private registry: with a managed identity of the pool, or with username and passwordSecretRef, not with both. A public registry needs none.
       */
      registryCredentials?: {
        /**
         * Host name of the registry, without https://.
         */
        server?: string;
        /**
         * The registry's user that pulls, if no identity does. Needs passwordSecretRef.
         */
        username?: string;
        /**
         * Name of the entry in the pool's secrets that holds the user's password.
         */
        passwordSecretRef?: string;
        /**
         * The managed identity that pulls: ARM id of a user-assigned identity of the pool, or system for its system-assigned one. It must be allowed to pull before the pool is deployed, so a new pool needs a user-assigned one.
         */
        identity?: string;
      };
      /**
       * The containers that make up a session, one at least.
       *
       * @minItems 1
       *
       * Items: One container of a session.
       */
      containers?: {
        /**
         * The image with its registry and tag. The service caches images, so what is pushed under the same tag again is not picked up: give every change a tag of its own.
         */
        image?: string;
        /**
         * The container's name, different from the session's other containers.
         */
        name?: string;
        /**
         * What the container starts instead of its image's entry point, a word an entry.
         */
        command?: string[];
        /**
         * Arguments for what the container starts, an entry for each.
         */
        args?: string[];
        /**
         * The container's environment variables: each has a name, and either value or secretRef.
         *
         * Items: One environment variable.
         */
        env?: {
          /**
           * The variable's name.
           */
          name?: string;
          /**
           * The variable's value, in plain text for everybody who reads the repository or the pool. Use secretRef for what is secret.
           */
          value?: string;
          /**
           * Name of the entry in the pool's secrets that holds the variable's value.
           */
          secretRef?: string;
        }[];
        /**
         * What the container gets in each session. These pairs of cpu and memory are known to work: 0.25 and 0.5Gi, 0.5 and 1Gi, 1 and 2Gi, 2 and 4Gi.
         */
        resources?: {
          /**
           * Processor cores, from 0.25 to 2 in steps of 0.25.
           */
          cpu?: number;
          /**
           * Memory as text with its unit Gi, from 0.5Gi to 4Gi: twice the number of cores.
           */
          memory?: string;
        };
      }[];
      /**
       * How requests reach a session. Custom containers need it.
       */
      ingress?: {
        /**
         * The port that the container listens on for HTTP requests, 1 to 65535.
         */
        targetPort?: number;
      };
    };
    /**
     * What sessions may reach over the network.
     */
    sessionNetworkConfiguration?: {
      /**
       * Whether code in a session may open connections to the outside: EgressEnabled, to anywhere; EgressDisabled, to nowhere. The service knows no list of allowed addresses.
       */
      status?: "EgressEnabled" | "EgressDisabled";
    };
    /**
     * What the pool's identities may be used for, an entry for each. An identity without an entry is treated as None.
     *
     * Items: What one identity may be used for.
     */
    managedIdentitySettings?: {
      /**
       * ARM id of a user-assigned identity of the pool, or system for its system-assigned one.
       */
      identity: string;
      /**
       * None: to pull images only. Main: code in a session can get the identity's tokens too, so never with code that you don't trust.
       */
      lifecycle?: "None" | "Main";
    }[];
  };
  /**
   * The resource's tags, names and texts, 50 at most. A name has up to 512 characters, none of them < > % & \ ? /; a text has up to 256.
   */
  tags?: {
    /**
     * The tag's text, 256 characters at most.
     */
    [k: string]: string;
  };
}
