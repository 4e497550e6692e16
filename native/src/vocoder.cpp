#include "vocoder.hpp"

#include <algorithm>
#include <cmath>

namespace kowane {
namespace {

constexpr float epsilon = 1e-5f;      // of the normalisation's variance
constexpr float up_slope = 0.1f;      // leaky ReLU before each upsampling
constexpr float post_slope = 0.01f;   // and before the last convolution
constexpr float tiniest = 1.1754944e-38f;
constexpr int largest_block = 336;    // frames; 8-bit inputs and results of it fit a core's caches
constexpr int wanted_blocks = 16;     // at least so many in a layer, so that threads end together

int to_multiple(int n, int of) { return (n + of - 1) / of * of; }

}  // namespace

// What the layers' epilogues leave of each channel: slots of (first, Σ, Σ²), each over `counts`
// frames, slot by slot in a fixed order.
struct Vocoder::Statistics {
  const std::vector<float>& slots;
  const std::vector<int>& counts;
  int channels;

  // Mean and 1/√(variance + ε) of a channel (Chan, Golub & LeVeque 1979).
  void of(int channel, float& mean, float& inverse) const {
    double total = 0, average = 0, squares = 0;
    const float* slot = slots.data();
    for (int count : counts) {
      if (count) {
        const double first = slot[channel], sum = slot[channels + channel],
                     square = slot[2 * channels + channel];
        const double own = sum / count;
        const double distance = first + own - average, both = total + count;
        squares += square - sum * own + distance * distance * total * count / both;
        average += distance * count / both;
        total = both;
      }
      slot += 3 * channels;
    }
    mean = static_cast<float>(average);
    inverse = static_cast<float>(1 / std::sqrt(std::max(squares, 0.0) / total + epsilon));
  }
};

Vocoder::Vocoder(const Weights& weights, const Kernels& k, int threads, Storage storage)
    : k_(k), storage_(storage), pool_(threads), scratch_(threads) {
  style_ = static_cast<int>(find(weights, "resblocks.0.adain1.0.weight", 2).shape[0]);
  for (int stage = 0; stage < 2; ++stage) {
    const std::string at = "." + std::to_string(stage);
    const size_t width = find(weights, "ups" + at + ".bias", 1).size();
    const Array& up = find(weights, "ups" + at + ".weight", 3, true);
    const int stride = static_cast<int>(up.integer ? up.shape[0] / width : up.shape[2] / 2);
    ups_.push_back(Convolution::transposed(weights, "ups" + at, k, stride));
  }
  for (int stage = 0; stage < 2; ++stage) {
    const std::string at = "." + std::to_string(stage);
    const int stride = stage == 0 ? ups_[1].phases : 1;  // from the spectrum's rate to the stage's
    noise_.push_back(
        Convolution::read(weights, "noise_convs" + at, k, 1, stride, stride / 2));
    noise_blocks_.push_back(ResidualBlock::read(weights, "noise_res" + at, k, style_));
    for (int kernel = 0; kernel < 3; ++kernel)
      blocks_.push_back(ResidualBlock::read(
          weights, "resblocks." + std::to_string(3 * stage + kernel), k, style_));
  }
  post_ = Convolution::read(weights, "conv_post", k, 1, 1, 3);
  const Array& basis = find(weights, "istft.basis", 2);
  const Array& sum = find(weights, "istft.window_sum", 1);
  if (basis.shape != std::vector<size_t>{2 * bins, window} || sum.size() != window ||
      post_.outputs != 2 * bins || post_.taps != 7 || post_.integer)
    throw BadWeights("the inverse transform has the wrong shape");
  basis_.assign(basis.floats(), basis.floats() + basis.size());
  window_sum_.assign(sum.floats(), sum.floats() + window);
  for (int stage = 0; stage < 2; ++stage) {
    const int channels = ups_[stage].channels();
    bool fits = noise_[stage].outputs == channels && !noise_[stage].integer &&
                noise_[stage].inputs == noise_[0].inputs;
    fits = fits && (stage == 0 || ups_[1].inputs == ups_[0].channels());
    for (int b = 0; b < 3; ++b)
      fits = fits && blocks_[3 * stage + b].units[0].norm1.channels == channels;
    fits = fits && noise_blocks_[stage].units[0].norm1.channels == channels;
    if (!fits) throw BadWeights("the stages do not fit each other");
  }
  if (noise_[0].taps != 2 * noise_[0].stride || noise_[1].taps != 1 || post_.inputs != ups_[1].channels())
    throw BadWeights("the source's convolutions do not fit the upsampling");
}

// A multiple of the tile that depends on the length alone: the blocks set the order of summation.
int Vocoder::block_of(int frames) const {
  const int wanted = to_multiple((frames + wanted_blocks - 1) / wanted_blocks, k_.frames);
  return std::min(std::max(wanted, to_multiple(64, k_.frames)),
                  to_multiple(largest_block, k_.frames));
}

template <class Job>
void Vocoder::parallel(int count, const Job& job) {
  const auto unless_stopped = [&](int index, int thread) {
    if (!stop_ || !stop_->is_set()) job(index, thread);
  };
  pool_.run(count, unless_stopped);
}

// Room for a block in every thread's scratch, before it is known which threads will do the work.
void Vocoder::reserve(const Convolution& c, int rows, int row_floats) {
  for (Scratch& scratch : scratch_) {
    scratch.input.reserve(static_cast<size_t>(rows) * c.depth * (c.integer ? 1 : 4));
    scratch.rows.reserve(static_cast<size_t>(rows) * row_floats * 4);
  }
}

// Affine and Snake of a norm, in steps of the convolution's input scale if that is 8 bits.
Activation Vocoder::prepare(const Norm& norm, const Convolution& c, const Statistics& statistics) {
  constexpr float turn = 0.318309886f;  // 1/π
  const int n = norm.channels;
  affine_.resize(std::max(affine_.size(), static_cast<size_t>(7) * n));
  float* a = affine_.data();
  float *b = a + n, *turns_a = b + n, *turns_b = turns_a + n, *gain = turns_b + n;
  float* style = gain + n;  // 2n
  std::copy(norm.bias.begin(), norm.bias.end(), style);
  for (int s = 0; s < style_; ++s) {
    const float value = style_vector_[s];
    const float* row = &norm.weight[static_cast<size_t>(s) * 2 * n];
    for (int i = 0; i < 2 * n; ++i) style[i] += value * row[i];
  }
  for (int i = 0; i < n; ++i) {
    float mean, inverse;
    statistics.of(i, mean, inverse);
    a[i] = (1.0f + style[i]) * inverse;
    b[i] = style[n + i] - mean * a[i];
    turns_a[i] = norm.alpha[i] * turn * a[i];
    turns_b[i] = norm.alpha[i] * turn * b[i];
    gain[i] = 1.0f / norm.alpha[i];
    if (c.integer) {
      a[i] *= c.inverse_scale[i];
      b[i] = b[i] * c.inverse_scale[i] + c.zero[i];
      gain[i] *= c.inverse_scale[i];
    }
  }
  Activation activation;
  activation.kind = Activation::Kind::snake;
  activation.a = a;
  activation.b = b;
  activation.turns_a = turns_a;
  activation.turns_b = turns_b;
  activation.gain = gain;
  return activation;
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

Vocoder::Statistics Vocoder::convolve(const Convolution& c, const Activation& activation,
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
Vocoder::Statistics Vocoder::up(const Convolution& c, const Activation& activation, const void* x,
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

void Vocoder::residual_block(const ResidualBlock& block, int frames, Statistics statistics,
                             void* x, void* running, void* between, void* result,
                             bool accumulate) {
  const int channels = block.units[0].norm1.channels;
  for (size_t i = 0; i < block.units.size(); ++i) {
    const auto& unit = block.units[i];
    const bool last = i + 1 == block.units.size();
    const void* input = i == 0 ? x : running;
    const Statistics before = i == 0 ? statistics : Statistics{slots_[1], counts_[1], channels};
    const Statistics middle =
        convolve(unit.conv1, prepare(unit.norm1, unit.conv1, before), input, nullptr, frames,
                 between, nullptr, nullptr, true, 1);
    convolve(unit.conv2, prepare(unit.norm2, unit.conv2, middle), between, nullptr, frames,
             last ? result : running, input, last && accumulate ? result : nullptr, !last, 1);
  }
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

bool Vocoder::run(const float* hidden, const float* harmonics, const float* style, int frames,
                  float* out, const Stop* stop) {
  const std::lock_guard<std::mutex> lock(running_);
  style_vector_ = style;
  stop_ = stop;
  const int fine = harmonic_frames(frames), coarse = frames * ups_[0].phases;
  const size_t size = bytes_of(storage_);
  const size_t large = to_multiple(static_cast<int>(fine * ups_[1].channels() * size), 64);
  const size_t small = to_multiple(static_cast<int>(coarse * ups_[0].channels() * size), 64);
  const size_t part = std::max(large, small);
  activations_.reserve(4 * part);
  char* part0 = activations_.as<char>();
  char *part1 = part0 + part, *part2 = part1 + part, *part3 = part2 + part;
  const auto stopped = [&] { return stop && stop->is_set(); };

  const Planes spectrum{harmonics, harmonic_channels(), 1.0f};
  const Planes features{hidden, hidden_channels(), up_slope};
  Activation leaky;
  leaky.slope = up_slope;
  leaky.factor = 1.0f / 3.0f;
  leaky.inverse_scale = ups_[1].inverse_scale.data();
  leaky.zero = ups_[1].zero.data();
  for (int stage = 0; stage < 2; ++stage) {
    const int length = stage == 0 ? coarse : fine;
    // The source's branch into part 0, by way of part 1; the sum of the stage before is in part 3.
    const Statistics source = convolve(noise_[stage], {}, nullptr, &spectrum, fine, part0, nullptr,
                                       nullptr, true, 0);
    residual_block(noise_blocks_[stage], length, source, part0, part0, part1, part0, false);
    if (stopped()) return false;
    const Statistics input =
        stage == 0 ? up(ups_[0], {}, nullptr, &features, frames, part0, 0, 0)
                   : up(ups_[1], leaky, part3, nullptr, coarse, part0, 1, 0);
    // Three blocks of the same input, summed in part 3.
    for (int b = 0; b < 3; ++b) {
      if (stopped()) return false;
      residual_block(blocks_[3 * stage + b], length, input, part0, b == 0 ? part3 : part2, part1,
                     part3, b > 0);
    }
  }
  invert(part3, fine, out);
  return !stopped();
}

size_t Vocoder::workspace_bytes() const {
  size_t bytes = activations_.size();
  for (const Scratch& scratch : scratch_) bytes += scratch.input.size() + scratch.rows.size();
  for (const auto& slots : slots_) bytes += slots.size() * sizeof(float);
  return bytes;
}

void Vocoder::release() {
  const std::lock_guard<std::mutex> lock(running_);
  activations_.release();
}

}  // namespace kowane
