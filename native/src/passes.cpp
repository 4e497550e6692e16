// The passes over a layer's blocks: activation, convolution, and what follows it.
#include <algorithm>

#include "vocoder.hpp"

namespace kowane {
namespace {

constexpr float post_slope = 0.01f;  // of the leaky ReLU before the last convolution
constexpr float tiniest = 1.1754944e-38f;
constexpr int largest_block = 336;  // frames; 8-bit inputs and results of it fit a core's caches
constexpr int wanted_blocks = 16;   // at least so many in a layer, so that threads end together

int to_multiple(int n, int of) { return (n + of - 1) / of * of; }

}  // namespace

// A multiple of the tile that depends on the length alone: the blocks set the order of summation.
int Vocoder::block_of(int frames) const {
  const int wanted = to_multiple((frames + wanted_blocks - 1) / wanted_blocks, k_.frames);
  return std::min(std::max(wanted, to_multiple(64, k_.frames)),
                  to_multiple(largest_block, k_.frames));
}

// Room for a block in every thread's scratch, before it is known which threads will do the work.
void Vocoder::reserve(const Convolution& c, int rows, int row_floats) {
  for (Scratch& scratch : scratch_) {
    scratch.input.reserve(static_cast<size_t>(rows) * c.depth * (c.integer ? 1 : 4));
    scratch.rows.reserve(static_cast<size_t>(rows) * row_floats * 4);
  }
}

// Input rows `first` … of a block into the thread's scratch, activated; what lies outside of the
// input is zero (8 bits: the zero point), and what is only read to fill the last tile as well.
void Vocoder::fill(const Convolution& c, const Activation& activation, const void* x,
                   const Planes* planes, int frames, int first, int rows, Scratch& scratch) const {
  const int width = c.depth;
  const size_t size = c.integer ? 1 : 4;
  char* out = scratch.input.as<char>();
  const int from = std::clamp(first, 0, frames), to = std::clamp(first + rows, from, frames);
  const auto blank = [&](int begin, int end) {
    for (int row = begin; row < end; ++row)
      if (c.integer)
        for (int i = 0; i < width; ++i)
          reinterpret_cast<uint8_t*>(out)[static_cast<size_t>(row) * width + i] =
              static_cast<uint8_t>(c.zero[i]);
      else
        std::memset(out + static_cast<size_t>(row) * width * 4, 0, static_cast<size_t>(width) * 4);
  };
  blank(0, from - first);
  blank(to - first, rows);
  char* start = out + static_cast<size_t>(from - first) * width * size;
  if (planes) {
    // Channels-first: turned over into float rows first, then activated like any other input.
    Buffer& turned = scratch.rows;
    float* target = c.integer ? turned.as<float>() : reinterpret_cast<float*>(start);
    for (int row = 0; row < to - from; ++row)
      for (int i = planes->channels; i < width; ++i) target[row * width + i] = 0.0f;
    for (int i = 0; i < planes->channels; ++i) {
      const float* plane = planes->data + static_cast<size_t>(i) * frames + from;
      for (int row = 0; row < to - from; ++row) {
        const float value = plane[row];
        target[row * width + i] = value < 0 ? value * planes->slope : value;
      }
    }
    if (c.integer) {
      Activation quantise;
      quantise.inverse_scale = c.inverse_scale.data();
      quantise.zero = c.zero.data();
      k_.activate_u8(target, Storage::f32, to - from, width, quantise,
                     reinterpret_cast<uint8_t*>(start));
    }
    return;
  }
  const char* rows_in = static_cast<const char*>(x) +
                        static_cast<size_t>(from) * c.inputs * bytes_of(storage_);
  if (c.integer)
    k_.activate_u8(rows_in, storage_, to - from, width, activation,
                   reinterpret_cast<uint8_t*>(start));
  else
    k_.activate(rows_in, storage_, to - from, width, activation, reinterpret_cast<float*>(start));
}

Statistics Vocoder::convolve(const Convolution& c, const Activation& activation,
                                      const void* x, const Planes* planes, int frames, void* out,
                                      const void* residual, const void* residual2, bool keep,
                                      int which) {
  const int reach = (c.taps - 1) * c.dilation + 1;
  const int results = (frames + 2 * c.pad - reach) / c.stride + 1;
  const int block = block_of(results);
  reserve(c, (block - 1) * c.stride + reach, planes ? c.depth : 0);
  const int blocks = (results + block - 1) / block;
  std::vector<float>& slots = slots_[which];
  if (keep) slots.resize(std::max(slots.size(), static_cast<size_t>(blocks) * 3 * c.outputs));
  parallel(blocks, [&](int index, int thread) {
    Scratch& scratch = scratch_[thread];
    const int first = index * block, count = std::min(block, results - first);
    const int rows = (to_multiple(count, k_.frames) - 1) * c.stride + reach;
    fill(c, activation, x, planes, frames, first * c.stride - c.pad, rows, scratch);
    const size_t row = static_cast<size_t>(first) * c.outputs;
    for (int o = 0; o < c.outputs; o += k_.group) {
      const size_t at = (row + o) * bytes_of(storage_);
      Tile tile;
      tile.input = scratch.input.as<char>();
      tile.frame_step = static_cast<ptrdiff_t>(c.stride) * c.depth;
      tile.tap_step = static_cast<ptrdiff_t>(c.dilation) * c.depth;
      tile.taps = c.taps;
      tile.depth = c.integer ? c.depth / 4 : c.depth;
      tile.weights = c.weights.as<char>() + o / k_.group * c.group_bytes(k_);
      if (c.integer) {
        tile.start = c.start.data() + o;
        tile.scale = c.scale.data() + o;
      }
      tile.bias = c.bias.data() + o;
      tile.output = static_cast<char*>(out) + at;
      if (residual) tile.residual = static_cast<const char*>(residual) + at;
      if (residual2) tile.residual2 = static_cast<const char*>(residual2) + at;
      tile.output_step = c.outputs;
      tile.storage = storage_;
      tile.frames = count;
      if (keep) tile.statistics = &slots[static_cast<size_t>(index) * 3 * c.outputs + o];
      tile.statistics_stride = c.outputs;
      c.integer ? k_.convolve_u8(tile) : k_.convolve(tile);
    }
  });
  counts_[which].resize(blocks);
  for (int i = 0; i < blocks; ++i) counts_[which][i] = std::min(block, results - i * block);
  return {slots, counts_[which], c.outputs};
}

// A transposed convolution added to what `out` holds. With `reflected` the result moves one frame
// down, and frame 0 is a copy of result 1 (reflection padding of one frame on the left).
Statistics Vocoder::up(const Convolution& c, const Activation& activation, const void* x,
                                const Planes* planes, int frames, void* out, int reflected,
                                int which) {
  const int channels = c.channels(), positions = frames + 1, block = block_of(positions);
  const int blocks = (positions + block - 1) / block;
  reserve(c, block + c.taps, planes ? c.depth : 0);
  std::vector<float>& slots = slots_[which];
  std::vector<int>& counts = counts_[which];
  const size_t wanted = (static_cast<size_t>(blocks) * c.phases + 1) * 3 * channels;
  slots.resize(std::max(slots.size(), wanted));
  counts.assign(static_cast<size_t>(blocks) * c.phases + 1, 0);
  const size_t size = bytes_of(storage_);
  parallel(blocks, [&](int index, int thread) {
    Scratch& scratch = scratch_[thread];
    const int first = index * block, count = std::min(block, positions - first);
    fill(c, activation, x, planes, frames, first - c.pad, to_multiple(count, k_.frames) + c.taps,
         scratch);
    for (int o = 0; o < c.outputs; o += k_.group) {
      const int phase = o / channels, channel = o % channels;
      // Position t gives result t · phases + phase - shift; those before 0 and after the end go.
      const int skip = first == 0 && phase < c.shift ? 1 : 0;
      const int cut = first + count == positions && phase >= c.shift ? 1 : 0;
      const auto emit = [&](int begin, int number, ptrdiff_t target, size_t slot) {
        counts[slot] = std::max(number, 0);
        if (number <= 0) return;
        Tile tile;
        tile.input = scratch.input.as<char>() +
                     static_cast<size_t>(begin) * c.depth * (c.integer ? 1 : 4);
        tile.frame_step = tile.tap_step = c.depth;
        tile.taps = c.taps;
        tile.depth = c.integer ? c.depth / 4 : c.depth;
        tile.weights = c.weights.as<char>() + o / k_.group * c.group_bytes(k_);
        if (c.integer) {
          tile.start = c.start.data() + o;
          tile.scale = c.scale.data() + o;
        }
        tile.bias = c.bias.data() + o;
        tile.output = static_cast<char*>(out) + (target * channels + channel) * size;
        tile.residual = tile.output;
        tile.output_step = static_cast<ptrdiff_t>(c.phases) * channels;
        tile.storage = storage_;
        tile.frames = number;
        tile.statistics = &slots[slot * 3 * channels + channel];
        tile.statistics_stride = channels;
        c.integer ? k_.convolve_u8(tile) : k_.convolve(tile);
      };
      const ptrdiff_t target =
          static_cast<ptrdiff_t>(first + skip) * c.phases + phase - c.shift + reflected;
      emit(skip, count - skip - cut, target, static_cast<size_t>(index) * c.phases + phase);
      if (reflected && first == 0 && phase == (1 + c.shift) % c.phases)
        emit((1 + c.shift) / c.phases, 1, 0, static_cast<size_t>(blocks) * c.phases);
    }
  });
  return {slots, counts, channels};
}

// Leaky ReLU of a third of x, the last convolution, exp and sin, and the inverse STFT by
// overlapping and adding, block by block; three frames are computed twice at each border.
void Vocoder::invert(const void* x, int frames, float* out) {
  const int hops = frames + window / hop - 1;  // of the uncut result
  const int block = block_of(hops), blocks = (hops + block - 1) / block;
  const int before = window / hop - 1, cut = window / 2;
  reserve(post_, block + before + k_.frames + post_.taps, post_.padded);
  Activation activation;
  activation.factor = 1.0f / 3.0f;
  activation.slope = post_slope;
  parallel(blocks, [&](int index, int thread) {
    Scratch& scratch = scratch_[thread];
    const int first = index * block, count = std::min(block, hops - first);
    const int begin = std::max(first - before, 0), end = std::min(first + count, frames);
    const int rows = end - begin;
    fill(post_, activation, x, nullptr, frames, begin - post_.pad,
         to_multiple(rows, k_.frames) + post_.taps - 1, scratch);
    const int stride = post_.padded;
    float* spectra = scratch.rows.as<float>();
    for (int o = 0; o < post_.padded; o += k_.group) {
      Tile tile;
      tile.input = scratch.input.as<char>();
      tile.frame_step = tile.tap_step = post_.depth;
      tile.taps = post_.taps;
      tile.depth = post_.depth;
      tile.weights = post_.weights.as<char>() + o / k_.group * post_.group_bytes(k_);
      tile.bias = post_.bias.data() + o;
      tile.output = spectra + o;
      tile.output_step = stride;
      tile.frames = rows;
      k_.convolve(tile);
    }
    k_.spectrum(spectra, rows, stride);
    for (int h = first; h < first + count; ++h) {
      float sums[hop] = {};
      for (int back = before; back >= 0; --back) {
        const int frame = h - back;
        if (frame < begin || frame >= end) continue;
        const float* values = spectra + static_cast<size_t>(frame - begin) * stride;
        for (int c = 0; c < 2 * bins; ++c)
          for (int i = 0; i < hop; ++i)
            sums[i] += values[c] * basis_[static_cast<size_t>(c) * window + back * hop + i];
      }
      for (int i = 0; i < hop; ++i) {
        const int sample = h * hop + i;
        float value = sums[i];
        // The exported graph divides by the window's sum where its trace had one: in the first
        // window alone.
        if (sample < window && window_sum_[sample] > tiniest) value /= window_sum_[sample];
        const int target = sample - cut;
        if (target >= 0 && target < (frames - 1) * hop)
          out[target] = value * (static_cast<float>(window) / hop);
      }
    }
  });
}

}  // namespace kowane
