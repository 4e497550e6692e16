// The kernels in terms of `Simd`, the vectors of one instruction set; included once for each.
//
// Everything is in an anonymous namespace, so that no function compiled for one instruction set
// can be linked in place of another's.
#pragma once

#include "kernels.hpp"

// Keeps a value in a vector register where the compiler would see through the loop around it.
#if defined(__x86_64__) && defined(__AVX2__)
#define KOWANE_IN_REGISTER(value) "+v"(value)
#elif defined(__aarch64__)
#define KOWANE_IN_REGISTER(value) "+w"(value)
#else
#define KOWANE_IN_REGISTER(value) "+m"(value)
#endif

namespace kowane {
namespace {

using F = Simd::F;
using I = Simd::I;

inline F load(const void* base, Storage storage, ptrdiff_t at) {
  return storage == Storage::f32 ? Simd::load(static_cast<const float*>(base) + at)
                                 : Simd::load_half(static_cast<const uint16_t*>(base) + at);
}

inline void store(void* base, Storage storage, ptrdiff_t at, F x) {
  if (storage == Storage::f32)
    Simd::store(static_cast<float*>(base) + at, x);
  else
    Simd::store_half(static_cast<uint16_t*>(base) + at, x);
}

// sin²(πt). Minimax in u = r², r = t - round(t): 6e-9 in exact arithmetic, below 2e-7 in float.
inline F sine_squared(F t) {
  const F r = Simd::sub(t, Simd::nearest(t));
  const F u = Simd::mul(r, r);
  F p = Simd::set(-3.2729454040527344f);
  p = Simd::fma(p, u, Simd::set(12.990730285644531f));
  p = Simd::fma(p, u, Simd::set(-30.085952758789062f));
  p = Simd::fma(p, u, Simd::set(42.72538375854492f));
  p = Simd::fma(p, u, Simd::set(-32.469581604003906f));
  p = Simd::fma(p, u, Simd::set(9.869603157043457f));
  return Simd::mul(p, u);
}

inline F snake(F x, const Activation& activation, int c) {
  const F y = Simd::fma(Simd::load(activation.a + c), x, Simd::load(activation.b + c));
  const F t = Simd::fma(Simd::load(activation.turns_a + c), x, Simd::load(activation.turns_b + c));
  return Simd::fma(Simd::load(activation.gain + c), sine_squared(t), y);
}

inline F leaky(F x, F factor, F slope) {
  const F y = Simd::mul(x, factor);
  return Simd::fma(slope, Simd::min(y, Simd::set(0.0f)), Simd::max(y, Simd::set(0.0f)));
}

void activate(const void* x, Storage storage, ptrdiff_t rows, int channels,
              const Activation& activation, float* out) {
  const bool snakes = activation.kind == Activation::Kind::snake;
  const F factor = Simd::set(activation.factor), slope = Simd::set(activation.slope);
  for (ptrdiff_t row = 0; row < rows; ++row) {
    const ptrdiff_t at = row * channels;
    for (int c = 0; c < channels; c += Simd::lanes) {
      const F value = load(x, storage, at + c);
      Simd::store(out + at + c,
                  snakes ? snake(value, activation, c) : leaky(value, factor, slope));
    }
  }
}

void activate_u8(const void* x, Storage storage, ptrdiff_t rows, int channels,
                 const Activation& activation, uint8_t* out) {
  const bool snakes = activation.kind == Activation::Kind::snake;
  const F factor = Simd::set(activation.factor), slope = Simd::set(activation.slope);
  for (ptrdiff_t row = 0; row < rows; ++row) {
    const ptrdiff_t at = row * channels;
    for (int c = 0; c < channels; c += Simd::lanes) {
      const F value = load(x, storage, at + c);
      const F steps = snakes ? snake(value, activation, c)
                             : Simd::fma(leaky(value, factor, slope),
                                         Simd::load(activation.inverse_scale + c),
                                         Simd::load(activation.zero + c));
      Simd::store_u8(out + at + c, steps);
    }
  }
}

// A vector of results: residuals added, statistics kept, stored.
inline void finish(const Tile& tile, ptrdiff_t frame, int c, F value) {
  const ptrdiff_t at = frame * tile.output_step + c;
  if (tile.residual) value = Simd::add(value, load(tile.residual, tile.storage, at));
  if (tile.residual2) value = Simd::add(value, load(tile.residual2, tile.storage, at));
  if (tile.statistics) {
    float* first = tile.statistics + c;
    float* sum = first + tile.statistics_stride;
    float* squares = sum + tile.statistics_stride;
    if (frame == 0) {
      Simd::store(first, value);
      Simd::store(sum, Simd::set(0.0f));
      Simd::store(squares, Simd::set(0.0f));
    } else {
      const F distance = Simd::sub(value, Simd::load(first));
      Simd::store(sum, Simd::add(Simd::load(sum), distance));
      Simd::store(squares, Simd::fma(distance, distance, Simd::load(squares)));
    }
  }
  store(tile.output, tile.storage, at, value);
}

// The accumulators live in registers over all taps and channels. Step > 0 is a frame step known
// when compiling, which makes every frame's address an offset from one pointer.
template <ptrdiff_t Step>
void convolve_steps(const Tile& tile) {
  constexpr int frames = Simd::frames, vectors = Simd::vectors, lanes = Simd::lanes;
  const ptrdiff_t step = Step > 0 ? Step : tile.frame_step;
  for (int frame = 0; frame < tile.frames; frame += frames) {
    F sums[frames][vectors];
#pragma GCC unroll 16
    for (int f = 0; f < frames; ++f)
#pragma GCC unroll 4
      for (int v = 0; v < vectors; ++v) sums[f][v] = Simd::set(0.0f);
    const float* in = static_cast<const float*>(tile.input) + frame * step;
    const float* weights = static_cast<const float*>(tile.weights);
    for (int tap = 0; tap < tile.taps; ++tap, in += tile.tap_step) {
      for (int channel = 0; channel < tile.depth; ++channel) {
        F w[vectors];
#pragma GCC unroll 4
        for (int v = 0; v < vectors; ++v) w[v] = Simd::load(weights + v * lanes);
        weights += vectors * lanes;
#pragma GCC unroll 16
        for (int f = 0; f < frames; ++f) {
          const F x = Simd::set(in[f * step + channel]);
#pragma GCC unroll 4
          for (int v = 0; v < vectors; ++v) sums[f][v] = Simd::fma(x, w[v], sums[f][v]);
        }
      }
    }
#pragma GCC unroll 16
    for (int f = 0; f < frames; ++f) {
      if (frame + f >= tile.frames) break;
#pragma GCC unroll 4
      for (int v = 0; v < vectors; ++v)
        finish(tile, frame + f, v * lanes,
               Simd::add(sums[f][v], Simd::load(tile.bias + v * lanes)));
    }
  }
}

template <ptrdiff_t Step>
void convolve_u8_steps(const Tile& tile) {
  constexpr int frames = Simd::frames, vectors = Simd::vectors, lanes = Simd::lanes;
  const ptrdiff_t step = Step > 0 ? Step : tile.frame_step;
  for (int frame = 0; frame < tile.frames; frame += frames) {
    I sums[frames][vectors];
#pragma GCC unroll 16
    for (int f = 0; f < frames; ++f)
#pragma GCC unroll 4
      for (int v = 0; v < vectors; ++v) sums[f][v] = Simd::load_int(tile.start + v * lanes);
    const uint8_t* in = static_cast<const uint8_t*>(tile.input) + frame * step;
    const int8_t* weights = static_cast<const int8_t*>(tile.weights);
    for (int tap = 0; tap < tile.taps; ++tap, in += tile.tap_step) {
      for (int quad = 0; quad < tile.depth; ++quad) {
        Simd::Weights w[vectors];
#pragma GCC unroll 4
        for (int v = 0; v < vectors; ++v) w[v] = Simd::load_weights(weights + v * lanes * 4);
        weights += vectors * lanes * 4;
#pragma GCC unroll 16
        for (int f = 0; f < frames; ++f) {
          const auto x = Simd::broadcast4(in + f * step + 4 * quad);
#pragma GCC unroll 4
          for (int v = 0; v < vectors; ++v) sums[f][v] = Simd::dot(sums[f][v], x, w[v]);
        }
      }
    }
#pragma GCC unroll 16
    for (int f = 0; f < frames; ++f) {
      if (frame + f >= tile.frames) break;
#pragma GCC unroll 4
      for (int v = 0; v < vectors; ++v)
        finish(tile, frame + f, v * lanes,
               Simd::fma(Simd::to_float(sums[f][v]), Simd::load(tile.scale + v * lanes),
                         Simd::load(tile.bias + v * lanes)));
    }
  }
}

void convolve(const Tile& tile) {
  switch (tile.frame_step) {
    case 128: return convolve_steps<128>(tile);
    case 256: return convolve_steps<256>(tile);
    case 512: return convolve_steps<512>(tile);
    default: return convolve_steps<0>(tile);
  }
}

void convolve_u8(const Tile& tile) {
  switch (tile.frame_step) {
    case 128: return convolve_u8_steps<128>(tile);
    case 256: return convolve_u8_steps<256>(tile);
    case 512: return convolve_u8_steps<512>(tile);
    default: return convolve_u8_steps<0>(tile);
  }
}

// e^x for |x| ≤ 87: 2^k · e^r with r in ±ln2/2, Taylor to the 7th power; relative error below 3e-7.
inline F exponential(F x) {
  x = Simd::min(Simd::max(x, Simd::set(-87.0f)), Simd::set(88.0f));
  const F k = Simd::nearest(Simd::mul(x, Simd::set(1.44269504f)));
  F r = Simd::fma(k, Simd::set(-0.693359375f), x);  // ln 2 in two parts (Cody & Waite 1980)
  r = Simd::fma(k, Simd::set(2.12194440e-4f), r);
  F p = Simd::set(1.0f / 5040);
  p = Simd::fma(p, r, Simd::set(1.0f / 720));
  p = Simd::fma(p, r, Simd::set(1.0f / 120));
  p = Simd::fma(p, r, Simd::set(1.0f / 24));
  p = Simd::fma(p, r, Simd::set(1.0f / 6));
  p = Simd::fma(p, r, Simd::set(0.5f));
  p = Simd::fma(p, r, Simd::set(1.0f));
  p = Simd::fma(p, r, Simd::set(1.0f));
  // 2^k in two factors: k may be 127, whose power of two times 1.4 is still finite.
  return Simd::mul(p, Simd::power_of_two(Simd::min(k, Simd::set(127.0f))));
}

// sin x for |x| ≤ π/2 and cos x for |x| ≤ 1, Taylor; errors below 1e-7.
inline F small_sine(F x) {
  const F u = Simd::mul(x, x);
  F p = Simd::set(-1.0f / 39916800);
  p = Simd::fma(p, u, Simd::set(1.0f / 362880));
  p = Simd::fma(p, u, Simd::set(-1.0f / 5040));
  p = Simd::fma(p, u, Simd::set(1.0f / 120));
  p = Simd::fma(p, u, Simd::set(-1.0f / 6));
  return Simd::fma(Simd::mul(p, u), x, x);
}

inline F small_cosine(F x) {
  const F u = Simd::mul(x, x);
  F p = Simd::set(-1.0f / 3628800);
  p = Simd::fma(p, u, Simd::set(1.0f / 40320));
  p = Simd::fma(p, u, Simd::set(-1.0f / 720));
  p = Simd::fma(p, u, Simd::set(1.0f / 24));
  p = Simd::fma(p, u, Simd::set(-0.5f));
  return Simd::fma(p, u, Simd::set(1.0f));
}

// sin x by way of x - kπ, π in three parts; |x| up to 1e4.
inline F sine(F x) {
  const F k = Simd::nearest(Simd::mul(x, Simd::set(0.318309886f)));
  F r = Simd::fma(k, Simd::set(-3.140625f), x);
  r = Simd::fma(k, Simd::set(-9.67502593994140625e-4f), r);
  r = Simd::fma(k, Simd::set(-1.509957990978376e-7f), r);
  const F half = Simd::mul(k, Simd::set(0.5f));  // odd k: the sign changes
  const F parity = Simd::sub(half, Simd::nearest(half));
  const F sign = Simd::fma(Simd::mul(parity, parity), Simd::set(-8.0f), Simd::set(1.0f));
  return Simd::mul(small_sine(r), sign);
}

void spectrum(float* rows, ptrdiff_t count, ptrdiff_t stride) {
  constexpr int bins = 11, lanes = Simd::lanes, padded = (bins + lanes - 1) / lanes * lanes;
  float magnitude[padded] = {}, phase[padded] = {};
  for (ptrdiff_t row = 0; row < count; ++row) {
    float* values = rows + row * stride;
    for (int i = 0; i < bins; ++i) magnitude[i] = values[i];
    for (int i = 0; i < bins; ++i) phase[i] = values[bins + i];
    for (int i = 0; i < bins; i += lanes) {
      const F m = exponential(Simd::load(magnitude + i));
      const F angle = sine(Simd::load(phase + i));
      Simd::store(magnitude + i, Simd::mul(m, small_cosine(angle)));
      Simd::store(phase + i, Simd::mul(m, small_sine(angle)));
    }
    for (int i = 0; i < bins; ++i) values[i] = magnitude[i];
    for (int i = 0; i < bins; ++i) values[bins + i] = phase[i];
  }
}

double spin(bool integer, int64_t rounds) {
  constexpr int chains = 10;  // as many as two units with a latency of five cycles need
  alignas(64) static const uint8_t bytes[512] = {1, 2, 3};
  alignas(64) float sink[Simd::lanes];
  if (integer) {
    I sums[chains];
    alignas(64) const int32_t none[Simd::lanes] = {};
    for (auto& sum : sums) sum = Simd::load_int(none);
    const auto x = Simd::broadcast4(bytes);
    const auto w = Simd::load_weights(reinterpret_cast<const int8_t*>(bytes));
    for (int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 16
      for (int i = 0; i < chains; ++i) {
        sums[i] = Simd::dot(sums[i], x, w);
        asm volatile("" : KOWANE_IN_REGISTER(sums[i]));
      }
    }
    for (const auto& sum : sums) Simd::store(sink, Simd::to_float(sum));
  } else {
    F sums[chains];
    for (auto& sum : sums) sum = Simd::set(0.0f);
    const F x = Simd::set(0.5f), w = Simd::set(0.25f);
    for (int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 16
      for (int i = 0; i < chains; ++i) {
        sums[i] = Simd::fma(x, w, sums[i]);
        asm volatile("" : KOWANE_IN_REGISTER(sums[i]));
      }
    }
    for (const auto& sum : sums) Simd::store(sink, sum);
  }
  volatile float seen = sink[0];
  (void)seen;
  return 2.0 * chains * Simd::lanes * (integer ? 4 : 1) * static_cast<double>(rounds);
}

constexpr Kernels table(Isa isa) {
  return {isa,      Simd::lanes, Simd::frames, Simd::lanes * Simd::vectors, Simd::offset, activate,
          activate_u8, convolve,    convolve_u8,  spectrum, spin};
}

}  // namespace
}  // namespace kowane
