// The wave file of a board.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/wave.hpp"

#include "sim/trace/analog.hpp"
#include "sim/trace/messages.hpp"
#include "sim/trace/pins.hpp"
#include "sim/trace/processors.hpp"
#include "sim/trace/trigger.hpp"
#include "sim/trace/wave_file.hpp"
#include "sim/trace/wave_place.hpp"
#include "traces/join.h"
#include "traces/save.h"

#include "Vhx_chip.h"
#include "Vhx_fpga.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <malloc.h>
#include <string>
#include <vector>

namespace hx
{

namespace
{

std::uint64_t to_cycles(double us)
{
    const double cycles = us * 1000 / HX_CHIP_CYCLE_NS;
    return cycles < 1e18 ? static_cast<std::uint64_t>(cycles) : UINT64_MAX;
}

// The FST library takes and gives back memory of a megabyte and more with every block; taken from
// the kernel anew, its pages would be cleared each time.
void keep_freed_memory()
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

} // namespace

struct Wave::State {
    State(const hx_device_config &device, Vhx_fpga &fpga_model, Vhx_chip &chip_model,
          const hx_anncore *core_model)
        : fpga(fpga_model), chip(chip_model), core(core_model), path(device.trace.path),
          part_path(path + ".part"),
          analog(own, core, device.trace.neurons, device.trace.neuron_count),
          messages(own, device.plant), processors(own, device.trace.programs),
          trigger(device.trace.trigger), triggered(device.trace.trigger.event == HX_TRACE_AT_ONCE),
          from(to_cycles(device.trace.from_us)),
          to(device.trace.to_us > 0 ? to_cycles(device.trace.to_us) : UINT64_MAX),
          last(to_cycles(device.trace.last_us)),
          flush_interval(to_cycles(device.trace.flush_interval_us))
    {
        own.add_bits("board.trial", &board.trial, 0, 63, 0, Signals::Everyone);
        own.add_bits("board.to_chip_under_way", &board.to_chip, 0, 15, 0, Signals::Everyone);
        own.add_bits("board.to_fpga_under_way", &board.to_fpga, 0, 15, 0, Signals::Everyone);
    }

    bool choose(const hx_trace_config &config);
    void open();
    bool is_recording(std::uint64_t cycle);
    unsigned find_owners(Evaluated evaluated);
    void turn_files(std::uint64_t cycle);
    void join_files();

    Vhx_fpga &fpga;
    Vhx_chip &chip;
    const hx_anncore *core;
    std::string path, part_path;
    BoardState board{};
    Signals own;
    Analog analog;
    Messages messages;
    Processors processors;
    Trigger trigger;
    bool triggered;
    hx_status place_status = HX_OK;
    hx_error place_error{};
    ModelSelection selection;
    ClockHandles clocks;
    std::string unknown; // a glob without a signal
    std::unique_ptr<WaveFile> file;
    std::uint64_t from, to;        // chip cycles
    std::uint64_t last;            // length of the stretch kept, 0: all
    std::uint64_t file_start = 0;  // of the present file
    std::uint64_t recorded_to = 0; // cycle after the last recorded one
    bool has_part = false, recorded = false;
    bool is_on = false;                    // the last cycle was recorded
    bool numbers = false;                  // analog ones are, on their grid
    unsigned fpga_ends = 0, chip_ends = 0; // cycles until what an edge was given is taken back
    std::uint64_t flush_interval, next_flush = 0;
};

// Which signals; false if a glob fits none.
bool Wave::State::choose(const hx_trace_config &config)
{
    if (config.scope_count == 0)
        return true;
    selection.everything = false;
    std::vector<bool> used(config.scope_count, false);
    const auto is_chosen = [&](const std::string &name) {
        bool chosen = false;
        for (std::size_t i = 0; i < config.scope_count; ++i)
            if (hx_trace_match_within(config.scopes[i], name.c_str()))
                chosen = used[i] = true;
        return chosen;
    };
    const std::vector<TracedName> names = list_traced_names(fpga, chip, ModelSelection{}, path);
    std::vector<TracedName> pins;
    for (const TracedName &name : names) {
        if (!is_chosen(name.name))
            continue;
        if (is_pin(name.name))
            pins.push_back(name);
        // An element's index belongs to the name in packed arrays only.
        selection.inside.push_back(name.verilator);
        selection.inside.push_back(name.verilator.substr(0, name.verilator.rfind('[')));
    }
    own.select(is_chosen);
    if (2 * pins.size() == selection.inside.size()) {
        selection.inside.clear();
        // All elements, so that each finds its place; then the chosen ones.
        add_pins(own, fpga, chip, names);
        own.select(is_chosen);
    }
    selection.clocks = std::any_of(pins.begin(), pins.end(), [](const TracedName &pin) {
        return pin.name == "fpga.clk_i" || pin.name == "chip.clk_i";
    });
    for (std::size_t i = 0; i < used.size() && unknown.empty(); ++i)
        if (!used[i])
            unknown = config.scopes[i];
    return unknown.empty();
}

void Wave::State::open()
{
    file = std::make_unique<WaveFile>(path, fpga, chip, own, selection, clocks);
    analog.restart();
    next_flush = 0;
}

// Also looks for the trigger.
bool Wave::State::is_recording(std::uint64_t cycle)
{
    const bool before = triggered;
    if (!triggered && cycle >= from)
        triggered = trigger.look(fpga, chip, core);
    if (cycle < from || cycle >= to)
        return false;
    // With a stretch to keep, recording ends with the cycle of the event.
    return last ? !before || trigger.is_none() : triggered;
}

// Whose bits may have changed since the last cycle. What a model is given for an edge is taken back
// in its next cycle, also when that is left out.
unsigned Wave::State::find_owners(Evaluated evaluated)
{
    const bool fpga_moves = evaluated.fpga || fpga_ends == 1;
    const bool chip_moves = evaluated.chip || chip_ends == 1;
    fpga_ends = evaluated.fpga ? 2 : fpga_ends - (fpga_ends > 0);
    chip_ends = evaluated.chip ? 1 : 0;
    return fpga_moves * Signals::Fpga + chip_moves * Signals::Chip;
}

// A new file when the present one holds a whole stretch; the one before it is dropped.
void Wave::State::turn_files(std::uint64_t cycle)
{
    if (!last || cycle - file_start < last)
        return;
    file.reset();
    has_part = std::rename(path.c_str(), part_path.c_str()) == 0;
    file_start = cycle;
    open();
}

void Wave::State::join_files()
{
    if (!has_part && !last)
        return;
    const std::uint64_t start = recorded_to > last ? recorded_to - last : 0;
    const char *paths[] = {part_path.c_str(), path.c_str()};
    const std::string joined = path + ".joined";
    if (hx_trace_join(has_part ? paths : paths + 1, has_part ? 2 : 1, start * HX_CHIP_CYCLE_NS,
                      UINT64_MAX, joined.c_str(), nullptr) != HX_OK)
        return; // both parts stay
    std::rename(joined.c_str(), path.c_str());
    if (has_part)
        std::remove(part_path.c_str());
}

Wave::Wave(const hx_device_config &config, Vhx_fpga &fpga, Vhx_chip &chip, const hx_anncore *core)
    : state_(std::make_unique<State>(config, fpga, chip, core))
{
    state_->place_status = check_wave_place(config.trace.path, &state_->place_error);
    if (state_->place_status || !state_->choose(config.trace))
        return;
    keep_freed_memory();
    if (state_->selection.needs_tracer())
        state_->clocks = find_clocks(fpga, chip, state_->selection, state_->path);
    state_->numbers = state_->own.has_reals();
    state_->open();
}

Wave::~Wave()
{
    if (!state_->file || !state_->file->is_open())
        return;
    state_->file.reset();
    if (!state_->recorded)
        return;
    state_->join_files();
    // A help for viewers: a wave without it is as good, so failures end here.
    hx_trace *trace = nullptr;
    if (hx_trace_open(&trace, state_->path.c_str(), nullptr) == HX_OK)
        hx_trace_save_view(trace, nullptr, nullptr, 0, nullptr);
    hx_trace_close(trace);
}

hx_status Wave::get_status(hx_error *error) const
{
    if (state_->place_status)
        return hx_error_set(error, state_->place_status, "%s", state_->place_error.text);
    if (!state_->unknown.empty())
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "--trace-scope: no signal is called '%s'; outermost scopes: fpga, "
                            "chip, anncore, host, ppu_0, ppu_1, board",
                            state_->unknown.c_str());
    if (!state_->file || !state_->file->is_open())
        return hx_error_set(error, HX_ERROR_IO, "--trace: cannot write '%s'", state_->path.c_str());
    return HX_OK;
}

