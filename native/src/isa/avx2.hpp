// AVX2 with FMA and F16C, with AVX-VNNI where the compiler is told of it.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace kowane {
namespace {

struct Simd {
  static constexpr int lanes = 8;
#ifdef __AVXVNNI__
  static constexpr int frames = 6;  // 12 accumulators, 2 weights, 1 activation of 16 registers
#else
  static constexpr int frames = 4;  // 8 accumulators, 4 halves of weights, 2 of an activation
#endif
  static constexpr int vectors = 2;
  static constexpr int offset = 0;

  using F = __m256;
  using I = __m256i;

  static F set(float x) { return _mm256_set1_ps(x); }
  static F load(const float* p) { return _mm256_loadu_ps(p); }
  static void store(float* p, F x) { _mm256_storeu_ps(p, x); }
  static F add(F a, F b) { return _mm256_add_ps(a, b); }
  static F sub(F a, F b) { return _mm256_sub_ps(a, b); }
  static F mul(F a, F b) { return _mm256_mul_ps(a, b); }
  static F fma(F a, F b, F c) { return _mm256_fmadd_ps(a, b, c); }
  static F max(F a, F b) { return _mm256_max_ps(a, b); }
  static F min(F a, F b) { return _mm256_min_ps(a, b); }
  static F nearest(F x) {
    return _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  }
  static F power_of_two(F k) {
    const I exponent = _mm256_add_epi32(_mm256_cvtps_epi32(k), _mm256_set1_epi32(127));
    return _mm256_castsi256_ps(_mm256_slli_epi32(exponent, 23));
  }

  static F load_half(const uint16_t* p) {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  }
  static void store_half(uint16_t* p, F x) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p),
                     _mm256_cvtps_ph(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
  }

  static void store_u8(uint8_t* p, F x) {
    const I whole = _mm256_cvtps_epi32(min(max(x, _mm256_setzero_ps()), set(255.0f)));
    const __m128i words =
        _mm_packus_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packus_epi16(words, words));
  }
  static I load_int(const int32_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static F to_float(I x) { return _mm256_cvtepi32_ps(x); }

#ifdef __AVXVNNI__
  using Activations = __m256i;
  using Weights = __m256i;
  static Activations broadcast4(const uint8_t* p) {
    return _mm256_set1_epi32(*reinterpret_cast<const int32_t*>(p));
  }
  static Weights load_weights(const int8_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static I dot(I sum, Activations a, Weights w) { return _mm256_dpbusd_avx_epi32(sum, a, w); }
#else
  // vpmaddubsw would saturate: 255 · 127 twice is more than 16 bits hold. Even and odd bytes as
  // 16-bit numbers are exact, at four instructions for 32 products.
  struct Activations {
    I even, odd;
  };
  struct Weights {
    I even, odd;
  };
  static Activations broadcast4(const uint8_t* p) {
    const I bytes = _mm256_set1_epi32(*reinterpret_cast<const int32_t*>(p));
    return {_mm256_and_si256(bytes, _mm256_set1_epi16(0xff)), _mm256_srli_epi16(bytes, 8)};
  }
  static Weights load_weights(const int8_t* p) {
    const I bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    return {_mm256_srai_epi16(_mm256_slli_epi16(bytes, 8), 8), _mm256_srai_epi16(bytes, 8)};
  }
  static I dot(I sum, Activations a, Weights w) {
    return _mm256_add_epi32(sum, _mm256_add_epi32(_mm256_madd_epi16(a.even, w.even),
                                                  _mm256_madd_epi16(a.odd, w.odd)));
  }
#endif
};

}  // namespace
}  // namespace kowane
