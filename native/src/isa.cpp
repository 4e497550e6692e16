// Which instruction sets this build has and this processor runs.
#include <initializer_list>

#include "kernels.hpp"

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace kowane {
namespace {

bool runs(Isa isa) {
  switch (isa) {
    case Isa::portable: return true;
#ifdef KOWANE_X86
    case Isa::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("f16c");
    case Isa::avxvnni: return runs(Isa::avx2) && __builtin_cpu_supports("avxvnni");
    case Isa::avx512:
      return runs(Isa::avx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl");
    case Isa::avx512vnni: return runs(Isa::avx512) && __builtin_cpu_supports("avx512vnni");
#endif
#ifdef KOWANE_NEON
    case Isa::neon:
#ifdef __linux__
      return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#else
      return true;  // every Apple processor that macOS 11 runs on
#endif
#endif
    default: return false;
  }
}

const Kernels* built(Isa isa) {
  switch (isa) {
    case Isa::portable: return portable_kernels();
#ifdef KOWANE_X86
    case Isa::avx2: return avx2_kernels();
    case Isa::avxvnni: return avxvnni_kernels();
    case Isa::avx512: return avx512_kernels();
    case Isa::avx512vnni: return avx512vnni_kernels();
#endif
#ifdef KOWANE_NEON
    case Isa::neon: return neon_kernels();
#endif
    default: return nullptr;
  }
}

}  // namespace

const Kernels* kernels(Isa isa) { return runs(isa) ? built(isa) : nullptr; }

Isa best_isa() {
  for (Isa isa : {Isa::neon, Isa::avx512vnni, Isa::avx512, Isa::avxvnni, Isa::avx2})
    if (kernels(isa)) return isa;
  return Isa::portable;
}

const char* name_of(Isa isa) {
  constexpr const char* names[isa_count] = {"portable", "avx2",       "avxvnni",
                                            "avx512",   "avx512vnni", "neon"};
  return names[static_cast<int>(isa)];
}

}  // namespace kowane