void Wave::take_word(std::uint64_t word)
{
    state_->messages.take_word(word);
}

void Wave::take_response(std::uint64_t word)
{
    state_->messages.take_response(word);
}

std::uint64_t Wave::get_rest(std::uint64_t cycle) const
{
    const State &s = *state_;
    if (cycle >= s.to)
        return UINT64_MAX;
    if (cycle < s.from)
        return s.from - cycle;
    // At rest only numbers change, and clocks.
    if (shows_inside() || s.fpga_ends > 0 || s.chip_ends > 0)
        return 0;
    if (!s.is_on)
        return s.triggered && !s.last ? 0 : UINT64_MAX;
    if (s.selection.clocks || cycle >= s.next_flush)
        return 0;
    const std::uint64_t rest = std::min(s.to, s.next_flush) - cycle;
    const std::uint64_t grid = HX_ANNCORE_GRID;
    return s.numbers ? std::min(rest, (grid - cycle % grid) % grid) : rest;
}

void Wave::pass(std::uint64_t cycle)
{
    State &s = *state_;
    if (!s.is_on)
        return;
    s.recorded_to = std::min(cycle, s.to);
    s.file->extend(s.recorded_to * HX_CHIP_CYCLE_NS - HX_CHIP_CYCLE_NS / 2);
}

bool Wave::shows_inside() const
{
    return state_->selection.needs_tracer();
}

void Wave::dump(std::uint64_t cycle, unsigned half, Evaluated evaluated, const BoardState &board)
{
    State &s = *state_;
    const unsigned owners = s.find_owners(evaluated);
    s.board = board;
    s.messages.look(s.chip);
    s.is_on = s.is_recording(cycle);
    if (!s.is_on)
        return;
    s.messages.show();
    if (!s.recorded)
        s.file_start = cycle;
    s.turn_files(cycle);
    std::uint64_t reset[HX_ANNCORE_FIRE_WORDS];
    if (s.chip.neuron_reset_changed_o)
        std::memcpy(reset, &s.chip.neuron_reset_o[0], sizeof reset);
    s.analog.look(cycle, s.chip.neuron_reset_changed_o ? reset : nullptr);
    if (owners & Signals::Chip)
        s.processors.look(s.chip);
    s.file->record(cycle * HX_CHIP_CYCLE_NS, half == 0, owners);
    s.recorded = true;
    s.recorded_to = cycle + 1;
    if (cycle >= s.next_flush) {
        s.file->flush();
        s.next_flush = cycle + s.flush_interval;
    }
}

} // namespace hx
