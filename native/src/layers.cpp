#include "layers.hpp"

#include <algorithm>
#include <cmath>

namespace kowane {
namespace {

constexpr int dilations[] = {1, 3, 5};  // of every residual block's three units

int to_multiple(int n, int of) { return (n + of - 1) / of * of; }

std::vector<float> vector_of(const Weights& weights, const std::string& name, size_t size) {
  const Array& array = find(weights, name, 1);
  if (array.size() != size)
    throw BadWeights(name + " has " + std::to_string(array.size()) + " values, not " +
                     std::to_string(size));
  return {array.floats(), array.floats() + size};
}

}  // namespace

const Array& find(const Weights& weights, const std::string& name, size_t axes,
                  bool may_be_integer) {
  const auto found = weights.find(name);
  if (found == weights.end()) throw BadWeights("there is no weight " + name);
  const Array& array = found->second;
  if (array.shape.size() != axes)
    throw BadWeights(name + " has " + std::to_string(array.shape.size()) + " axes, not " +
                     std::to_string(axes));
  if (array.integer && !may_be_integer) throw BadWeights(name + " is int8, not float32");
  return array;
}

Convolution Convolution::read(const Weights& weights, const std::string& name, const Kernels& k,
                              int dilation, int stride, int pad) {
  const Array& weight = find(weights, name + ".weight", 3, true);
  Convolution c;
  c.outputs = static_cast<int>(weight.shape[0]);
  c.inputs = static_cast<int>(weight.shape[1]);
  c.taps = static_cast<int>(weight.shape[2]);
  c.dilation = dilation;
  c.stride = stride;
  c.pad = pad;
  c.bias = vector_of(weights, name + ".bias", c.outputs);
  c.pack(weight, weights, name, k);
  return c;
}

Convolution Convolution::transposed(const Weights& weights, const std::string& name,
                                    const Kernels& k, int stride) {
  const Array& weight = find(weights, name + ".weight", 3, true);
  Convolution c;
  c.taps = 2;
  c.pad = 1;
  c.phases = stride;
  c.shift = stride / 2;
  const std::vector<float> bias =
      vector_of(weights, name + ".bias", find(weights, name + ".bias", 1).size());
  const int channels = static_cast<int>(bias.size());
  c.outputs = stride * channels;
  for (int j = 0; j < stride; ++j) c.bias.insert(c.bias.end(), bias.begin(), bias.end());
  if (weight.integer) {
    c.inputs = static_cast<int>(weight.shape[1]);
    if (weight.shape[0] != static_cast<size_t>(c.outputs) || weight.shape[2] != 2)
      throw BadWeights(name + ".weight has the wrong shape");
    c.pack(weight, weights, name, k);
    return c;
  }
  c.inputs = static_cast<int>(weight.shape[0]);
  if (weight.shape[1] != static_cast<size_t>(channels) ||
      weight.shape[2] != static_cast<size_t>(2 * stride))
    throw BadWeights(name + ".weight has the wrong shape");
  std::vector<float> rows(static_cast<size_t>(c.outputs) * c.inputs * 2);
  for (int j = 0; j < stride; ++j)
    for (int o = 0; o < channels; ++o)
      for (int i = 0; i < c.inputs; ++i) {
        const float* taps = weight.floats() + (static_cast<size_t>(i) * channels + o) * 2 * stride;
        float* row = &rows[(static_cast<size_t>(j * channels + o) * c.inputs + i) * 2];
        row[0] = taps[j + stride];  // of the frame before
        row[1] = taps[j];
      }
  const Array as_rows{{static_cast<size_t>(c.outputs), static_cast<size_t>(c.inputs), 2},
                      rows.data(),
                      false};
  c.pack(as_rows, weights, name, k);
  return c;
}

// Channels of a group side by side for each tap and input (8 bits: four inputs).
void Convolution::pack(const Array& weight, const Weights& all, const std::string& name,
                       const Kernels& k) {
  integer = weight.integer;
  depth = to_multiple(inputs, 4);
  padded = to_multiple(outputs, k.group);
  if (phases > 1 && channels() % k.group)
    throw BadWeights(name + " has " + std::to_string(channels()) +
                     " channels, no multiple of " + std::to_string(k.group));
  const auto at = [&](int o, int i, int t) {
    return (static_cast<size_t>(o) * inputs + i) * taps + t;
  };
  const int inner = integer ? 4 : 1;
  weights.reserve(static_cast<size_t>(padded) * taps * depth * (integer ? 1 : 4));
  std::memset(weights.as<char>(), 0, weights.size());
  size_t place = 0;
  for (int group = 0; group < padded; group += k.group)
    for (int t = 0; t < taps; ++t)
      for (int i = 0; i < depth; i += inner)
        for (int o = group; o < group + k.group; ++o)
          for (int j = i; j < i + inner; ++j, ++place) {
            if (o >= outputs || j >= inputs) continue;
            if (integer)
              weights.as<int8_t>()[place] = static_cast<const int8_t*>(weight.data)[at(o, j, t)];
            else
              weights.as<float>()[place] = weight.floats()[at(o, j, t)];
          }
  bias.resize(padded, 0.0f);
  if (!integer) return;
  if (inputs % k.lanes) throw BadWeights(name + ": 8-bit inputs must fill whole vectors");
  scale = vector_of(all, name + ".scale", outputs);
  scale.resize(padded, 0.0f);
  const std::vector<float> input_scale = vector_of(all, name + ".input_scale", inputs);
  zero = vector_of(all, name + ".input_zero", inputs);
  for (int i = 0; i < inputs; ++i) {
    if (!(input_scale[i] > 0) || !(zero[i] >= 0 && zero[i] <= 255) ||
        zero[i] != std::nearbyint(zero[i]))
      throw BadWeights(name + ".input_scale or .input_zero is out of range");
    inverse_scale.push_back(1.0f / input_scale[i]);
  }
  start.resize(padded, 0);
  for (int o = 0; o < outputs; ++o)
    for (int i = 0; i < inputs; ++i)
      for (int t = 0; t < taps; ++t)
        start[o] += static_cast<const int8_t*>(weight.data)[at(o, i, t)] *
                    (k.offset - static_cast<int>(zero[i]));
}

Norm Norm::read(const Weights& weights, const std::string& name, const std::string& alpha,
                int style) {
  Norm n;
  const Array& weight = find(weights, name + ".weight", 2);  // (style, 2 · channels)
  n.channels = static_cast<int>(weight.shape[1]) / 2;
  if (weight.shape[0] != static_cast<size_t>(style))
    throw BadWeights(name + ".weight takes no style of " + std::to_string(style));
  n.weight.assign(weight.floats(), weight.floats() + weight.size());
  n.bias = vector_of(weights, name + ".bias", 2 * n.channels);
  n.alpha = vector_of(weights, alpha, n.channels);
  for (float a : n.alpha)
    if (a == 0.0f) throw BadWeights(alpha + " has a zero");
  return n;
}

ResidualBlock ResidualBlock::read(const Weights& weights, const std::string& name,
                                  const Kernels& k, int style) {
  ResidualBlock block;
  for (int i = 0; i < 3; ++i) {
    const std::string at = "." + std::to_string(i);
    const std::string first = name + ".convs1" + at, second = name + ".convs2" + at;
    const int taps = static_cast<int>(find(weights, first + ".weight", 3, true).shape[2]);
    const int reach = taps / 2;
    Unit unit{Norm::read(weights, name + ".adain1" + at, name + ".alpha1" + at, style),
              Norm::read(weights, name + ".adain2" + at, name + ".alpha2" + at, style),
              Convolution::read(weights, first, k, dilations[i], 1, reach * dilations[i]),
              Convolution::read(weights, second, k, 1, 1, reach)};
    const int channels = unit.norm1.channels;
    for (const Convolution* c : {&unit.conv1, &unit.conv2})
      if (c->inputs != channels || c->outputs != channels || c->taps != taps || taps % 2 == 0 ||
          unit.norm2.channels != channels || channels % k.group)
        throw BadWeights(name + at + " has layers that do not fit each other");
    block.units.push_back(std::move(unit));
  }
  return block;
}

}  // namespace kowane
