// The layers of the vocoder with their weights, laid out for one instruction set.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels.hpp"
#include "memory.hpp"

namespace kowane {

// A weight as it comes in: C-contiguous, float32 or int8.
struct Array {
  std::vector<size_t> shape;
  const void* data = nullptr;
  bool integer = false;  // int8
  size_t size() const {
    size_t n = 1;
    for (size_t s : shape) n *= s;
    return n;
  }
  const float* floats() const { return static_cast<const float*>(data); }
};
using Weights = std::map<std::string, Array>;

struct BadWeights : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

// Weights by name, with the shape that is wanted of them.
const Array& find(const Weights&, const std::string& name, size_t axes, bool may_be_integer = false);

// A convolution over time, or a transposed one written as such (see `transposed`).
struct Convolution {
  int inputs = 0, outputs = 0, taps = 0, dilation = 1, stride = 1, pad = 0;
  int phases = 1;  // transposed: output frames an input frame; outputs = phases · channels
  int shift = 0;   // transposed: output frames cut off in front
  bool integer = false;
  int depth = 0;   // inputs, padded to a multiple of 4
  int padded = 0;  // outputs, padded to a multiple of the group
  Buffer weights;  // packed by group
  std::vector<float> bias, scale;
  std::vector<int32_t> start;
  std::vector<float> inverse_scale, zero;  // 8 bits: of each input channel

  int channels() const { return outputs / phases; }
  ptrdiff_t group_bytes(const Kernels& k) const {
    return static_cast<ptrdiff_t>(taps) * depth * k.group * (integer ? 1 : 4);
  }

  // From `name`.weight (outputs, inputs, taps) and .bias; an int8 weight also wants .scale
  // (outputs), .input_scale and .input_zero (inputs): x ≈ (q - zero) · input_scale, and the
  // weight is that of the channel already multiplied by its input_scale, divided by .scale.
  static Convolution read(const Weights&, const std::string& name, const Kernels&, int dilation,
                          int stride, int pad);
  // From a transposed convolution's weight (inputs, channels, 2 · stride), output cut by stride/2
  // on both sides. Output frame t·stride + j takes taps j of x[t] and j + stride of x[t-1], so it
  // is a convolution with two taps and stride · channels outputs. int8 as above, with .scale of
  // (stride · channels) and the weight as (stride · channels, inputs, 2).
  static Convolution transposed(const Weights&, const std::string& name, const Kernels&,
                                int stride);

 private:
  void pack(const Array& weight, const Weights&, const std::string& name, const Kernels&);
};

// Adaptive instance normalisation, then Snake.
struct Norm {
  int channels = 0;
  std::vector<float> weight, bias;  // of the linear layer: style → γ - 1, β
  std::vector<float> alpha;

  static Norm read(const Weights&, const std::string& name, const std::string& alpha, int style);
};

struct ResidualBlock {  // three times norm, convolution, norm, convolution, and a sum
  struct Unit {
    Norm norm1, norm2;
    Convolution conv1, conv2;
  };
  std::vector<Unit> units;

  static ResidualBlock read(const Weights&, const std::string& name, const Kernels&, int style);
};

}  // namespace kowane
