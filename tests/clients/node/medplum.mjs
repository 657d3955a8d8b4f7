// npm @medplum/core against a server that is not Medplum's own: its addresses are told, its cache is off.
import { MedplumClient } from "@medplum/core";

export function made({ base, token }) {
  return new MedplumClient({
    baseUrl: base,
    fhirUrlPath: "fhir",
    authorizeUrl: "oauth/authorize",
    tokenUrl: "oauth/token",
    accessToken: token,
    cacheTime: 0,
    maxRetries: 0,
  });
}
