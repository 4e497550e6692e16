// Memory aligned to cache lines that only grows, so that a steady state allocates nothing.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <utility>

namespace kowane {

class Buffer {
 public:
  Buffer() = default;
  ~Buffer() { release(); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }

  // At least `bytes`, contents lost if it had to grow; a little more is readable behind the end.
  void reserve(size_t bytes) {
    if (bytes <= size_) return;
    release();
    data_ = ::operator new(bytes + slack, std::align_val_t{alignment});
    std::memset(static_cast<char*>(data_) + bytes, 0, slack);
    size_ = bytes;
  }
  void release() {
    if (data_) ::operator delete(data_, std::align_val_t{alignment});
    data_ = nullptr;
    size_ = 0;
  }
  template <class T>
  T* as() const {
    return static_cast<T*>(data_);
  }
  size_t size() const { return size_; }

 private:
  void swap(Buffer& other) {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }
  static constexpr size_t alignment = 64, slack = 64;
  void* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace kowane
