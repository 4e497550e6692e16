// The Python module: arrays in, arrays out. The GIL is given back while the vocoder runs.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <ctime>

#include "vocoder.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace {

using kowane::Kernels;
using Floats = nb::ndarray<const float, nb::c_contig, nb::device::cpu>;
using Matrix = nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Vector = nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

const Kernels& kernels_of(const std::string& name) {
  for (int i = 0; i < kowane::isa_count; ++i) {
    const auto isa = static_cast<kowane::Isa>(i);
    if (name != kowane::name_of(isa)) continue;
    if (const Kernels* found = kowane::kernels(isa)) return *found;
  }
  throw nb::value_error(("this build or this processor has no " + name).c_str());
}

std::vector<std::string> isas() {
  std::vector<std::string> names;
  for (int i = 0; i < kowane::isa_count; ++i)
    if (kowane::kernels(static_cast<kowane::Isa>(i)))
      names.emplace_back(kowane::name_of(static_cast<kowane::Isa>(i)));
  return names;
}

template <class T>
nb::ndarray<nb::numpy, T> owned(T* data, std::initializer_list<size_t> shape) {
  nb::capsule owner(data, [](void* p) noexcept { delete[] static_cast<T*>(p); });
  return nb::ndarray<nb::numpy, T>(data, shape, owner);
}

kowane::Weights weights_of(const nb::dict& arrays) {
  kowane::Weights weights;
  for (auto [key, value] : arrays) {
    const auto name = nb::cast<std::string>(key);
    const auto array = nb::cast<nb::ndarray<nb::c_contig, nb::device::cpu>>(value);
    kowane::Array entry;
    for (size_t i = 0; i < array.ndim(); ++i) entry.shape.push_back(array.shape(i));
    entry.data = array.data();
    entry.integer = array.dtype() == nb::dtype<int8_t>();
    if (!entry.integer && array.dtype() != nb::dtype<float>())
      throw nb::type_error((name + " is neither float32 nor int8").c_str());
    weights[name] = entry;
  }
  return weights;
}

class Module {
 public:
  Module(const nb::dict& weights, int threads, bool half, const std::string& isa)
      : vocoder_(weights_of(weights),
                 isa.empty() ? *kowane::kernels(kowane::best_isa()) : kernels_of(isa),
                 std::max(threads, 1), half ? kowane::Storage::f16 : kowane::Storage::f32) {}

  nb::object run(const Matrix& hidden, const Matrix& harmonics, const Vector& style,
                 const kowane::Stop* stop) {
    const size_t frames = hidden.shape(1);
    if (hidden.shape(0) != static_cast<size_t>(vocoder_.hidden_channels()) || frames < 1 ||
        frames > 100000)
      throw nb::value_error("hidden has the wrong shape");
    const int count = static_cast<int>(frames);
    if (harmonics.shape(0) != static_cast<size_t>(vocoder_.harmonic_channels()) ||
        harmonics.shape(1) != static_cast<size_t>(vocoder_.harmonic_frames(count)))
      throw nb::value_error("harmonics has the wrong shape");
    if (style.shape(0) != static_cast<size_t>(vocoder_.style_size()))
      throw nb::value_error("style has the wrong shape");
    const size_t samples = static_cast<size_t>(vocoder_.samples(count));
    auto* out = new float[samples];
    auto result = owned(out, {samples});
    bool finished;
    {
      nb::gil_scoped_release release;
      finished =
          vocoder_.run(hidden.data(), harmonics.data(), style.data(), count, out, stop);
    }
    return finished ? nb::cast(result) : nb::none();
  }

  size_t workspace_bytes() const { return vocoder_.workspace_bytes(); }
  void release() { vocoder_.release(); }

 private:
  kowane::Vocoder vocoder_;
};

// Single kernels, for tests and measurements.

