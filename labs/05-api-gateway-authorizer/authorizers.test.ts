/**
 * The checks of lab 5: what API Gateway asks of an authorizer, and of the function behind it.
 *
 * The learner's files are never imported: local Lambda runs them, and local API Gateway asks them,
 * as AWS would. Every token is another one, so that no check meets what another left in a cache.
 */
import {
  check,
  same,
  say,
  secret,
  show,
  step,
  type Cause,
  type Message,
  type Outcome,
} from '#checks';
import { allows, startApplication, type Application, type HttpAnswer } from '#checks-aws';
import { createSecretKey } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { application } from './application.ts';

const { issuer: _issuer, ...functions } = application.functions;

/**
 * Behind the doors stands a function that tells what it was handed, in place of profile.ts. Nobody
 * logs in: the checks write their tokens themselves.
 */
const withEcho: Application = {
  ...application,
  functions: { ...functions, echo: { entry: './echo.ts' } },
  restApi: { ...application.restApi, routes: leadingToEcho(application.restApi?.routes) },
  httpApi: { ...application.httpApi, routes: leadingToEcho(application.httpApi?.routes) },
};
const aws = await startApplication(withEcho, import.meta.url);

const KEY = createSecretKey(secret(aws.local.secrets['jwt'] ?? ''), 'utf8');
const OTHER_KEY = createSecretKey(secret('another-secret-that-is-long-enough-too'), 'utf8');
const ISSUER = 'https://login.rubywave.io';

/** Slide 19, as lab 3's issuer writes it. */
const SPARK = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
};

/** Another caller, whose token has no rank. */
const HANEUL = {
  sub: '1234567892',
  email: 'haneul@rubywave.io',
  nickname: '하늘',
  rank: undefined,
  name: '김하늘',
};

const NEON = {
  sub: '1234567891',
  email: 'neon@rubywave.io',
  nickname: 'neon',
  rank: '9',
  name: 'Jane Roe',
};

/** Somebody who writes tokens that nobody has signed. */
const MALLORY = {
  sub: '6660000000',
  email: 'mallory@example.com',
  nickname: 'mallory',
  rank: '99',
  name: 'Mallory',
};

/** In seconds: no check waits for a token to expire. */
const HOUR = 3600;

/** The stage that the authorizer is asked about where Lambda calls it without a gateway. */
const STAGE = 'arn:aws:execute-api:ap-northeast-2:123456789012:a1b2c3d4e5/dev';

/** Other stages that ask: of another API, and of another account in another region. */
const ELSEWHERE = [
  STAGE.replace('a1b2c3d4e5/dev', 'z9y8x7w6v5/prod'),
  'arn:aws:execute-api:us-east-1:210987654321:z9y8x7w6v5/prod',
];

/** Whether an authorizer's answer allows a route, given by its ARN. */
function allowed(arn: string): (result: unknown) => boolean {
  return (result) => allows(memberOf(result, 'policyDocument'), arn);
}

step(1, ['handler'], () => {
  check('token-allow', say`lets a good token in`, async () => {
    const answer = await rest('GET /me', tokenOf());
    answer.satisfies(say`200 for a good token`, isStatus(200), restRefusal);
  });

  check('token-context', say`hands on who is asking`, async () => {
    const answer = await rest('GET /me', tokenOf());
    answer.satisfies(
      say`the route's function learns who is asking, from the context`,
      ({ status, json }) => status === 200 && tellsOfSpark(contextHandedOn(json)),
      (outcome) => (statusOf(outcome) === 200 ? lostAtTheDoor : restRefusal(outcome)),
    );
    answer.satisfies(say`no secret in the context`, tellsNoSecret, SECRET_HANDED_ON);
    answer.satisfies(say`no token in the context`, tellsNoToken, TOKEN_HANDED_ON);
  });

  check('token-principal', say`names the caller in principalId`, async () => {
    for (const person of [SPARK, HANEUL]) {
      const asked = await tokenAuthorizer(tokenOf(person));
      asked.satisfies(
        say`principalId names the caller, ${person.sub}`,
        (result) => memberOf(result, 'principalId') === person.sub,
        (outcome) => {
          if (outcome.threw) return undefined;
          const principalId = memberOf(outcome.returned, 'principalId');
          return Object.values(person).includes(principalId as string)
            ? say`principalId is ${show(principalId)}, which tells a person's data to the API's logs, and can change. The token's sub names the caller, and nothing else of them.`
            : say`principalId is ${show(principalId)}. It stands in the API's logs and says who has called: the sub of the token that came, anew for each.`;
        },
      );
    }
  });

  check('token-second-route', say`answers for the next route too, which is not asked`, async () => {
    // A rank for every door.
    const token = tokenOf({ rank: '25' });
    (await rest('GET /me', token)).satisfies(say`200 for a good token`, isStatus(200), restRefusal);
    (await rest('GET /lounge', token)).satisfies(
      say`200 for the second route, from the cache`,
      isStatus(200),
      (outcome) =>
        statusOf(outcome) === 403
          ? say`The policy for /me is kept for five minutes and read again for /lounge, of which it does not speak. methodArn is only the route that was asked for first: a policy for it alone locks the caller out of all others.`
          : restRefusal(outcome),
    );
  });

  check('token-scope', say`allows nothing in another stage or another API`, async () => {
    const asked = await tokenAuthorizer(tokenOf({ rank: '25' }));
    asked.satisfies(
      say`a policy that allows GET /vip in this stage`,
      allowed(`${STAGE}/GET/vip`),
      (outcome) =>
        outcome.threw || textOf(outcome.returned).includes(`${STAGE}/`)
          ? say`The policy is kept and read for every route of the stage, so it names them all. Write them as methodArn is written, up to and with the stage: arn:aws:execute-api:<region>:<account>:<api>/<stage>/GET/vip.`
          : OTHER_STAGE,
    );
    const foreign = [
      [STAGE.replace('a1b2c3d4e5', 'z9y8x7w6v5'), 'api'],
      [STAGE.replace('/dev', '/prod'), 'stage'],
      [STAGE.replace('ap-northeast-2', 'us-east-1'), 'api'],
      [STAGE.replace('123456789012', '210987654321'), 'api'],
      [`${STAGE}2`, 'prefix'],
    ] as const;
    for (const [stage, what] of foreign) {
      asked.satisfies(
        say`a policy that allows nothing in ${stage.replace('arn:aws:execute-api:', '')}`,
        (result) => !allowed(`${stage}/GET/me`)(result),
        SCOPE_CAUSES[what],
      );
    }
    for (const elsewhere of ELSEWHERE) {
      const answer = await tokenAuthorizer(tokenOf({ rank: '25' }), elsewhere);
      answer.satisfies(
        say`a policy that allows GET /vip in ${elsewhere.replace('arn:aws:execute-api:', '')}`,
        allowed(`${elsewhere}/GET/vip`),
        OTHER_STAGE,
      );
      answer.satisfies(
        say`a policy that allows nothing in ${STAGE.replace('arn:aws:execute-api:', '')}`,
        (result) => !allowed(`${STAGE}/GET/me`)(result),
        OTHER_STAGE,
      );
    }
  });

  check('token-routes', say`allows the routes of routes.ts, and no other`, async () => {
    const asked = await tokenAuthorizer(tokenOf({ rank: '25' }));
    asked.satisfies(say`a policy that allows GET /me`, allowed(`${STAGE}/GET/me`));
    for (const route of [
      'POST/me',
      'POST/login',
      'DELETE/vip',
      'GET/admin',
      'GET/vip/keys',
      'GET/me2',
      'GET/',
    ]) {
      asked.satisfies(
        say`a policy that does not allow ${route.replace('/', ' /')}`,
        (result) => !allowed(`${STAGE}/${route}`)(result),
        route === 'POST/login'
          ? say`The policy allows POST /login, which no authorizer guards: whoever logs in has no token yet. A policy names the doors of routes.ts, and no more.`
          : say`The policy allows ${route.replace('/', ' /')}, which does not stand in routes.ts. Somebody will add a route one day, and a "*" that was written today opens it to everybody: name the three doors, each with its method.`,
      );
    }
    asked.satisfies(
      say`a policy without a Deny`,
      (result) => !textOf(memberOf(result, 'policyDocument')).includes('"Deny"'),
      say`There is a Deny in the policy of a good token. What is not allowed is refused anyway; a Deny is kept with the rest, and it wins over every Allow.`,
    );
  });

  check('token-forged', say`throws "Unauthorized" for a forged token`, async () => {
    for (const [what, token, cause] of forgeries()) {
      const answer = await rest('GET /me', token);
      answer.satisfies(say`401 for ${what}`, isStatus(401), restAdmission(cause));
    }
  });

  check('token-expired', say`throws "Unauthorized" for an expired token`, async () => {
    const answer = await rest('GET /me', expired());
    answer.satisfies(say`401 for an expired token`, isStatus(401), restAdmission(EXPIRED));
  });

  check(
    'token-foreign',
    say`throws "Unauthorized" for what our issuer does not write`,
    async () => {
      for (const [what, token, cause] of foreigners()) {
        const answer = await rest('GET /me', token);
        answer.satisfies(say`401 for ${what}`, isStatus(401), restAdmission(cause));
      }
    },
  );

  check('token-no-bearer', say`throws "Unauthorized" for what is no token at all`, async () => {
    for (const header of NO_BEARERS) {
      const answer = await aws.rest('GET /me', bearing(header), atRest('GET /me'));
      answer.satisfies(
        say`401 for the header ${show(header)}`,
        isStatus(401),
        restAdmission(NO_TOKEN),
      );
    }
  });

  check('token-scheme', say`throws "Unauthorized" for a token without Bearer`, async () => {
    for (const [what, header] of otherSchemes()) {
      const answer = await aws.rest('GET /me', bearing(header), atRest('GET /me'));
      answer.satisfies(say`401 for ${what}`, isStatus(401), restAdmission(OTHER_SCHEME));
    }
  });

  check('token-until-exp', say`takes a token until its exp, and no longer`, async () => {
    await judgedUntilExp(tokenAuthorizer, allowed(`${STAGE}/GET/me`));
  });

  check('token-log', say`logs no token and no secret`, async () => {
    const before = aws.traces.length;
    await rest('GET /me', tokenOf());
    const answer = await rest('GET /me', expired());
    answer.satisfies(
      say`no token in the function's log`,
      () => !hasLogged('token-authorizer', before, TOKEN),
      LOGGED,
    );
    answer.satisfies(
      say`no secret in the function's log`,
      () => !hasLogged('token-authorizer', before, SECRET),
      SECRET_LOGGED,
    );
  });
});

