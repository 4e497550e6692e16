// Threads that share out the blocks of one layer.
//
// `run` hands out indices from a counter; the calling thread works too, and the call returns when
// all are done. Waiting threads sleep (no spinning). Which thread does which index is chance, so
// what a job writes must depend on its index alone; then results are the same for any count.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace kowane {

class Pool {
 public:
  explicit Pool(int threads);  // ≥ 1, the calling thread among them
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  // job(index, thread) for every index below `count`; `thread` is below threads(). One caller at a
  // time. Jobs must not throw.
  template <class Job>
  void run(int count, const Job& job) {
    share(count, [](void* j, int index, int thread) { (*static_cast<const Job*>(j))(index, thread); },
          const_cast<Job*>(&job));
  }

 private:
  using Function = void (*)(void* job, int index, int thread);

  void share(int count, Function function, void* job);
  void work(int thread);
  void drain(int thread);

  std::mutex mutex_;
  std::condition_variable wake_, done_;
  Function function_ = nullptr;
  void* job_ = nullptr;
  std::atomic<int> next_{0};
  int count_ = 0;
  int generation_ = 0;
  int busy_ = 0;
  bool closing_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace kowane
