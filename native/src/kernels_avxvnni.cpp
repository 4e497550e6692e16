#include "isa/avx2.hpp"
#include "kernel_templates.hpp"

const kowane::Kernels* kowane::avxvnni_kernels() {
  static constexpr Kernels kernels = table(Isa::avxvnni);
  return &kernels;
}