step(2, ['handler'], () => {
  check('request-allow', say`lets a good token in`, async () => {
    const answer = await http('GET /me', tokenOf());
    answer.satisfies(say`200 for a good token`, isStatus(200), httpRefusal);
  });

  check('request-boolean', say`answers with true or false, not with texts`, async () => {
    const yes = await requestAuthorizer(tokenOf());
    yes.satisfies(
      say`isAuthorized is true for a good token`,
      (result) => memberOf(result, 'isAuthorized') === true,
      (outcome) =>
        outcome.threw
          ? failed(messageOf(outcome.error))
          : notBoolean(outcome.returned, GOOD_REFUSED),
    );
    const no = await requestAuthorizer('null');
    no.satisfies(
      say`isAuthorized is false for "Bearer null"`,
      (result) => memberOf(result, 'isAuthorized') === false,
      (outcome) =>
        outcome.threw
          ? threwInPlaceOfNo(messageOf(outcome.error))
          : notBoolean(outcome.returned, NO_TOKEN),
    );
  });

  check('request-context', say`hands on who is asking`, async () => {
    const answer = await http('GET /me', tokenOf());
    answer.satisfies(
      say`the route's function learns who is asking, from the context`,
      ({ status, json }) => status === 200 && tellsOfSpark(json),
      (outcome) => (statusOf(outcome) === 200 ? lostAtTheDoor : httpRefusal(outcome)),
    );
    answer.satisfies(say`no secret in the context`, tellsNoSecret, SECRET_HANDED_ON);
    answer.satisfies(say`no token in the context`, tellsNoToken, TOKEN_HANDED_ON);
  });

  check('request-forged', say`refuses a forged token`, async () => {
    for (const [what, token, cause] of forgeries()) {
      const answer = await http('GET /me', token);
      answer.satisfies(say`403 for ${what}`, isRefused, httpAdmission(cause));
    }
  });

  check('request-expired', say`refuses an expired token`, async () => {
    const answer = await http('GET /me', expired());
    answer.satisfies(say`403 for an expired token`, isRefused, httpAdmission(EXPIRED));
  });

  check('request-foreign', say`refuses what our issuer does not write`, async () => {
    for (const [what, token, cause] of foreigners()) {
      const answer = await http('GET /me', token);
      answer.satisfies(say`403 for ${what}`, isRefused, httpAdmission(cause));
    }
  });

  check('request-no-bearer', say`refuses what is no token at all`, async () => {
    for (const header of NO_BEARERS) {
      const answer = await aws.http('GET /me', bearing(header), atHttp('GET /me'));
      answer.satisfies(say`403 for the header ${show(header)}`, isRefused, httpAdmission(NO_TOKEN));
    }
  });

  check('request-scheme', say`refuses a token without Bearer`, async () => {
    for (const [what, header] of otherSchemes()) {
      const answer = await aws.http('GET /me', bearing(header), atHttp('GET /me'));
      answer.satisfies(say`403 for ${what}`, isRefused, httpAdmission(OTHER_SCHEME));
    }
  });

  check('request-until-exp', say`takes a token until its exp, and no longer`, async () => {
    await judgedUntilExp(requestAuthorizer, (result) => memberOf(result, 'isAuthorized') === true);
  });

  check('request-log', say`logs no token and no secret`, async () => {
    const before = aws.traces.length;
    await http('GET /me', tokenOf());
    const answer = await http('GET /me', expired());
    answer.satisfies(
      say`no token in the function's log`,
      () => !hasLogged('request-authorizer', before, TOKEN),
      LOGGED,
    );
    answer.satisfies(
      say`no secret in the function's log`,
      () => !hasLogged('request-authorizer', before, SECRET),
      SECRET_LOGGED,
    );
  });
});

