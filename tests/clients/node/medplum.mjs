// npm @medplum/core against a server that is not Medplum's own: its addresses are told, and it keeps nothing.
import { MedplumClient } from "@medplum/core";

globalThis.window ??= globalThis; // its PKCE looks for crypto where browsers have it

export function made({ base, token, ...more }) {
  return new MedplumClient({
    baseUrl: base,
    fhirUrlPath: "fhir",
    authorizeUrl: "oauth/authorize",
    tokenUrl: "oauth/token",
    accessToken: token,
    cacheTime: 0,
    maxRetries: 0,
    ...more,
  });
}
