#include "isa/avx2.hpp"
#include "kernel_templates.hpp"

const kowane::Kernels* kowane::avx2_kernels() {
  static constexpr Kernels kernels = table(Isa::avx2);
  return &kernels;
}