step(3, ['handler'], () => {
  check('rank-lounge', say`opens the lounge from rank 10 on`, async () => {
    for (const knock of [rest, http]) {
      // As a text, "1" is less than "10" too: this one tells of no comparison at all.
      await refuses(
        knock,
        'GET /lounge',
        '1',
        say`The lounge let rank 1 in: nobody has looked at the rank yet. It asks for 10 or more, and /vip for 20 or more. (If you do look: what stands outside the handler is kept from the caller before.)`,
      );
      await opens(
        knock,
        'GET /lounge',
        '15',
        say`Rank 15 is more than the 10 that the lounge asks for.`,
      );
      await refuses(knock, 'GET /lounge', '9', LETTER_BY_LETTER);
      await opens(knock, 'GET /lounge', '10', say`"10 or more" begins with 10 itself.`);
    }
  });

  check('rank-vip', say`opens /vip from rank 20 on`, async () => {
    for (const knock of [rest, http]) {
      await refuses(knock, 'GET /vip', '15', NOT_ENOUGH);
      await refuses(knock, 'GET /vip', '19', say`"20 or more" begins with 20: 19 is not enough.`);
      // Whatever the client writes beside the token, nobody has vouched for it.
      await refuses(
        (_, token) => claiming(knock, token),
        'GET /vip',
        '19',
        say`The client wrote a rank of 99 into its query and into headers of its own, and /vip opened. Nobody has vouched for those: only what stands in the token was signed.`,
      );
      await opens(knock, 'GET /vip', '25', say`Rank 25 is more than the 20 that /vip asks for.`);
      await opens(knock, 'GET /vip', '20', say`"20 or more" begins with 20 itself.`);
      await opens(
        knock,
        'GET /vip',
        '100',
        say`100 is more than 20. Texts are compared letter by letter, and there "100" is less than "20": compare numbers, with as many digits as they have.`,
      );
    }
  });

  check('rank-odd', say`opens nothing to a rank that is no number`, async () => {
    for (const knock of [rest, http]) {
      for (const rank of [undefined, '', 'abc']) {
        for (const route of ['GET /lounge', 'GET /vip']) {
          const answer = await knock(route, tokenOf({ rank }));
          const expected =
            rank === undefined
              ? say`no entry without a rank`
              : say`no entry with rank ${show(rank)}`;
          answer.satisfies(expected, isRefused, (outcome) =>
            statusOf(outcome) === 200
              ? say`That is no number, and it opened the door. Every comparison with NaN is false, so "refuse what is less" refuses nothing: let in what is enough, and nobody else.`
              : tooLow(outcome),
          );
        }
      }
      // null has no place in a REST API's context, so there a 500 may come of it.
      (await knock('GET /lounge', tokenOf({ rank: null }))).satisfies(
        say`no entry with rank null`,
        ({ status }) => status !== 200,
        say`The token's rank is null, and the lounge opened. Digits alone are a rank, and all else counts as 0.`,
      );
      for (const rank of ODD_RANKS) {
        const answer = await knock('GET /lounge', tokenOf({ rank }));
        answer.satisfies(say`no entry with rank ${show(rank)}`, isRefused, (outcome) =>
          statusOf(outcome) === 200
            ? say`Rank ${show(rank)} opened the lounge. Number() reads blanks, hexadecimal digits and exponents, parseInt() reads as far as it can, and a pattern without ^ and $ finds digits anywhere. Digits alone are a rank, and all else counts as 0.`
            : tooLow(outcome),
        );
      }
    }
  });

  check('rank-none', say`opens /me without a rank too`, async () => {
    for (const knock of [rest, http]) {
      for (const rank of [undefined, 'abc', '-1', '']) {
        const answer = await knock('GET /me', tokenOf({ rank }));
        const expected =
          rank === undefined ? say`200 without a rank` : say`200 with rank ${show(rank)}`;
        answer.satisfies(expected, isStatus(200), noRankRefusal);
      }
    }
  });

  check('request-routes', say`says yes for the routes of routes.ts, and for no other`, async () => {
    for (const route of ['POST /me', 'GET /admin', 'GET /me/keys', '$default']) {
      (await requestAuthorizer(tokenOf({ rank: '25' }), route)).satisfies(
        say`isAuthorized is false for ${route}`,
        (result) => memberOf(result, 'isAuthorized') === false,
        (outcome) =>
          outcome.threw
            ? failed(messageOf(outcome.error))
            : notBoolean(
                outcome.returned,
                say`${route} does not stand in routes.ts, and it was opened. Somebody will add a route one day and forget its rank: what the table does not name is open to nobody. Compare the whole event.routeKey, method and path.`,
              ),
      );
    }
  });

  check('rank-kept-yes', say`a policy made for /me does not open /vip`, async () => {
    await refuses(rest, 'GET /vip', SPARK.rank, NOT_ENOUGH);
    const token = tokenOf();
    (await rest('GET /me', token)).satisfies(say`200 for spark`, isStatus(200), restRefusal);
    (await rest('GET /vip', token)).satisfies(
      say`403 for spark, from the cache`,
      isStatus(403),
      (outcome) =>
        statusOf(outcome) === 200
          ? say`Spark asked for /me first, got a policy that allows more than his rank does, and it opened /vip for the next five minutes. Decide by the rank and not by methodArn: the policy names each route that this rank opens, and no other.`
          : restRefusal(outcome),
    );
  });

  check('rank-kept-no', say`a policy made for /vip still opens /me and the lounge`, async () => {
    (await rest('GET /me', tokenOf())).satisfies(say`200 for spark`, isStatus(200), restRefusal);
    const token = tokenOf();
    (await rest('GET /vip', token)).satisfies(say`403 for spark`, isStatus(403), tooLow);
    for (const route of ['GET /me', 'GET /lounge']) {
      (await rest(route, token)).satisfies(
        say`200 for spark, from the cache`,
        isStatus(200),
        (outcome) =>
          statusOf(outcome) === 403
            ? say`Spark knocked at /vip once, and is now locked out for five minutes: what was kept is a no for every route, or for methodArn alone. Not to name /vip is enough to keep him out of it; his other doors stand in the policy all the same.`
            : restRefusal(outcome),
      );
    }
  });

  check(
    'rank-kept-http',
    say`an HTTP API's answer is for the route that it was given for`,
    async () => {
      await refuses(http, 'GET /vip', SPARK.rank, NOT_ENOUGH);
      (await http('GET /me', tokenOf())).satisfies(say`200 for spark`, isStatus(200), httpRefusal);
      const token = tokenOf();
      for (const [route, status] of [
        ['GET /me', 200],
        ['GET /vip', 403],
        ['GET /lounge', 200],
        ['GET /vip', 403],
      ] as const) {
        (await http(route, token)).satisfies(
          status === 200 ? say`200 for spark` : say`403 for spark`,
          isStatus(status),
          (outcome) =>
            statusOf(outcome) === 500
              ? httpRefusal(outcome)
              : say`What was right for one route was given for another. The gateway keeps your answer under token and route; what your function itself remembers from one call to the next has to keep them apart as well.`,
        );
      }
    },
  );
});

