// The simulated set-up (FPGA, link, HICANN-X chip, analog core) behind its word door.
// SPDX-License-Identifier: Apache-2.0
//
// A connection carries one ordered sequence of 64-bit words to the FPGA and one back
// (layouts: host/wire). The response words depend on the sent words, the configuration
// and the trial marks alone, never on when the host calls.
//
// Simulated time advances only inside hx_connection_receive (in process) or in the
// worker process. It stops when the playback executor needs a word that is not there,
// and after a halt when everything is drained.
//
// Threads: one connection belongs to one thread. Local with the RTL tier: one in a process, ever,
// because the simulation kernel cannot be restarted; a second is refused with HX_ERROR_STATE.
// Workers must be opened before any local connection, and while no UDP connection is open:
// forking a process with threads is not safe.
#ifndef HXCOSIM_DEVICE_H
#define HXCOSIM_DEVICE_H

#include <hxcosim/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HX_CHIP_CYCLE_NS 4
#define HX_FPGA_CYCLE_NS 8
#define HX_NEURON_COUNT 512

typedef struct hx_connection hx_connection;

// Fast: C models in place of the RTL, the same words in equal cycles (docs/fast.md). No waves.
typedef enum hx_tier { HX_TIER_RTL, HX_TIER_FAST } hx_tier;

typedef enum hx_device_state {
    HX_DEVICE_RUNNING, // more response words may come without new words
    HX_DEVICE_STARVED, // time has stopped inside a program: the executor needs a word
    HX_DEVICE_IDLE     // time has stopped after a halt (or at power-on), all is drained
} hx_device_state;

// What a wave may wait for.
typedef enum hx_trace_event {
    HX_TRACE_AT_ONCE,
    HX_TRACE_ON_SPIKE,   // value: neuron 0..511 fires
    HX_TRACE_ON_BUS,     // value: chip Omnibus word address that is accessed
    HX_TRACE_ON_ERROR,   // the FPGA sets one of its error flags
    HX_TRACE_ON_TIMEOUT, // an instruction timed out
    HX_TRACE_ON_PC       // value: byte address of an instruction that a processor issues
} hx_trace_event;

typedef struct hx_trace_trigger {
    hx_trace_event event;
    uint32_t value;
} hx_trace_trigger;

// A function of a plasticity processor's program.
typedef struct hx_trace_function {
    uint32_t address, size; // bytes; size 0: up to the next one
    const char *name;
} hx_trace_function;

// The program that a processor is going to run. The device itself sees but words.
typedef struct hx_trace_program {
    const hx_trace_function *functions; // ascending addresses; copied when the device opens
    size_t count;
} hx_trace_program;

#define HX_PROCESSOR_COUNT 2 // plasticity processors: 0 top, 1 bottom

typedef struct hx_trace_config {
    const char *path;          // FST file, NULL: no trace; a .gtkw with groups goes beside it
    const uint16_t *neurons;   // neurons whose analog quantities are recorded, 0..511
    size_t neuron_count;       //
    const char *const *scopes; // globs of the signals recorded (traces: hx_trace_match_within)
    size_t scope_count;        // 0: every signal
    double flush_interval_us;  // simulated time between flushes to the file, > 0
    double from_us;            // since power-on: nothing is recorded before, >= 0
    double to_us;              // nothing is recorded from here on, 0: no end
    hx_trace_trigger trigger;  // recording begins with this event, or ends if last_us > 0
    double last_us;            // only the last stretch of this length is kept, 0: all
    hx_trace_program programs[HX_PROCESSOR_COUNT]; // names for the processors' signals
} hx_trace_config;

// Faults of the lanes between FPGA and chip.
#define HX_LANE_COUNT 8
#define HX_LINK_LATENCY_MAXIMUM 400
typedef struct hx_link_config {
    double bit_error_rate; // of every bit in both directions, 0..0.5
    uint32_t latency;      // more FPGA cycles one way, 0..HX_LINK_LATENCY_MAXIMUM
    uint8_t lanes_off;     // bit n: lane n carries nothing in either direction
} hx_link_config;

