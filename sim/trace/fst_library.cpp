// The FST library of the program, and the order of the changes that it holds.
// SPDX-License-Identifier: Apache-2.0
//
// The library is part of Verilator's writer, which is compiled here as it is, because only in the
// same file a writer's context is more than a pointer.
#include <verilated_fst_c.cpp>

#include "sim/trace/fst_library.hpp"

#include <cstring>
#include <utility>

namespace hx
{

namespace
{

// What the library keeps of a signal: where its value is, the value's width (0: it varies), its
// last change in the buffer (0: none), and the moment of that.
enum Place { ValueAt, Width, LastChange, LastMoment, PlaceCount };

constexpr std::uint32_t Small = 2 << 20; // a buffer that the caches hold anyway
constexpr std::uint32_t Full = 24 << 20; // less than a third of what the library provides
constexpr unsigned LaneCount = 16;       // signals at a time, whose misses overlap
constexpr std::size_t Chunk = 4096;      // of the new buffer, for one of them
constexpr std::size_t Step = 16;         // of a copy, which may go on behind its end

// The changes of one signal, from the last one back.
struct Lane {
    std::uint32_t from;      // the next change in the old buffer
    std::uint32_t width;     // of its values, 0: varies
    unsigned char *link;     // where the new place of that change is noted
    unsigned char *to, *end; // rest of the chunk
};

// A change: place of the one before, moments since that (a varint), with varying width the width
// (a varint), value.
std::size_t measure(const unsigned char *change, std::uint32_t width)
{
    const unsigned char *at = change + sizeof(std::uint32_t);
    while (*at++ & 0x80) {
    }
    if (width > 0)
        return at + width - change;
    std::size_t length = 0;
    unsigned shift = 0;
    do {
        length |= static_cast<std::size_t>(*at & 0x7f) << shift;
        shift += 7;
    } while (*at++ & 0x80);
    return at + length - change;
}

// Copies all changes of the writer to another buffer and returns how much of that is used.
class Copy
{
  public:
    Copy(fstWriterContext &writer, unsigned char *target)
        : writer_(writer), source_(writer.vchg_mem), target_(target), free_(target + 1)
    {
        *target = *source_; // nothing begins here: place 0 is none
    }

    std::uint32_t run()
    {
        Lane lanes[LaneCount] = {};
        unsigned count = 0;
        while (count < LaneCount && begin(lanes[count]))
            ++count;
        while (count > 0)
            for (unsigned i = 0; i < count;) {
                if (move(lanes[i]) || begin(lanes[i]))
                    ++i;
                else
                    lanes[i] = lanes[--count];
            }
        return static_cast<std::uint32_t>(free_ - target_);
    }

  private:
    // The next signal with changes, if there is one.
    bool begin(Lane &lane)
    {
        while (next_ < writer_.maxhandle) {
            std::uint32_t *signal = writer_.valpos_mem + PlaceCount * next_++;
            if (!signal[LastChange])
                continue;
            lane.from = signal[LastChange];
            lane.width = signal[Width];
            lane.link = reinterpret_cast<unsigned char *>(signal + LastChange);
            __builtin_prefetch(source_ + lane.from);
            return true;
        }
        return false;
    }

    // False after the signal's first change.
    bool move(Lane &lane)
    {
        const unsigned char *change = source_ + lane.from;
        const std::size_t size = measure(change, lane.width);
        std::memcpy(&lane.from, change, sizeof lane.from);
        __builtin_prefetch(source_ + lane.from);
        if (size > static_cast<std::size_t>(lane.end - lane.to)) {
            lane.to = free_;
            lane.end = lane.to + std::max(size, Chunk);
            free_ = lane.end + Step;
        }
        // Behind both buffers' ends there is room.
        for (std::size_t done = 0; done < size; done += Step)
            std::memcpy(lane.to + done, change + done, Step);
        const auto place = static_cast<std::uint32_t>(lane.to - target_);
        std::memcpy(lane.link, &place, sizeof place);
        lane.link = lane.to;
        lane.to += size;
        return lane.from != 0;
    }

    fstWriterContext &writer_;
    const unsigned char *source_;
    unsigned char *target_, *free_;
    fstHandle next_ = 0;
};

} // namespace

BlockOrder::BlockOrder(void *writer) : writer_(writer)
{
}

BlockOrder::~BlockOrder()
{
    std::free(spare_);
}

bool BlockOrder::get_spare()
{
    const auto &writer = *static_cast<fstWriterContext *>(writer_);
    // The end of a chunk stays empty when a change does not fit, and there is a step behind it.
    if (3 * static_cast<std::size_t>(writer.vchg_siz) + LaneCount * Chunk > writer.vchg_alloc_siz)
        return false;
    if (spare_size_ < writer.vchg_alloc_siz) {
        std::free(spare_);
        spare_ = static_cast<unsigned char *>(std::malloc(writer.vchg_alloc_siz));
        spare_size_ = spare_ ? writer.vchg_alloc_siz : 0;
    }
    return spare_ != nullptr;
}

bool BlockOrder::is_full() const
{
    return static_cast<fstWriterContext *>(writer_)->vchg_siz >= Full;
}

void BlockOrder::arrange()
{
    auto *writer = static_cast<fstWriterContext *>(writer_);
    if (!writer || writer->vchg_siz < Small || !get_spare())
        return;
    writer->vchg_siz = Copy(*writer, spare_).run();
    std::swap(writer->vchg_mem, spare_);
    std::swap(writer->vchg_alloc_siz, spare_size_);
}

} // namespace hx