nb::ndarray<nb::numpy, float> snake(const Matrix& x, const Matrix& affine, const std::string& isa) {
  const Kernels& k = kernels_of(isa);
  const size_t rows = x.shape(0), channels = x.shape(1);
  if (affine.shape(0) != 5 || affine.shape(1) != channels || channels % k.lanes)
    throw nb::value_error("affine is not (5, channels), or channels no multiple of the vector");
  kowane::Activation activation;
  activation.kind = kowane::Activation::Kind::snake;
  const float* row = affine.data();
  activation.a = row;
  activation.b = row + channels;
  activation.turns_a = row + 2 * channels;
  activation.turns_b = row + 3 * channels;
  activation.gain = row + 4 * channels;
  auto* out = new float[rows * channels];
  auto result = owned(out, {rows, channels});
  k.activate(x.data(), kowane::Storage::f32, rows, static_cast<int>(channels), activation, out);
  return result;
}

nb::ndarray<nb::numpy, uint8_t> quantise(const Matrix& x, const Matrix& affine, bool snakes,
                                         const std::string& isa) {
  const Kernels& k = kernels_of(isa);
  const size_t rows = x.shape(0), channels = x.shape(1);
  if (affine.shape(0) != 5 || affine.shape(1) != channels || channels % k.lanes)
    throw nb::value_error("affine is not (5, channels), or channels no multiple of the vector");
  kowane::Activation activation;
  const float* row = affine.data();
  activation.kind = snakes ? kowane::Activation::Kind::snake : kowane::Activation::Kind::leaky;
  activation.a = activation.inverse_scale = row;
  activation.b = activation.zero = row + channels;
  activation.turns_a = row + 2 * channels;
  activation.turns_b = row + 3 * channels;
  activation.gain = row + 4 * channels;
  activation.slope = 0.1f;
  auto* out = new uint8_t[rows * channels];
  auto result = owned(out, {rows, channels});
  k.activate_u8(x.data(), kowane::Storage::f32, rows, static_cast<int>(channels), activation, out);
  return result;
}

nb::ndarray<nb::numpy, float> half_and_back(const Vector& x, const std::string& isa) {
  // Through 16-bit storage: leaky ReLU with slope 1 is the identity.
  const Kernels& k = kernels_of(isa);
  const size_t n = x.shape(0);
  if (n % k.lanes) throw nb::value_error("no multiple of the vector");
  std::vector<float> bias(k.group, 0.0f), weights(k.group, 0.0f);
  std::vector<uint16_t> half(n + k.group);
  auto* out = new float[n];
  auto result = owned(out, {n});
  // A convolution of nothing with the input as its residual stores it in 16 bits.
  std::vector<float> input(static_cast<size_t>(k.frames), 0.0f);
  for (size_t at = 0; at + k.group <= n; at += k.group) {
    std::vector<float> biased(x.data() + at, x.data() + at + k.group);
    kowane::Tile tile;
    tile.input = input.data();
    tile.frame_step = 1;
    tile.taps = 1;
    tile.depth = 1;
    tile.weights = weights.data();
    tile.bias = biased.data();
    tile.output = half.data() + at;
    tile.output_step = k.group;
    tile.storage = kowane::Storage::f16;
    tile.frames = 1;
    k.convolve(tile);
  }
  k.activate(half.data(), kowane::Storage::f16, 1, static_cast<int>(n), {}, out);
  return result;
}

nb::ndarray<nb::numpy, float> spectrum(const Matrix& rows, const std::string& isa) {
  const Kernels& k = kernels_of(isa);
  if (rows.shape(1) != 22) throw nb::value_error("rows are not (frames, 22)");
  auto* out = new float[rows.size()];
  auto result = owned(out, {rows.shape(0), rows.shape(1)});
  std::copy(rows.data(), rows.data() + rows.size(), out);
  k.spectrum(out, rows.shape(0), 22);
  return result;
}

// Operations per second of CPU time, G: the best of twenty tries.
double peak(const std::string& isa, bool integer) {
  const Kernels& k = kernels_of(isa);
  const auto now = [] {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  };
  double best = 0;
  for (int i = 0; i < 20; ++i) {
    const double started = now();
    const double operations = k.spin(integer, 2'000'000);
    best = std::max(best, operations / (now() - started) / 1e9);
  }
  return best;
}

// A convolution over rows that are padded already: float, or u8 with int8 weights.
class Layer {
 public:
  Layer(const nb::dict& weights, int dilation, int stride, const std::string& isa)
      : k_(kernels_of(isa)),
        layer_(kowane::Convolution::read(weights_of(weights), "layer", k_, dilation, stride, 0)) {}

