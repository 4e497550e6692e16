#include "isa/portable.hpp"
#include "kernel_templates.hpp"

const kowane::Kernels* kowane::portable_kernels() {
  static constexpr Kernels kernels = table(Isa::portable);
  return &kernels;
}
