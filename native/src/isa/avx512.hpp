// AVX-512 (F, BW, DQ, VL), with VNNI where the compiler is told of it.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace kowane {
namespace {

struct Simd {
  static constexpr int lanes = 16;
#ifdef __AVX512VNNI__
  static constexpr int frames = 14;  // 28 accumulators, 2 weights, 1 activation of 32 registers
#else
  static constexpr int frames = 8;
#endif
  static constexpr int vectors = 2;
  static constexpr int offset = 0;

  using F = __m512;
  using I = __m512i;

  static F set(float x) { return _mm512_set1_ps(x); }
  static F load(const float* p) { return _mm512_loadu_ps(p); }
  static void store(float* p, F x) { _mm512_storeu_ps(p, x); }
  static F add(F a, F b) { return _mm512_add_ps(a, b); }
  static F sub(F a, F b) { return _mm512_sub_ps(a, b); }
  static F mul(F a, F b) { return _mm512_mul_ps(a, b); }
  static F fma(F a, F b, F c) { return _mm512_fmadd_ps(a, b, c); }
  static F max(F a, F b) { return _mm512_max_ps(a, b); }
  static F min(F a, F b) { return _mm512_min_ps(a, b); }
  static F nearest(F x) {
    return _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  }
  static F power_of_two(F k) { return _mm512_scalef_ps(set(1.0f), k); }

  static F load_half(const uint16_t* p) {
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
  }
  static void store_half(uint16_t* p, F x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p),
                        _mm512_cvtps_ph(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
  }

  static void store_u8(uint8_t* p, F x) {
    const I whole = _mm512_cvtps_epi32(max(x, _mm512_setzero_ps()));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm512_cvtusepi32_epi8(whole));
  }
  static I load_int(const int32_t* p) { return _mm512_loadu_si512(p); }
  static F to_float(I x) { return _mm512_cvtepi32_ps(x); }

#ifdef __AVX512VNNI__
  using Activations = __m512i;
  using Weights = __m512i;
  static Activations broadcast4(const uint8_t* p) {
    return _mm512_set1_epi32(*reinterpret_cast<const int32_t*>(p));
  }
  static Weights load_weights(const int8_t* p) { return _mm512_loadu_si512(p); }
  static I dot(I sum, Activations a, Weights w) { return _mm512_dpbusd_epi32(sum, a, w); }
#else
  // Without VNNI: even and odd bytes as 16-bit numbers, whose products in pairs are exact.
  struct Activations {
    I even, odd;
  };
  struct Weights {
    I even, odd;
  };
  static Activations broadcast4(const uint8_t* p) {
    const I bytes = _mm512_set1_epi32(*reinterpret_cast<const int32_t*>(p));
    return {_mm512_and_si512(bytes, _mm512_set1_epi16(0xff)), _mm512_srli_epi16(bytes, 8)};
  }
  static Weights load_weights(const int8_t* p) {
    const I bytes = _mm512_loadu_si512(p);
    return {_mm512_srai_epi16(_mm512_slli_epi16(bytes, 8), 8), _mm512_srai_epi16(bytes, 8)};
  }
  static I dot(I sum, Activations a, Weights w) {
    return _mm512_add_epi32(sum, _mm512_add_epi32(_mm512_madd_epi16(a.even, w.even),
                                                  _mm512_madd_epi16(a.odd, w.odd)));
  }
#endif
};

}  // namespace
}  // namespace kowane
