"""Kokoro's vocoder in NumPy, float64 and channels-first: what the C++ must match.

`Sizes` makes a small one with random weights, so that a test takes milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
BINS, WINDOW, HOP = 11, 20, 5
KERNELS = (3, 7, 11)
NOISE_KERNELS = (7, 11)
DILATIONS = (1, 3, 5)


@dataclass(frozen=True)
class Sizes:
    """Channels before and after each upsampling, its factors, and the style's size."""

    channels: tuple[int, int, int] = (64, 64, 32)
    strides: tuple[int, int] = (4, 2)
    style: int = 8

    def harmonic_frames(self, frames: int) -> int:
        return frames * self.strides[0] * self.strides[1] + 1


def random_weights(sizes: Sizes, seed: int = 0) -> dict[str, NDArray[np.float32]]:
    rng = np.random.default_rng(seed)
    weights: dict[str, NDArray[np.float32]] = {}

    def normal(name: str, *shape: int, spread: float = 1.0) -> None:
        weights[name] = rng.normal(0, spread, shape).astype(np.float32)

    def convolution(name: str, outputs: int, inputs: int, taps: int) -> None:
        normal(f"{name}.weight", outputs, inputs, taps, spread=(inputs * taps) ** -0.5)
        normal(f"{name}.bias", outputs, spread=0.1)

    def block(name: str, channels: int, taps: int) -> None:
        for unit in range(3):
            for half in (1, 2):
                norm = f"{name}.adain{half}.{unit}"
                convolution(f"{name}.convs{half}.{unit}", channels, channels, taps)
                normal(f"{norm}.weight", sizes.style, 2 * channels, spread=0.2)
                normal(f"{norm}.bias", 2 * channels, spread=0.2)
                alpha = rng.uniform(0.2, 1.5, channels) * rng.choice([1, 1, 1, -1], channels)
                weights[f"{name}.alpha{half}.{unit}"] = alpha.astype(np.float32)

    for stage in range(2):
        before, after, stride = (
            sizes.channels[stage],
            sizes.channels[stage + 1],
            sizes.strides[stage],
        )
        normal(f"ups.{stage}.weight", before, after, 2 * stride, spread=before**-0.5)
        normal(f"ups.{stage}.bias", after, spread=0.1)
        down = sizes.strides[1] if stage == 0 else 1
        convolution(f"noise_convs.{stage}", after, 2 * BINS, 2 * down if down > 1 else 1)
        block(f"noise_res.{stage}", after, NOISE_KERNELS[stage])
        for index, taps in enumerate(KERNELS):
            block(f"resblocks.{3 * stage + index}", after, taps)
    convolution("conv_post", 2 * BINS, sizes.channels[2], 7)
    normal("istft.basis", 2 * BINS, WINDOW, spread=0.05)
    window = np.hanning(WINDOW + 1)[:-1] ** 2
    weights["istft.window_sum"] = window.astype(np.float32)
    return weights


