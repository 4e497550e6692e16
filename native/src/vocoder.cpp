#include "vocoder.hpp"

#include <algorithm>
#include <cmath>

namespace kowane {
namespace {

constexpr float up_slope = 0.1f;  // leaky ReLU before each upsampling

int to_multiple(int n, int of) { return (n + of - 1) / of * of; }

}  // namespace

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
