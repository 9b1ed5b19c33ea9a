"""One POST to somebody outside: bounded in time, to an address that was checked, and nowhere else."""

import asyncio
import ssl
from collections.abc import Mapping
from functools import partial
from typing import Final

import httpx

from notices.errors import DeliveryFailed, EndpointGone
from notices.targets import Target, check_target
from pawsight.addresses import Resolve, resolve

TIMEOUT_S: Final = 10.0
"""From the look for the address to the head of the answer. Its body is not read."""

MOST_ADDRESSES: Final = 4
GONE: Final = (404, 410)
LATER: Final = (408, 425, 429)
"""What an answer of 4xx means that does not blame what we sent."""


async def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow_private: bool,
    resolve: Resolve = resolve,
    verify: ssl.SSLContext | bool = True,
) -> int:
    """Send a body; the status of the answer, 200 to 299. No redirect is followed: it would lead elsewhere unchecked.

    Raises:
        UrlRefused: the URL, or an address that its host has now, is none that we send to.
        EndpointGone: the answer says 404 or 410.
        DeliveryFailed: nobody answered within 10 s, or the answer is another one than 2xx.
    """
    try:
        async with asyncio.timeout(TIMEOUT_S):
            target = await asyncio.to_thread(
                partial(check_target, url, allow_private=allow_private, resolve=resolve)
            )
            status = await _post(target, body, headers, verify)
    except TimeoutError as error:
        raise DeliveryFailed(f"no answer in {TIMEOUT_S:.0f} s") from error
    if status in GONE:
        raise EndpointGone(f"it answers {status}")
    if not 200 <= status < 300:
        is_final = 300 <= status < 500 and status not in LATER
        raise DeliveryFailed(f"it answers {status}", is_final=is_final)
    return status


async def _post(
    target: Target, body: bytes, headers: Mapping[str, str], verify: ssl.SSLContext | bool
) -> int:
    # A proxy would resolve the name again, unchecked; so none of the environment's is taken.
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, verify=verify) as client:
        failure: Exception | None = None
        for address in target.addresses[:MOST_ADDRESSES]:
            request = client.build_request(
                "POST",
                target.url_at(address),
                content=body,
                headers={"User-Agent": "Pawsight", **headers, "Host": target.authority},
                extensions={"sni_hostname": target.host},
            )
            try:
                answer = await client.send(request, stream=True)
            except httpx.ConnectError as error:
                failure = error
                continue
            except httpx.HTTPError as error:
                raise DeliveryFailed("the connection broke") from error
            await answer.aclose()
            return answer.status_code
        raise DeliveryFailed(f"no connection: {failure}") from failure
