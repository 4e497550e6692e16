// Eight lanes in plain C++: runs everywhere, and is what the other instruction sets are checked by.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace kowane {
namespace {

struct Simd {
  static constexpr int lanes = 8;
  static constexpr int frames = 4;   // of a tile; frames × vectors accumulators
  static constexpr int vectors = 1;  // of output channels in a tile
  static constexpr int offset = 0;   // what `broadcast4` takes off each activation

  struct F {
    float v[lanes];
  };
  struct I {
    int32_t v[lanes];
  };
  struct Activations {
    int32_t v[4];
  };
  struct Weights {
    int8_t v[4 * lanes];
  };

  template <class Operation>
  static F each(Operation operation) {
    F result;
    for (int i = 0; i < lanes; ++i) result.v[i] = operation(i);
    return result;
  }
  static F set(float x) {
    return each([&](int) { return x; });
  }
  static F load(const float* p) {
    return each([&](int i) { return p[i]; });
  }
  static void store(float* p, F x) {
    for (int i = 0; i < lanes; ++i) p[i] = x.v[i];
  }
  static F add(F a, F b) {
    return each([&](int i) { return a.v[i] + b.v[i]; });
  }
  static F sub(F a, F b) {
    return each([&](int i) { return a.v[i] - b.v[i]; });
  }
  static F mul(F a, F b) {
    return each([&](int i) { return a.v[i] * b.v[i]; });
  }
  static F fma(F a, F b, F c) {
    return each([&](int i) { return a.v[i] * b.v[i] + c.v[i]; });
  }
  static F max(F a, F b) {
    return each([&](int i) { return std::max(a.v[i], b.v[i]); });
  }
  static F min(F a, F b) {
    return each([&](int i) { return std::min(a.v[i], b.v[i]); });
  }
  // To the nearest whole number, for |x| < 2^22: the sum with 1.5 · 2^23 has no place for a fraction.
  static F nearest(F a) {
    constexpr float magic = 12582912.0f;
    return each([&](int i) {
      const volatile float sum = a.v[i] + magic;
      return sum - magic;
    });
  }
  // 2^k for a whole number -126 ≤ k ≤ 127.
  static F power_of_two(F k) {
    return each([&](int i) {
      const uint32_t bits = static_cast<uint32_t>(static_cast<int32_t>(k.v[i]) + 127) << 23;
      float result;
      std::memcpy(&result, &bits, sizeof result);
      return result;
    });
  }

  static float from_half(uint16_t half) {
    const uint32_t sign = static_cast<uint32_t>(half & 0x8000u) << 16;
    const uint32_t exponent = (half >> 10) & 0x1fu, mantissa = half & 0x3ffu;
    float result;
    uint32_t bits;
    if (exponent == 0) {
      result = std::ldexp(static_cast<float>(mantissa), -24);
      return sign ? -result : result;
    }
    bits = sign | (exponent == 31 ? 0x7f800000u : (exponent + 112u) << 23) | mantissa << 13;
    std::memcpy(&result, &bits, sizeof result);
    return result;
  }
  static uint16_t to_half(float x) {
    uint32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    const uint32_t sign = (bits >> 16) & 0x8000u, magnitude = bits & 0x7fffffffu;
    if (magnitude > 0x7f800000u) return static_cast<uint16_t>(sign | 0x7e00u);
    if (magnitude >= 0x477ff000u) return static_cast<uint16_t>(sign | 0x7c00u);
    if (magnitude < 0x38800000u) {  // below 2^-14: a multiple of 2^-24
      float positive;
      std::memcpy(&positive, &magnitude, sizeof positive);
      return static_cast<uint16_t>(sign | static_cast<uint32_t>(std::nearbyint(positive * 0x1p24f)));
    }
    const uint32_t rounded = magnitude + 0xfffu + ((magnitude >> 13) & 1u);
    return static_cast<uint16_t>(sign | ((rounded - 0x38000000u) >> 13));
  }
  static F load_half(const uint16_t* p) {
    return each([&](int i) { return from_half(p[i]); });
  }
  static void store_half(uint16_t* p, F x) {
    for (int i = 0; i < lanes; ++i) p[i] = to_half(x.v[i]);
  }

  static void store_u8(uint8_t* p, F x) {  // rounded, and cut to 0 … 255
    const F whole = nearest(min(max(x, set(0.0f)), set(255.0f)));
    for (int i = 0; i < lanes; ++i) p[i] = static_cast<uint8_t>(whole.v[i]);
  }
  static I load_int(const int32_t* p) {
    I result;
    std::memcpy(result.v, p, sizeof result.v);
    return result;
  }
  static F to_float(I x) {
    return each([&](int i) { return static_cast<float>(x.v[i]); });
  }
  static Activations broadcast4(const uint8_t* p) { return {{p[0], p[1], p[2], p[3]}}; }
  static Weights load_weights(const int8_t* p) {
    Weights result;
    std::memcpy(result.v, p, sizeof result.v);
    return result;
  }
  static I dot(I sum, Activations a, Weights w) {  // four products a lane
    for (int i = 0; i < lanes; ++i)
      for (int j = 0; j < 4; ++j) sum.v[i] += a.v[j] * w.v[4 * i + j];
    return sum;
  }
};

}  // namespace
}  // namespace kowane