step(4, ['handler'], () => {
  check('profile-rest', say`answers a REST API with what it is handed`, async () => {
    const { answer, handed } = await profileAtRest({ authorization: bearerOf(tokenOf()) });
    answer.satisfies(
      say`{ statusCode: 200, body }, and the body tells of spark`,
      isProfileOf(handed),
      profileCause(handed, REST_PLACE),
    );
  });

  check('profile-http', say`answers an HTTP API with what it is handed`, async () => {
    await answersSpark(profileAtHttp);
  });

  check('profile-anyone', say`answers whoever is asking`, async () => {
    for (const profile of [profileAtRest, profileAtHttp]) {
      await answersSpark(profile);
      const { answer, handed } = await profile({
        caller: HANEUL,
        authorization: bearerOf(tokenOf(HANEUL)),
      });
      answer.satisfies(
        say`an answer that tells of haneul, who comes after spark and has no rank`,
        (result) => isAnswerOf(handed)(result) && !tellsOfSpark(result),
        (outcome) => {
          if (outcome.threw) {
            return say`The function failed for a caller without a rank. What the token lacks is missing in the context too: hand on what is there, and work on none of it.`;
          }
          if (tellsOfSpark(outcome.returned)) {
            return say`The answer tells of spark, who asked before. What stands outside the handler is kept from one request to the next, and Lambda sends you many callers: take each answer from its own event.`;
          }
          return isTurnedAway(outcome.returned)
            ? say`Haneul has passed the door and was turned away behind it. Who may enter is the authorizer's business: the function answers whoever gets here.`
            : profileCause(handed, LEFT_OUT)(outcome);
        },
      );
    }
  });

  check('profile-ignores-token', say`does not look at the token`, async () => {
    for (const profile of [profileAtRest, profileAtHttp]) await answersSpark(profile);
    for (const authorization of [`Bearer ${unsigned(MALLORY)}`, 'Bearer null', undefined]) {
      for (const profile of [profileAtRest, profileAtHttp]) {
        const { answer, handed } = await profile({ authorization });
        answer.satisfies(
          authorization === undefined
            ? say`an answer that tells of spark, without the header too`
            : say`an answer that tells of spark, whatever the header says`,
          (result) => isAnswerOf(handed)(result) && !tellsOfMallory(result),
          (outcome) =>
            tellsOfMallory(outcome.threw ? undefined : outcome.returned)
              ? say`The answer tells of mallory, who wrote himself a token and signed it with nothing. To decode is not to verify. The gateway has handed over what was verified: take that.`
              : (partOf(handed, outcome) ?? SECOND_LOOK),
        );
      }
    }
  });

  check('profile-client', say`takes nothing from what the client writes`, async () => {
    for (const profile of [profileAtRest, profileAtHttp]) {
      const { answer, handed } = await profile({
        authorization: bearerOf(tokenOf()),
        claimed: MALLORY,
      });
      answer.satisfies(
        say`an answer that tells of spark, whatever headers, query and body say`,
        (result) => isAnswerOf(handed)(result) && !tellsOfMallory(result),
        (outcome) =>
          !outcome.threw &&
          missingIn(outcome.returned, MALLORY).length < Object.keys(MALLORY).length
            ? say`The client has written that it is mallory, and the answer believes it. Headers, query and body are the client's own: only in requestContext.authorizer can it write nothing.`
            : profileCause(handed, LEFT_OUT)(outcome),
      );
    }
  });

  check('profile-missing', say`adds nothing to what it is handed`, async () => {
    for (const profile of [profileAtRest, profileAtHttp]) {
      await profile({ authorization: bearerOf(tokenOf()) });
      // The header's token is genuine and has a rank; what the gateway hands over has none.
      const { answer } = await profile({
        caller: HANEUL,
        authorization: bearerOf(tokenOf({ rank: '25' })),
        claimed: { rank: '99' },
      });
      answer.satisfies(
        say`no rank in the answer, for the context has none`,
        (result) => memberOf(answerIn(result), 'rank') === undefined,
        (outcome) => (outcome.threw ? undefined : rankFromElsewhere(answerIn(outcome.returned))),
      );
    }
  });

  for (const [id, api, profile, knock] of [
    ['together-rest', say`a REST API`, profileAtRest, rest],
    ['together-http', say`an HTTP API`, profileAtHttp, http],
  ] as const) {
    check(
      id,
      say`all three files together, behind ${api}: each caller as the token says`,
      async () => {
        // Whether this step is written at all is told first.
        (await profile({ authorization: undefined })).answer.result();
        for (const person of [SPARK, HANEUL, NEON]) {
          const door = await knock('GET /me', tokenOf(person));
          door.satisfies(
            say`200 for ${person.email}`,
            isStatus(200),
            person.rank === undefined ? noRankRefusal : knock === rest ? restRefusal : httpRefusal,
          );
          const { json: handed } = door.result() as HttpAnswer;
          const { answer } = await profile({
            authorization: undefined,
            caller: person,
            handedOn: handed,
          });
          const told = answerIn(answer.result());
          for (const name of ['sub', 'email', 'nickname', 'rank', 'name'] as const) {
            const isRight = memberOf(told, name) === person[name];
            const lost = isRight ? undefined : lostBetween(name, handed, person);
            // The context is the authorizer's work, so its file is the one to be opened.
            if (lost) door.fail(say`a context whose "${name}" is ${show(person[name])}`, lost);
            same(
              say`${name} in the answer to ${person.email}`,
              memberOf(told, name),
              person[name],
              say`The authorizer's context is right, and the answer makes something else of "${name}". Hand it on under its own name, as the text that it is; what is missing in the context is missing in the answer.`,
            );
          }
          const more = Object.keys(Object(told)).filter((name) => !(name in SPARK));
          if (more.length > 0) {
            answer.fail(
              say`an answer of sub, email, nickname, rank and name`,
              say`The answer also tells ${more.join(', ')}. What the gateway hands over is more than these five: some of it is its own, and the authorizer may say more one day that is not meant for clients. Take the five one by one.`,
            );
          }
        }
      },
    );
  }

  check('profile-unguarded', say`answers nobody where no authorizer was asked`, async () => {
    for (const profile of [profileAtRest, profileAtHttp]) {
      const { answer } = await profile({
        unguarded: true,
        authorization: `Bearer ${unsigned(MALLORY)}`,
      });
      // To fail is right here. But a TODO is not.
      if (answer.outcome.threw && !messageOf(answer.outcome.error).startsWith('TODO')) continue;
      answer.satisfies(
        say`an error, or status 500`,
        (result) => Number(memberOf(result, 'statusCode')) >= 500,
        (outcome) => {
          if (outcome.threw) return undefined;
          return tellsOfMallory(outcome.returned)
            ? say`Somebody took the authorizer off this route, and the function fell back to the token, which nobody had verified. Without the gateway's word it knows nobody.`
            : say`Somebody took the authorizer off this route, and the function answered as if that were a visitor's fault, or no fault at all. A door that nobody guards is a mistake in your configuration: fail, so that somebody notices.`;
        },
      );
    }
  });

  check('profile-log', say`logs no token`, async () => {
    const before = aws.traces.length;
    const { answer } = await profileAtRest({ authorization: bearerOf(tokenOf()) });
    await profileAtHttp({ authorization: bearerOf(tokenOf()) });
    answer.satisfies(
      say`no token in the function's log`,
      () => !hasLogged('profile', before, TOKEN),
      LOGGED,
    );
  });
});

/** Asks the REST API, or the HTTP API, for a route. */
type Knock = (route: string, token: string) => ReturnType<typeof aws.rest>;

function rest(route: string, token: string): ReturnType<typeof aws.rest> {
  return aws.rest(route, bearing(bearerOf(token)), atRest(route));
}

function http(route: string, token: string): ReturnType<typeof aws.http> {
  return aws.http(route, bearing(bearerOf(token)), atHttp(route));
}

/** Asks for /vip, and claims a high rank wherever a client can write one. */
function claiming(knock: Knock, token: string): ReturnType<Knock> {
  const headers = { ...bearing(bearerOf(token)).headers, ...headersOf({ rank: '99' }) };
  return knock === rest
    ? aws.rest('GET /vip?rank=99', { headers }, atRest('GET /vip?rank=99'))
    : aws.http('GET /vip?rank=99', { headers }, atHttp('GET /vip?rank=99'));
}

/** Claims as a client may write them into headers of its own. */
function headersOf(claims: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) =>
      [name, `x-${name}`, `x-user-${name}`].map((header) => [header, value]),
    ),
  );
}

/** What the learner reads as the call, and the file that is to be looked at. */
function atRest(route: string) {
  return { call: `REST API: ${route}`, subject: 'token-authorizer.ts:handler' };
}

function atHttp(route: string) {
  return { call: `HTTP API: ${route}`, subject: 'request-authorizer.ts:handler' };
}

function bearing(authorization: string) {
  return { headers: { Authorization: authorization } };
}

function bearerOf(token: string): string {
  return `Bearer ${token}`;
}

/**
 * Asks about a token until its exp, and once more: what an authorizer remembers by itself ends there
 * too. (What the gateway keeps does not, so it is not asked here.)
 */
