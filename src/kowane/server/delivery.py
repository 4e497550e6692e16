"""One utterance on its way to one client: admitted, primed, then given out chunk by chunk.

The rule "admit, prime, then answer": nothing is sent until a place was free and the first chunk
exists, so every early failure is a real status. Whatever happens then, the request's `exits` give
the place back and end the synthesizer's work. Knows no bytes and no format.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from math import inf

from kowane.errors import DeadlineExceeded
from kowane.server.admission import Permit
from kowane.server.audience import Listener, spoken_seconds
from kowane.server.context import Context
from kowane.server.services import Services
from kowane.speech import AudioChunk, Utterance
from kowane.synthesizer import Synthesizer
from kowane.text.chunk import Plan
from kowane.trace import Trace

_PEEK = 0.01
"""s to see whether the first chunk is also the last; that is known as soon as it was made."""

SLOW_CLIENT = 0.5
"""s of sending after which the place is lent to others until the client has read."""


@asynccontextmanager
async def sending(permit: Permit | None, patience: float) -> AsyncIterator[None]:
    """While something is being sent: the place is lent once the client turns out to be slow.

    Args:
        patience: s to wait for a client that does not read at all.

    Raises:
        DeadlineExceeded: it has not read for so long.
    """
    lend = permit.lend if permit is not None else lambda: None
    lending = asyncio.get_running_loop().call_later(SLOW_CLIENT, lend)
    try:
        async with asyncio.timeout(patience):
            yield
    except TimeoutError:
        raise DeadlineExceeded(
            f"The client has not read for {patience:g} s (KOWANE_SEND_TIMEOUT)."
        ) from None
    finally:
        lending.cancel()


class Delivery:
    """The chunks of one utterance. Iterate it once, after `prime`.

    Args:
        streamed: the listener hears while it is made.
        plan: how long the chunks are.
    """

    def __init__(
        self,
        services: Services,
        context: Context,
        synthesizer: Synthesizer,
        utterance: Utterance,
        *,
        streamed: bool,
        plan: Plan,
    ) -> None:
        self._services = services
        self._context = context
        self._synthesizer = synthesizer
        self._utterance = utterance
        self._streamed = streamed
        self._plan = plan
        self._permit: Permit | None = None
        self._stream: AsyncGenerator[AudioChunk, None] | None = None
        self._first: AudioChunk | None = None
        self._next: asyncio.Task[AudioChunk | None] | None = None
        self._admitted_after = 0.0
        self._listener: Listener | None = None
        self.trace = context.trace = Trace(started=context.started)

    async def prime(self) -> None:
        """Wait for a place and make the first chunk.

        Raises:
            Overloaded: no place in the line, or a limit of the key is reached.
            DeadlineExceeded: no audio within the setting `deadline`.
            KowaneError: what the synthesizer raises.
        """
        services, context = self._services, self._context
        if context.keyed:
            context.exits.enter_context(services.limits.charge(context.caller))
        context.exits.push_async_callback(self._close)
        if services.settings.log_text:
            context.text = self._utterance.text
        services.metrics.characters.inc(len(self._utterance.text))
        left = services.settings.deadline - context.elapsed
        try:
            async with asyncio.timeout(max(0.0, left)) as limit:
                before = context.elapsed
                if self._streamed:
                    await self._join()
                self._permit = await services.admission.enter(context.caller)
                self._admitted_after = context.elapsed
                context.queue_seconds = context.elapsed - before
                services.metrics.queue_seconds.observe(context.queue_seconds)
                self._stream = self._synthesizer.stream(
                    self._utterance,
                    plan=self._plan,
                    trace=self.trace,
                    live=self._streamed,
                )
                self._first = await anext(self._stream)
                if self._listener is not None:
                    self._listener.playback = self.trace.playback
        except TimeoutError:
            if not limit.expired():
                raise
            raise DeadlineExceeded(
                f"No audio within the deadline of {services.settings.deadline:g} s.",
                retry_after=services.admission.wait_estimate(),
                remedy="Try again later, or send a shorter text.",
            ) from None
        services.metrics.ttfa.observe(context.elapsed)
        self._next = asyncio.create_task(self._advance())
        await asyncio.wait([self._next], timeout=_PEEK)

    @property
    def single(self) -> bool:
        """After `prime`: the first chunk is known to be the only one."""
        task = self._next
        return (
            task is not None
            and task.done()
            and not task.cancelled()
            and task.exception() is None
            and task.result() is None
        )

    @property
    def permit(self) -> Permit | None:
        """The place, for lending while a client reads."""
        return self._permit

    async def __aiter__(self) -> AsyncIterator[AudioChunk]:
        chunk = self._first
        while chunk is not None:
            yield chunk
            if self._permit is not None:
                async with self._within_request_timeout():
                    await self._permit.turn(self._spare)
            if self._next is None:
                self._next = asyncio.create_task(self._advance())
            async with self._within_request_timeout():
                chunk = await self._next
            self._next = None
        self._finished()

    async def _join(self) -> None:
        """Take a seat among those who listen."""
        said = self._utterance
        length = spoken_seconds(said.text, said.speed)
        audience = self._services.audience
        self._listener = listener = await audience.join(lambda: length)
        self._context.exits.callback(audience.leave, listener)

    @property
    def _spare(self) -> float:
        """s until the listener runs dry; inf if nobody listens."""
        playback = self.trace.playback
        return inf if playback is None else playback.buffered

    def _finished(self) -> None:
        metrics, trace = self._services.metrics, self.trace
        metrics.g2p_seconds.observe(trace.g2p_seconds)
        metrics.inference_seconds.observe(trace.inference_seconds)
        if trace.audio_seconds:
            metrics.rtf.observe(
                (self._context.elapsed - self._admitted_after) / trace.audio_seconds
            )
        if self._listener is not None:
            self._services.audience.leave(self._listener)
        if trace.playback is not None:
            metrics.stalls.inc(trace.playback.stalls)
            metrics.stalled_seconds.inc(trace.playback.stalled)
        if self._permit is not None:
            self._permit.release()

    def _within_request_timeout(self) -> _RequestTimeout:
        limit = self._services.settings.request_timeout
        return _RequestTimeout(limit, limit - self._context.elapsed if limit else None)

    async def _advance(self) -> AudioChunk | None:
        assert self._stream is not None  # noqa: S101 - prime() came first
        return await anext(self._stream, None)

    async def _close(self) -> None:
        if self._permit is not None:
            self._permit.release()
        if self._next is not None:
            self._next.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._next
        if self._stream is not None:
            await self._stream.aclose()


class _RequestTimeout:
    """Turns the setting `request_timeout` into a typed error."""

    def __init__(self, limit: float, left: float | None) -> None:
        self._limit = limit
        self._timeout = asyncio.timeout(None if left is None else max(0.0, left))

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(self, *exc: object) -> None:
        try:
            await self._timeout.__aexit__(*exc)  # type: ignore[arg-type]
        except TimeoutError:
            raise DeadlineExceeded(
                f"The request took longer than {self._limit:g} s (KOWANE_REQUEST_TIMEOUT)."
            ) from None
