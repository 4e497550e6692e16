#include "isa/neon.hpp"
#include "kernel_templates.hpp"

const kowane::Kernels* kowane::neon_kernels() {
  static constexpr Kernels kernels = table(Isa::neon);
  return &kernels;
}
