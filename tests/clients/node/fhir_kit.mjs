// npm fhir-kit-client, as its README makes one.
import { Client } from "fhir-kit-client";

export function made({ fhir, token }) {
  const client = new Client({ baseUrl: fhir });
  if (token) client.bearerToken = token;
  return client;
}
