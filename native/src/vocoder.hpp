// Kokoro's vocoder (the generator of iSTFTNet with AdaIN and Snake): the decoder's last features
// and the source's spectrum → the waveform.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "layers.hpp"
#include "pool.hpp"
#include "statistics.hpp"

namespace kowane {

// Ends a run from another thread.
class Stop {
 public:
  void set() { set_.store(true, std::memory_order_relaxed); }
  bool is_set() const { return set_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> set_{false};
};

class Vocoder {
 public:
  // Weights under the names of the original module; see layers.hpp for their shapes. 8-bit layers
  // are those whose weight is int8. Throws BadWeights.
  Vocoder(const Weights&, const Kernels&, int threads, Storage);

  // hidden (hidden_channels(), frames) and harmonics (harmonic_channels(), frames_of_harmonics()),
  // channels-first; style (style_size()); out (samples(frames)). False if stopped. One run at a
  // time: a second caller waits.
  bool run(const float* hidden, const float* harmonics, const float* style, int frames, float* out,
           const Stop* stop);

  int hidden_channels() const { return ups_[0].inputs; }
  int harmonic_channels() const { return noise_[0].inputs; }
  int style_size() const { return style_; }
  int harmonic_frames(int frames) const { return frames * ups_[0].phases * ups_[1].phases + 1; }
  int samples(int frames) const { return (harmonic_frames(frames) - 1) * hop; }
  size_t workspace_bytes() const;
  void release();  // the workspace, until the next run

  static constexpr int hop = 5, window = 20, bins = 11;

 private:
  struct Scratch {
    Buffer input, rows;
  };
  struct Planes {  // a channels-first input
    const float* data;
    int channels;
    float slope;
  };

  void residual_block(const ResidualBlock&, int frames, Statistics input, void* x, void* running,
                      void* between, void* result, bool accumulate);
  Statistics convolve(const Convolution&, const Activation&, const void* x, const Planes* planes,
                      int frames, void* out, const void* residual, const void* residual2,
                      bool keep, int which);
  Statistics up(const Convolution&, const Activation&, const void* x, const Planes* planes,
                int frames, void* out, int reflected, int which);
  Activation prepare(const Norm&, const Convolution&, const Statistics&);
  void invert(const void* x, int frames, float* out);
  void fill(const Convolution&, const Activation&, const void* x, const Planes*, int frames,
            int first, int rows, Scratch&) const;
  int block_of(int frames) const;
  void reserve(const Convolution&, int rows, int row_floats);
  // A layer's blocks, shared out; once the run is stopped those that are left are not begun.
  template <class Job>
  void parallel(int count, const Job& job) {
    pool_.run(count, [&](int index, int thread) {
      if (!stop_ || !stop_->is_set()) job(index, thread);
    });
  }

  const Kernels& k_;
  Storage storage_;
  Pool pool_;
  int style_ = 0;
  std::vector<Convolution> noise_, ups_;
  std::vector<ResidualBlock> noise_blocks_, blocks_;
  Convolution post_;
  std::vector<float> basis_, window_sum_;

  std::mutex running_;
  Buffer activations_;
  std::vector<Scratch> scratch_;
  std::vector<float> slots_[2];
  std::vector<int> counts_[2];
  std::vector<float> affine_;
  const float* style_vector_ = nullptr;
  const Stop* stop_ = nullptr;
};

}  // namespace kowane
