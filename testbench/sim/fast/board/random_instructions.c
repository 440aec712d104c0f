// Random instructions of the programs for the whole set-up.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sim/fast/board/random_private.h"

#include <hx_map.h>
#include <hx_map_list.h>
#include <string.h>

enum {
    PhaseMixed,
    PhaseSpikes,
    PhaseBus,
    PhaseRegisters,
    PhaseSources,
    PhaseFpga,
    PhaseReadout,
    PhaseRare
};

#define REGISTERS (sizeof hx_map_list / sizeof *hx_map_list)
#define FPGA_BIT UINT32_C(0x80000000)

static void add_wait(random_programs *r, unsigned longest)
{
    random_add(r, HX_UT_TO_TIMER_SETUP, 0);
    random_add(r, HX_UT_TO_WAIT_UNTIL, random_below(r, longest));
}

static void add_spikes(random_programs *r)
{
    const unsigned count = 1 + random_below(r, 3);
    uint64_t labels = 0;
    for (unsigned i = 0; i < count; i++) {
        const uint32_t label =
            random_chance(r, 230)
                ? random_below(r, 4) << 14 | random_below(r, NetworkDrivers / 2) << 6 | NetworkLabel
                : random_below(r, 1 << 16);
        labels = labels << 16 | label;
    }
    random_add(r, (hx_ut_kind)(HX_UT_TO_SPIKE_PACK_1 + count - 1), labels);
    if (random_chance(r, 160))
        add_wait(r, 100);
}

// Fires a neuron by its reset.
static void add_neuron_resets(random_programs *r)
{
    for (unsigned i = 1 + random_below(r, 12); i; i--)
        random_add_write(r, HX_MAP_NEURON_RESET_BASE + 4 * random_below(r, NetworkNeurons) / 2, 1);
}

