import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** What the provider says of who signs in next. */
export type Claims = {
  sub: string;
  email: string;
  email_verified?: boolean;
  name?: string;
  /** Instead of the right ones: to be refused. */
  nonce?: string;
  aud?: string;
};
export type OidcProvider = { issuer: string; signsIn: Claims; isForging: boolean };

export const CLIENT = { id: "trazo", secret: "a secret" };

/**
 * A small OpenID provider on loopback: authorization code with PKCE, client secret, nonce and signed ID tokens. It
 * lets in at once whom `signsIn` says; with `isForging` it signs with a key that it does not publish.
 */
export async function startOidcProvider(): Promise<OidcProvider & { close(): void }> {
  const [published, secret] = await Promise.all([
    generateKeyPair("RS256"),
    generateKeyPair("RS256"),
  ]);
  const jwk = { ...(await exportJWK(published.publicKey)), kid: "one", alg: "RS256", use: "sig" };
  const grants = new Map<string, { challenge: string; nonce: string; redirect: string }>();
  const provider: OidcProvider = { issuer: "", signsIn: { sub: "", email: "" }, isForging: false };

  async function tokens(form: URLSearchParams): Promise<object | null> {
    const code = form.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code);
    const verifier = createHash("sha256").update(form.get("code_verifier") ?? "");
    const isRight =
      grant !== undefined &&
      verifier.digest("base64url") === grant.challenge &&
      form.get("client_secret") === CLIENT.secret &&
      form.get("redirect_uri") === grant.redirect;
    if (!isRight) return null;
    const claims = { nonce: grant.nonce, aud: CLIENT.id, ...provider.signsIn };
    const key = provider.isForging ? secret.privateKey : published.privateKey;
    const idToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "one" })
      .setIssuer(provider.issuer)
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(key);
    return { access_token: "none", token_type: "Bearer", expires_in: 300, id_token: idToken };
  }

  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", provider.issuer);
    const send = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (url.pathname === "/.well-known/openid-configuration") {
      send(200, {
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/keys`,
        id_token_signing_alg_values_supported: ["RS256"],
      });
      return;
    }
    if (url.pathname === "/keys") {
      send(200, { keys: [jwk] });
      return;
    }
    if (url.pathname === "/authorize") {
      const asked = url.searchParams;
      const code = randomBytes(16).toString("hex");
      const redirect = asked.get("redirect_uri") ?? "";
      const [challenge, nonce] = [asked.get("code_challenge") ?? "", asked.get("nonce") ?? ""];
      grants.set(code, { challenge, nonce, redirect });
      const back = new URL(redirect);
      back.searchParams.set("code", code);
      back.searchParams.set("state", asked.get("state") ?? "");
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      void tokens(new URLSearchParams(body)).then((answer) =>
        send(answer ? 200 : 400, answer ?? { error: "invalid_grant" }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  provider.issuer = `http://127.0.0.1:${address.port}`;
  return Object.assign(provider, {
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
}
