#include "isa/avx512.hpp"
#include "kernel_templates.hpp"

const kowane::Kernels* kowane::avx512vnni_kernels() {
  static constexpr Kernels kernels = table(Isa::avx512vnni);
  return &kernels;
}