  nb::ndarray<nb::numpy, float> run(
      const nb::ndarray<nb::ndim<2>, nb::c_contig, nb::device::cpu>& x, int repetitions) {
    const bool integer = x.dtype() == nb::dtype<uint8_t>();
    if (integer != layer_.integer || (!integer && x.dtype() != nb::dtype<float>()) ||
        x.shape(1) != static_cast<size_t>(layer_.depth))
      throw nb::value_error("x does not fit the layer");
    const int reach = (layer_.taps - 1) * layer_.dilation + 1;
    const int rows = static_cast<int>(x.shape(0));
    if (rows < reach) throw nb::value_error("x is shorter than the kernel reaches");
    const int frames = (rows - reach) / layer_.stride + 1;
    const size_t size = integer ? 1 : 4, row = x.shape(1) * size;
    kowane::Buffer input;  // with room for the last tile
    input.reserve((static_cast<size_t>(rows) + static_cast<size_t>(k_.frames) * layer_.stride) * row);
    std::memset(input.as<char>(), 0, input.size());
    std::memcpy(input.as<char>(), x.data(), rows * row);
    const size_t outputs = static_cast<size_t>(layer_.padded);
    auto* out = new float[frames * outputs];
    auto result = owned(out, {static_cast<size_t>(frames), outputs});
    nb::gil_scoped_release release;
    constexpr int block = 336;
    for (int r = 0; r < repetitions; ++r)
      for (int first = 0; first < frames; first += block)
        for (int o = 0; o < layer_.padded; o += k_.group) {
          kowane::Tile tile;
          tile.frame_step = static_cast<ptrdiff_t>(layer_.stride) * layer_.depth;
          tile.input = input.as<char>() + first * tile.frame_step * size;
          tile.tap_step = static_cast<ptrdiff_t>(layer_.dilation) * layer_.depth;
          tile.taps = layer_.taps;
          tile.depth = integer ? layer_.depth / 4 : layer_.depth;
          tile.weights = layer_.weights.as<char>() + o / k_.group * layer_.group_bytes(k_);
          tile.start = layer_.start.data() + o;
          tile.scale = layer_.scale.data() + o;
          tile.bias = layer_.bias.data() + o;
          tile.output = out + first * outputs + o;
          tile.output_step = layer_.padded;
          tile.frames = std::min(block, frames - first);
          integer ? k_.convolve_u8(tile) : k_.convolve(tile);
        }
    return result;
  }

 private:
  const Kernels& k_;
  kowane::Convolution layer_;
};

}  // namespace

NB_MODULE(_kowane_native, m) {
  nb::class_<kowane::Stop>(m, "Stop")
      .def(nb::init<>())
      .def("set", &kowane::Stop::set)
      .def_prop_ro("is_set", &kowane::Stop::is_set);
  nb::class_<Module>(m, "Vocoder")
      .def(nb::init<const nb::dict&, int, bool, const std::string&>(), "weights"_a, "threads"_a,
           "half"_a, "isa"_a = "")
      .def("run", &Module::run, "hidden"_a, "harmonics"_a, "style"_a, "stop"_a.none() = nb::none())
      .def_prop_ro("workspace_bytes", &Module::workspace_bytes)
      .def("release", &Module::release, nb::call_guard<nb::gil_scoped_release>());
  nb::class_<Layer>(m, "Layer")
      .def(nb::init<const nb::dict&, int, int, const std::string&>(), "weights"_a,
           "dilation"_a = 1, "stride"_a = 1, "isa"_a)
      .def("run", &Layer::run, "x"_a, "repetitions"_a = 1);
  m.def("isas", &isas);
  m.def("best_isa", [] { return std::string(kowane::name_of(kowane::best_isa())); });
  m.def("snake", &snake, "x"_a, "affine"_a, "isa"_a);
  m.def("quantise", &quantise, "x"_a, "affine"_a, "snakes"_a, "isa"_a);
  m.def("half_and_back", &half_and_back, "x"_a, "isa"_a);
  m.def("peak", &peak, "isa"_a, "integer"_a);
  m.def("spectrum", &spectrum, "rows"_a, "isa"_a);
}
