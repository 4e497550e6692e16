// AArch64 with the dot-product instructions of Armv8.2.
#pragma once

#include <arm_neon.h>

#include <cstdint>
#include <cstring>

namespace kowane {
namespace {

struct Simd {
  static constexpr int lanes = 4;
  static constexpr int frames = 6;  // 24 accumulators, 4 weights, 1 activation of 32 registers
  static constexpr int vectors = 4;
  static constexpr int offset = 128;  // sdot takes signed activations: a - 128

  using F = float32x4_t;
  using I = int32x4_t;
  using Activations = int8x16_t;
  using Weights = int8x16_t;

  static F set(float x) { return vdupq_n_f32(x); }
  static F load(const float* p) { return vld1q_f32(p); }
  static void store(float* p, F x) { vst1q_f32(p, x); }
  static F add(F a, F b) { return vaddq_f32(a, b); }
  static F sub(F a, F b) { return vsubq_f32(a, b); }
  static F mul(F a, F b) { return vmulq_f32(a, b); }
  static F fma(F a, F b, F c) { return vfmaq_f32(c, a, b); }
  static F max(F a, F b) { return vmaxq_f32(a, b); }
  static F min(F a, F b) { return vminq_f32(a, b); }
  static F nearest(F x) { return vrndnq_f32(x); }
  static F power_of_two(F k) {
    return vreinterpretq_f32_s32(vshlq_n_s32(vaddq_s32(vcvtq_s32_f32(k), vdupq_n_s32(127)), 23));
  }

  static F load_half(const uint16_t* p) {
    return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p)));
  }
  static void store_half(uint16_t* p, F x) { vst1_u16(p, vreinterpret_u16_f16(vcvt_f16_f32(x))); }

  static void store_u8(uint8_t* p, F x) {
    const uint16x4_t words = vqmovn_u32(vcvtnq_u32_f32(vmaxq_f32(x, vdupq_n_f32(0.0f))));
    const uint8x8_t bytes = vqmovn_u16(vcombine_u16(words, words));
    const uint32_t four = vget_lane_u32(vreinterpret_u32_u8(bytes), 0);
    std::memcpy(p, &four, 4);
  }
  static I load_int(const int32_t* p) { return vld1q_s32(p); }
  static F to_float(I x) { return vcvtq_f32_s32(x); }

  static Activations broadcast4(const uint8_t* p) {
    uint32_t four;
    std::memcpy(&four, p, 4);
    return vreinterpretq_s8_u32(vdupq_n_u32(four ^ 0x80808080u));
  }
  static Weights load_weights(const int8_t* p) { return vld1q_s8(p); }
  static I dot(I sum, Activations a, Weights w) { return vdotq_s32(sum, a, w); }
};

}  // namespace
}  // namespace kowane