async function judgedUntilExp(
  authorizer: (token: string) => ReturnType<typeof aws.invoke>,
  isYes: (result: unknown) => boolean,
): Promise<void> {
  const minute = 60;
  const exp = Math.floor(aws.now() / 1000) + minute;
  const token = tokenOf({ exp });
  (await authorizer(token)).satisfies(say`a yes until exp`, isYes);
  aws.pass(minute * 1000);
  const later = await authorizer(token);
  const unseen = await authorizer(tokenOf({ exp }));
  const [again, anew] = [later, unseen].map(
    ({ outcome }) => !outcome.threw && isYes(outcome.returned),
  );
  // Of two with the same exp, only the one that it has seen is still let in.
  if (!again || anew) return;
  later.fail(
    say`a no from exp on`,
    say`The token's exp has come since the last call, and it was let in again. Another token with the very same exp is refused: this one is believed for having been right before. What stands outside the handler lives for hours, so keep no answers there; that is the gateway's part, and it forgets them after its TTL.`,
  );
}

/** Calls the TOKEN authorizer as a REST API does, asked for GET /me. */
function tokenAuthorizer(token: string, stage = STAGE): ReturnType<typeof aws.invoke> {
  const event = {
    type: 'TOKEN',
    methodArn: `${stage}/GET/me`,
    authorizationToken: bearerOf(token),
  };
  return aws.invoke('token-authorizer', event, {
    call: `token-authorizer({ methodArn: ".../${stage.split('/')[1]}/GET/me", ... })`,
    subject: 'token-authorizer.ts:handler',
  });
}

/** Calls the REQUEST authorizer as an HTTP API does, asked for a route. */
function requestAuthorizer(token: string, route = 'GET /me'): ReturnType<typeof aws.invoke> {
  const [method = '', path = '/anything'] = route.split(' ');
  const event = {
    version: '2.0',
    type: 'REQUEST',
    routeArn: STAGE.replace('/dev', `/$default/${method}${path}`),
    identitySource: [bearerOf(token), route],
    ...httpRequest(bearerOf(token), route, path),
    requestContext: httpContext(route, path),
  };
  return aws.invoke('request-authorizer', event, {
    call: `request-authorizer({ routeKey: "${route}", ... })`,
    subject: 'request-authorizer.ts:handler',
  });
}

/** What a token says of somebody. */
type Person = Readonly<Partial<Record<keyof typeof SPARK, string | undefined>>>;

interface ProfileCall {
  /** Who has passed the door; spark, where it is left out. */
  readonly caller?: Person;
  /** The Authorization header. */
  readonly authorization: string | undefined;
  /** Who the client says it is, wherever a client can write. */
  readonly claimed?: Readonly<Record<string, string>>;
  /** Nobody was asked at the door, so the gateway has nothing to hand over. */
  readonly unguarded?: boolean;
  /** `requestContext.authorizer` as a gateway has made it of the learner's own authorizer. */
  readonly handedOn?: unknown;
}

/** Calls profile.ts as a REST API does. */
async function profileAtRest(profileCall: ProfileCall) {
  const { caller = SPARK, authorization, claimed, unguarded = false, handedOn } = profileCall;
  const { context, handed } = await contextFrom(tokenAuthorizer, caller);
  const authorizer = handedOn ?? { ...context, principalId: caller.sub, integrationLatency: 4 };
  const headers = {
    ...(authorization !== undefined && { Authorization: authorization }),
    Host: 'a1b2c3d4e5.example.com',
    ...headersOf(claimed ?? {}),
  };
  const event = {
    resource: '/me',
    path: '/me',
    httpMethod: 'GET',
    headers,
    multiValueHeaders: listed(headers),
    queryStringParameters: claimed ?? null,
    multiValueQueryStringParameters: claimed ? listed(claimed) : null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      apiId: 'a1b2c3d4e5',
      stage: 'dev',
      httpMethod: 'GET',
      resourcePath: '/me',
      path: '/dev/me',
      ...(unguarded ? {} : { authorizer }),
    },
    body: claimed ? JSON.stringify(claimed) : null,
    isBase64Encoded: false,
  };
  const answer = await aws.invoke('profile', event, {
    call: 'profile({ requestContext: { authorizer: { ... } } })',
    subject: 'profile.ts:handler',
  });
  return { answer, handed };
}

/** What fails for spark and a genuine token too has another cause than the caller or the header. */
async function answersSpark(profile: typeof profileAtRest): Promise<void> {
  const { answer, handed } = await profile({ authorization: bearerOf(tokenOf()) });
  answer.satisfies(
    say`200, and the answer tells of spark`,
    isAnswerOf(handed),
    profileCause(handed, profile === profileAtRest ? REST_PLACE : HTTP_PLACE),
  );
}

function listed(values: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}

/** Calls profile.ts as an HTTP API does. */
async function profileAtHttp(profileCall: ProfileCall) {
  const { caller = SPARK, authorization, claimed, unguarded = false, handedOn } = profileCall;
  const { context, handed } = await contextFrom(requestAuthorizer, caller);
  const request = httpRequest(authorization);
  const event = {
    version: '2.0',
    ...request,
    ...(claimed && {
      rawQueryString: new URLSearchParams(claimed).toString(),
      queryStringParameters: claimed,
      headers: { ...request.headers, ...headersOf(claimed) },
      body: JSON.stringify(claimed),
    }),
    requestContext: {
      ...httpContext(),
      ...(unguarded ? {} : { authorizer: handedOn ?? { lambda: context } }),
    },
    isBase64Encoded: false,
  };
  const answer = await aws.invoke('profile', event, {
    call: 'profile({ requestContext: { authorizer: { lambda: { ... } } } })',
    subject: 'profile.ts:handler',
  });
  return { answer, handed };
}

function httpRequest(authorization: string | undefined, routeKey = 'GET /me', rawPath = '/me') {
  return {
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: {
      ...(authorization !== undefined && { authorization }),
      host: 'a1b2c3d4e5.example.com',
    },
  };
}

function httpContext(routeKey = 'GET /me', path = '/me') {
  const method = /^([A-Z]+) /.exec(routeKey)?.[1] ?? 'GET';
  return {
    accountId: '123456789012',
    apiId: 'a1b2c3d4e5',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
    routeKey,
    stage: '$default',
  };
}

/**
 * The context as the caller's claims, and under whatever names the learner's own authorizer hands
 * them on: how the two files call a claim is their business. And which of the claims that authorizer
 * hands on at all: an answer can be asked for those.
 */
async function contextFrom(
  authorizer: (token: string) => ReturnType<typeof aws.invoke>,
  caller: Person,
): Promise<{ readonly context: Record<string, unknown>; readonly handed: Person }> {
  const { outcome } = await authorizer(tokenOf(caller));
  const own = outcome.threw ? undefined : memberOf(outcome.returned, 'context');
  const texts = Object.entries(own ?? {}).map(([name, value]) => [
    name,
    isScalar(value) ? String(value) : value,
  ]);
  const values = new Set(texts.map(([, value]) => value));
  const plain = Object.entries(caller).filter(([, value]) => values.has(value));
  // Some hand on one text that holds it all.
  const hidden = Object.entries(caller).filter(
    ([name, value]) => name !== 'rank' && name !== 'nickname' && textOf(own).includes(`${value}`),
  );
  const handed = plain.length > 0 ? plain : hidden;
  return {
    context: { ...caller, ...Object.fromEntries(texts) },
    handed: handed.length > 0 ? Object.fromEntries(handed) : caller,
  };
}

const STARTED = Math.floor(Date.now() / 1000);
let written = 0;

/** A token as lab 3's issuer writes it, good for an hour, and like no other of this run. */
function tokenOf(
  claims: Readonly<Record<string, unknown>> = {},
  key = KEY,
  algorithm: 'HS256' | 'HS512' = 'HS256',
) {
  written += 1;
  // Counted from the start: by the clock, two could be the same when a second ticks between them.
  const iat = STARTED - written;
  const payload = { iss: ISSUER, ...SPARK, iat, exp: iat + HOUR, ...claims };
  // A claim that is undefined is one that the token lacks.
  return secret(
    jsonwebtoken.sign(JSON.stringify(payload), key, { header: { alg: algorithm, typ: 'JWT' } }),
  );
}

