// npm fhir-kit-client, as its README makes one.
import { Client } from "fhir-kit-client";

export function made({ fhir, token }) {
  return new Client({ baseUrl: fhir, bearerToken: token });
}
