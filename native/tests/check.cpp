// A self-check without Python, for sanitizers: a small vocoder with random weights runs many
// lengths, thread counts, both storages and every instruction set, with stops and callers at once.
// Address and undefined-behaviour sanitizers see every access, the thread sanitizer every race;
// that threads change nothing is checked here. What the numbers must be is for the Python tests.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "vocoder.hpp"

namespace {

constexpr int channels[] = {64, 64, 32}, strides[] = {4, 2}, style = 8, harmonics = 22;

struct Model {
  std::map<std::string, std::vector<float>> floats;
  std::map<std::string, std::vector<int8_t>> bytes;
  kowane::Weights weights;
  std::mt19937 random{7};

  static size_t product(const std::vector<size_t>& shape) {
    size_t size = 1;
    for (size_t n : shape) size *= n;
    return size;
  }
  void add(const std::string& name, const std::vector<size_t>& shape, float low, float high) {
    std::uniform_real_distribution<float> value(low, high);
    auto& data = floats[name];
    for (size_t i = product(shape); i > 0; --i) data.push_back(value(random));
    weights[name] = {shape, data.data(), false};
  }
  void add_bytes(const std::string& name, const std::vector<size_t>& shape) {
    std::uniform_int_distribution<int> value(-127, 127);
    auto& data = bytes[name];
    for (size_t i = product(shape); i > 0; --i) data.push_back(static_cast<int8_t>(value(random)));
    weights[name] = {shape, data.data(), true};
  }
  void convolution(const std::string& name, size_t outputs, size_t inputs, size_t taps,
                   bool integer, size_t biases) {
    const float spread = 1.0f / std::sqrt(static_cast<float>(inputs * taps));
    if (integer) {
      add_bytes(name + ".weight", {outputs, inputs, taps});
      add(name + ".scale", {outputs}, spread / 4000, spread / 3000);
      add(name + ".input_scale", {inputs}, 0.02f, 0.05f);
      add(name + ".input_zero", {inputs}, 90, 150);
      for (float& zero : floats[name + ".input_zero"]) zero = std::nearbyint(zero);
    } else {
      add(name + ".weight", {outputs, inputs, taps}, -spread, spread);
    }
    add(name + ".bias", {biases}, -0.1f, 0.1f);
  }
  void block(const std::string& name, size_t width, size_t taps, bool integer) {
    for (const char* unit : {"0", "1", "2"})
      for (const char* half : {"1", "2"}) {
        const std::string at = std::string(half) + "." + unit;
        convolution(name + ".convs" + at, width, width, taps, integer, width);
        add(name + ".adain" + at + ".weight", {style, 2 * width}, -0.2f, 0.2f);
        add(name + ".adain" + at + ".bias", {2 * width}, -0.2f, 0.2f);
        add(name + ".alpha" + at, {width}, 0.2f, 1.5f);
      }
  }
  explicit Model(bool integer) {
    for (int stage = 0; stage < 2; ++stage) {
      const std::string at = "." + std::to_string(stage);
      const size_t before = channels[stage], after = channels[stage + 1], stride = strides[stage];
      if (integer)
        convolution("ups" + at, stride * after, before, 2, true, after);
      else
        convolution("ups" + at, before, after, 2 * stride, false, after);
      convolution("noise_convs" + at, after, harmonics, stage ? 1 : 2 * strides[1], false, after);
      block("noise_res" + at, after, stage ? 11 : 7, integer);
      for (size_t i = 0; i < 3; ++i)
        block("resblocks." + std::to_string(3 * stage + i), after, 3 + 4 * i, integer);
    }
    convolution("conv_post", harmonics, channels[2], 7, false, harmonics);
    add("istft.basis", {harmonics, 20}, -0.05f, 0.05f);
    add("istft.window_sum", {20}, 0.0f, 1.0f);
    // A transposed convolution has as many biases as channels: its weight says the rest.
    if (!integer)
      for (int stage = 0; stage < 2; ++stage) {
        const std::string name = "ups." + std::to_string(stage) + ".weight";
        weights[name].shape = {static_cast<size_t>(channels[stage]),
                               static_cast<size_t>(channels[stage + 1]),
                               static_cast<size_t>(2 * strides[stage])};
      }
  }
};

struct Inputs {
  std::vector<float> hidden, source, style_vector;
  explicit Inputs(int frames) {
    std::mt19937 random(frames);
    std::normal_distribution<float> value;
    for (int i = 0; i < channels[0] * frames; ++i) hidden.push_back(value(random));
    for (int i = 0; i < harmonics * (frames * strides[0] * strides[1] + 1); ++i)
      source.push_back(value(random));
    for (int i = 0; i < style; ++i) style_vector.push_back(value(random));
  }
};

std::vector<float> run(kowane::Vocoder& vocoder, int frames, const kowane::Stop* stop = nullptr) {
  const Inputs inputs(frames);
  std::vector<float> out(vocoder.samples(frames), NAN);
  if (!vocoder.run(inputs.hidden.data(), inputs.source.data(), inputs.style_vector.data(), frames,
                   out.data(), stop))
    out.clear();
  return out;
}

void expect(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "failed: %s\n", what);
  std::exit(1);
}

}  // namespace

int main() {
  for (int i = 0; i < kowane::isa_count; ++i) {
    const kowane::Kernels* k = kowane::kernels(static_cast<kowane::Isa>(i));
    if (!k) continue;
    for (bool integer : {false, true}) {
      const Model model(integer);
      const auto storage = integer ? kowane::Storage::f16 : kowane::Storage::f32;
      kowane::Vocoder one(model.weights, *k, 1, storage), three(model.weights, *k, 3, storage);
      for (int frames : {1, 2, 9, 3}) {
        const auto expected = run(one, frames);
        for (float sample : expected) expect(std::isfinite(sample), "every sample is a number");
        expect(run(three, frames) == expected, "threads change nothing");
      }
      std::vector<std::thread> callers;
      for (int frames : {4, 6}) callers.emplace_back([&, frames] { run(three, frames); });
      for (auto& caller : callers) caller.join();
      kowane::Stop stop;
      std::thread stopper([&] { stop.set(); });
      run(three, 12, &stop);
      stopper.join();
      expect(run(three, 12, &stop).empty(), "a stopped run gives nothing");
      three.release();
      expect(!run(three, 2).empty(), "it runs again after a release");
    }
    std::printf("%s: good\n", kowane::name_of(k->isa));
  }
  return 0;
}