function expired(): string {
  return tokenOf({ exp: Math.floor(Date.now() / 1000) - HOUR });
}

/** A token with alg "none", as anybody can write it. */
function unsigned(claims: object): string {
  const [header, payload] = [
    { alg: 'none', typ: 'JWT' },
    { iss: ISSUER, ...claims, exp: 4102444800 },
  ].map(segment);
  return `${header}.${payload}.`;
}

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A good token each, and no header of a bearer token. */
function otherSchemes(): (readonly [what: Message, header: string])[] {
  return [
    [say`a token that stands alone`, tokenOf()],
    [say`a token behind "Basic"`, `Basic ${tokenOf()}`],
    [say`a token behind "Token"`, `Token ${tokenOf()}`],
    [say`a token right behind "Bearer", without a space`, `Bearer${tokenOf()}`],
  ];
}

type BadToken = readonly [what: Message, token: string, ifLetIn: Message];

function forgeries(): BadToken[] {
  const [header, , signature] = tokenOf().split('.');
  const claims = { iss: ISSUER, ...SPARK, rank: '99', exp: Math.floor(Date.now() / 1000) + HOUR };
  const believed = say`A forged token was let in. Decoding reads what anybody may have written; only verifying tells who wrote it.`;
  return [
    [say`a token whose rank was changed`, `${header}.${segment(claims)}.${signature}`, believed],
    [say`a token that another secret has signed`, tokenOf({}, OTHER_KEY), believed],
    [say`a token with alg "none"`, unsigned(SPARK), believed],
  ];
}

function foreigners(): BadToken[] {
  return [
    [
      say`a token of another issuer`,
      tokenOf({ iss: 'https://example.com' }),
      say`The token says that somebody else has issued it. A signature tells that it was written with this secret; iss tells what for, so compare it with JWT_ISSUER (RFC 8725 §3.8).`,
    ],
    [
      say`a token signed with HS512`,
      tokenOf({}, KEY, 'HS512'),
      say`The token's header chose the algorithm. The choice is yours: algorithms: ['HS256'] (RFC 8725 §3.1).`,
    ],
  ];
}

/** What is not digits alone. */
const ODD_RANKS = ['25abc', 'abc25', ' 25', '25\n', '0x20', '1e2', '25.5', '+25', '-25', '2 5'];

const NO_BEARERS = ['Bearer', 'Bearer null', 'Basic c3BhcmtAcnVieXdhdmUuaW8=', 'spark'];

const NO_TOKEN = say`There is no token in this header, and the door was opened. A gateway asks the authorizer as soon as there is a header; whether it holds a token is yours to see.`;
const OTHER_SCHEME = say`The token is good, and it does not stand behind "Bearer" and a space. The scheme says what the rest of the header means: hand the whole header to verifyToken, as it came, and put nothing in front of it.`;
const EXPIRED = say`The token has expired and was let in. Its signature still holds: that never ends, so exp has to be looked at as well (RFC 7519 §4.1.4).`;
const LOGGED = say`A token was logged. Whoever reads the log can be spark until it expires, and logs are kept for long and read by many: log neither the event nor the header.`;
const SECRET_LOGGED = say`The secret was logged. Whoever reads it there writes tokens of his own, for any user and any rank, until you change it: never log process.env.`;
const SECRET_HANDED_ON = say`The secret stands in the context, and so in the event of every function behind the door. Whoever has it can write tokens: it stays with those who check them.`;
const TOKEN_HANDED_ON = say`The token stands in the context, and so in the event of every function behind the door, and in the log of each that prints it. Who is asking is all that they need: hand on the claims.`;
const LETTER_BY_LETTER = say`Rank is a text in the token, and texts are compared letter by letter: there "9" is more than "10". Compare numbers.`;
const NOT_ENOUGH = say`Spark's 15 is enough for the lounge and not for /vip: each route asks for a rank of its own.`;

const SCOPE_CAUSES = {
  api: say`The policy allows another API's routes too. "*" is quickly written and covers whatever there will ever be: keep the first part of methodArn as it is, up to the slash behind the API's id.`,
  stage: say`The policy allows another stage too. "dev" and "prod" are two worlds: keep the second part of methodArn, the stage, as it is.`,
  prefix: say`The policy's "*" stands right behind the stage's name, so it fits a stage "dev2" too. End the name with a slash first: dev/*.`,
} as const;

const OTHER_STAGE = say`The policy does not speak of the stage that has asked. Read API and stage from methodArn, anew at every call: what is written into the code, or kept from the first call, is right for one stage only.`;

/** What a REST API's route was handed, without what the gateway adds of itself. */
function contextHandedOn(json: unknown): object {
  const {
    principalId: _,
    integrationLatency: __,
    ...context
  } = Object(json) as Record<string, unknown>;
  return context;
}

function tellsOfSpark(value: unknown): boolean {
  const text = textOf(value);
  return [SPARK.sub, SPARK.email, SPARK.nickname, SPARK.name].some((one) => text.includes(one));
}

function tellsNoToken({ text }: HttpAnswer): boolean {
  return !TOKEN.test(text);
}

/** In all that a function behind the door is handed. */
function tellsNoSecret({ text }: HttpAnswer): boolean {
  return !text.includes(aws.local.secrets['jwt'] ?? '');
}

