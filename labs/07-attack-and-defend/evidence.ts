/*
 * Lab 7 · Attack and defend: what neon has gathered
 *
 * Given. Everything in here is public, or neon's own: tokens that were sent to him, keys that the
 * issuers publish, secrets that stand in the samples of well-known projects. Nobody has the private
 * keys any more: they were thrown away when these tokens were made.
 *
 * These tokens are for the verifiers of this lab, and for nothing else.
 */
import type { JsonWebKey } from 'node:crypto';

/** A key as issuers publish it (RFC 7517): `kid` is its name, `alg` what it is for. */
export interface Jwk extends JsonWebKey {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
}

/** A key set, as an issuer publishes it at its `jwks_uri`. */
export interface Jwks {
  readonly keys: readonly Jwk[];
}

export interface Evidence {
  /** What neon's browser sends to the API: an access token, rank "9". */
  readonly token: string;
  /** Three more tokens that neon holds. Decode them: each says rank "99", and none was made for the API. */
  readonly others: readonly string[];
  /** For one day everybody had rank "99" by mistake. This is neon's from then; it was taken back. */
  readonly revoked: string;
  /** From an old app of rubywave's that still signs with HS256. */
  readonly oldToken: string;
  /** The key set of login.rubywave.io. */
  readonly jwks: Jwks;
  /** Secrets that stand in samples, in documentation and in answers to questions. */
  readonly words: readonly string[];
}

/** What a verifier is told: whose tokens it takes, and by which keys. */
export interface Api {
  /** The public keys that it trusts, by their kid: the issuer's own, and a partner's. */
  readonly keys: Readonly<Record<string, Jwk>>;
  readonly issuer: string;
  readonly audience: string;
  /** The time at which all of this happens, in seconds since 1970. */
  readonly now: number;
}

const LOGIN: Jwks = {
  keys: [
    {
      kty: 'RSA',
      n: 'nAwzd9Y4mraGMPK6QKna188tV9L38-fP1qoJhaKHUetgdDPi37ZKMeNzAJuzdMK_YQTvcX_CgPt4bLUTWYP-5WJXJepgvuyZmvwx0EWk-lVgwgf3mm0LYHfgB1bryouEecXt858JBCIY_Gr-TdKZtADTv6vZRWzODHjYHK6cecZhGcClcE-0cQ1qk-QqKN7qCHCm4XG-2B6WikUXuXAmnGv6kiN5s9O2BwLBgGs5MAcpZl30Q0G-WTsxfu5-udlOzBctmPiJ8x00rRgzGWSRaxDKDwGZ7VKuxxEJcN3gM2FbWB8ByAxodUhxQZqwT-_GV6-jUi3qByo73zWlNAjoAQ',
      e: 'AQAB',
      kid: 'rubywave-2017-11',
      use: 'sig',
      alg: 'RS256',
    },
    {
      kty: 'RSA',
      n: 'x0Z0VdpRTgX5RQgqVbF915XDCu0mrTS0xBtPi2tJrhyVAx5VYn50B7g4zo_GAX8ogQPnH4wxTB6fqI7V9tTMy3pKPkLU9HSFUf7f_MA4x3qKVcHtLumgdXiPWynBxVgOrugA2soEKnx8NteEDqelkssmxmeBHDmKRvJMQ47w3MgDuPxZu0RmE2WbgkKnuRyZ3sh1z-iEv7JCOGvJBTaQ1btMWBGV6Rj4zptNhguhVR0BUOZyL_c7AZhCMo_iRZTyYaIgSmSfQC5yD5pIS5CPIVj2tuCRhKsQuoj6gccrrtxQ51jjszWseX2zl6_qTPqfEcY1MXcE4vbvpjY1j8empQ',
      e: 'AQAB',
      kid: 'rubywave-2018-01',
      use: 'sig',
      alg: 'RS256',
    },
  ],
};

const PARTNER: Jwk = {
  kty: 'RSA',
  n: 'nGHKsLNCPBK90yfIONGuytNh4quTOwgIa1WjKmvGAwzPwi8cOtKL9yIx2rrHKg-Ws_vBhQbIjAHd6VpCVO_ZrT0kpZ92RvxFrTnsZI1pYrx1p-L-jW1UUjVeyAHd2vrtR6FO4nzY_Y6iKD-38z7vhmYwjihOb0K739MScgmBxti2sF0jHDJRSXmKTierOWpO8KxrWLU5fWQU-RxX4JmOehYSCqYK9qnoiQ5hIOwizsTknKcypaRcnc-EhsFZTBwaMqJSGwVypq_V_8H4uMqfr4dAMc7OSgKh6jl3YpvfKNskT2Y3BO1WrB-rfhhwQHsNo1Z6c9G-XhOEntysXoV4bQ',
  e: 'AQAB',
  kid: 'partner-1',
  use: 'sig',
  alg: 'RS256',
};

