// Mean and variance of each channel over all frames, from what the blocks of a layer left.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace kowane {

constexpr float normalisation_epsilon = 1e-5f;  // added to the variance

// What the layers' epilogues leave of each channel: slots of (first, Σ, Σ²), each over `counts`
// frames, slot by slot in a fixed order.
struct Statistics {
  const std::vector<float>& slots;
  const std::vector<int>& counts;
  int channels;

  // Mean and 1/√(variance + ε) of a channel (Chan, Golub & LeVeque 1979).
  void of(int channel, float& mean, float& inverse) const {
    double total = 0, average = 0, squares = 0;
    const float* slot = slots.data();
    for (int count : counts) {
      if (count) {
        const double first = slot[channel], sum = slot[channels + channel],
                     square = slot[2 * channels + channel];
        const double own = sum / count;
        const double distance = first + own - average, both = total + count;
        squares += square - sum * own + distance * distance * total * count / both;
        average += distance * count / both;
        total = both;
      }
      slot += 3 * channels;
    }
    mean = static_cast<float>(average);
    inverse = static_cast<float>(1 / std::sqrt(std::max(squares, 0.0) / total + normalisation_epsilon));
  }
};

}  // namespace kowane
