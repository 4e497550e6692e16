// The inner loops of the vocoder, one table of them for each instruction set.
//
// Everything is channels-last: a frame's channels lie side by side. A kernel works on a run of
// frames that fits the caches and knows neither layers nor threads. The same templates
// (kernel_templates.hpp) are compiled once for each instruction set; `kernels(isa)` gives the table.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kowane {

enum class Isa { portable, avx2, avxvnni, avx512, avx512vnni, neon };
constexpr int isa_count = 6;

enum class Storage { f32, f16 };  // how activations lie in memory between layers
inline size_t bytes_of(Storage storage) { return storage == Storage::f32 ? 4 : 2; }

// What a convolution does to its input: x → a·x + b, then Snake, or leaky ReLU.
//
// Snake is y + sin²(αy)/α (Ziyin et al. 2020). With y = a·x + b it is written
//     a·x + b + gain · sin²(π · (turns_a·x + turns_b)),  turns = α/π of the affine, gain = 1/α.
// For 8-bit results a, b and gain are in steps of the channel's scale, and b holds its zero point.
struct Activation {
  enum class Kind { leaky, snake } kind = Kind::leaky;
  float slope = 1.0f;  // leaky: slope below 0, after `factor`
  float factor = 1.0f;
  const float* a = nullptr;
  const float* b = nullptr;
  const float* turns_a = nullptr;
  const float* turns_b = nullptr;
  const float* gain = nullptr;
  const float* inverse_scale = nullptr;  // leaky to 8 bits: q = x · inverse_scale + zero
  const float* zero = nullptr;
};

// One group of output channels over a run of frames.
struct Tile {
  const void* input = nullptr;  // float or u8: the first frame's first tap
  ptrdiff_t frame_step = 0;     // elements from one output frame's input to the next one's
  ptrdiff_t tap_step = 0;       // elements from tap to tap
  int taps = 0;
  int depth = 0;                  // input channels; 8 bits: a quarter of them
  const void* weights = nullptr;  // float [taps][depth][group], s8 [taps][depth][group][4]
  const int32_t* start = nullptr;  // 8 bits: what the zero points add up to, a channel
  const float* scale = nullptr;    // 8 bits: of the product, a channel
  const float* bias = nullptr;
  void* output = nullptr;           // first frame, first channel of the group
  const void* residual = nullptr;   // added, if there; may be `output`
  const void* residual2 = nullptr;  // likewise
  ptrdiff_t output_step = 0;        // elements from frame to frame, of all three
  Storage storage = Storage::f32;   // of all three
  int frames = 0;
  float* statistics = nullptr;  // [3][stride]: first value, Σ(x - first), Σ(x - first)²; or none
  ptrdiff_t statistics_stride = 0;
};

struct Kernels {
  Isa isa;
  int lanes;   // channels in a vector: widths are multiples of it
  int frames;  // of a tile; inputs must be readable up to a multiple of it
  int group;   // output channels of a tile
  int offset;  // see Simd::offset
  // rows × channels through the activation, to float or to u8
  void (*activate)(const void* x, Storage, ptrdiff_t rows, int channels, const Activation&,
                   float* out);
  void (*activate_u8)(const void* x, Storage, ptrdiff_t rows, int channels, const Activation&,
                      uint8_t* out);
  void (*convolve)(const Tile&);
  void (*convolve_u8)(const Tile&);
  // 11 log-magnitudes and 11 phases a row (of `stride` floats) → 11 real and 11 imaginary parts
  void (*spectrum)(float* rows, ptrdiff_t count, ptrdiff_t stride);
  // Multiply-adds from registers alone, to measure the core's peak; returns operations done.
  double (*spin)(bool integer, int64_t rounds);
};

// The table for an instruction set; null if this build or this processor lacks it.
const Kernels* kernels(Isa);
Isa best_isa();
const char* name_of(Isa);

// Each is defined if its file is compiled; see CMakeLists.txt.
const Kernels* portable_kernels();
const Kernels* avx2_kernels();
const Kernels* avxvnni_kernels();
const Kernels* avx512_kernels();
const Kernels* avx512vnni_kernels();
const Kernels* neon_kernels();

}  // namespace kowane