// A bug on purpose, to be found with waves (docs/waves-tutorial.md).
typedef enum hx_plant {
    HX_PLANT_NONE,
    HX_PLANT_ROW_SELECT // row select bits 1 and 2 are crossed between PADI buses and drivers
} hx_plant;

typedef struct hx_device_config {
    hx_tier tier;
    uint64_t seed;      // of trial-to-trial noise
    uint64_t chip_seed; // which virtual chip
    double mismatch;    // scale of the chip's parameter spread, 1 = documented default
    double noise;       // scale of trial-to-trial noise, 1 = documented default
    // Parameter memory: time constant of a written cell (0..1000 ms, 0 at once), and what a cell of
    // 128 with the same number loses (0..100 cell steps).
    double cell_settling_ms, cell_crosstalk;
    double max_time_us; // simulated time after which receive gives HX_ERROR_LIMIT; 0 = none
    bool no_skip;       // evaluate every clock cycle of the RTL, also those at rest
    hx_link_config link;
    hx_plant plant;
    hx_trace_config trace;
} hx_device_config;

typedef struct hx_device_statistics {
    uint64_t chip_cycles; // simulated since power-on, 4 ns each
    uint64_t words_sent;  // taken by the FPGA
    uint64_t words_received;
} hx_device_statistics;

// Defaults: RTL tier, all seeds 1, mismatch 1, noise 1, no limit, no faults, no trace.
hx_device_config hx_device_config_default(void);

hx_status hx_connection_open_local(hx_connection **connection, const hx_device_config *config,
                                   hx_error *error);

// The same device in a forked process of its own, so that several run at a time.
hx_status hx_connection_open_worker(hx_connection **connection, const hx_device_config *config,
                                    hx_error *error);

// A set-up behind UDP: `hxcosim serve`, or a machine that speaks the same link protocol. It is
// reset, so it starts afresh; who used it before loses it. Differences to the other kinds:
// trial marks reach only hxcosim; whether the device rests is not known, so receive waits for
// words, for at most HX_UDP_RECEIVE_LIMIT_S (HX_ERROR_LIMIT), and `state` is always RUNNING;
// statistics have no chip cycles (0). HX_ERROR_CLOSED comes after 10 s without any sign of the
// other end. A thread of the connection's own serves the link.
#define HX_UDP_DATA_PORT 1234
#define HX_UDP_RESET_PORT 45054
#define HX_UDP_RECEIVE_LIMIT_S 3600
hx_status hx_connection_open_udp(hx_connection **connection, const char *host, uint16_t data_port,
                                 uint16_t reset_port, hx_error *error);

// Queues words. Never blocks on the device; a worker starts to run at once.
hx_status hx_connection_send(hx_connection *connection, const uint64_t *words, size_t count);

// Marks that the next word sent begins trial number `trial`. Real hardware ignores this.
// It may only stand between programs (after a halt): an unspecified long pause passes, so
// the analog core is at rest, and the noise from here on is that of this trial.
hx_status hx_connection_start_trial(hx_connection *connection, uint64_t trial);

// Waits for response words and takes up to `capacity` of them (at least 1). `count` 0 is
// returned only with `state` STARVED or IDLE. `state` may be NULL.
hx_status hx_connection_receive(hx_connection *connection, uint64_t *words, size_t capacity,
                                size_t *count, hx_device_state *state);

// Figures of the simulator itself, for progress and reports.
hx_status hx_connection_get_statistics(hx_connection *connection, hx_device_statistics *statistics);

// Ends the device and completes the wave file. Accepts NULL.
void hx_connection_close(hx_connection *connection);
// The same. HX_ERROR_IO: the wave file is not whole, because the disk became full for instance.
hx_status hx_connection_finish(hx_connection *connection, hx_error *error);

#ifdef __cplusplus
}
#endif

#endif
