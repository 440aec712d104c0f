// The FST library of the program, and the order of the changes that it holds.
// SPDX-License-Identifier: Apache-2.0
//
// A writer of the library appends changes to one buffer as they come. When it writes a block, it
// follows the changes of one signal after the other back through the buffer; in a wave of
// everything that is a miss of the caches for almost each. Laid out signal by signal before, the
// same block is written in less time. The file stays the same to the bit.
#ifndef HX_SIM_FST_LIBRARY_HPP
#define HX_SIM_FST_LIBRARY_HPP

#include <cstdint>

namespace hx
{

class BlockOrder
{
  public:
    explicit BlockOrder(void *writer); // of the library, may be null
    // The writer may be closed before or after.
    ~BlockOrder();
    BlockOrder(const BlockOrder &) = delete;
    BlockOrder &operator=(const BlockOrder &) = delete;

    // So much is collected that the library should write it: a larger block takes longer a change,
    // and cannot be laid out.
    bool is_full() const;
    // Right before the library is told to write a block, or is closed. Without memory for a second
    // buffer nothing is done.
    void arrange();

  private:
    bool get_spare();

    void *writer_;
    unsigned char *spare_ = nullptr; // a second buffer; the two are exchanged
    std::uint32_t spare_size_ = 0;
};

} // namespace hx

#endif
