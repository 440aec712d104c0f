// What the chip's pins tell the analog core.
// SPDX-License-Identifier: Apache-2.0
#include "sim/board/core_pins.hpp"

#include "sim/board/driver_event.hpp"

#include "Vhx_chip.h"

#include <cstdint>
#include <cstring>

namespace hx
{

namespace
{

void send_padi_event(Vhx_chip &chip, hx_anncore *core, unsigned bus, hx_plant plant)
{
    const DriverEvent event = driver_event(chip, bus, plant);
    hx_anncore_send_padi_event(core, bus, event.row_select, event.label);
}

void send_post_pulses(Vhx_chip &chip, hx_anncore *core)
{
    std::uint64_t pulses[HX_ANNCORE_FIRE_WORDS] = {};
    if (chip.neuron_post_valid_o)
        std::memcpy(pulses, &chip.neuron_post_o[0], sizeof pulses);
    // A side is 128 columns of both rows.
    for (unsigned word = 0; word < HX_ANNCORE_FIRE_WORDS; ++word)
        if (chip.side_post_o >> word / 2 % 2 & 1)
            pulses[word] = UINT64_MAX;
    hx_anncore_send_post_pulses(core, pulses);
}

void send_adaptation_pulses(Vhx_chip &chip, hx_anncore *core)
{
    std::uint64_t pulses[HX_ANNCORE_FIRE_WORDS];
    std::memcpy(pulses, &chip.neuron_adapt_o[0], sizeof pulses);
    const std::uint8_t scale[2] = {static_cast<std::uint8_t>(chip.side_adapt_scale_o & 0xf),
                                   static_cast<std::uint8_t>(chip.side_adapt_scale_o >> 4)};
    hx_anncore_send_adaptation_pulses(core, pulses, scale);
}

void access_word(Vhx_chip &chip, hx_anncore *core, unsigned port)
{
    const auto block = static_cast<hx_anncore_block>(chip.word_block_o >> (4 * port) & 0xf);
    // Three offsets of 22 bits lie across three 32-bit words.
    const unsigned bit = 22 * port;
    std::uint64_t pair = chip.word_offset_o[bit / 32];
    if (bit / 32 + 1 < 3)
        pair |= static_cast<std::uint64_t>(chip.word_offset_o[bit / 32 + 1]) << 32;
    const auto offset = static_cast<std::uint32_t>(pair >> bit % 32 & 0x3fffff);
    if (chip.word_write_o >> port & 1)
        hx_anncore_write_word(core, block, offset, chip.word_byte_enables_o >> (4 * port) & 0xf,
                              chip.word_data_o[port]);
    else
        chip.word_data_i[port] = hx_anncore_read_word(core, block, offset);
}

// A vector is so many words of the array block, the first at the top.
void access_row(Vhx_chip &chip, hx_anncore *core, unsigned half)
{
    constexpr unsigned RowWords = 32;
    const auto block = half ? HX_ANNCORE_ARRAY_BOTTOM : HX_ANNCORE_ARRAY_TOP;
    const std::uint64_t offsets = chip.row_offset_o;
    const auto first = static_cast<std::uint32_t>(offsets >> (22 * half) & 0x3fffff);
    const bool writes = chip.row_write_o >> half & 1;
    for (unsigned word = 0; word < RowWords; ++word) {
        const unsigned place = RowWords * half + RowWords - 1 - word;
        if (writes)
            hx_anncore_write_word(core, block, first + word,
                                  chip.row_byte_enables_o[place / 8] >> place % 8 * 4 & 0xf,
                                  chip.row_data_o[place]);
        else
            chip.row_data_i[place] = hx_anncore_read_word(core, block, first + word);
    }
}

} // namespace

void drive_core(Vhx_chip &chip, hx_anncore *core, hx_plant plant)
{
    if (chip.padi_changed_o)
        for (unsigned half = 0; half < 2; ++half)
            if (chip.padi_changed_o >> half & 1)
                hx_anncore_set_padi(core, half,
                                    static_cast<std::uint32_t>(chip.padi_config_o >> (32 * half)),
                                    static_cast<std::uint32_t>(chip.padi_stp_o >> (32 * half)));
    if (chip.neuron_reset_changed_o) {
        std::uint64_t level[HX_ANNCORE_FIRE_WORDS];
        std::memcpy(level, &chip.neuron_reset_o[0], sizeof level);
        hx_anncore_set_reset(core, level);
    }
    if (chip.neuron_adapt_valid_o)
        send_adaptation_pulses(chip, core);
    if (chip.padi_valid_o)
        for (unsigned bus = 0; bus < 8; ++bus)
            if (chip.padi_valid_o >> bus & 1)
                send_padi_event(chip, core, bus, plant);
    if (chip.neuron_post_valid_o | chip.side_post_o)
        send_post_pulses(chip, core);
    if (chip.madc_sample_o)
        chip.madc_value_i = hx_anncore_sample_madc(core, chip.madc_source_o);
    if (chip.cadc_convert_o)
        for (unsigned half = 0; half < 2; ++half)
            if (chip.cadc_convert_o >> half & 1)
                hx_anncore_convert_cadc(core, half, chip.cadc_row_o >> (9 * half) & 0x1ff,
                                        chip.cadc_crossed_o >> (2 * half) & 0x3);
    if (chip.word_valid_o)
        for (unsigned port = 0; port < 3; ++port)
            if (chip.word_valid_o >> port & 1)
                access_word(chip, core, port);
    if (chip.row_valid_o)
        for (unsigned half = 0; half < 2; ++half)
            if (chip.row_valid_o >> half & 1)
                access_row(chip, core, half);
}

} // namespace hx
