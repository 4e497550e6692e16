#include "pool.hpp"

namespace kowane {

Pool::Pool(int threads) {
  for (int i = 1; i < threads; ++i) workers_.emplace_back([this, i] { work(i); });
}

Pool::~Pool() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void Pool::share(int count, Function function, void* job) {
  if (workers_.empty() || count < 2) {
    for (int i = 0; i < count; ++i) function(job, i, 0);
    return;
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    function_ = function;
    job_ = job;
    count_ = count;
    next_.store(0, std::memory_order_relaxed);
    busy_ = static_cast<int>(workers_.size());
    ++generation_;
  }
  wake_.notify_all();
  drain(0);
  std::unique_lock<std::mutex> lock(mutex_);
  done_.wait(lock, [this] { return busy_ == 0; });
}

void Pool::work(int thread) {
  int seen = 0;
  for (;;) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait(lock, [&] { return closing_ || generation_ != seen; });
      if (closing_) return;
      seen = generation_;
    }
    drain(thread);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (--busy_ == 0) done_.notify_one();
  }
}

void Pool::drain(int thread) {
  for (int i; (i = next_.fetch_add(1, std::memory_order_relaxed)) < count_;) function_(job_, i, thread);
}

}  // namespace kowane