static uint32_t draw_instance(random_programs *r, const hx_map_list_entry *entry)
{
    uint32_t address = entry->base;
    for (unsigned i = 0; i < entry->index_count; i++) {
        const uint32_t count = entry->index[i].count;
        // The edges more often than the rest.
        const uint32_t n = random_chance(r, 40)   ? count - 1
                           : random_chance(r, 80) ? 0
                                                  : random_below(r, count);
        address += n * (uint32_t)entry->index[i].stride;
    }
    return address + entry->offset[random_below(r, entry->words)];
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

// What would end the traffic of the link for the rest of the program.
static bool ends_traffic(const hx_map_list_entry *entry)
{
    static const char *const names[] = {"common_phy_config_chip", "common_phy_config_fpga",
                                        "phy_config_fpga", "phy_config_chip"};
    return is_one_of(entry->name, names, sizeof names / sizeof *names);
}

static void add_access(random_programs *r, uint32_t address)
{
    const uint64_t enables = random_chance(r, 220) ? 0xf : random_below(r, 16);
    if (random_chance(r, 128)) {
        random_add(r, HX_UT_TO_OMNIBUS_ADDRESS, (uint64_t)1 << 36 | enables << 32 | address);
    } else {
        random_add(r, HX_UT_TO_OMNIBUS_ADDRESS, enables << 32 | address);
        random_add(r, HX_UT_TO_OMNIBUS_DATA, random_draw(r) & 0xffffffff);
    }
}

// Any register of the chip or of the FPGA; `reads`: only reads.
static void add_register(random_programs *r, bool fpga, bool reads)
{
    const hx_map_list_entry *entry;
    do
        entry = &hx_map_list[random_below(r, REGISTERS)];
    while (*entry->space || !(entry->base & FPGA_BIT) == fpga);
    const uint32_t address = draw_instance(r, entry);
    const bool only_read = reads || (ends_traffic(entry) && !random_chance(r, 4)) ||
                           !strcmp(entry->name, "instruction_timeout_config");
    if (only_read)
        random_add(r, HX_UT_TO_OMNIBUS_ADDRESS, (uint64_t)0x1f << 32 | address);
    else
        add_access(r, address);
    r->is_damaged |= !only_read && ends_traffic(entry);
}

static void add_source(random_programs *r)
{
    const uint32_t base = HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE + 3 * random_below(r, 8);
    hx_map_background_spike_source source = hx_map_background_spike_source_default();
    uint32_t words[HX_MAP_BACKGROUND_SPIKE_SOURCE_WORDS];
    source.enable = random_chance(r, 160);
    source.enable_random = random_chance(r, 128);
    // Short periods overflow everything behind them.
    source.period = random_chance(r, 100) ? random_below(r, 8) : 50 + random_below(r, 2000);
    source.seed = (uint32_t)random_draw(r);
    source.mask = random_below(r, 256);
    source.rate = random_below(r, 256);
    source.neuron_label = random_below(r, 4) << 6 | NetworkLabel;
    hx_map_background_spike_source_encode(&source, words);
    random_add_write(r, base + 1, words[1]);
    random_add_write(r, base + 2, words[2]);
    random_add_write(r, base, words[0]);
    add_wait(r, 500);
}

static void stop_sources(random_programs *r)
{
    for (unsigned i = 0; i < 8; i++)
        random_add_write(r, HX_MAP_BACKGROUND_SPIKE_SOURCE_BASE + 3 * i, 0);
}

// Samples of the fast ADC.
static void add_recording(random_programs *r)
{
    hx_map_madc_config config = hx_map_madc_config_default();
    uint32_t words[HX_MAP_MADC_CONFIG_WORDS];
    config.number_of_samples = random_below(r, 100);
    config.powerup_wait_value = random_below(r, 200);
    config.active_mux_input_select_length = random_below(r, 16);
    hx_map_madc_config_encode(&config, words);
    for (unsigned w = 0; w < HX_MAP_MADC_CONFIG_WORDS; w++)
        random_add_write(r, HX_MAP_MADC_CONFIG_BASE + w, words[w]);
    random_add_write(r, HX_MAP_MADC_CONTROL_BASE, 1); // wakes it up
    add_wait(r, 4000);
    random_add_write(r, HX_MAP_MADC_CONTROL_BASE, 2); // starts
    add_wait(r, 800);
}

static void add_samples(random_programs *r)
{
    switch (random_below(r, 4)) {
    case 0:
        add_recording(r);
        break;
    case 1:
        random_add_write(r, HX_MAP_MADC_CONTROL_BASE, random_below(r, 128));
        break;
    default:
        // Rows of the CADC: the first read of a row converts it.
        for (unsigned i = 1 + random_below(r, 8); i; i--)
            random_add(r, HX_UT_TO_OMNIBUS_ADDRESS,
                       (uint64_t)0x1f << 32 |
                           hx_map_cadc_sample_quad_address(random_below(r, 2), random_below(r, 2),
                                                           random_below(r, 2), random_below(r, 256),
                                                           random_below(r, 64)));
    }
}

static void add_poll(random_programs *r)
{
    random_add_write(r, HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE,
                     random_chance(r, 128) ? HX_MAP_CROSSBAR_NODE_BASE
                                           : HX_MAP_PLAYBACK_TIMER_BASE);
    random_add_write(r, HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 1, (uint32_t)random_draw(r));
    random_add_write(r, HX_MAP_POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 2,
                     UINT32_C(1) << random_below(r, 12));
    random_add_write(r, HX_MAP_INSTRUCTION_TIMEOUT_CONFIG_BASE, 200 + random_below(r, 8000));
    random_add(r, HX_UT_TO_POLLING_OMNIBUS_BLOCK, random_chance(r, 128));
}

static void add_jtag(random_programs *r)
{
    static const uint8_t instructions[] = {0, 1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 0x7f};
    switch (random_below(r, 8)) {
    case 0:
        random_add(r, HX_UT_TO_JTAG_INIT, 0);
        break;
    case 1:
        random_add(r, HX_UT_TO_JTAG_SCALER, random_below(r, 8));
        break;
    case 2:
    case 3:
        random_add(r, HX_UT_TO_JTAG_INS, instructions[random_below(r, sizeof instructions)]);
        break;
    default: {
        const uint64_t data = random_chance(r, 128)
                                  ? HX_MAP_CROSSBAR_NODE_BASE + random_below(r, 70)
                                  : random_draw(r) & UINT64_C(0x1ffffffff);
        random_add(r, HX_UT_TO_JTAG_DATA,
                   (uint64_t)random_chance(r, 128) << 48 |
                       (uint64_t)(random_chance(r, 128) ? 33 : random_below(r, 34)) << 40 | data);
    }
    }
}

static void add_reset(random_programs *r)
{
    random_add(r, HX_UT_TO_RESET, 1);
    add_wait(r, 200);
    random_add(r, HX_UT_TO_RESET, 0);
    r->is_damaged = true;
}

static void add_rare(random_programs *r)
{
    switch (random_below(r, 40)) {
    case 0:
        add_reset(r);
        break;
    case 1:
    case 2:
        add_poll(r);
        break;
    case 3:
        random_add(r, HX_UT_TO_SYSTIME_INIT, 1);
        break;
    case 4:
    case 5:
        random_add(r, HX_UT_TO_SYSTIME_INIT, 0);
        break;
    case 6:
        random_add(r, HX_UT_TO_BARRIER, random_below(r, 32));
        break;
    case 7:
        random_add(r, (hx_ut_kind)(0x10 + random_below(r, 0x70)), random_draw(r) >> 8);
        break;
    case 8:
        random_add(r, HX_UT_TO_OMNIBUS_DATA, random_draw(r) & 0xffffffff);
        break;
    case 9:
        add_wait(r, 20000); // longer than the timeout now and then
        break;
    default:
        add_jtag(r);
    }
}

static void add_common(random_programs *r)
{
    switch (random_below(r, 5)) {
    case 0:
        random_add(r, HX_UT_TO_BARRIER, random_below(r, 8));
        break;
    case 1:
        random_add(r, HX_UT_TO_LOOPBACK, HX_UT_TICK);
        break;
    case 2:
        add_neuron_resets(r);
        break;
    default:
        add_wait(r, random_chance(r, 30) ? 3000 : 300);
    }
}

void random_add_some(random_programs *r)
{
    if (random_chance(r, 40)) {
        add_common(r);
        return;
    }
    unsigned kind = r->kind;
    if (kind == PhaseMixed)
        kind = 1 + random_below(r, PhaseRare);
    switch (kind) {
    case PhaseSpikes:
        add_spikes(r);
        break;
    case PhaseBus:
        add_access(r, random_chance(r, 128)
                          ? hx_map_synapse_weight_quad_address(
                                random_below(r, 2), random_below(r, 256), random_below(r, 64))
                          : random_below(r, 1 << 26));
        break;
    case PhaseRegisters:
        // Settings that differ from the network's would soon stop all spikes.
        add_register(r, false, random_chance(r, 200));
        break;
    case PhaseSources:
        if (random_chance(r, 40))
            stop_sources(r);
        else
            add_source(r);
        break;
    case PhaseFpga:
        add_register(r, true, random_chance(r, 160));
        break;
    case PhaseReadout:
        add_samples(r);
        break;
    default:
        add_rare(r);
    }
}