function tellsOfMallory(value: unknown): boolean {
  return /mallory|6660000000/i.test(textOf(value));
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

/** { statusCode: 200, body: text }, as a REST API wants it, and the text is JSON that tells all. */
function isProfileOf(person: Person): (result: unknown) => boolean {
  return (result) =>
    Number(memberOf(result, 'statusCode')) === 200 &&
    typeof memberOf(result, 'body') === 'string' &&
    missingIn(result, person).length === 0;
}

/** An HTTP API also takes what is no response for the body of one. */
function isAnswerOf(person: Person): (result: unknown) => boolean {
  return (result) =>
    isProfileOf(person)(result) ||
    (Object(result) === result &&
      memberOf(result, 'statusCode') === undefined &&
      missingIn(result, person).length === 0);
}

/** Which claims of a person an answer does not tell, wherever and under whatever name it tells them. */
function missingIn(result: unknown, person: Person): string[] {
  const told = new Set(valuesIn(answerIn(result)));
  return Object.entries(person).flatMap(([name, value]) =>
    value === undefined || told.has(value) ? [] : [name],
  );
}

/** What the client reads: the JSON in a response's body, or what is no response itself. */
function answerIn(result: unknown): unknown {
  const body = memberOf(result, 'body');
  if (memberOf(result, 'statusCode') === undefined || typeof body !== 'string') return result;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function valuesIn(value: unknown): string[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(valuesIn)
    : [String(value)];
}

function isTurnedAway(result: unknown): boolean {
  return [401, 403].includes(Number(memberOf(result, 'statusCode')));
}

/** Why an answer tells only a part of what was handed over; undefined where it tells nothing of it. */
function partOf(handed: Person, outcome: Outcome): Message | undefined {
  if (outcome.threw || isTurnedAway(outcome.returned)) return undefined;
  const missing = missingIn(outcome.returned, handed);
  if (missing.length === 0 || missing.length === missingIn(undefined, handed).length) {
    return undefined;
  }
  return say`The gateway hands over more than the answer tells. Missing: ${missing.join(', ')}. Answer with sub, email, nickname, rank and name, as JSON.`;
}

function isStatus(expected: number): (answer: HttpAnswer) => boolean {
  return ({ status }) => status === expected;
}

/** An HTTP API says 403 to `isAuthorized: false`; a bad token is a no, and never a throw. */
function isRefused({ status }: HttpAnswer): boolean {
  return status === 403;
}

function statusOf({ threw, ...outcome }: Outcome): number | undefined {
  return threw
    ? undefined
    : Number(memberOf('returned' in outcome ? outcome.returned : undefined, 'status'));
}

/** What the authorizer last said: what it returned, or the message of what it threw. */
function lastWord(): {
  readonly api: string;
  readonly threw?: string;
  readonly errorType: string;
  readonly returned?: unknown;
  readonly reason: string;
} {
  const record = aws.traces.at(-1);
  const call = record?.calls.find(({ role }) => role === 'authorizer');
  const reason = record && 'authorization' in record ? (record.authorization?.reason ?? '') : '';
  const [errorMessage, errorType] = ['errorMessage', 'errorType'].map((name) =>
    String(memberOf(call?.result, name) ?? ''),
  );
  return {
    api: record?.api ?? '',
    reason,
    errorType: errorType ?? '',
    ...(call?.outcome === 'error' ? { threw: errorMessage ?? '' } : { returned: call?.result }),
  };
}

/** Why a REST API did not let a good token in. */
function restRefusal(outcome: Outcome): Message | undefined {
  switch (statusOf(outcome)) {
    case 401:
      return say`The authorizer threw "Unauthorized" for a good token. authorizationToken is the whole header, "Bearer" and a space in front of the token.`;
    case 403:
      return say`The policy does not allow this route. Resource names routes as methodArn does: arn:aws:execute-api:<region>:<account>:<api>/<stage>/<METHOD>/<path>, and the Action is execute-api:Invoke.`;
    case 500:
      return unreadablePolicy();
    default:
      return undefined;
  }
}

/** Why a REST API could make nothing of the authorizer's answer. */
function unreadablePolicy(): Message {
  const { threw, returned, reason } = lastWord();
  if (threw !== undefined) return failed(threw);
  if (memberOf(returned, 'statusCode') !== undefined) return NO_RESPONSE;
  if (memberOf(returned, 'isAuthorized') !== undefined) {
    return say`That is the simple response of an HTTP API. A REST API wants a policy: { principalId, policyDocument, context }.`;
  }
  if (typeof returned !== 'object' || returned === null) {
    return say`The authorizer returned ${show(returned)}. A REST API wants an object: { principalId, policyDocument, context }.`;
  }
  if (typeof memberOf(returned, 'principalId') !== 'string') {
    return say`principalId is missing, or is no text. It says who is asking: the token's sub.`;
  }
  if (typeof memberOf(returned, 'policyDocument') === 'string') {
    return say`policyDocument is an object, and not the JSON text of one.`;
  }
  if (typeof memberOf(returned, 'context') === 'string') {
    return say`context is an object of names and values, and not the JSON text of one.`;
  }
  const context = Object.values(Object(memberOf(returned, 'context')) as object);
  if (context.includes(null)) {
    return say`The context holds null, which is no text, number or boolean: a REST API answers 500 to it. NaN arrives as null, too. Leave out what is not there.`;
  }
  if (!context.every(isScalar)) {
    return say`The context holds a list or an object. A REST API takes texts, numbers and booleans in there, and answers 500 to everything else.`;
  }
  if (emptyStatements(memberOf(returned, 'policyDocument')).some(Boolean)) {
    return say`A statement of the policy has an empty list as its Resource, and API Gateway can't read such a policy. Leave out a statement that names no route.`;
  }
  return say`API Gateway can't read the policy: ${reason}. It looks like this: { Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] }.`;
}

/** Why a REST API let a bad token in, or did not say 401; `ifLetIn` is the cause for a 200. */
function restAdmission(ifLetIn: Message): Cause {
  return (outcome) => {
    const { threw, returned } = lastWord();
    switch (statusOf(outcome)) {
      case 200:
        return ifLetIn;
      case 403:
        return say`A Deny says: I know you, and you may not. Nobody knows who sent this token, so the answer is 401, and only a throw makes it: an Error whose message is exactly "Unauthorized".`;
      case 500:
        if (threw !== undefined) {
          return say`The authorizer threw "${threw}". Not any throw is a 401: the message has to be "Unauthorized", to the letter. All others are taken for a fault of the authorizer's own: 500.`;
        }
        if (memberOf(returned, 'statusCode') !== undefined) return NO_RESPONSE;
        return memberOf(returned, 'policyDocument') === undefined
          ? say`The authorizer returned something that is no policy, and the client gets a 500. For a bad token nothing is returned at all: throw an Error whose message is exactly "Unauthorized".`
          : unreadablePolicy();
      default:
        return undefined;
    }
  };
}

/** Why an HTTP API did not let a good token in. */
function httpRefusal(outcome: Outcome): Message | undefined {
  switch (statusOf(outcome)) {
    case 401:
    case 403:
      return GOOD_REFUSED;
    case 500:
      return unreadableAnswer();
    default:
      return undefined;
  }
}

/** Why an HTTP API could make nothing of the authorizer's answer. */
function unreadableAnswer(): Message {
  const { threw, returned } = lastWord();
  if (threw !== undefined) return failed(threw);
  if (memberOf(returned, 'policyDocument') !== undefined) {
    return say`That is a policy, as a REST API wants it. application.ts switches simple responses on for this authorizer: { isAuthorized, context }.`;
  }
  return notBoolean(returned, GOOD_REFUSED);
}

/** Why an HTTP API let a bad token in, or answered 500; `ifLetIn` is the cause for a 200. */
function httpAdmission(ifLetIn: Message): Cause {
  return (outcome) => {
    const { threw } = lastWord();
    switch (statusOf(outcome)) {
      case 200:
        return ifLetIn;
      case 401:
      case 500:
        return threw === undefined ? unreadableAnswer() : threwInPlaceOfNo(threw);
      default:
        return undefined;
    }
  };
}

const GOOD_REFUSED = say`The authorizer refused a good token. Perhaps it did not find it: an HTTP API writes every header's name in lower case, and the value is the whole header, "Bearer" and a space in front of the token. Or it looked for another route: event.routeKey is "GET /me", as in routes.ts.`;

const NO_RESPONSE = say`The authorizer returned a response with a statusCode. It is not the one who answers the client: API Gateway finds nothing that it knows in there, and makes a 500 of it.`;

function failed(message: string): Message {
  if (message === 'no bearer token') {
    return say`verifyToken found no bearer token in what it was given. Hand it the whole header as it came, "Bearer" and all; an HTTP API writes the header's name in lower case.`;
  }
  return say`The authorizer failed with "${message}", and the client gets a 500.`;
}

function threwInPlaceOfNo(message: string): Message {
  if (message === 'Unauthorized') {
    return say`The authorizer threw "Unauthorized". That is the way of a REST API's authorizer; for an HTTP API nobody has promised what becomes of it. A bad token is a no here: { isAuthorized: false }.`;
  }
  return say`The authorizer threw "${message}", and the client gets a 500, as if your service were broken. A bad token is everyday business: the answer is { isAuthorized: false }.`;
}

/** Why an answer is no yes and no no; `otherwise` is the cause for one that is the wrong of the two. */
function notBoolean(result: unknown, otherwise: Message): Message {
  if (memberOf(result, 'statusCode') !== undefined) return NO_RESPONSE;
  if (typeof result !== 'object' || result === null) {
    return say`The answer is ${show(result)}, and the gateway looks for isAuthorized in it: return the object { isAuthorized, context } itself, with a yes and with a no.`;
  }
  const isAuthorized = memberOf(result, 'isAuthorized');
  if (typeof isAuthorized === 'object' && isAuthorized !== null) {
    return say`isAuthorized is an object, and not a boolean. A Promise that nobody awaits is one, too: it arrives as {}.`;
  }
  return typeof isAuthorized === 'boolean'
    ? otherwise
    : say`isAuthorized is ${show(isAuthorized)}, and not a boolean. JavaScript takes the text "false" for true and a missing one for false; do not leave it to the gateway what to take it for.`;
}

const lostAtTheDoor = say`The context is all that the route's function learns of the caller. What the token says and the context does not, is lost at the door: put the claims in.`;

/** Knocks with this rank; it must open. */
async function opens(knock: Knock, route: string, rank: string, ifRefused: Message): Promise<void> {
  const answer = await knock(route, tokenOf({ rank }));
  answer.satisfies(say`200 for rank ${show(rank)}`, isStatus(200), (outcome) =>
    [401, 403].includes(statusOf(outcome) ?? 0) ? ifRefused : brokenByRank(),
  );
}

/** Knocks with this rank; it must be a 403. */
async function refuses(
  knock: Knock,
  route: string,
  rank: string,
  ifOpened: Message,
): Promise<void> {
  const answer = await knock(route, tokenOf({ rank }));
  answer.satisfies(say`403 for rank ${show(rank)}`, isStatus(403), (outcome) =>
    statusOf(outcome) === 200 ? ifOpened : tooLow(outcome),
  );
}

/** Why a rank that is too low got something else than a 403. */
function tooLow(outcome: Outcome): Message | undefined {
  if (statusOf(outcome) === 200) return NOT_ENOUGH;
  const { threw, errorType, api } = lastWord();
  if (statusOf(outcome) === 401) {
    return api === 'http'
      ? say`401 says: I don't know who you are. This caller is known, only the rank is too low, and that is a 403: the answer is { isAuthorized: false }, and not a throw.`
      : say`401 says: I don't know who you are. This caller is known, only the rank is too low, and that is a 403: the answer of a policy that leaves the route out, and not of a throw.`;
  }
  // What JavaScript throws by itself was never meant.
  if (threw === undefined || /^(Type|Reference|Range|Syntax)Error$/.test(errorType)) {
    return brokenByRank();
  }
  return api === 'http'
    ? say`The authorizer threw "${threw}", and the client gets a 500, as if your service were broken. A rank that is too low is no error: the answer is { isAuthorized: false }, and that is a 403.`
    : say`The authorizer threw "${threw}", and the client gets a 500, as if your service were broken. A rank that is too low is no error: the policy leaves the route out, and that is a 403.`;
}

/** Why a good token without a rank, or with an odd one, did not open /me. */
function noRankRefusal(outcome: Outcome): Message | undefined {
  return [401, 403].includes(statusOf(outcome) ?? 0)
    ? say`The token is good, it only has no rank. /me asks for 0, which is for everybody who is logged in: a rank that is missing, or is no number, counts as 0.`
    : brokenByRank();
}

/** Why a rank made the authorizer fail. */
function brokenByRank(): Message | undefined {
  const { returned, api } = lastWord();
  if (api === 'http') return unreadableAnswer();
  return emptyStatements(memberOf(returned, 'policyDocument')).every(Boolean)
    ? say`The policy names no route at all, which makes it unreadable. Every token opens one door, even without a rank: /me asks for 0 and nothing more. A rank that is missing, or is no number, counts as 0: NaN and -1 are not even that.`
    : unreadablePolicy();
}

/** For each statement of a policy, whether its list of routes is empty. */
function emptyStatements(policy: unknown): boolean[] {
  return [memberOf(policy, 'Statement')].flat().map((statement) => {
    const resource = memberOf(statement, 'Resource');
    return Array.isArray(resource) && resource.length === 0;
  });
}

/** Why profile.ts did not answer with what it was `handed`; `misplaced` is the cause for one that looked in the wrong place. */
function profileCause(
  handed: Person,
  misplaced: Message,
): (outcome: Outcome) => Message | undefined {
  return (outcome) => {
    if (outcome.threw) {
      const message = messageOf(outcome.error);
      if (/ is not a function/.test(message)) {
        return say`Whatever the authorizer put into the context, it arrives as text: "15" is a text, and has none of a number's methods.`;
      }
      if (message.startsWith('Cannot ')) return misplaced;
      return /JWT_|secret|token|unauthori[sz]ed/i.test(message) ? SECOND_LOOK : undefined;
    }
    const { returned } = outcome;
    const [statusCode, body] = ['statusCode', 'body'].map((name) => memberOf(returned, name));
    if (statusCode === 401 || statusCode === 403) return SECOND_LOOK;
    if (statusCode === undefined || typeof body !== 'string') {
      return say`A REST API takes { statusCode, body } with a text for a body, and makes a 502 of anything else: JSON.stringify what you answer.`;
    }
    if (answerIn(returned) === undefined) {
      return say`The body is no JSON: JSON.stringify writes it.`;
    }
    if (Number(statusCode) !== 200) {
      return say`The status is ${show(statusCode)}. Whoever gets here has been let in and asks who they are: 200.`;
    }
    return partOf(handed, outcome) ?? misplaced;
  };
}

/** Where a rank comes from that the gateway has not handed over. */
function rankFromElsewhere(answer: unknown): Message {
  const rank = memberOf(answer, 'rank');
  if (rank === '25') {
    return say`The gateway handed over no rank, and the answer has the one of the token in the header: the function has read the token after all. What the gateway does not say, this function does not know.`;
  }
  if (rank === '99') {
    return say`The gateway handed over no rank, and the answer has the one that the client wrote into its query and headers. Those are the client's own.`;
  }
  if (rank === SPARK.rank) {
    return say`The gateway handed over no rank, and the answer has spark's, who asked before. What stands outside the handler is kept from one request to the next: make the answer of this event alone.`;
  }
  return say`The gateway handed over no rank, and the answer says ${show(rank)}. What the token lacks is missing in the answer too: no "undefined", no null, no 0 in its place.`;
}

/** What became of a claim between the token and the route's function. */
function lostBetween(name: keyof Person, handed: unknown, person: Person): Message | undefined {
  const context = memberOf(handed, 'lambda') ?? handed;
  const value = memberOf(context, name);
  if (value === person[name]) return undefined;
  if (value === undefined) {
    return say`The authorizer's context has no "${name}", so the function behind it can't tell it: all five claims go into the context, under their own names.`;
  }
  return say`The authorizer's context says ${show(value)} for "${name}", and the token says something else. Hand on what this token says; what it lacks is left out.`;
}

const REST_PLACE = say`For a REST API the context stands in requestContext.authorizer itself. One floor down, in "lambda", is where an HTTP API puts it.`;
const HTTP_PLACE = say`For an HTTP API the context stands one floor down, in requestContext.authorizer.lambda.`;

const LEFT_OUT = say`The answer tells sub, email, nickname, rank and name, as the gateway hands them over: all that are there.`;

const SECOND_LOOK = say`It looks as if the function wanted to see the token again. It has no secret to check it with, and no need to: whoever gets here has been checked at the door.`;

/** Traces cut a token, but its beginning is still there; and they put a sign in a secret's place. */
const TOKEN = /eyJhbGci/;
const SECRET = /<secret jwt>|JWT_SECRET\W+\*{3}/;

/** Whether a function has logged `what` since `before`, a number of traces. */
function hasLogged(name: string, before: number, what: RegExp): boolean {
  const calls = aws.traces.slice(before).flatMap((trace) => trace.calls);
  return calls.some((call) => call.function === name && what.test(call.log));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function leadingToEcho(routes: NonNullable<Application['restApi']>['routes'] = []) {
  return routes
    .filter(({ authorizer }) => authorizer !== undefined)
    .map((route) => ({ ...route, function: 'echo' }));
}