export const evidence: Evidence = {
  token: [
    'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InJ1Ynl3YXZlLTIwMTgtMDEifQ.',
    'eyJpc3MiOiJodHRwczovL2xvZ2luLnJ1Ynl3YXZlLmlvIiwic3ViIjoiMTIzNDU2Nzg5MSIsImF1ZCI6Imh0dHBzOi8vYXBpLnJ1Ynl3YXZlLmlvIiwiY2xpZW50X2lkIjoid2ViIiwiaWF0IjoxNTE2MjM5MDIyLCJleHAiOjE1MTYyNDI2MjIsImp0aSI6Im4tMDAwMSIsInNjb3BlIjoibWUiLCJyYW5rIjoiOSIsImVtYWlsIjoibmVvbkBydWJ5d2F2ZS5pbyIsIm5pY2tuYW1lIjoibmVvbiJ9.',
    'pgV6GKJ28T9iaXauAkPZptm604jVTdQJmkzt0PdjanT8tsc0-1KysKkDo5O6_n3VR_KW3kcZPMVst6AtsZMhrM-aW6ZHjlOFdTSrZ_4bMhYbCz7sL-Sidq66N_eDeU1cD3m8S4QEyBAokEpIEebY-2JaqSXAcbUtt8e9V64k5Ocbt9SnPnEM0UOxwX5_E2BE3QRnF1rq9D7hKph4ew4bjxlm7_TG6yENl6cMlJzRouOCvzk8WB5xGVKgejWlDKFmspOL7TBVfY_bchth_GyrLDU8oWykBVjFfjGsfFfA8irx9B6aK7O0GEp_L1v1-Ii_9uWji_cJ9zjws1GSzEeazw',
  ].join(''),
  others: [
    [
      'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InJ1Ynl3YXZlLTIwMTctMTEifQ.',
      'eyJpc3MiOiJodHRwczovL2xvZ2luLnJ1Ynl3YXZlLmlvIiwic3ViIjoiMTIzNDU2Nzg5MSIsImF1ZCI6Imh0dHBzOi8vZ2FtZXMucnVieXdhdmUuaW8iLCJjbGllbnRfaWQiOiJnYW1lcyIsImlhdCI6MTUxNjIzOTAyMiwiZXhwIjoxNTE2MjQyNjIyLCJqdGkiOiJnLTA0MTciLCJzY29wZSI6InBsYXkiLCJyYW5rIjoiOTkiLCJuaWNrbmFtZSI6Im5lb24ifQ.',
      'Z-3-5abD7koiINrjPWaIKNUcx_wAPrymHIGolWle8ox0kY7kSU2VvlV9WYW09J04N6BVUZHJFTrFNNWdpfsyEer9UuZuoSC_N5qY4ucI1r76N0tY1nFEHC1cRZuRKyxxltGBqtVrrrNinxg62-FjyvQH9ro7aFUOwAMnMKmsEc9XDufeUeBWe-xT7j3HiJ_153ey8MiaCsksXUxvNer0Y6b6jBYaYWFeD7R1nuL0PzJg7wKWNEHEJFxl14V-f7WqO6AIIBHVRYFkoOe605DR2jTZnp7xjIsH59-lyv6i2RSR_j1iTFVwoePGDuWbFbi7LsO2T9ZccoGQcvUbXGBLMw',
    ].join(''),
    [
      'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InBhcnRuZXItMSJ9.',
      'eyJpc3MiOiJodHRwczovL2lkLnBhcnRuZXIuZXhhbXBsZSIsInN1YiI6IjEyMzQ1Njc4OTEiLCJhdWQiOiJodHRwczovL2FwaS5ydWJ5d2F2ZS5pbyIsImNsaWVudF9pZCI6InBhcnRuZXIiLCJpYXQiOjE1MTYyMzkwMjIsImV4cCI6MTUxNjI0MjYyMiwianRpIjoicC0yMDI2Iiwic2NvcGUiOiJtZSIsInJhbmsiOiI5OSIsIm5pY2tuYW1lIjoibmVvbiJ9.',
      'U_6vef15ukJHU9NC2QF_fJO4WYnZEj4WqJ7qBR-4fOu9MWfus8vHjDfQjWK7MOfnSojAi_WdUXT3A5Zj-jblj17MnShieg4PNivTtxoswU7GWDUbrtXc4NEwXDx_8mXItID2hzlSHt3Xwrn4ox6cT7awvjjyVmvMwSut7Yermp_6rY0q5jsuE2UZMbf-MbZgDfSNNMIkWCnslDxKqHkGit47_x-2al6G8HR78flFFe9L65Fd08k--V4YvE06Ss5IzvdKeGUgsOO0dFitWaRSpBqf6eHj9Uku395B5BgGh7p3ZfYMz0SKNRW2Ez3dlOfTW-cFl0fsSid2jyZqAqMKjQ',
    ].join(''),
    [
      'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJ1Ynl3YXZlLTIwMTgtMDEifQ.',
      'eyJpc3MiOiJodHRwczovL2xvZ2luLnJ1Ynl3YXZlLmlvIiwic3ViIjoiMTIzNDU2Nzg5MSIsImF1ZCI6IndlYiIsImlhdCI6MTUxNjIzOTAyMiwiZXhwIjoxNTE2MjQyNjIyLCJub25jZSI6InE4IiwicmFuayI6Ijk5IiwiZW1haWwiOiJuZW9uQHJ1Ynl3YXZlLmlvIiwibmlja25hbWUiOiJuZW9uIiwibmFtZSI6Ik5lb24gS2ltIn0.',
      'qEufeSQfq3GLldia_nza5ucCrdjYwxDdXminNmC6zpT4itjuMItglT39Fnwgr43P9bFknGEJkwWVZ3oI7l7w8CjRGnfXqqCc8sCpo6KbzaJ-jyWmyN3T3SWNciFUMOItwDUDx8AiRxGTWL-jKOMtN89Gcxjsc-Ki67EkKhmD8UNWahGbw1PbhWVVRAIAFH4krUw-ief51MNIAvgBwBj58hUFbysJtsKWz7lPQF9TKMslI5VrwiNGZoOn9acpvEPMJDvtHWnyaalIoWjBD5gUmX-2C7hS-__FQ6QBBq-KbdiWlRpDdr106EGq7TxpmkeoeWS-dnV6belxC0vagtVLcg',
    ].join(''),
  ],
  revoked: [
    'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InJ1Ynl3YXZlLTIwMTgtMDEifQ.',
    'eyJpc3MiOiJodHRwczovL2xvZ2luLnJ1Ynl3YXZlLmlvIiwic3ViIjoiMTIzNDU2Nzg5MSIsImF1ZCI6Imh0dHBzOi8vYXBpLnJ1Ynl3YXZlLmlvIiwiY2xpZW50X2lkIjoid2ViIiwiaWF0IjoxNTE2MjM4OTYyLCJleHAiOjE1MTYyNDI1NjIsImp0aSI6Im4tMDAwMCIsInNjb3BlIjoibWUgbG91bmdlIHZpcCIsInJhbmsiOiI5OSIsImVtYWlsIjoibmVvbkBydWJ5d2F2ZS5pbyIsIm5pY2tuYW1lIjoibmVvbiJ9.',
    'D5g1Isa_SszWu27niOUYA046uKY2ZSJzHkBxNaFa8LA80amU0sYdR0lfgP_NG0LI5wIEHJmKJ4a1vhy7wL2o8Wy_dTvNnaalP_RoxI4gqGIRAelLnF30mg4T6KfYLCW26UQG-vOg_GgtKm8LQ0NPPmaNqY3ZHH4M2qkG5n5_8zbk358-9-qcD3OVIrZ7AV6TsEF8MsuvJJzo9hLuEbg-oC_nseutL31BAUgwNXjfA3hcxhjzN5O0OaMfBw16DE9qRAYLbl6SdJLz_hWWf_-4l5QudnHe5krUy0NPBwRWbjvj_t3TJvA9UWo5CrfXsE3LKVptUNfzKgIuYfYcVCyXmQ',
  ].join(''),
  oldToken: [
    'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InJ1Ynl3YXZlLTIwMTYifQ.',
    'eyJpc3MiOiJodHRwczovL2xvZ2luLnJ1Ynl3YXZlLmlvIiwic3ViIjoiMTIzNDU2Nzg5MSIsImF1ZCI6Imh0dHBzOi8vYXBpLnJ1Ynl3YXZlLmlvIiwiaWF0IjoxNTE2MjM5MDIyLCJleHAiOjE1MTYyNDI2MjIsImp0aSI6ImgtMDAzMSIsInJhbmsiOiI5Iiwibmlja25hbWUiOiJuZW9uIn0.',
    'dSBuAbD6TuQ0Gu_inbSlONgGZwA5QDRyJoL9EBFeDzw',
  ].join(''),
  jwks: LOGIN,
  words: [
    'secret',
    'password',
    '123456',
    'changeme',
    'change-me-in-production',
    'supersecret',
    'super-secret-key',
    'mysecretkey',
    'my_super_secret_key',
    'secretkey',
    'secret_key',
    'jwt_secret',
    'jwtSecret',
    'JWT_SECRET',
    'your_jwt_secret',
    'your-secret-key',
    // The README of jsonwebtoken.
    'shhhhh',
    // The README of express-session.
    'keyboard cat',
    // What jwt.io showed until 2025, and what it shows since.
    'your-256-bit-secret',
    'a-string-secret-at-least-256-bits-long',
  ],
};

export const api: Api = {
  keys: Object.fromEntries([...LOGIN.keys, PARTNER].map((key) => [key.kid, key])),
  issuer: 'https://login.rubywave.io',
  audience: 'https://api.rubywave.io',
  now: 1516239622,
};