def random_inputs(
    sizes: Sizes, frames: int, seed: int = 1
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Hidden features, harmonics and style."""
    rng = np.random.default_rng(seed)
    hidden = rng.normal(0, 1, (sizes.channels[0], frames))
    harmonics = rng.normal(0, 1, (2 * BINS, sizes.harmonic_frames(frames)))
    style = rng.normal(0, 1, sizes.style)
    return hidden.astype(np.float32), harmonics.astype(np.float32), style.astype(np.float32)


def convolve(
    x: Array, weight: Array, bias: Array, *, dilation: int = 1, stride: int = 1, pad: int = 0
) -> Array:
    """(inputs, frames) by (outputs, inputs, taps) → (outputs, results)."""
    taps = weight.shape[2]
    padded = np.pad(x, ((0, 0), (pad, pad)))
    results = (padded.shape[1] - (taps - 1) * dilation - 1) // stride + 1
    total = np.repeat(bias[:, np.newaxis], results, axis=1).astype(np.float64)
    for tap in range(taps):
        start = tap * dilation
        total += weight[:, :, tap] @ padded[:, start : start + (results - 1) * stride + 1 : stride]
    return total


def upsample(x: Array, weight: Array, bias: Array) -> Array:
    """Transposed convolution (inputs, outputs, 2 · stride), cut by stride / 2 on both sides."""
    stride = weight.shape[2] // 2
    frames = x.shape[1]
    total = np.zeros((weight.shape[1], (frames + 1) * stride))
    for t in range(frames):
        total[:, t * stride : (t + 2) * stride] += np.einsum("i,iot->ot", x[:, t], weight)
    return total[:, stride // 2 : stride // 2 + frames * stride] + bias[:, np.newaxis]


def snake(y: Array, alpha: Array) -> Array:
    return y + np.sin(alpha * y) ** 2 / alpha


def leaky(x: Array, slope: float) -> Array:
    return np.where(x < 0, slope * x, x)


def adain_snake(x: Array, style: Array, weights: dict[str, Array], norm: str, alpha: str) -> Array:
    linear = style @ weights[f"{norm}.weight"] + weights[f"{norm}.bias"]
    gamma, beta = np.split(linear[:, np.newaxis], 2)
    normal = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)
    return snake((1 + gamma) * normal + beta, weights[alpha][:, np.newaxis])


def block(x: Array, style: Array, weights: dict[str, Array], name: str) -> Array:
    for unit, dilation in enumerate(DILATIONS):
        y = x
        for half, step in ((1, dilation), (2, 1)):
            y = adain_snake(
                y, style, weights, f"{name}.adain{half}.{unit}", f"{name}.alpha{half}.{unit}"
            )
            conv = f"{name}.convs{half}.{unit}"
            weight = weights[f"{conv}.weight"]
            y = convolve(
                y,
                weight,
                weights[f"{conv}.bias"],
                dilation=step,
                pad=weight.shape[2] // 2 * step,
            )
        x = x + y
    return x


def invert(x: Array, basis: Array, window_sum: Array) -> Array:
    """Log-magnitudes and phases (22, frames) → samples, as the exported graph computes them."""
    magnitude, phase = np.exp(x[:BINS]), np.sin(x[BINS:])
    spectrum = np.concatenate([magnitude * np.cos(phase), magnitude * np.sin(phase)])
    samples = np.zeros((x.shape[1] - 1) * HOP + WINDOW)
    for frame in range(x.shape[1]):
        samples[frame * HOP : frame * HOP + WINDOW] += spectrum[:, frame] @ basis
    divided = window_sum > np.finfo(np.float32).tiny
    samples[:WINDOW][divided] /= window_sum[divided]
    return samples[WINDOW // 2 : -WINDOW // 2] * (WINDOW / HOP)


def vocode(
    hidden: NDArray[np.float32],
    harmonics: NDArray[np.float32],
    style: NDArray[np.float32],
    weights: dict[str, NDArray[np.float32]],
) -> Array:
    """The whole of it."""
    w = {name: value.astype(np.float64) for name, value in weights.items()}
    s = style.astype(np.float64)
    x = hidden.astype(np.float64)
    for stage in range(2):
        noise = w[f"noise_convs.{stage}.weight"]
        stride = max(noise.shape[2] // 2, 1)
        source = convolve(
            harmonics.astype(np.float64),
            noise,
            w[f"noise_convs.{stage}.bias"],
            stride=stride,
            pad=stride // 2,
        )
        source = block(source, s, w, f"noise_res.{stage}")
        x = upsample(leaky(x, 0.1), w[f"ups.{stage}.weight"], w[f"ups.{stage}.bias"])
        if stage == 1:
            x = np.pad(x, ((0, 0), (1, 0)), mode="reflect")
        x = x + source
        x = sum(block(x, s, w, f"resblocks.{3 * stage + i}") for i in range(3)) / 3
    x = convolve(leaky(x, 0.01), w["conv_post.weight"], w["conv_post.bias"], pad=3)
    return invert(x, w["istft.basis"], w["istft.window_sum"])
